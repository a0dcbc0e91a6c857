"""Promise an exchange rate for a while, and hold to it only that long."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import ROUND_HALF_EVEN, Decimal

from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from marketplace.kernel.money import Money, is_currency
from marketplace.kernel.operations import entry, part
from marketplace.kernel.refusals import InvalidInput, Refusal
from trade.fx import RateTable
from trade.models import FxQuote

QUOTE_STANDS = timedelta(minutes=30)
EXACT = Decimal("1e-18")


class FxQuoteExpired(Refusal):
    """The promised rate does not stand any more. Facts: `expired_at`."""

    code = "fx_quote_expired"
    title = _("The exchange rate has expired")
    message = _("The exchange rate was promised for a limited time, and that is over. Get a new price to go on.")


@entry
def lock_fx_quote(*, actor: Actor, source: str, target: str, rates: RateTable, now: datetime) -> FxQuote:
    """
    Promise the rate at which something priced in `source` is charged in `target`, for half an hour.

    :raises NotAllowed: if the actor acts for no organisation.
    :raises InvalidInput: if one is no currency.
    :raises RateUnknown: if either currency has no rate.
    :raises RateStale: if either rate is past its age limit.
    """
    actor.must_act_for_an_organisation()
    wrong = [name for name, code in (("from", source), ("to", target)) if not is_currency(code)]
    if wrong:
        raise InvalidInput(fields={name: [_("Choose a currency from the list.")] for name in wrong})
    return promise_rate(
        actor=actor, source=source, target=target, rates=rates, expires_at=now + QUOTE_STANDS, used_for="", now=now
    )


@part
def promise_rate(
    *, actor: Actor, source: str, target: str, rates: RateTable, expires_at: datetime, used_for: str, now: datetime
) -> FxQuote:
    """
    Store the charging rate of `rates` until `expires_at`; `used_for` names what it is promised for.

    :raises RateUnknown: if either currency has no rate.
    :raises RateStale: if either rate is past its age limit.
    """
    made = rates.charge(Money(1, source), target)
    return FxQuote.objects.create(
        organisation=actor.must_act_for_an_organisation(),
        source=source,
        target=target,
        rate=made.rate.quantize(EXACT, rounding=ROUND_HALF_EVEN),
        mid_rate=made.mid_rate.quantize(EXACT, rounding=ROUND_HALF_EVEN),
        margin_percent=rates.spread_percent if source != target else Decimal(0),
        rate_source=made.source[:200],
        as_of=made.as_of,
        quoted_at=now,
        expires_at=expires_at,
        used_for=used_for,
    )


@part
def use_fx_quotes(*, public_ids: Sequence[str], now: datetime) -> None:
    """
    Bind the promised rates to what is being concluded. Using them again changes nothing.

    :raises FxQuoteExpired: if any of them does not stand any more.
    """
    quotes = list(FxQuote.objects.select_for_update().filter(public_id__in=public_ids).order_by("pk"))
    for quote in quotes:
        if quote.used_at is None and quote.has_expired(now):
            raise FxQuoteExpired(expired_at=quote.expires_at.isoformat())
    FxQuote.objects.filter(pk__in=[quote.pk for quote in quotes if quote.used_at is None]).update(used_at=now)
