"""Import tax, and tax at the sale."""

from decimal import Decimal
from typing import Any

from trade.landed_cost.answer import Explained
from trade.landed_cost.duty import HUNDRED, ZERO
from trade.landed_cost.fees import Fees
from trade.landed_cost.rules import DestinationRules, TaxRow, number
from trade.landed_cost.worksheet import cut_down


class Taxes(Fees):
    """Adds the tax of each line to the sheet and says who pays it."""

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
            self._say_row(rules, "tax_uplift", facts, percent=number(facts.tax_base_uplift_percent))
        at_sale = row is not None and row.tax == "at_sale"
        if at_sale and row is not None:
            self.collected_by = row.collected_by
            self._say_row(
                rules, "low_value_at_sale", row, threshold=number(row.threshold), currency=row.threshold_currency,
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
        row = self._tax_row(rules, place)
        if row is None:
            self.tax_raw[place] = self.tax_rates[place] = None
            self._miss("missing_tax_rate", country=rules.destination, line=self._name(place))
            return
        if line.kind == "goods" and not line.hs_code and not line.vat_class and rules.has_reduced_taxes:
            self._note(place, Explained("tax_assumed_standard"))
            self.missing["hs_code"] = None
        percent = row.percent * factor
        held = self.tax_raw[place] or ZERO
        self.tax_raw[place] = held + _tax(base, row, percent)
        self.tax_rates[place] = percent
        self._note(place, rules.step(row, "tax_rate", _tax_facts))

    def _tax_row(self, rules: DestinationRules, place: int) -> TaxRow | None:
        """Return the tax row of a line: by the class asked for, that of a low-value rule, or the code of the goods."""
        line = self.lines[place]
        code = line.hs_code if line.kind == "goods" else ""
        vat_class = line.vat_class
        if not vat_class and self.low_value is not None:
            vat_class = self.low_value.tax_class
        return rules.tax_for(code, vat_class, self.basket.region, self.basket.importer_kind)

    def _cut_tax(self, rules: DestinationRules, places: list[int]) -> None:
        facts = rules.facts
        known = [place for place in places if self.tax_raw[place] is not None]
        if facts.value_step:
            self._step_tax(rules, known)
        whole = sum((self.tax_raw[place] or ZERO for place in known), ZERO)
        if whole and whole <= facts.waive_charge_up_to:
            for place in known:
                self.tax_raw[place] = ZERO
            self._say_row(rules, "tax_waived", facts, amount=number(facts.waive_charge_up_to), currency=self.local)

    def _step_tax(self, rules: DestinationRules, places: list[int]) -> None:
        """Japan: the base of each tax rate is cut to whole thousands, the national and the local tax to hundreds."""
        facts = rules.facts
        groups: dict[TaxRow, list[int]] = {}
        for place in places:
            row = self._tax_row(rules, place)
            if row is not None and self.tax_raw[place]:
                groups.setdefault(row, []).append(place)
        for row, group in groups.items():
            whole = sum((self.tax_raw[place] or ZERO for place in group), ZERO)
            base = cut_down(whole * HUNDRED / row.percent, facts.value_step)
            national_percent = row.percent - row.second_percent
            national = cut_down(base * national_percent / HUNDRED, facts.charge_step)
            second = cut_down(national * row.second_percent / national_percent, facts.charge_step)
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


def _tax(base: Decimal, row: TaxRow, percent: Decimal) -> Decimal:
    if row.is_inside:
        return base * percent / (HUNDRED - percent)
    return base * percent / HUNDRED


def _tax_facts(row: Any) -> dict[str, str]:
    return {"name": row.name, "rate": f"{number(row.percent)} %"}


def _country_facts(rules: DestinationRules) -> Any:
    return lambda _: {"country": rules.destination}
