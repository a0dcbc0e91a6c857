"""
The reckoning itself: from a basket and one destination's rules to the cost at the door.

Told with figures in docs/algorithms/landed-cost.md. Amounts are exact Decimals in the destination's customs currency
until the end; each total is then rounded once, in the basket's currency, and shared over the lines.
"""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from moneyed import Money

from marketplace.kernel.money import allocate, exponent, from_minor
from trade.countries import customs_territory
from trade.fx.table import RateTable
from trade.landed_cost.answer import Explained, LandedCost, LandedLine
from trade.landed_cost.basket import Basket, check_basket
from trade.landed_cost.duty import HUNDRED, ZERO, WeightNeeded, duty_on, rate_text
from trade.landed_cost.incoterms import INCOTERMS
from trade.landed_cost.rules import DestinationRules, FeeRow, LowValueRow, Row, TaxRow

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
    return _Reckoning(basket, rules, rates).answer()


class _Reckoning:
    """One run. Lists run parallel to the basket's lines; `*_raw` amounts are in the customs currency, unrounded."""

    def __init__(self, basket: Basket, rules: DestinationRules | None, rates: RateTable) -> None:
        self.basket, self.rules, self.rates = basket, rules, rates
        self.lines = basket.lines
        self.places = range(len(self.lines))
        self.is_goods = [line.kind == "goods" for line in self.lines]
        self.crosses_border = customs_territory(basket.ship_from) != customs_territory(basket.ship_to)
        self.local = rules.facts.currency if rules else basket.currency
        self.rate = rates.cross(basket.currency, self.local)[0] if rules else Decimal(1)
        self.steps: list[Explained] = []
        self.line_steps: list[list[Explained]] = [[] for _ in self.lines]
        self.missing: dict[str, None] = {}
        self.duty_raw: list[Decimal | None] = [ZERO] * len(self.lines)
        self.tax_raw: list[Decimal | None] = [ZERO] * len(self.lines)
        self.fees_raw: list[Decimal | None] = [ZERO] * len(self.lines)
        self.tax_base_fees = [ZERO] * len(self.lines)
        self.duty_rates: list[Decimal | None] = [ZERO] * len(self.lines)
        self.tax_rates: list[Decimal | None] = [ZERO] * len(self.lines)
        self.self_assessed = [ZERO] * len(self.lines)
        self.collected_by = ""
        self.low_value: LowValueRow | None = None
        self._share_carriage()

    # What carriage costs, and to which line it belongs

    def _share_carriage(self) -> None:
        """Share freight and insurance over the goods by value; none of it is charged twice when the price has it."""
        basket, term = self.basket, INCOTERMS[self.basket.incoterm]
        by_term = basket.price_basis == "incoterm"
        freight_inside, insurance_inside = by_term and term.freight, by_term and term.insurance
        inland_inside = by_term and term.inland
        freight, insurance, inland = (
            amount.amount if amount is not None else ZERO
            for amount in (basket.freight, basket.insurance, basket.inland_freight)
        )
        # Services are not carried; only when there is nothing else do they bear what was given.
        carried = any(self.is_goods)
        weights = [
            line.value.amount if goods or not carried else ZERO
            for line, goods in zip(self.lines, self.is_goods, strict=True)
        ]
        currency = basket.currency
        self.freight = self._shares(ZERO if freight_inside else freight, weights)
        if inland and not inland_inside:
            self.freight = _added(self.freight, self._shares(inland, weights))
        self.insurance = self._shares(ZERO if insurance_inside else insurance, weights)
        self.value = [line.value.amount for line in self.lines]
        # The goods alone, the way to the border, and the way after it, as customs sees them.
        in_price = (freight if freight_inside else ZERO) + (insurance if insurance_inside else ZERO)
        in_price_after = inland if inland_inside else ZERO
        taken_out = self._shares(in_price + in_price_after, weights)
        self.bare = [max(ZERO, value - out) for value, out in zip(self.value, taken_out, strict=True)]
        self.to_border = self._shares(freight + insurance, weights)
        self.after_border = self._shares(inland, weights)
        if in_price:
            facts = {
                "incoterm": term.code,
                "freight": f"{freight if freight_inside else ZERO} {currency}",
                "insurance": f"{insurance if insurance_inside else ZERO} {currency}",
            }
            self._say("in_price", **facts)
        if carried and basket.freight is None and not freight_inside:
            self._miss("missing_freight")

    def _shares(self, amount: Decimal, weights: list[Decimal]) -> list[Decimal]:
        places = exponent(self.basket.currency)
        if not amount:
            return [Decimal(0).scaleb(-places)] * len(weights)
        minor = int(amount.scaleb(places).to_integral_value(ROUND_HALF_UP))
        return [Decimal(part).scaleb(-places) for part in allocate(minor, weights)]

    # The run

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
                self._note(place, _step("service_reverse_charge", name=rules.facts.tax_name))
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
                freight=_number(facts.deemed_freight_percent), insurance=_number(facts.deemed_insurance_percent),
            )  # fmt: skip
        is_cif = facts.valuation == "cif"
        self._say_row(rules, f"valuation_{facts.valuation}", facts, country=rules.destination)
        if self.local != self.basket.currency:
            _, source, as_of = self.rates.cross(self.basket.currency, self.local)
            rate = f"{self.rate:.6g}" if self.rate < 1 else f"{self.rate:.4f}"
            facts_of_rate = (("currency", self.basket.currency), ("local", self.local), ("rate", rate))
            self.steps.append(Explained("fx", facts_of_rate, source, as_of))
        customs = [ZERO] * len(self.lines)
        for place in places:
            customs[place] = (self.bare[place] + (carriage[place] if is_cif else ZERO)) * self.rate
        self.low_value = self._find_low_value(rules, places, customs)
        self._duties(rules, places, customs)
        self._fees(rules, places, customs)
        self._goods_tax(rules, places, customs, ZERO if is_cif else Decimal(1))

    # Low value

    def _find_low_value(
        self, rules: DestinationRules, places: list[int], customs: list[Decimal]
    ) -> LowValueRow | None:
        basket = self.basket
        codes = [self.lines[place].hs_code or "" for place in places]
        goods = sum((self.bare[place] for place in places), ZERO) * self.rate
        for row in rules.low_values:
            if row.importer not in ("all", basket.importer_kind) or row.ship_from not in ("", basket.ship_from):
                continue
            if any(not code or code.startswith(row.excluded_prefixes) for code in codes) and row.excluded_prefixes:
                continue
            if row.basis == "unit":
                value = max(self.bare[place] / Decimal(self.lines[place].quantity) for place in places) * self.rate
            else:
                value = goods if row.basis == "goods" else sum(customs, ZERO)
            if value <= row.threshold * self.rates.cross(row.threshold_currency, self.local)[0]:
                self._say_row(
                    rules, "low_value", row, threshold=_number(row.threshold), currency=row.threshold_currency,
                    duty=row.duty, tax=row.tax,
                )  # fmt: skip
                return row
        return None

    # Duty

    def _duties(self, rules: DestinationRules, places: list[int], customs: list[Decimal]) -> None:
        row = self.low_value
        if row is None or row.duty == "normal":
            for place in places:
                self._line_duty(rules, place, customs[place])
        elif row.duty == "percent":
            whole = sum((customs[place] for place in places), ZERO)
            off = row.duty_amount * self.rates.cross(row.amount_currency, self.local)[0] if row.duty_amount else ZERO
            duty = max(ZERO, whole * row.duty_percent / HUNDRED - off)
            for place in places:
                self.duty_raw[place] = duty * customs[place] / whole if whole else ZERO
                self.duty_rates[place] = row.duty_percent
        elif row.duty == "per_line":
            self._flat_duties(row.duty_amount * self.rates.cross(row.amount_currency, self.local)[0], places)
        self._cut_duties(rules, places)

    def _flat_duties(self, amount: Decimal, places: list[int]) -> None:
        """A fixed duty for each tariff line: goods of one six-digit code are one line, however many pieces."""
        for group in self._tariff_lines(places):
            if group[0] is None:
                self._no_code(group[1])
                continue
            whole = sum((self.value[place] for place in group[1]), ZERO)
            for place in group[1]:
                part = self.value[place] / whole if whole else Decimal(1) / len(group[1])
                self.duty_raw[place] = amount * part
                self.duty_rates[place] = None

    def _tariff_lines(self, places: list[int]) -> list[tuple[str | None, list[int]]]:
        groups: dict[str | None, list[int]] = {}
        for place in places:
            code = self.lines[place].hs_code
            groups.setdefault(code[:6] if code else None, []).append(place)
        return list(groups.items())

    def _no_code(self, places: list[int]) -> None:
        for place in places:
            self.duty_raw[place] = self.duty_rates[place] = None
            self._miss("missing_hs_code", line=self._name(place))

    def _line_duty(self, rules: DestinationRules, place: int, customs_value: Decimal) -> None:
        line = self.lines[place]
        if not line.hs_code:
            self._no_code([place])
            return
        answer = rules.duty_for(line.hs_code, line.origin, line.preference or "")
        if answer.base is None:
            self.duty_raw[place] = self.duty_rates[place] = None
            self._miss(
                "missing_duty_rate", country=rules.destination, hs_code=line.hs_code, origin=line.origin
            )
            return
        if answer.unmet_preference:
            self._note(place, _step("preference_unmet", agreement=answer.unmet_preference))
        for row in (answer.base, *answer.additional):
            self._note(place, rules.step(row, _duty_code(row), _duty_facts))
        try:
            duty = duty_on(line, answer, customs_value, self.rates, self.local)
        except WeightNeeded:
            self.duty_raw[place] = self.duty_rates[place] = None
            self._miss("missing_weight", line=self._name(place))
            return
        self.duty_raw[place], self.duty_rates[place] = duty.amount, duty.rate

    def _cut_duties(self, rules: DestinationRules, places: list[int]) -> None:
        """Cut the whole duty down to the destination's step, or waive it below its limit."""
        facts = rules.facts
        known = [place for place in places if self.duty_raw[place] is not None]
        whole = sum((self.duty_raw[place] or ZERO for place in known), ZERO)
        if not whole:
            return
        due = _cut(whole, facts.charge_step)
        if due <= facts.waive_charge_up_to:
            due = ZERO
        if due != whole:
            for place in known:
                self.duty_raw[place] = (self.duty_raw[place] or ZERO) * due / whole
            if not due and facts.waive_charge_up_to:
                self._say_row(
                    rules, "tax_waived", facts, amount=_number(facts.waive_charge_up_to), currency=self.local
                )

    # Fees

    def _fees(self, rules: DestinationRules, places: list[int], customs: list[Decimal]) -> None:
        base_duty = [self.duty_raw[place] for place in self.places]
        for fee in rules.fees:
            if self._fee_applies(fee, rules, places, customs):
                self._one_fee(fee, rules, places, customs, base_duty)

    def _fee_applies(
        self, fee: FeeRow, rules: DestinationRules, places: list[int], customs: list[Decimal]
    ) -> bool:
        basket = self.basket
        regime = "low_value" if self.low_value is not None else "normal"
        if fee.importer not in ("all", basket.importer_kind) or fee.regime not in ("all", regime):
            return False
        if fee.transport and fee.transport != basket.transport:
            return False
        # A claim frees the consignment only when all of it is claimed.
        if fee.waived_by and all((self.lines[place].preference or "") in fee.waived_by for place in places):
            return False
        whole = sum((customs[place] for place in places), ZERO)
        to_local = self.rates.cross(fee.currency, self.local)[0]
        above = whole > fee.value_above * to_local or fee.value_above == 0
        return above and (fee.value_up_to is None or whole <= fee.value_up_to * to_local)

    def _one_fee(
        self, fee: FeeRow, rules: DestinationRules, places: list[int], customs: list[Decimal],
        base_duty: list[Decimal | None],
    ) -> None:  # fmt: skip
        to_local = self.rates.cross(fee.currency, self.local)[0]
        weights: list[Decimal] = [customs[place] for place in places]
        if fee.base == "duty":
            if any(base_duty[place] is None for place in places):
                self._miss("missing_fee", name=fee.name)
                for place in places:
                    self._target(fee)[place] = None
                return
            weights = [base_duty[place] or ZERO for place in places]
        elif fee.base == "goods":
            weights = [self.bare[place] * self.rate for place in places]
        whole = sum(weights, ZERO)
        if fee.base == "flat":
            amount = fee.amount * to_local
        elif fee.base == "per_line":
            amount = fee.amount * to_local * len(self._tariff_lines(places))
        else:
            amount = whole * fee.percent / HUNDRED
            if fee.minimum is not None:
                amount = max(amount, fee.minimum * to_local)
            if fee.maximum is not None:
                amount = min(amount, fee.maximum * to_local)
        if not amount:
            return
        target = self._target(fee)
        for place, weight in zip(places, weights, strict=True):
            part = amount * (weight / whole if whole else Decimal(1) / len(places))
            held = target[place]
            target[place] = None if held is None else held + part
            if fee.is_in_tax_base and fee.counts_as != "duty":
                self.tax_base_fees[place] += part
        self.steps.append(rules.step(fee, "fee", _fee_facts))

    def _target(self, fee: FeeRow) -> list[Decimal | None]:
        return {"duty": self.duty_raw, "tax": self.tax_raw, "fee": self.fees_raw}[fee.counts_as]

    # Tax

    def _goods_tax(
        self, rules: DestinationRules, places: list[int], customs: list[Decimal], carriage_outside: Decimal
    ) -> None:
        facts, row = rules.facts, self.low_value
        if row is not None and row.tax == "none":
            return
        if facts.business_tax == "not_levied":
            self._say_row(rules, "tax_not_levied", facts, country=rules.destination)
            return
        for place in places:
            duty = self.duty_raw[place]
            if duty is None or self.tax_raw[place] is None:
                self.tax_raw[place] = self.tax_rates[place] = None
                continue
            base = customs[place] + duty + self.tax_base_fees[place]
            if facts.tax_base_has_freight:
                base += (self.to_border[place] * carriage_outside + self.after_border[place]) * self.rate
            if facts.tax_base_uplift_percent and self.basket.ship_from not in facts.uplift_exempt_origins:
                base += customs[place] * facts.tax_base_uplift_percent / HUNDRED
            self._tax_line(rules, place, base, row.tax_factor if row is not None else Decimal(1))
        if facts.tax_base_uplift_percent and self.basket.ship_from not in facts.uplift_exempt_origins:
            self._say_row(rules, "tax_uplift", facts, percent=_number(facts.tax_base_uplift_percent))
        at_sale = row is not None and row.tax == "at_sale"
        if at_sale and row is not None:
            self.collected_by = row.collected_by
            self._say_row(
                rules, "low_value_at_sale", row, threshold=_number(row.threshold), currency=row.threshold_currency,
                collector=row.collected_by,
            )  # fmt: skip
        business = self.basket.importer_kind == "business" and self.basket.tax_registered
        self._cut_tax(rules, places)
        self._settle_tax(rules, business and (at_sale or facts.business_tax == "self_assessed"), at_sale=at_sale)

    def _tax_line(self, rules: DestinationRules, place: int, base: Decimal, factor: Decimal) -> None:
        """Add the tax on one line's base; what fees counted as tax is there already."""
        line = self.lines[place]
        if rules.facts.business_tax == "not_levied":
            self._note(place, rules.step(rules.facts, "tax_not_levied", _country_facts(rules)))
            return
        row = rules.tax_for(line.hs_code if line.kind == "goods" else "")
        if row is None:
            self.tax_raw[place] = self.tax_rates[place] = None
            self._miss("missing_tax_rate", country=rules.destination, line=self._name(place))
            return
        if line.kind == "goods" and not line.hs_code and rules.has_reduced_taxes:
            self._note(place, Explained("tax_assumed_standard"))
            self.missing["hs_code"] = None
        percent = row.percent * factor
        held = self.tax_raw[place] or ZERO
        self.tax_raw[place] = held + _tax(base, row, percent)
        self.tax_rates[place] = percent
        self._note(place, rules.step(row, "tax_rate", _tax_facts))

    def _cut_tax(self, rules: DestinationRules, places: list[int]) -> None:
        facts = rules.facts
        known = [place for place in places if self.tax_raw[place] is not None]
        if facts.value_step:
            self._step_tax(rules, known)
        whole = sum((self.tax_raw[place] or ZERO for place in known), ZERO)
        if whole and whole <= facts.waive_charge_up_to:
            for place in known:
                self.tax_raw[place] = ZERO
            self._say_row(
                rules, "tax_waived", facts, amount=_number(facts.waive_charge_up_to), currency=self.local
            )

    def _step_tax(self, rules: DestinationRules, places: list[int]) -> None:
        """Japan: the base of each tax rate is cut to whole thousands, the national and the local tax to hundreds."""
        facts = rules.facts
        groups: dict[TaxRow, list[int]] = {}
        for place in places:
            row = rules.tax_for(self.lines[place].hs_code)
            if row is not None and self.tax_raw[place]:
                groups.setdefault(row, []).append(place)
        for row, group in groups.items():
            whole = sum((self.tax_raw[place] or ZERO for place in group), ZERO)
            base = _cut(whole * HUNDRED / row.percent, facts.value_step)
            national_percent = row.percent - row.second_percent
            national = _cut(base * national_percent / HUNDRED, facts.charge_step)
            second = _cut(national * row.second_percent / national_percent, facts.charge_step)
            for place in group:
                self.tax_raw[place] = (self.tax_raw[place] or ZERO) * (national + second) / whole
        self._say_row(
            rules, "rounding_steps", facts, value_step=str(facts.value_step), charge_step=str(facts.charge_step),
            currency=self.local,
        )  # fmt: skip

    def _settle_tax(self, rules: DestinationRules, is_own: bool, *, at_sale: bool) -> None:
        """Move what a registered business accounts for itself out of what has to be paid."""
        if not any(self.tax_raw):
            return
        if is_own:
            for place in self.places:
                self.self_assessed[place] += self.tax_raw[place] or ZERO
                if self.tax_raw[place] is not None:
                    self.tax_raw[place] = ZERO
            self.collected_by = ""
            self._say_row(rules, "tax_self_assessed", rules.facts, name=rules.facts.tax_name)
        elif self.basket.importer_kind == "business":
            self._say_row(rules, "tax_recoverable", rules.facts, name=rules.facts.tax_name)
        if at_sale and not is_own and not self.collected_by:
            self.collected_by = "seller"

    # The answer

    def _rounded(self) -> LandedCost:
        currency = self.basket.currency
        duty = self._money(self.duty_raw)
        tax = self._money(self.tax_raw)
        fees = self._money(self.fees_raw)
        own = self._money(list(self.self_assessed))
        if self.rules is not None and self.crosses_border and any(self.is_goods):
            self.steps.append(_step("rounding", currency=currency))
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

    def _money(self, raw: list[Decimal | None]) -> list[Money | None]:
        """Round the known amounts once, as a whole, in the basket's currency and share them over their lines."""
        currency = self.basket.currency
        known = [place for place in self.places if raw[place] is not None]
        amounts: list[Money | None] = [None] * len(raw)
        weights = [raw[place] or ZERO for place in known]
        if not known:
            return amounts
        places = exponent(currency)
        minor = int((sum(weights, ZERO) / self.rate).scaleb(places).to_integral_value(ROUND_HALF_UP))
        parts = allocate(minor, weights) if minor else [0] * len(known)
        for place, part in zip(known, parts, strict=True):
            amounts[place] = from_minor(part, currency)
        return amounts

    def _name(self, place: int) -> str:
        return self.lines[place].key or str(place + 1)

    def _say(self, code: str, **facts: str) -> None:
        self.steps.append(_step(code, **facts))

    def _say_row(self, rules: DestinationRules, code: str, row: Row, **facts: str) -> None:
        self.steps.append(rules.step(row, code, lambda _: facts))

    def _note(self, place: int, step: Explained) -> None:
        self.line_steps[place].append(step)

    def _miss(self, code: str, **facts: str) -> None:
        self.missing[code.removeprefix("missing_")] = None
        self.steps.append(_step(code, **facts))


