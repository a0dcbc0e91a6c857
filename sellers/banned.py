"""Goods that may go nowhere are refused at the field that says so."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from sellers.models import Listing
from sellers.queries.reach import goods_of_listings
from trade import queries as trade
from trade.presenting.restrictions import reason_of

_FIELDS = {"hs": "hs_code", "word": "title", "attribute": "description"}


def banned_fields(listing: Listing, on: date) -> dict[str, list[Any]]:
    """
    Return why a listing may be sold nowhere, by field; empty if a single country is open or a paper could open it.

    `listing` holds the values as they would be on sale.
    """
    if not listing.title or not (listing.hs_code or listing.is_service):
        return {}
    goods = goods_of_listings([listing])[listing.pk]
    reach = trade.reach_of(goods, on)
    if not reach.is_banned_everywhere:
        return {}
    fields: dict[str, list[Any]] = {}
    home = goods.ship_from
    verdict = reach.verdicts.get(home) or next(iter(reach.verdicts.values()))
    for finding in verdict.stopping:
        if finding.outcome != "blocked":
            continue
        kind, what = finding.matched[0] if finding.matched else ("hs", "")
        reason = reason_of(finding, verdict.destination, goods)
        text = (
            _("%(reason)s It was recognised by “%(what)s”. If you sell something else, change it.")
            % {"reason": reason, "what": what}
            if what
            else reason
        )  # fmt: skip
        fields.setdefault(_FIELDS[kind], []).append(text)
        break
    return fields
