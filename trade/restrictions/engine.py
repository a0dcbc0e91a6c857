"""May it go? Pure: a book of rules, goods and destinations in, verdicts out."""

from collections.abc import Iterable

from trade.restrictions.goods import Goods
from trade.restrictions.rules import ALLOWED, BUYER, SELLER, UNKNOWN, Match, RuleBook
from trade.restrictions.verdict import NOT_CLASSIFIED, NOT_RULED, Finding, Verdict, verdict_of


def may_go(goods: Goods, destination: str, book: RuleBook) -> Verdict:
    """
    Say whether `goods` may go to `destination` on the book's day.

    Goods without a known HS code are `unknown`, never allowed by silence; so is a destination whose rules we do not
    keep, unless sanctions forbid it. A paper on file makes what asks for it allowed while it is valid there.
    """
    return may_go_everywhere(goods, book, [destination])[destination]


def may_go_everywhere(
    goods: Goods, book: RuleBook, destinations: Iterable[str] | None = None, *, matches: list[Match] | None = None
) -> dict[str, Verdict]:
    """
    Return a verdict for each destination; by default each one whose rules are kept.

    `matches` are the book's matches of the goods, where the caller has them already.
    """
    wanted = sorted(book.destinations) if destinations is None else list(destinations)
    matches = book.matches(goods) if matches is None else matches
    general = _general_findings(goods, book)
    return {destination: _verdict(goods, destination, book, matches, general) for destination in wanted}


def _general_findings(goods: Goods, book: RuleBook) -> list[Finding]:
    if goods.kind != "goods" or book.is_known(goods.hs_code):
        return []
    return [Finding(UNKNOWN, NOT_CLASSIFIED, SELLER)]


def _verdict(goods: Goods, destination: str, book: RuleBook, matches: list[Match], general: list[Finding]) -> Verdict:
    findings = [*general]
    if goods.kind == "goods" and destination not in book.destinations and destination != goods.ship_from:
        findings.append(Finding(UNKNOWN, NOT_RULED, BUYER))
    for match in book.of_destination(matches, goods, destination):
        rule = match.rule
        if rule.outcome == ALLOWED and not rule.documents:
            # A pause of the restriction; with documents it is advice, such as a label that must be on the goods.
            continue
        papers = tuple(
            (
                document,
                next((paper for paper in goods.evidence if paper.covers(document, destination, book.on)), None),
            )
            for document in rule.documents
        )
        findings.append(Finding(rule.outcome, rule.reason, rule.who, rule, papers, match.met))
    return verdict_of(destination, findings, on=book.on, version=book.version)
