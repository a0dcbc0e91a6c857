"""Ask every suitable carrier service for a price."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta
from functools import partial

import structlog
from celery import current_app
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from kombu.exceptions import OperationalError

from accounts.actor import Actor
from marketplace.kernel.money import Money, currency_code, is_currency, round_money, to_minor
from marketplace.kernel.operations import entry
from marketplace.kernel.refusals import InvalidInput, Refusal
from trade.countries import is_country
from trade.dangerous import is_dangerous_code
from trade.freight import COLD_UP_TO, Parcel
from trade.models import ShippingQuote, ShippingQuoteRequest
from trade.queries import services_to_ask

log = structlog.get_logger(__name__)

# Whoever has not answered by then is said not to have answered.
DEADLINE = timedelta(seconds=10)
MOST_PARCEL_KINDS = 200
MOST_PIECES = 1_000_000
HEAVIEST_PIECE_G = 25_000_000


class NothingShips(Refusal):
    """There is no carrier service that could be asked."""

    code = "nothing_ships"
    title = _("No carrier can be asked")
    message = _("No carrier service is on offer at the moment.")


@entry
def request_shipping_quotes(
    *,
    actor: Actor,
    ship_from: str,
    ship_to: str,
    parcels: Sequence[Parcel],
    goods_value: Money,
    currency: str,
    needs_cold_chain: bool,
    latest_arrival: date | None,
    now: datetime,
    is_digital: bool = False,
    session_key: str = "",
    best_before: date | None = None,
    lead_days: int = 0,
    places: Mapping[str, Mapping[str, str]] | None = None,
) -> ShippingQuoteRequest:
    """
    Ask every candidate service for a price; each is answered by its own task, side by side.

    The request is readable by the actor's organisation, else by the session it was made in, else by whoever knows
    its id. Only goods that need it are put to cold-chain services, and services are delivered online. The goods are
    ready `lead_days` from today; `places` (postal code, city, state of `from` and `to`) is what live carriers need.

    :raises InvalidInput: unknown country or currency, no parcels, a piece without weight.
    :raises NothingShips: if there is no service to ask.
    """
    _check(ship_from, ship_to, parcels, goods_value, currency, is_digital=is_digital)
    needs_cold_chain = needs_cold_chain or any(each.max_c is not None and each.max_c <= COLD_UP_TO for each in parcels)
    candidates = [
        card for card in services_to_ask()
        if (card.mode == "digital") == is_digital and (card.mode == "cold_chain") == needs_cold_chain
    ]  # fmt: skip
    if not candidates:
        raise NothingShips
    request = ShippingQuoteRequest.objects.create(
        asked_by=reader_of(actor, session_key),
        ship_from=ship_from,
        ship_to=ship_to,
        parcels=[asdict(parcel) for parcel in parcels],
        goods_minor=to_minor(round_money(goods_value)),
        currency=currency,
        needs_cold_chain=needs_cold_chain,
        is_digital=is_digital,
        latest_arrival_date=latest_arrival,
        best_before_date=best_before,
        lead_days=lead_days,
        places=_known(places or {}),
        requested_at=now,
        deadline_at=now + DEADLINE,
    )
    quotes = ShippingQuote.objects.bulk_create(
        ShippingQuote(request=request, service_id=card.id, currency=currency) for card in candidates
    )
    transaction.on_commit(partial(_send, [quote.pk for quote in quotes]))
    return request


def reader_of(actor: Actor, session_key: str) -> str:
    """Return who may read a request made by `actor`: the organisation, else the session, else anybody with the id."""
    if actor.organisation is not None:
        return f"organisation:{actor.organisation_id}"
    return f"session:{session_key}" if session_key else ""


def _send(quote_ids: list[int]) -> None:
    """Queue one task a quote; when the queue is away the deadline says that nobody answered."""
    try:
        for quote_id in quote_ids:
            # By name, because the tasks module stands above the operations.
            current_app.send_task("trade.tasks.answer_shipping_quote", args=[quote_id])
    except (OperationalError, OSError) as failure:
        log.warning("queue_away", failure=str(failure))


def _known(places: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    """What a carrier needs of the two ends, and nothing that says who lives there."""
    return {
        end: {name: str(place[name])[:100] for name in ("postal_code", "city", "state") if place.get(name)}
        for end, place in places.items()
        if end in ("from", "to")
    }


def _check(
    ship_from: str, ship_to: str, parcels: Sequence[Parcel], goods_value: Money, currency: str, *, is_digital: bool
) -> None:
    problems: dict[str, list[object]] = {}
    for field, country in (("ship_from", ship_from), ("ship_to", ship_to)):
        if not is_country(country):
            problems[field] = [_("This is not a country code we know.")]
    if not is_currency(currency):
        problems["currency"] = [_("This is not a currency we know.")]
    elif currency_code(goods_value) != currency:
        problems["goods_value"] = [_("All amounts must be in one currency.")]
    elif goods_value.amount < 0:
        problems["goods_value"] = [_("An amount cannot be negative.")]
    if not parcels and not is_digital:
        problems["parcels"] = [_("There is nothing to carry.")]
    if len(parcels) > MOST_PARCEL_KINDS:
        problems["parcels"] = [_("These are more different pieces than one request can hold.")]
    for place, parcel in enumerate(parcels[:MOST_PARCEL_KINDS]):
        if not 0 < parcel.weight_g <= HEAVIEST_PIECE_G:
            problems[f"parcels.{place}.weight_g"] = [_("The weight must be between 1 g and 25 t.")]
        if not 0 < parcel.count <= MOST_PIECES:
            problems[f"parcels.{place}.count"] = [_("The number of pieces must be between 1 and 1,000,000.")]
        sizes = (parcel.length_mm, parcel.width_mm, parcel.height_mm)
        if parcel.dangerous and not is_dangerous_code(parcel.dangerous):
            problems[f"parcels.{place}.dangerous"] = [_("This is not a kind of dangerous goods we know.")]
        if parcel.min_c is not None and parcel.max_c is not None and parcel.min_c > parcel.max_c:
            problems[f"parcels.{place}.min_c"] = [_("The coldest temperature lies above the warmest.")]
        if any(size is not None and not 0 < size <= 20_000 for size in sizes):
            problems[f"parcels.{place}.size"] = [_("A size must be between 1 mm and 20 m.")]
    if problems:
        raise InvalidInput(fields=problems)
