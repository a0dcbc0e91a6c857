"""Files of reference data: read, checked row by row, and turned into values for the pure rooms."""

from trade.reference.rule_files import RULE_FILES, RuleFileRefused, read_rule_file, read_rules, rule_columns
from trade.reference.rule_set import RuleSet, destination_rules, fingerprint
from trade.reference.tables import read_table

__all__ = [
    "RULE_FILES",
    "RuleFileRefused",
    "RuleSet",
    "destination_rules",
    "fingerprint",
    "read_rule_file",
    "read_rules",
    "read_table",
    "rule_columns",
]
