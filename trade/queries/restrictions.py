"""The restrictions in force on a day, and what they say about goods."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from trade.countries import is_eu
from trade.editions import SHELVES
from trade.models import DestinationRule, Edition, HsCode, Restriction
from trade.reference.restriction_rows import as_rule, version_of
from trade.restrictions import (
    DOCUMENTS,
    Document,
    Finding,
    Goods,
    Reach,
    RuleBook,
    Verdict,
    compile_rules,
    may_go,
    may_go_everywhere,
)
from trade.restrictions.places import eu_members
from trade.restrictions.rules import ALLOWED


def rule_book(on: date) -> RuleBook:
    """Return the compiled restrictions of a day; held in the process until they change."""
    return SHELVES[Edition.Kind.RESTRICTIONS].get(on, lambda: book_of(_rows(on), on))


def book_of(rows: Iterable[Restriction], on: date) -> RuleBook:
    """Return a book of just these rows, with the destinations and headings that are known today."""
    rows = list(rows)
    return compile_rules(
        map(as_rule, rows),
        on,
        destinations=ruled_countries(),
        known_headings=_known_headings(),
        version=version_of(rows),
    )


def ruled_countries() -> frozenset[str]:
    """Return the countries whose import restrictions are kept: those with duty rules, and every member of the EU."""
    stored = DestinationRule.objects.values_list("destination", flat=True).distinct()
    ruled = SHELVES[Edition.Kind.RULES].get("restriction destinations", lambda: frozenset(stored))
    return ruled | eu_members() if any(is_eu(country) for country in ruled) else ruled


def shown_destinations() -> list[str]:
    """Return the countries a seller is told about one by one: those with duty rules, in order of their codes."""
    stored = DestinationRule.objects.values_list("destination", flat=True).distinct()
    return sorted(SHELVES[Edition.Kind.RULES].get("restriction destinations", lambda: frozenset(stored)))


def may_it_go(goods: Goods, destination: str, on: date) -> Verdict:
    """Say whether goods may go to a destination on a day."""
    return may_go(goods, destination, rule_book(on))


def reach_of(goods: Goods, on: date, destinations: Sequence[str] | None = None) -> Reach:
    """Say where goods may go; by default of every shown destination."""
    wanted = shown_destinations() if destinations is None else destinations
    return Reach(may_go_everywhere(goods, rule_book(on), wanted))


def stopped_in(goods: Goods, on: date) -> list[str]:
    """Return every country, embargoed ones among them, where the goods may not be sold on a day."""
    book = rule_book(on)
    matches = book.matches(goods)
    # A catalogue has many goods and few kinds of them: what was worked out for one holds for all that meet the same.
    known: dict[object, list[str]] = SHELVES[Edition.Kind.RESTRICTIONS].get(("stopped", on), dict)
    key = (
        goods.kind, goods.ship_from, goods.importer, goods.evidence, book.is_known(goods.hs_code),
        tuple(match.rule.code for match in matches),
    )  # fmt: skip

    if key not in known:
        if len(known) >= MOST_KINDS_HELD:
            known.clear()
        verdicts = may_go_everywhere(goods, book, sorted(book.destinations | SANCTIONED), matches=matches)
        known[key] = [country for country, verdict in verdicts.items() if not verdict.may_be_sold]
    return known[key]


MOST_KINDS_HELD = 20_000
#: Countries outside the ruled ones that a rule closes to all goods.
SANCTIONED = frozenset({"KP", "IR", "CU", "RU", "BY", "SY"})


@dataclass(frozen=True, slots=True)
class PaperNeeded:
    """A document that goods need for a destination, and whether it is on file already."""

    document: Document
    who: str
    finding: Finding
    is_on_file: bool
    number: str = ""


def papers_needed(goods: Goods, destination: str, on: date) -> list[PaperNeeded]:
    """
    Return the documents that goods need on the way to a destination, each once, those missing first.

    Advice is left out: a label on the goods is no paper that travels beside them.
    """
    needed: dict[str, PaperNeeded] = {}
    for finding in may_it_go(goods, destination, on).findings:
        if finding.outcome == ALLOWED:
            continue
        for code, paper in finding.met_by:
            number = paper.number if paper else ""
            needed.setdefault(code, PaperNeeded(DOCUMENTS[code], finding.who, finding, paper is not None, number))
    return sorted(needed.values(), key=lambda paper: paper.is_on_file)


def _rows(on: date) -> list[Restriction]:
    in_force = Q(valid_from__lte=on) & (Q(valid_to=None) | Q(valid_to__gte=on))
    return list(Restriction.objects.filter(in_force).order_by("code"))


def _known_headings() -> frozenset[str]:
    return SHELVES[Edition.Kind.RULES].get(
        "headings", lambda: frozenset(HsCode.objects.filter(level=4).values_list("code", flat=True))
    )
