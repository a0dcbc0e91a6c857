"""What pages and the API show of this room's objects."""

from typing import Any

from django.utils.translation import gettext as _

from trade.freight import REASONS
from trade.models import CarrierService, ShippingQuote, ShippingQuoteRequest

ICONS = {
    CarrierService.Mode.POST: "mail",
    CarrierService.Mode.EXPRESS: "zap",
    CarrierService.Mode.AIR: "plane",
    CarrierService.Mode.SEA: "ship",
    CarrierService.Mode.ROAD: "truck",
    CarrierService.Mode.COLD_CHAIN: "snowflake",
    CarrierService.Mode.DIGITAL: "monitor-down",
}


def present_shipping_request(request: ShippingQuoteRequest, *, chosen: str = "") -> dict[str, Any]:
    """
    Return a request's quotes for `trade/_shipping_quotes.html`: offers from cheap to dear, the fastest marked.

    `chosen` is the public id of the quote picked so far; without one the cheapest offer is picked.
    """
    quotes = list(request.quotes.all())
    offers = [quote for quote in quotes if quote.state == ShippingQuote.State.ANSWERED]
    fastest = min((quote.max_days or 0 for quote in offers), default=None)
    picked = chosen if any(quote.public_id == chosen for quote in offers) else (offers[0].public_id if offers else "")
    rows = [
        {
            "id": quote.public_id,
            "name": quote.service.name,
            "carrier": quote.service.carrier.name,
            "mode": quote.service.get_mode_display(),
            "icon": ICONS[CarrierService.Mode(quote.service.mode)],
            "price": quote.price,
            "days": days_text(quote),
            "is_fastest": len(offers) > 1 and quote.max_days == fastest,
            "is_picked": quote.public_id == picked,
        }
        for quote in offers
    ]
    pending = [quote.service.name for quote in quotes if quote.state == ShippingQuote.State.PENDING]
    refused = [
        {"name": quote.service.name, "reason": reason_text(quote)}
        for quote in quotes
        if quote.state == ShippingQuote.State.UNAVAILABLE
    ]
    return {"shipping_request": request, "offers": rows, "pending": pending, "refused": refused}


def reason_text(quote: ShippingQuote) -> str:
    """Say in the reader's language why a quote is not offered."""
    return str(REASONS[quote.reason]) if quote.reason else ""


def days_text(quote: ShippingQuote) -> str:
    """Say how long an offer takes."""
    if not quote.max_days:
        return _("At once")
    if quote.min_days == quote.max_days:
        return _("%(days)s days") % {"days": quote.max_days}
    return _("%(first)s to %(last)s days") % {"first": quote.min_days, "last": quote.max_days}
