"""
What a change of a rule would do to what is on sale.

Listings live in a room above this one; it tells what is on sale by registering a source here when Django starts.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from moneyed import Money

from marketplace.kernel.refusals import Refusal
from trade.countries import is_eu
from trade.fx import RateTable
from trade.landed_cost import Basket, BasketLine, DestinationRules, LandedCost, landed_cost
from trade.models import DatedRule
from trade.reference import RuleSet, destination_rules

#: At most so many listings are reckoned with before a change is saved; how many it touches is counted in full.
SAMPLE = 200


@dataclass(frozen=True, slots=True)
class OnSale:
    """A listing on sale, as far as customs is concerned; `value` is the price of what is usually bought at once."""

    title: str
    hs_code: str
    origin: str
    ship_from: str
    value: Money
    weight_g: int | None = None


@dataclass(frozen=True, slots=True)
class Effect:
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
class Effects:
    """`touched` listings by `on_sale` in all; `changed` are those of the sample whose charges differ."""

    on_sale: int
    touched: int
    sampled: int
    changed: tuple[Effect, ...]
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


Source = Callable[[], Iterable[OnSale]]
_SOURCES: list[Source] = []


def register(source: Source) -> None:
    """Add a source of what is on sale; called once, when the room that has it is ready."""
    if source not in _SOURCES:
        _SOURCES.append(source)


def effects_of(rule: DatedRule, stored: RuleSet, countries: Sequence[str], rates: RateTable, on: date) -> Effects:
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
    for source in _SOURCES:
        for listing in source():
            on_sale += 1
            if not listing.hs_code.startswith(prefix) or not _is_of(listing.origin, origin):
                continue
            touched += 1
            if len(sample) < SAMPLE:
                sample.append(listing)
    before, after = stored, _with(stored, rule)
    changed: list[Effect] = []
    for destination in destinations:
        old, new = destination_rules(destination, on, before), destination_rules(destination, on, after)
        for listing in sample:
            effect = _effect(listing, destination, old, new, rates, on)
            if effect is not None:
                changed.append(effect)
    return Effects(on_sale, touched, len(sample), tuple(changed), destinations)


def _is_of(origin: str, wanted: str) -> bool:
    return wanted in ("", origin) or (wanted == "EU" and is_eu(origin))


def _with(rules: RuleSet, rule: DatedRule) -> RuleSet:
    model: type[DatedRule] = type(rule)
    others = [row for row in rules.rows.get(model, ()) if row.key() != rule.key()]
    return RuleSet({**rules.rows, model: [*others, rule]})


def _effect(
    listing: OnSale, destination: str, old: DestinationRules | None, new: DestinationRules | None, rates: RateTable,
    on: date,
) -> Effect | None:  # fmt: skip
    """Return the effect on one listing, or None where nothing changes or nothing can be said."""
    currency = listing.value.currency.code
    basket = Basket(
        ship_from=listing.ship_from, ship_to=destination, currency=currency, incoterm="DAP", freight=Money(0, currency),
        insurance=Money(0, currency), importer_kind="business", on=on,
        lines=(BasketLine(listing.hs_code, listing.origin, listing.value, 1, listing.weight_g),),
    )  # fmt: skip
    try:
        before, after = landed_cost(basket, old, rates), landed_cost(basket, new, rates)
    except Refusal:
        return None
    same = replace(before, rule_version="", explanation=(), lines=()) == replace(
        after, rule_version="", explanation=(), lines=()
    )
    return None if same else Effect(listing, destination, before, after)
