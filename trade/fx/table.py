"""
Exchange rates as a value: cross rates, their age and the spread. Told in docs/algorithms/fx.md.

Pure: no database, no clock. Rates are units of a currency per euro; every other pair goes through the euro.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_FLOOR, Decimal

from django.utils.translation import gettext_lazy as _
from moneyed import Money

from marketplace.kernel.money import currency_code, round_money
from marketplace.kernel.refusals import Refusal

HUNDRED = Decimal(100)
# Converted amounts are cut down here, far below any minor unit, so that going there and back never gains.
EXACT_STEP = Decimal("1e-12")
# Currencies that the euro has taken the place of, with their last day. Their rates stay for the days before.
ENDED = {"HRK": date(2022, 12, 31), "BGN": date(2025, 12, 31)}


class RateUnknown(Refusal):
    """There is no rate for a currency."""

    code = "rate_unknown"
    title = _("No exchange rate")
    message = _("We have no exchange rate for %(currency)s.")


class RateStale(Refusal):
    """The last rate is older than may be used."""

    code = "rate_stale"
    title = _("The exchange rate is too old")
    message = _(
        "Our last exchange rate for %(currency)s is from %(as_of)s, and we do not convert at rates more than "
        "%(limit_days)s days old. Buying in the seller's own currency still works; try again once rates are fresh."
    )


@dataclass(frozen=True, slots=True)
class Rate:
    """What one euro bought on a day, and who said so. `max_age_days` is how long it may be used."""

    currency: str
    per_eur: Decimal
    as_of: date
    source: str
    max_age_days: int


@dataclass(frozen=True, slots=True)
class Converted:
    """
    An amount in another currency with everything needed to explain it.

    `money` is rounded half up to the currency's own decimals, `exact` is the amount before that. `rate` is the rate
    applied, `mid_rate` the one without spread, `margin` what the spread keeps, in the target currency.
    """

    money: Money
    exact: Decimal
    rate: Decimal
    mid_rate: Decimal
    margin: Money
    source: str
    as_of: date

    def as_json(self) -> dict[str, str]:
        """Return it as plain strings, for an order to keep."""
        return {
            "amount": str(self.money.amount),
            "currency": currency_code(self.money),
            "rate": str(self.rate),
            "mid_rate": str(self.mid_rate),
            "margin": str(self.margin.amount),
            "source": self.source,
            "as_of": self.as_of.isoformat(),
        }


class RateTable:
    """The rates in force on one day."""

    def __init__(
        self, rates: Iterable[Rate], *, on: date, spread_percent: Decimal = Decimal(0), version: str = ""
    ) -> None:
        """
        :param on: the day for which age is reckoned.
        :param spread_percent: what a conversion for a customer is worse than the mid rate.
        """
        self.on = on
        self.spread_percent = spread_percent
        self.version = version
        self._rates = {rate.currency: rate for rate in rates}
        self._rates["EUR"] = Rate("EUR", Decimal(1), on, "", 10**6)
        self._cross: dict[tuple[str, str], tuple[Decimal, str, date]] = {}

    def __contains__(self, currency: str) -> bool:
        """Tell whether `currency` can be converted now: known and not stale."""
        rate = self._rates.get(currency)
        return rate is not None and (self.on - rate.as_of).days <= rate.max_age_days

    @property
    def currencies(self) -> list[str]:
        """Every currency there is a rate for, stale ones too, but none that has ended."""
        return sorted(currency for currency in self._rates if self.on <= ENDED.get(currency, self.on))

    def rate_of(self, currency: str) -> Rate:
        """
        Return the euro rate of `currency`.

        :raises RateUnknown: if there is none.
        :raises RateStale: if it is past its age limit.
        """
        rate = self._rates.get(currency)
        if rate is None:
            raise RateUnknown(currency=currency)
        if (self.on - rate.as_of).days > rate.max_age_days:
            raise RateStale(currency=currency, as_of=rate.as_of.isoformat(), limit_days=rate.max_age_days)
        return rate

    def stored(self) -> list[Rate]:
        """Return the rate of each of `currencies` as it is, whatever its age."""
        return [self._rates[currency] for currency in self.currencies]

    def cross(self, source: str, target: str) -> tuple[Decimal, str, date]:
        """
        Return the mid rate from `source` to `target`, who said so, and the older of the two days.

        :raises RateUnknown: if either currency has no rate.
        :raises RateStale: if either rate is past its age limit.
        """
        known = self._cross.get((source, target))
        if known is None:
            known = self._cross[source, target] = self._reckon_cross(source, target)
        return known

    def _reckon_cross(self, source: str, target: str) -> tuple[Decimal, str, date]:
        if source == target:
            return Decimal(1), "", self.on
        one, other = self.rate_of(source), self.rate_of(target)
        # Some sources are named once although both legs come from them.
        sources = dict.fromkeys(rate.source for rate in (one, other) if rate.source)
        return other.per_eur / one.per_eur, "; ".join(sources), min(one.as_of, other.as_of)

    def convert(self, money: Money, currency: str) -> Converted:
        """
        Return `money` in `currency` at the mid rate: for comparisons, thresholds and estimates.

        :raises RateUnknown: if either currency has no rate.
        :raises RateStale: if either rate is past its age limit.
        """
        return self._convert(money, currency, Decimal(1))

    def charge(self, money: Money, currency: str) -> Converted:
        """
        Return what a customer pays in `currency` for something priced `money`: the spread is added.

        There is no spread between a currency and itself.

        :raises RateUnknown: if either currency has no rate.
        :raises RateStale: if either rate is past its age limit.
        """
        return self._convert(money, currency, HUNDRED / (HUNDRED - self.spread_percent))

    def pay_out(self, money: Money, currency: str) -> Converted:
        """
        Return what a customer receives in `currency` for `money`: the spread is taken off.

        There is no spread between a currency and itself.

        :raises RateUnknown: if either currency has no rate.
        :raises RateStale: if either rate is past its age limit.
        """
        return self._convert(money, currency, (HUNDRED - self.spread_percent) / HUNDRED)

    def _convert(self, money: Money, currency: str, spread: Decimal) -> Converted:
        source_code = currency_code(money)
        mid, source, as_of = self.cross(source_code, currency)
        rate = mid if source_code == currency else mid * spread
        exact = (money.amount * rate).quantize(EXACT_STEP, rounding=ROUND_FLOOR)
        converted = round_money(Money(exact, currency))
        at_mid = converted if rate == mid else round_money(Money(money.amount * mid, currency))
        return Converted(converted, exact, rate, mid, abs(at_mid - converted), source, as_of)
