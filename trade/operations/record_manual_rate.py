"""Set an exchange rate by hand."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from marketplace.kernel import events
from marketplace.kernel.money import is_currency
from marketplace.kernel.operations import entry, part
from marketplace.kernel.refusals import InvalidInput, Refusal
from trade.editions import raise_edition
from trade.models import Edition, ExchangeRate

# A rate that moves by more than this overnight is rather a slip of the keyboard.
PLAUSIBLE_MOVE_PERCENT = 20
LARGEST_RATE = Decimal("1e12")


class RateImplausible(Refusal):
    """The rate is far from the last one; it can be confirmed. Facts: `currency`, `moved`, `last`, `as_of`."""

    code = "rate_implausible"
    title = _("Is this rate right?")
    message = _(
        "It is %(moved)s %% away from the last rate of %(currency)s, %(last)s on %(as_of)s. Confirm it if it is meant."
    )


class RateStands(Refusal):
    """There is a rate for that day already, and what may have been used is not changed."""

    code = "rate_stands"
    title = _("There is a rate for that day")
    message = _("A rate of %(currency)s for %(day)s is stored already and stands. Set one for a later day.")


@entry
def record_manual_rate(
    *, actor: Actor, currency: str, per_eur: Decimal, day: date, reason: str, now: datetime, is_confirmed: bool = False
) -> ExchangeRate:
    """
    Store what one euro buys of `currency` on `day`, as a person says, with the reason; see `set_rate`.

    :raises NotAllowed: if the actor is not the platform's staff.
    :raises InvalidInput, RateStands, RateImplausible: as `check_manual_rate` says.
    """
    return set_rate(
        actor=actor, currency=currency, per_eur=per_eur, day=day, reason=reason, now=now, is_confirmed=is_confirmed
    )


@part
def set_rate(
    *, actor: Actor, currency: str, per_eur: Decimal, day: date, reason: str, now: datetime, is_confirmed: bool = False
) -> ExchangeRate:
    """
    Store the rate after every check.

    :raises NotAllowed: if the actor is not the platform's staff.
    :raises InvalidInput, RateStands, RateImplausible: as `check_manual_rate` says.
    """
    actor.must("trade.set_rates")
    currency, reason = currency.strip().upper(), reason.strip()
    check_manual_rate(
        currency=currency, per_eur=per_eur, day=day, reason=reason, today=now.date(), is_confirmed=is_confirmed
    )
    rate = ExchangeRate.objects.create(
        date=day,
        currency=currency,
        per_eur=per_eur,
        kind=ExchangeRate.Kind.MANUAL,
        source=f"Bridgeway: {reason}"[:200],
        source_code="manual",
        reason=reason,
        set_by_id=actor.user_id,
    )
    facts = {"currency": currency, "per_eur": str(per_eur), "day": day.isoformat(), "reason": reason}
    events.record("trade.rate.set_by_hand", subject=rate, actor=actor, at=now, payload=facts)
    raise_edition(Edition.Kind.RATES, now)
    return rate


def check_manual_rate(
    *, currency: str, per_eur: Decimal, day: date, reason: str, today: date, is_confirmed: bool
) -> None:
    """
    Look at a rate before it is stored.

    :raises InvalidInput: if the currency is none or the euro, the rate no possible one, the day ahead, or no reason.
    :raises RateStands: if a rate of that day is stored.
    :raises RateImplausible: if it is more than 20 per cent from the last one and not confirmed.
    """
    problems: dict[str, list[Any]] = {}
    if not is_currency(currency) or currency == "EUR":
        problems["currency"] = [_("Enter a currency other than the euro, such as USD.")]
    if not per_eur.is_finite() or not 0 < per_eur < LARGEST_RATE or not round(per_eur, 10):
        problems["per_eur"] = [_("Enter how many units one euro buys, more than zero.")]
    if day > today:
        problems["date"] = [_("A rate is not set ahead of its day.")]
    if not reason:
        problems["reason"] = [_("Give a reason; it is kept with the rate.")]
    if problems:
        raise InvalidInput(fields=problems)
    last = ExchangeRate.objects.filter(currency=currency, date__lte=day).order_by("-date").first()
    if last is None:
        return
    if last.date == day:
        raise RateStands(currency=currency, day=day.isoformat())
    moved = abs(per_eur / last.per_eur - 1) * 100
    if moved > PLAUSIBLE_MOVE_PERCENT and not is_confirmed:
        raise RateImplausible(
            currency=currency,
            moved=f"{moved:.0f}",
            last=f"{last.per_eur.normalize():f}",
            as_of=last.date.isoformat(),
        )