def _step(code: str, **facts: str) -> Explained:
    return Explained(code, tuple(sorted(facts.items())))


def _tax(base: Decimal, row: TaxRow, percent: Decimal) -> Decimal:
    if row.is_inside:
        return base * percent / (HUNDRED - percent)
    return base * percent / HUNDRED


def _cut(amount: Decimal, step: int) -> Decimal:
    return amount if not step else (amount // step) * step


def _added(one: list[Decimal], other: list[Decimal]) -> list[Decimal]:
    return [a + b for a, b in zip(one, other, strict=True)]


def _sum(parts: list[Money | None], currency: str) -> Money | None:
    total = ZERO
    for part in parts:
        if part is None:
            return None
        total += part.amount
    return Money(total, currency)


def _number(number: Decimal) -> str:
    return f"{number.normalize():f}"


def _duty_code(row: Any) -> str:
    if row.kind == "additional":
        return "duty_top_up" if row.top_up_to_percent is not None else "duty_additional"
    return f"duty_{row.kind}"


def _duty_facts(row: Any) -> dict[str, str]:
    return {"measure": row.agreement or row.measure, "rate": rate_text(row), "prefix": row.hs_prefix or "00-99"}


def _tax_facts(row: Any) -> dict[str, str]:
    return {"name": row.name, "rate": f"{_number(row.percent)} %"}


def _fee_facts(row: Any) -> dict[str, str]:
    rate = f"{_number(row.amount)} {row.currency}" if row.base in ("flat", "per_line") else f"{_number(row.percent)} %"
    return {"name": row.name, "rate": rate}


def _country_facts(rules: DestinationRules) -> Any:
    return lambda _: {"country": rules.destination}
