"""What pages and the API show of this room's objects."""

from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trade.dangerous import NAMES
from trade.freight import REASONS
from trade.models import CarrierService, ShippingQuote, ShippingQuoteRequest, Surcharge

ICONS = {
    CarrierService.Mode.POST: "mail",
    CarrierService.Mode.EXPRESS: "zap",
    CarrierService.Mode.AIR: "plane",
    CarrierService.Mode.SEA: "ship",
    CarrierService.Mode.ROAD: "truck",
    CarrierService.Mode.COLD_CHAIN: "snowflake",
    CarrierService.Mode.DIGITAL: "monitor-down",
}
SORTS = ("price", "arrival")


def present_shipping_request(
    request: ShippingQuoteRequest, *, chosen: str = "", sort: str = "price", now: datetime | None = None
) -> dict[str, Any]:
    """
    Return a request's quotes for `trade/_shipping_quotes.html`: offers by price or by arrival, the fastest marked.

    `chosen` is the public id of the quote picked so far; without one the first offer is picked.
    """
    now = now or timezone.now()
    quotes = list(request.quotes.all())
    offers = [quote for quote in quotes if quote.state == ShippingQuote.State.ANSWERED]
    sort = sort if sort in SORTS else "price"
    offers.sort(
        key=lambda quote: (
            (quote.price_minor or 0, quote.max_days or 0)
            if sort == "price"
            else (quote.max_days or 0, quote.price_minor or 0)
        )
    )
    fastest = min((quote.max_days or 0 for quote in offers), default=None)
    cheapest = min((quote.price_minor or 0 for quote in offers), default=None)
    picked = chosen if any(quote.public_id == chosen for quote in offers) else (offers[0].public_id if offers else "")
    rows = [
        {
            "id": quote.public_id,
            "name": quote.name,
            "carrier": quote.service.carrier.name,
            "mode": quote.service.get_mode_display(),
            "icon": ICONS[CarrierService.Mode(quote.service.mode)],
            "price": quote.price,
            "days": days_text(quote),
            "arrives": arrival_text(quote),
            "packed": packed_text(quote),
            "assumed": bool(quote.details.get("has_assumed_volume")),
            "cut_off": cut_off_text(quote, now),
            "is_fastest": len(offers) > 1 and quote.max_days == fastest,
            "is_cheapest": len(offers) > 1 and quote.price_minor == cheapest,
            "is_picked": quote.public_id == picked,
        }
        for quote in offers
    ]
    pending = [quote.service.name for quote in quotes if quote.state == ShippingQuote.State.PENDING]
    refused = [
        {"name": quote.name, "reason": reason_text(quote)}
        for quote in quotes
        if quote.state == ShippingQuote.State.UNAVAILABLE
    ]
    return {
        "shipping_request": request,
        "offers": rows,
        "pending": pending,
        "refused": refused,
        "answered": len(quotes) - len(pending),
        "asked": len(quotes),
        "sort": sort,
    }


def reason_text(quote: ShippingQuote) -> str:
    """Say in the reader's language why a quote is not offered."""
    if not quote.reason:
        return ""
    facts = dict(quote.details.get("facts") or {})
    for name in ("first", "last", "best_before"):
        if name in facts:
            facts[name] = date_format(date.fromisoformat(facts[name]), "MONTH_DAY_FORMAT")
    if "what" in facts:
        facts["what"] = NAMES.get(facts["what"], facts["what"])
    text = str(REASONS[quote.reason])
    return text % facts if facts else text


def days_text(quote: ShippingQuote) -> str:
    """Say how long an offer takes."""
    if not quote.max_days:
        return _("At once")
    if quote.min_days == quote.max_days:
        return ngettext("%(days)s day", "%(days)s days", quote.max_days) % {"days": quote.max_days}
    return _("%(first)s to %(last)s days") % {"first": quote.min_days, "last": quote.max_days}


def arrival_text(quote: ShippingQuote) -> str:
    """Say between which days it arrives, at the slow end with 95 % certainty."""
    arrives = quote.details.get("arrives")
    if not arrives or not quote.max_days:
        return ""
    first, last = (date_format(date.fromisoformat(day), "D j M") for day in (arrives[0], arrives[-1]))
    return first if first == last else _("%(first)s – %(last)s") % {"first": first, "last": last}


def packed_text(quote: ShippingQuote) -> str:
    """Say in how many parcels, pallets or containers the goods travel."""
    count = quote.details.get("parcels") or 0
    if not count:
        return ""
    match quote.details.get("unit"):
        case CarrierService.Unit.PALLET:
            return ngettext("%(count)s pallet", "%(count)s pallets", count) % {"count": count}
        case CarrierService.Unit.CONTAINER:
            return ngettext("%(count)s container", "%(count)s containers", count) % {"count": count}
    return ngettext("%(count)s parcel", "%(count)s parcels", count) % {"count": count}


def cut_off_text(quote: ShippingQuote, now: datetime) -> str:
    """Say until when today's collection can be reached, while it can."""
    if not quote.details.get("cut_off") or not quote.details.get("arrives"):
        return ""
    until = datetime.fromisoformat(quote.details["cut_off"])
    left = int((until - now).total_seconds() // 60)
    if left <= 0:
        return ""
    day = date_format(date.fromisoformat(quote.details["arrives"][-1]), "l j F")
    facts = {"hours": left // 60, "minutes": left % 60, "day": day}
    return _("Order within %(hours)s h %(minutes)s min to have it by %(day)s.") % facts


def charge_label(code: str) -> str:
    """Say what a part of a freight price is."""
    if code in Surcharge.Code.values:
        return str(Surcharge.Code(code).label)
    return {"base": _("Freight"), "fuel": _("Fuel surcharge")}.get(code, code)
