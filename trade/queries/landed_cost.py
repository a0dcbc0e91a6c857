"""The rules of a destination on a day, and what a basket costs by them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from django.db.models import Q
from django.utils import timezone

from trade.countries import is_eu
from trade.editions import SHELVES
from trade.effects.charges import ChargeEffects, charge_effects
from trade.fx import Rate, RateStale, RateTable, RateUnknown, current_rates
from trade.landed_cost import FX_BEFOREHAND, Basket, DestinationRules, Explained, LandedCost, landed_cost
from trade.models import DatedRule, DestinationRule, Edition
from trade.reference import RULE_FILES, RuleSet, destination_rules


def rules_for(destination: str, on: date) -> DestinationRules | None:
    """Return the rules of a destination on a day, or None where there are none; held in the process."""
    shelf = SHELVES[Edition.Kind.RULES]
    return shelf.get((destination, on), lambda: destination_rules(destination, on, _stored_rules(destination, on)))


def _stored_rules(destination: str, on: date) -> RuleSet:
    names = [destination, "EU"] if is_eu(destination) else [destination]
    in_force = Q(destination__in=names, valid_from__lte=on) & (Q(valid_to=None) | Q(valid_to__gte=on))
    return RuleSet({model: list(model._default_manager.filter(in_force)) for model in RULE_FILES.values()})


def effects_of_rule(rule: DatedRule) -> ChargeEffects:
    """Return what a rule that is not stored yet would do, from the day it begins, to what is on sale."""
    on = rule.valid_from
    countries = ruled_destinations(on)
    in_force = Q(destination__in=[*countries, "EU"], valid_from__lte=on) & (Q(valid_to=None) | Q(valid_to__gte=on))
    if rule.destination != "EU":
        in_force &= Q(destination__in=[rule.destination, "EU"])
    stored = RuleSet({model: list(model._default_manager.filter(in_force)) for model in RULE_FILES.values()})
    return charge_effects(rule, stored, countries, current_rates(), on)


def ruled_destinations(on: date) -> list[str]:
    """Return the countries whose import rules are known on a day."""

    def load() -> list[str]:
        in_force = Q(valid_from__lte=on) & (Q(valid_to=None) | Q(valid_to__gte=on))
        return sorted(set(DestinationRule.objects.filter(in_force).values_list("destination", flat=True)))

    return list(SHELVES[Edition.Kind.RULES].get(("destinations", on), load))


def landed_cost_for(basket: Basket, *, rates: RateTable | None = None) -> LandedCost:
    """
    Return what a basket costs at the buyer's door.

    :raises InvalidInput: if the basket cannot be reckoned with.
    :raises RateUnknown: if a currency it needs has no exchange rate.
    :raises RateStale: if that rate is too old to use today.
    """
    rules = rules_for(basket.ship_to, basket.on)
    try:
        return landed_cost(basket, rules, rates or current_rates(basket.on))
    except (RateUnknown, RateStale) as refusal:
        today = timezone.now().date()
        if basket.on == today:
            raise
        table = current_rates(today)
        used: Rate = table.rate_of(refusal.facts["currency"])
        # Rates of a day to come are not known, those of a day long past perhaps not held: the last ones count. The
        # answer says so with their own date, and is never guaranteed.
        facts = (("day", used.as_of.isoformat()), ("on", basket.on.isoformat()))
        note = Explained(FX_BEFOREHAND, facts, used.source, used.as_of, is_shaky=True)
        return landed_cost(replace(basket, notes=(*basket.notes, note)), rules, table)


def landed_cost_many(baskets: Sequence[Basket]) -> list[LandedCost]:
    """Return the cost of many baskets at once, as `landed_cost_for` would; rates and rules are fetched once."""
    tables: dict[date, RateTable] = {}
    return [
        landed_cost_for(basket, rates=tables.get(basket.on) or tables.setdefault(basket.on, current_rates(basket.on)))
        for basket in baskets
    ]
