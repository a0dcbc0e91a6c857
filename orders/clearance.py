"""
May what is being bought go where it is to go? The same question for cart, checkout and order.

The answer is frozen with the order: outcome, reasons, papers, rule version, and what the buyer confirmed.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from marketplace.kernel.refusals import Refusal
from sellers import queries as sellers
from trade import queries as trade
from trade.presenting.restrictions import reason_of, stopping_reason, verdict_json
from trade.restrictions import DOCUMENTS, Goods, Verdict


class NotAllowedThere(Refusal):
    """A ban, a missing licence or paper keeps a line from its destination. Facts: `title`, `reason`, `country`."""

    code = "not_allowed_there"
    title = _("This may not go there")
    message = _("“%(title)s” may not be sold to this destination today. %(reason)s")


class NotConfirmed(Refusal):
    """The buyer has not said yet that their own papers are taken care of. `fields["confirmed"]` holds what is open."""

    code = "not_confirmed"
    status = 422
    title = _("Please confirm first")
    message = _("Some papers are the importer's own matter. Confirm each of them, then pay.")


@dataclass(frozen=True, slots=True)
class Cleared:
    """A line's goods and what the rules say of their way."""

    title: str
    goods: Goods
    verdict: Verdict

    @property
    def refusal(self) -> NotAllowedThere | None:
        """Why it may not go, or None."""
        if self.verdict.may_be_sold:
            return None
        reason = stopping_reason(self.verdict, self.goods)
        return NotAllowedThere(
            title=self.title,
            reason=reason,
            country=self.verdict.destination,
            fields={"country": [f"{self.title}: {reason}"]},
        )


def clear(titles: Mapping[int, str], destination: str, on: date) -> dict[int, Cleared]:
    """Ask for listings (primary key to title) on their way to a destination, in two queries."""
    goods = sellers.goods_by_id(titles)
    return {
        pk: Cleared(titles[pk], goods[pk], trade.may_it_go(goods[pk], destination, on)) for pk in titles if pk in goods
    }


def check_cleared(cleared: Iterable[Cleared]) -> None:
    """
    Refuse unless everything may go.

    :raises NotAllowedThere: naming the first line that may not.
    """
    for each in cleared:
        if each.refusal is not None:
            raise each.refusal


def to_confirm(cleared: Iterable[Cleared]) -> list[dict[str, Any]]:
    """Return what the buyer confirms before paying: key, reason and papers, each once."""
    asked: dict[str, dict[str, Any]] = {}
    for each in cleared:
        for finding in each.verdict.to_confirm:
            asked.setdefault(
                finding.key,
                {
                    "key": finding.key,
                    "title": each.title,
                    "reason": reason_of(finding, each.verdict.destination, each.goods),
                    "note": finding.rule.note if finding.rule else "",
                    "documents": [str(DOCUMENTS[code].label) for code in finding.missing],
                },
            )
    return list(asked.values())


def check_confirmed(cleared: Sequence[Cleared], confirmed: Collection[str]) -> list[str]:
    """
    Return the keys of what was asked and confirmed.

    :raises NotConfirmed: naming what is still open.
    """
    asked = to_confirm(cleared)
    open_ = [each for each in asked if each["key"] not in confirmed]
    if open_:
        raise NotConfirmed(fields={"confirmed": [f"{each['key']}: {each['reason']}" for each in open_]})
    return [each["key"] for each in asked]


def frozen(cleared: Mapping[int, Cleared], destination: str, on: date, confirmed: Sequence[str] = ()) -> dict[str, Any]:
    """Return what is kept with a checkout or order."""
    return {
        "destination": destination,
        "date": on.isoformat(),
        "rule_version": trade.rule_book(on).version,
        "lines": [
            {"listing_id": pk, "title": each.title, **verdict_json(each.verdict, each.goods)}
            for pk, each in cleared.items()
        ],
        "to_confirm": to_confirm(cleared.values()),
        "confirmed": list(confirmed),
    }
