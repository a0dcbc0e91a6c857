"""Low-value regimes and customs duty."""

from decimal import Decimal
from typing import Any

from moneyed import Money

from marketplace.kernel.money import round_money
from trade.landed_cost.answer import Explained
from trade.landed_cost.duty import HUNDRED, ZERO, WeightNeeded, duty_on, rate_text
from trade.landed_cost.rules import DestinationRules, DutyAnswer, DutyRow, LowValueRow, number
from trade.landed_cost.worksheet import Worksheet, cut_down, step


class Duties(Worksheet):
    """Adds the duty of each line to the sheet."""

    def _find_low_value(self, rules: DestinationRules, places: list[int], customs: list[Decimal]) -> LowValueRow | None:
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
                    rules, "low_value", row, threshold=number(row.threshold), currency=row.threshold_currency,
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
            if answer.is_too_short:
                self._miss("missing_hs_detail", country=rules.destination, hs_code=line.hs_code)
                return
            self._miss("missing_duty_rate", country=rules.destination, hs_code=line.hs_code, origin=line.origin)
            return
        if answer.unmet_preference:
            self._note(place, step("preference_unmet", agreement=answer.unmet_preference))
        for row in (answer.base, *answer.additional):
            self._note(place, rules.step(row, _duty_code(row), _duty_facts))
        try:
            duty = duty_on(line, answer, customs_value, self.rates, self.local)
        except WeightNeeded:
            self.duty_raw[place] = self.duty_rates[place] = None
            self._miss("missing_weight", line=self._name(place))
            return
        self.duty_raw[place], self.duty_rates[place] = duty.amount, duty.rate
        if answer.within_reach is not None:
            self._hint(rules, place, answer, answer.within_reach, customs_value, duty.amount)

    def _hint(
        self, rules: DestinationRules, place: int, answer: DutyAnswer, reach: DutyRow, customs_value: Decimal,
        due: Decimal,
    ) -> None:  # fmt: skip
        """Say what a proof of origin would save on a line that claims none."""
        line = self.lines[place]
        claimed = rules.duty_for(line.hs_code or "", line.origin, reach.agreement)
        saved = (due - duty_on(line, claimed, customs_value, self.rates, self.local).amount) / self.rate
        amount = round_money(Money(saved, self.basket.currency))
        if not amount.amount > 0:
            return
        facts = (
            ("agreement", reach.agreement), ("amount", f"{amount.amount} {self.basket.currency}"),
            ("line", self._name(place)), ("proof", reach.proof or reach.agreement),
        )  # fmt: skip
        self._note(place, Explained("preference_hint", facts, reach.source, reach.source_date, reach.is_shaky))

    def _cut_duties(self, rules: DestinationRules, places: list[int]) -> None:
        """Cut the whole duty down to the destination's step, or waive it below its limit."""
        facts = rules.facts
        known = [place for place in places if self.duty_raw[place] is not None]
        whole = sum((self.duty_raw[place] or ZERO for place in known), ZERO)
        if not whole:
            return
        due = cut_down(whole, facts.charge_step)
        if due <= facts.waive_charge_up_to:
            due = ZERO
        if due != whole:
            for place in known:
                self.duty_raw[place] = (self.duty_raw[place] or ZERO) * due / whole
            if not due and facts.waive_charge_up_to:
                self._say_row(rules, "tax_waived", facts, amount=number(facts.waive_charge_up_to), currency=self.local)


def _duty_code(row: Any) -> str:
    if row.kind == "additional":
        return "duty_top_up" if row.top_up_to_percent is not None else "duty_additional"
    return f"duty_{row.kind}"


def _duty_facts(row: Any) -> dict[str, str]:
    return {"measure": row.agreement or row.measure, "rate": rate_text(row), "prefix": row.hs_prefix or "00-99"}
