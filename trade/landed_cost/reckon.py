"""
The reckoning itself: from a basket and one destination's rules to the cost at the door.

Told with figures in docs/algorithms/landed-cost.md. Amounts are exact Decimals in the destination's customs currency
until the end; each total is then rounded once, in the basket's currency, and shared over the lines.
"""

from dataclasses import replace
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _
from moneyed import Money

from marketplace.kernel.money import allocate, exponent, from_minor
from marketplace.kernel.refusals import InvalidInput
from trade.fx.table import RateTable
from trade.landed_cost.answer import Explained, LandedCost, LandedLine
from trade.landed_cost.basket import Basket, check_basket
from trade.landed_cost.duty import HUNDRED, ZERO
from trade.landed_cost.rules import DestinationRules, number
from trade.landed_cost.taxes import Taxes
from trade.landed_cost.worksheet import step

NO_RULES_VERSION = "none"


def landed_cost(basket: Basket, rules: DestinationRules | None, rates: RateTable) -> LandedCost:
    """
    Return what the basket costs at the buyer's door under `rules` (None: the destination is not ruled).

    What is not known is None and named in `missing`; it never counts as zero.

    :raises InvalidInput: if the basket cannot be reckoned with.
    :raises RateUnknown: if an amount's or threshold's currency has no exchange rate.
    :raises RateStale: if that rate is too old to use.
    """
    check_basket(basket)
    if rules is not None:
        _check_classes(basket, rules)
    if basket.price_basis == "all_in":
        return _backwards(basket, rules, rates)
    return Reckoning(basket, rules, rates).answer()


def _check_classes(basket: Basket, rules: DestinationRules) -> None:
    problems = {
        f"lines[{place}].vat_class": [
            _("%(country)s has no such tax class. Use one of: %(classes)s.")
            % {"country": rules.destination, "classes": ", ".join(rules.vat_classes)}
        ]
        for place, line in enumerate(basket.lines)
        if line.vat_class and rules.tax_for(line.hs_code, line.vat_class, basket.region, basket.importer_kind) is None
    }  # fmt: skip
    if problems and rules.facts.business_tax != "not_levied":
        raise InvalidInput(fields=problems)


def _backwards(basket: Basket, rules: DestinationRules | None, rates: RateTable) -> LandedCost:
    """
    Find the value of goods whose cost at the door is the price given, all in.

    Duty and tax grow with the value, so the value is found by halving. Where none fits to the minor unit (below a
    threshold less is due than above it), the greatest that costs no more is taken, and the goods bear the rest: the
    seller gets what authorities do not.
    """
    places = exponent(basket.currency)
    prices = [int(line.value.amount.scaleb(places)) for line in basket.lines]
    wanted = Decimal(sum(prices)).scaleb(-places)

    def at(minor: int) -> LandedCost:
        parts = allocate(minor, [Decimal(price) for price in prices]) if minor else [0] * len(prices)
        lines = tuple(
            replace(line, value=from_minor(part, basket.currency))
            for line, part in zip(basket.lines, parts, strict=True)
        )
        return Reckoning(replace(basket, lines=lines, price_basis="goods"), rules, rates).answer()

    low, high, best = 0, sum(prices), at(sum(prices))
    if best.total is None:
        return best
    while low < high:
        middle = (low + high + 1) // 2
        cost = at(middle)
        if cost.total is not None and cost.total.amount <= wanted:
            low = middle
        else:
            high = middle - 1
    found = at(low)
    rest = wanted - (found.total.amount if found.total is not None else wanted)
    if rest > 0:
        shares = allocate(int(rest.scaleb(places)), [Decimal(price) for price in prices])
        lines = tuple(
            replace(line, goods=line.goods + from_minor(share, basket.currency))
            for line, share in zip(found.lines, shares, strict=True)
        )
        found = replace(found, goods=found.goods + Money(rest, basket.currency), lines=lines)
    price = step("all_in", price=f"{wanted} {basket.currency}", goods=f"{found.goods.amount} {basket.currency}")
    return replace(found, explanation=(price, *found.explanation))


