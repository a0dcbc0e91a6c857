"""What one reckoning is written on: amounts by line, steps of the explanation, what is missing."""

from decimal import ROUND_HALF_UP, Decimal

from marketplace.kernel.money import allocate, exponent
from trade.countries import customs_territory
from trade.fx.table import RateTable
from trade.landed_cost.answer import Explained
from trade.landed_cost.basket import Basket
from trade.landed_cost.duty import ZERO
from trade.landed_cost.incoterms import INCOTERMS
from trade.landed_cost.rules import DestinationRules, LowValueRow, Row


class Worksheet:
    """One run. Lists run parallel to the basket's lines; `*_raw` amounts are in the customs currency, unrounded."""

    def __init__(self, basket: Basket, rules: DestinationRules | None, rates: RateTable) -> None:
        self.basket, self.rules, self.rates = basket, rules, rates
        self.lines = basket.lines
        self.places = range(len(self.lines))
        self.is_goods = [line.kind == "goods" for line in self.lines]
        self.crosses_border = customs_territory(basket.ship_from) != customs_territory(basket.ship_to)
        self.local = rules.facts.currency if rules else basket.currency
        self.rate = rates.cross(basket.currency, self.local)[0] if rules else Decimal(1)
        self.steps: list[Explained] = list(basket.notes)
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

    def _tariff_lines(self, places: list[int]) -> list[tuple[str | None, list[int]]]:
        groups: dict[str | None, list[int]] = {}
        for place in places:
            code = self.lines[place].hs_code
            groups.setdefault(code[:6] if code else None, []).append(place)
        return list(groups.items())

    def _name(self, place: int) -> str:
        return self.lines[place].key or str(place + 1)

    def _say(self, code: str, **facts: str) -> None:
        self.steps.append(step(code, **facts))

    def _say_row(self, rules: DestinationRules, code: str, row: Row, **facts: str) -> None:
        self.steps.append(rules.step(row, code, lambda _: facts))

    def _note(self, place: int, step: Explained) -> None:
        self.line_steps[place].append(step)

    def _miss(self, code: str, **facts: str) -> None:
        self.missing[code.removeprefix("missing_")] = None
        self.steps.append(step(code, **facts))


def step(code: str, **facts: str) -> Explained:
    return Explained(code, tuple(sorted(facts.items())))


def cut_down(amount: Decimal, step: int) -> Decimal:
    return amount if not step else (amount // step) * step


def _added(one: list[Decimal], other: list[Decimal]) -> list[Decimal]:
    return [a + b for a, b in zip(one, other, strict=True)]
