"""What a change of a rule would do to the duty, tax and fees of what is on sale."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from moneyed import Money

from marketplace.kernel.refusals import Refusal
from trade.countries import is_eu
from trade.effects.on_sale import OnSale, everything_on_sale
from trade.fx import RateTable
from trade.landed_cost import Basket, BasketLine, DestinationRules, LandedCost, landed_cost
from trade.models import DatedRule
from trade.reference import RuleSet, destination_rules

#: At most so many listings are reckoned with before a change is saved; how many it touches is counted in full.
SAMPLE = 200


@dataclass(frozen=True, slots=True)
class ChargeEffect:
    """What one listing would cost at one destination before and after; None where it is not known."""

    listing: OnSale
    destination: str
    before: LandedCost
    after: LandedCost

    @property
    def more(self) -> Money | None:
        """How much more duty, tax and fees there are afterwards, or None where either side is unknown."""
        if self.before.customs is None or self.after.customs is None:
            return None
        return self.after.customs - self.before.customs


@dataclass(frozen=True, slots=True)
class ChargeEffects:
    """`touched` listings by `on_sale` in all; `changed` are those of the sample whose charges differ."""

    on_sale: int
    touched: int
    sampled: int
    changed: tuple[ChargeEffect, ...]
    destinations: tuple[str, ...]

    @property
    def totals(self) -> list[tuple[Money, Money]]:
        """Return duty, tax and fees before and after over the changed ones of the sample, by currency."""
        sums: dict[str, tuple[Money, Money]] = {}
        for effect in self.changed:
            if effect.before.customs is None or effect.after.customs is None:
                continue
            code = effect.before.currency
            old, new = sums.get(code, (Money(0, code), Money(0, code)))
            sums[code] = (old + effect.before.customs, new + effect.after.customs)
        return list(sums.values())


def charge_effects(
    rule: DatedRule, stored: RuleSet, countries: Sequence[str], rates: RateTable, on: date
) -> ChargeEffects:
    """
    Return what putting `rule` in force would do on the day it begins.

    :param stored: the rule rows in force that day where the rule applies.
    :param countries: the destinations that have rules; of a rule for the Union its members among them are looked at.
    """
    destinations = tuple(
        country for country in countries
        if rule.destination == country or (rule.destination == "EU" and is_eu(country))
    )  # fmt: skip
    prefix = getattr(rule, "hs_prefix", "")
    origin = getattr(rule, "origin", "")
    on_sale, touched = 0, 0
    sample: list[OnSale] = []
    for listing in everything_on_sale():
        if listing.value is None or not listing.goods.hs_code:
            continue
        on_sale += 1
        if not listing.goods.hs_code.startswith(prefix) or not _is_of(listing.goods.origin, origin):
            continue
        touched += 1
        if len(sample) < SAMPLE:
            sample.append(listing)
    before, after = stored, _with(stored, rule)
    changed: list[ChargeEffect] = []
    for destination in destinations:
        old, new = destination_rules(destination, on, before), destination_rules(destination, on, after)
        for listing in sample:
            effect = _effect(listing, destination, old, new, rates, on)
            if effect is not None:
                changed.append(effect)
    return ChargeEffects(on_sale, touched, len(sample), tuple(changed), destinations)


def _is_of(origin: str, wanted: str) -> bool:
    return wanted in ("", origin) or (wanted == "EU" and is_eu(origin))


def _with(rules: RuleSet, rule: DatedRule) -> RuleSet:
    model: type[DatedRule] = type(rule)
    others = [row for row in rules.rows.get(model, ()) if row.key() != rule.key()]
    return RuleSet({**rules.rows, model: [*others, rule]})


def _effect(
    listing: OnSale, destination: str, old: DestinationRules | None, new: DestinationRules | None, rates: RateTable,
    on: date,
) -> ChargeEffect | None:  # fmt: skip
    """Return the effect on one listing, or None where nothing changes or nothing can be said."""
    goods, value = listing.goods, listing.value
    assert value is not None
    currency = value.currency.code
    basket = Basket(
        ship_from=goods.ship_from, ship_to=destination, currency=currency, incoterm="DAP", freight=Money(0, currency),
        insurance=Money(0, currency), importer_kind="business", on=on,
        lines=(BasketLine(goods.hs_code, goods.origin, value, 1, listing.weight_g),),
    )  # fmt: skip
    try:
        before, after = landed_cost(basket, old, rates), landed_cost(basket, new, rates)
    except Refusal:
        return None
    same = replace(before, rule_version="", explanation=(), lines=()) == replace(
        after, rule_version="", explanation=(), lines=()
    )
    return None if same else ChargeEffect(listing, destination, before, after)