class Reckoning(Taxes):
    """The whole of it, from border to rounding."""

    def answer(self) -> LandedCost:
        if self.rules is None:
            self._without_rules()
        elif not self.crosses_border:
            self._inside_one_territory(self.rules)
        else:
            self._import_goods(self.rules)
            self._import_services(self.rules)
        return self._rounded()

    def _without_rules(self) -> None:
        country = self.basket.ship_to
        if self.crosses_border:
            for place in self.places:
                if self.is_goods[place]:
                    self.duty_raw[place] = self.fees_raw[place] = self.duty_rates[place] = None
        else:
            self._say("no_customs", ship_from=self.basket.ship_from, ship_to=country)
        self.tax_raw = [None] * len(self.lines)
        self.tax_rates = [None] * len(self.lines)
        self._miss("missing_destination_rules", country=country)

    def _inside_one_territory(self, rules: DestinationRules) -> None:
        """Inside a country, or from one member state to another: no customs, tax as for a sale there."""
        self._say("no_customs", ship_from=self.basket.ship_from, ship_to=self.basket.ship_to)
        abroad = self.basket.ship_from != self.basket.ship_to
        is_own = abroad and self.basket.importer_kind == "business" and self.basket.tax_registered
        for place in self.places:
            base = (self.value[place] + self.freight[place] + self.insurance[place]) * self.rate
            self._tax_line(rules, place, base, Decimal(1))
        self._settle_tax(rules, is_own, at_sale=True)

    def _import_services(self, rules: DestinationRules) -> None:
        for place in self.places:
            if self.is_goods[place]:
                continue
            self._note(place, Explained("service"))
            self._tax_line(rules, place, self.value[place] * self.rate, Decimal(1))
            if not self.tax_raw[place]:
                continue
            if self.basket.importer_kind == "business":
                self.self_assessed[place] = self.tax_raw[place] or ZERO
                self.tax_raw[place] = ZERO
                self._note(place, step("service_reverse_charge", name=rules.facts.tax_name))
            else:
                self.tax_raw[place] = None
                self._miss("missing_service_tax", country=rules.destination)

    def _import_goods(self, rules: DestinationRules) -> None:
        places = [place for place in self.places if self.is_goods[place]]
        if not places:
            return
        facts = rules.facts
        carriage = list(self.to_border)
        if facts.deemed_freight_percent and self.basket.freight is None and self.basket.insurance is None:
            deemed = (facts.deemed_freight_percent + facts.deemed_insurance_percent) / HUNDRED
            carriage = [bare * deemed for bare in self.bare]
            self._say_row(
                rules, "valuation_deemed", facts,
                freight=number(facts.deemed_freight_percent), insurance=number(facts.deemed_insurance_percent),
            )  # fmt: skip
        is_cif = facts.valuation == "cif"
        self._say_row(rules, f"valuation_{facts.valuation}", facts, country=rules.destination)
        if self.local != self.basket.currency:
            __, source, as_of = self.rates.cross(self.basket.currency, self.local)
            rate = f"{self.rate:.6g}" if self.rate < 1 else f"{self.rate:.4f}"
            facts_of_rate = (("currency", self.basket.currency), ("local", self.local), ("rate", rate))
            self.steps.append(Explained("fx", facts_of_rate, source, as_of))
        part = Decimal(1)
        if self.basket.importer_kind == "consumer" and facts.consumer_value_percent != HUNDRED:
            part = facts.consumer_value_percent / HUNDRED
            self._say_row(rules, "valuation_personal", facts, percent=number(facts.consumer_value_percent))
        customs = [ZERO] * len(self.lines)
        for place in places:
            customs[place] = (self.bare[place] * part + (carriage[place] if is_cif else ZERO)) * self.rate
        self.low_value = self._find_low_value(rules, places, customs)
        self._duties(rules, places, customs)
        self._fees(rules, places, customs)
        self._goods_tax(rules, places, customs, ZERO if is_cif else Decimal(1))

    def _rounded(self) -> LandedCost:
        currency = self.basket.currency
        is_cut = self.rules is not None and self.rules.facts.duty_is_cut
        duty = self._money(self.duty_raw, ROUND_DOWN if is_cut else ROUND_HALF_UP)
        tax = self._money(self.tax_raw)
        fees = self._money(self.fees_raw)
        own = self._money(list(self.self_assessed))
        if self.rules is not None and self.crosses_border and any(self.is_goods):
            self.steps.append(step("rounding_cut" if is_cut else "rounding", currency=currency))
        lines = tuple(
            LandedLine(
                key=line.key,
                goods=line.value,
                freight=Money(self.freight[place], currency),
                insurance=Money(self.insurance[place], currency),
                duty=duty[place],
                tax=tax[place],
                fees=fees[place],
                duty_rate=self.duty_rates[place],
                tax_rate=self.tax_rates[place],
                rules=tuple(self.line_steps[place]),
            )
            for place, line in enumerate(self.lines)
        )
        whole_duty, whole_tax, whole_fees = (_sum(part, currency) for part in (duty, tax, fees))
        whole_own = _sum(own, currency) or Money(0, currency)
        reclaims = self.basket.importer_kind == "business" and whole_tax is not None
        steps = dict.fromkeys(self.steps)
        for line_steps in self.line_steps:
            steps.update(dict.fromkeys(line_steps))
        if whole_duty is None or whole_tax is None or whole_fees is None:
            status = "unknown"
        elif not (whole_duty or whole_tax or whole_fees or whole_own):
            status = "none_due"
        else:
            status = "estimate"
        return LandedCost(
            currency=currency,
            goods=Money(sum(self.value, ZERO), currency),
            freight=Money(sum(self.freight, ZERO), currency),
            insurance=Money(sum(self.insurance, ZERO), currency),
            duty=whole_duty,
            tax=whole_tax,
            fees=whole_fees,
            self_assessed_tax=whole_own,
            recoverable_tax=whole_tax if reclaims and whole_tax is not None else Money(0, currency),
            status=status,
            missing=tuple(self.missing),
            lines=lines,
            explanation=tuple(steps),
            rule_version=self.rules.version if self.rules is not None else NO_RULES_VERSION,
            collected_by=self.collected_by,
        )

    def _money(self, raw: list[Decimal | None], rounding: str = ROUND_HALF_UP) -> list[Money | None]:
        """Round the known amounts once, as a whole, in the basket's currency and share them over their lines."""
        currency = self.basket.currency
        known = [place for place in self.places if raw[place] is not None]
        amounts: list[Money | None] = [None] * len(raw)
        weights = [raw[place] or ZERO for place in known]
        if not known:
            return amounts
        places = exponent(currency)
        minor = int((sum(weights, ZERO) / self.rate).scaleb(places).to_integral_value(rounding))
        parts = allocate(minor, weights) if minor else [0] * len(known)
        for place, part in zip(known, parts, strict=True):
            amounts[place] = from_minor(part, currency)
        return amounts


def _sum(parts: list[Money | None], currency: str) -> Money | None:
    total = ZERO
    for part in parts:
        if part is None:
            return None
        total += part.amount
    return Money(total, currency)
