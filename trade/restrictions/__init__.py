"""
May it go? Restrictions by goods, origin and destination.

Pure functions of a book of dated rules: `may_go` for one destination, `may_go_everywhere` for all. How rules are
written and answers made is told in `docs/algorithms/restrictions.md`.
"""

from trade.restrictions.documents import DOCUMENTS, Document
from trade.restrictions.engine import may_go, may_go_everywhere
from trade.restrictions.goods import Evidence, Goods
from trade.restrictions.rules import Rule, RuleBook, compile_rules
from trade.restrictions.verdict import Finding, Reach, Task, Verdict

__all__ = [
    "DOCUMENTS",
    "Document",
    "Evidence",
    "Finding",
    "Goods",
    "Reach",
    "Rule",
    "RuleBook",
    "Task",
    "Verdict",
    "compile_rules",
    "may_go",
    "may_go_everywhere",
]
