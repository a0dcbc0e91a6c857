"""Levies beside duty and tax."""

from decimal import Decimal
from typing import Any

from trade.landed_cost.duties import Duties
from trade.landed_cost.duty import HUNDRED, ZERO
from trade.landed_cost.rules import DestinationRules, FeeRow, number


class Fees(Duties):
    """Adds the destination's levies to the sheet."""

    def _fees(self, rules: DestinationRules, places: list[int], customs: list[Decimal]) -> None:
        base_duty = [self.duty_raw[place] for place in self.places]
        for fee in rules.fees:
            if self._fee_applies(fee, rules, places, customs):
                self._one_fee(fee, rules, places, customs, base_duty)

    def _fee_applies(self, fee: FeeRow, rules: DestinationRules, places: list[int], customs: list[Decimal]) -> bool:
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


def _fee_facts(row: Any) -> dict[str, str]:
    rate = f"{number(row.amount)} {row.currency}" if row.base in ("flat", "per_line") else f"{number(row.percent)} %"
    return {"name": row.name, "rate": rate}
