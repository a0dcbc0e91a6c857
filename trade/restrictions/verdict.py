"""The answer: for one destination, and for all of them with what is still to be done."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from trade.restrictions.documents import CONSIGNMENT, DOCUMENTS, IMPORTER, ON_FILE
from trade.restrictions.goods import Evidence
from trade.restrictions.rules import (
    ALLOWED,
    BLOCKED,
    BUYER,
    OUTCOMES,
    UNKNOWN,
    Rule,
)

#: Reason codes of findings that no rule row stands behind.
NOT_CLASSIFIED, NOT_RULED = "not_classified", "not_ruled"


@dataclass(frozen=True, slots=True)
class Finding:
    """
    One reason why goods may not simply go: the rule's outcome, what it asks for, and what of it is there.

    `met_by` pairs each document asked for with the paper on file, or None. `matched` says by what the rule was met.
    """

    outcome: str
    reason: str
    who: str
    rule: Rule | None = None
    met_by: tuple[tuple[str, Evidence | None], ...] = ()
    matched: tuple[tuple[str, str], ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether something still stands in the way; a ban is always open, a paper asked for until it is on file."""
        if self.outcome == ALLOWED:
            return False
        return self.outcome in (BLOCKED, UNKNOWN) or not self.met_by or any(not paper for _code, paper in self.met_by)

    @property
    def missing(self) -> tuple[str, ...]:
        """Codes of the documents that are not on file."""
        return tuple(code for code, paper in self.met_by if paper is None)

    @property
    def stage(self) -> str:
        """When what is missing must be there: before the sale, with the consignment, or with the importer."""
        if self.who == BUYER:
            return IMPORTER
        stages = {DOCUMENTS[code].stage for code in self.missing} or {ON_FILE}
        return next(stage for stage in (ON_FILE, IMPORTER, CONSIGNMENT) if stage in stages)

    @property
    def stops_sale(self) -> bool:
        """Whether nothing may be sold there until it is settled."""
        if not self.is_open or self.reason == NOT_RULED:
            return False
        return self.outcome in (BLOCKED, UNKNOWN) or self.stage == ON_FILE

    @property
    def asks_buyer(self) -> bool:
        """Whether the buyer has to say, before paying, that their side is taken care of."""
        return self.is_open and (self.reason == NOT_RULED or (not self.stops_sale and self.stage == IMPORTER))

    @property
    def key(self) -> str:
        """Names the finding in a form and in what is kept with an order."""
        return self.rule.code if self.rule else self.reason


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do: `action` is `add_document`, `with_consignment`, `confirm`, `classify` or `drop`."""

    action: str
    who: str
    document: str
    reason: str
    destinations: tuple[str, ...]
    finding: Finding


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether goods may go to one destination on one day."""

    destination: str
    outcome: str
    findings: tuple[Finding, ...] = ()
    on: date | None = None
    version: str = ""

    @property
    def may_be_sold(self) -> bool:
        """Whether a sale may be made today; papers that travel with the goods do not stand in its way."""
        return not any(finding.stops_sale for finding in self.findings)

    @property
    def open(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.is_open)

    @property
    def advice(self) -> tuple[Finding, ...]:
        """What is to be seen to though nothing is asked for at the border, such as labels."""
        return tuple(finding for finding in self.findings if finding.outcome == ALLOWED)

    @property
    def stopping(self) -> tuple[Finding, ...]:
        """What forbids the sale, worst first."""
        return tuple(finding for finding in self.findings if finding.stops_sale)

    @property
    def to_confirm(self) -> tuple[Finding, ...]:
        """What the buyer confirms before paying."""
        return tuple(finding for finding in self.findings if finding.asks_buyer)

    @property
    def tasks(self) -> tuple[Task, ...]:
        """What is to be done for this destination."""
        return tasks_of([self])


def verdict_of(destination: str, findings: Iterable[Finding], *, on: date, version: str) -> Verdict:
    """Return the verdict of findings: the worst of those that are open."""
    ordered = tuple(sorted(findings, key=lambda finding: (not finding.is_open, -OUTCOMES.index(finding.outcome))))
    outcome = max((finding.outcome for finding in ordered if finding.is_open), key=OUTCOMES.index, default=ALLOWED)
    return Verdict(destination, outcome, ordered, on, version)


def tasks_of(verdicts: Iterable[Verdict]) -> tuple[Task, ...]:
    """
    Return what is to be done for all of `verdicts`, the same thing for several destinations once.

    Those that stop a sale come first, then by how many destinations they open.
    """
    merged: dict[tuple[str, str, str], tuple[Finding, str, list[str]]] = {}
    for verdict in verdicts:
        for finding in verdict.open:
            for document in finding.missing or ("",):
                action = _action(finding, document)
                # A ban is a fact of its own rule; a paper is one task however many rules ask for it.
                key = (action, document or finding.reason, finding.who)
                entry = merged.setdefault(key, (finding, document, []))
                if verdict.destination not in entry[2]:
                    entry[2].append(verdict.destination)
    tasks = [
        Task(action, who, document, finding.reason, tuple(where), finding)
        for (action, _what, who), (finding, document, where) in merged.items()
    ]
    order = ("classify", "add_document", "drop", "confirm", "with_consignment")
    return tuple(sorted(tasks, key=lambda task: (order.index(task.action), -len(task.destinations))))


def _action(finding: Finding, document: str) -> str:
    if finding.reason == NOT_CLASSIFIED:
        return "classify"
    if finding.outcome == BLOCKED:
        return "drop"
    if finding.reason == NOT_RULED or finding.who == BUYER:
        return "confirm"
    if document and DOCUMENTS[document].stage == CONSIGNMENT:
        return "with_consignment"
    if document and DOCUMENTS[document].stage == IMPORTER:
        return "confirm"
    return "add_document"


@dataclass(frozen=True, slots=True)
class Reach:
    """Verdicts for several destinations, summed up."""

    verdicts: Mapping[str, Verdict]

    @property
    def open_to(self) -> list[str]:
        """Where it may be sold today."""
        return [destination for destination, verdict in self.verdicts.items() if verdict.may_be_sold]

    @property
    def closed_to(self) -> list[str]:
        """Where it may not be sold today."""
        return [destination for destination, verdict in self.verdicts.items() if not verdict.may_be_sold]

    @property
    def is_banned_everywhere(self) -> bool:
        """Whether no paper could open a single destination."""
        return bool(self.verdicts) and all(verdict.outcome == BLOCKED for verdict in self.verdicts.values())

    @property
    def tasks(self) -> tuple[Task, ...]:
        return tasks_of(self.verdicts.values())

    @property
    def banned(self) -> list[str]:
        """Where nothing but other goods would help."""
        return [destination for destination, verdict in self.verdicts.items() if verdict.outcome == BLOCKED]
