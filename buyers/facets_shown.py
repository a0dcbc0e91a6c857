"""Facet counts as the filters of a page: labels, what is chosen, and chips to take each choice back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise
from typing import Any

from django.db.models import Q
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from accounts.models import Organisation
from buyers.categories import Branch, tree
from buyers.market_state import RATINGS, MarketState
from buyers.search.request import LEAD_TIME_STEPS, MOQ_STEPS
from marketplace.kernel.money import Money, exponent
from marketplace.kernel.templatetags.bridgeway import country_name, money, number
from sellers.models import SellerProfile
from sellers.specs import facet_label
from trade.fx import RateStale, RateTable, RateUnknown

MOST_SHOWN = 8
# Steps people think in; scaled by a power of ten where a currency's unit is small.
PRICE_STEPS = (5, 20, 50, 200, 1000)
KINDS = {
    "goods": gettext_lazy("Goods in stock"),
    "made_to_order": gettext_lazy("Made to order"),
    "perishable_lot": gettext_lazy("Fresh lots"),
    "service": gettext_lazy("Services"),
}


@dataclass(frozen=True)
class Choice:
    """One value of a filter."""

    value: str
    label: str
    count: int
    is_chosen: bool
    country: str = ""


@dataclass(frozen=True)
class Filter:
    """A filter with its choices; `name` is the parameter in the address, `is_single` that one replaces another."""

    name: str
    title: str
    choices: tuple[Choice, ...]
    is_single: bool = False
    more: tuple[Choice, ...] = ()

    @property
    def chosen(self) -> int:
        return sum(choice.is_chosen for choice in (*self.choices, *self.more))


@dataclass(frozen=True)
class Chip:
    """A choice that narrows the result, and the state without it."""

    label: str
    without: MarketState


def price_steps(currency: str, rates: RateTable) -> tuple[list[Decimal], list[int]]:
    """Return the borders of the price steps in `currency`, and the same in cents of a euro; empty without a rate."""
    try:
        per_euro = rates.cross("EUR", currency)[0]
    except (RateUnknown, RateStale):
        return [], []
    scale = Decimal(1)
    while per_euro / scale >= 5:
        scale *= 10
    borders = [step * scale for step in PRICE_STEPS]
    edges = [int(border / per_euro * 100) for border in borders]
    return (borders, edges) if len(set(edges)) == len(edges) and edges[0] > 0 else ([], [])


def to_euro_cents(amount: Decimal | None, currency: str, rates: RateTable) -> int | None:
    """Return an amount of the reader's currency in cents of a euro; None without a rate."""
    if amount is None:
        return None
    try:
        return int(amount * rates.cross(currency, "EUR")[0] * 100)
    except (RateUnknown, RateStale):
        return None


def filters_of(
    state: MarketState, facets: Mapping[str, Mapping[Any, int]], *, currency: str, borders: list[Decimal]
) -> list[Filter]:
    """Return the filters of a result, those without any choice left out."""
    shown = [
        _values("kind", _("Kind"), facets.get("kind", {}), state.kinds, lambda value: str(KINDS.get(value, value))),
        _countries("origin", _("Made or grown in"), facets.get("origin", {}), state.origins),
        _countries("from", _("Ships from"), facets.get("ships_from", {}), state.ships_from),
        _prices(state, facets.get("price", {}), currency, borders),
        _steps("moq", _("Minimum order"), facets.get("moq", {}), MOQ_STEPS, state.moq, _moq_label),
        _steps("lead", _("Ready within"), facets.get("lead_time", {}), LEAD_TIME_STEPS, state.lead_time, _lead_label),
        _ratings(state, facets.get("rating", {})),
        *_answers(state, facets),
        _sellers(state, facets.get("seller", {})),
    ]
    return [each for each in shown if each is not None and (each.choices or each.chosen)]


def _answers(state: MarketState, facets: Mapping[str, Mapping[Any, int]]) -> list[Filter]:
    """Return a filter for each attribute that the chosen category asks and search counts."""
    known, language = tree(), get_language() or "en"
    shown = []
    for each in known.facets_in(known.by_slug.get(state.category)):
        counts = facets.get(f"spec:{each.code}", {})
        chosen = {spec.partition("=")[2] for spec in state.specs if spec.startswith(f"{each.code}=")}
        choices = [
            Choice(f"{each.code}={value}", label, counts.get(value, 0), value in chosen)
            for value in {*counts, *chosen}
            if (label := facet_label(each, value, language))
        ]
        if each.type == "number":
            choices.sort(key=lambda choice: _low_end(choice.value))
        else:
            choices.sort(key=lambda choice: (not choice.is_chosen, -choice.count, choice.label))
        title = each.label(language)
        shown.append(Filter("attr", title, tuple(choices[:MOST_SHOWN]), more=tuple(choices[MOST_SHOWN:])))
    return shown


def _low_end(value: str) -> Decimal:
    low = value.partition("=")[2].partition("~")[0]
    return Decimal(low) if low else Decimal("-Infinity")


def branches_of(state: MarketState, facets: Mapping[str, Mapping[Any, int]]) -> list[tuple[Branch, int]]:
    """Return the categories one step below the chosen one (the top ones without a choice) that have listings."""
    known = tree()
    counts = known.counts(facets.get("category", {}))
    chosen = known.by_slug.get(state.category)
    below = (chosen.children or (chosen.parent.children if chosen.parent else [])) if chosen else known.roots
    return [(branch, counts[branch.id]) for branch in below if counts.get(branch.id)]


def chips_of(state: MarketState, currency: str) -> list[Chip]:
    """Return what narrows the result, each with the state that lacks it."""
    chips: list[Chip] = []
    if (branch := tree().by_slug.get(state.category)) is not None:
        chips.append(Chip(branch.label, state.but(category="")))
    chips += [Chip(str(KINDS[kind]), state.but(kinds=_less(state.kinds, kind))) for kind in state.kinds]
    for code in state.origins:
        label = _("From %(country)s") % {"country": country_name(code)}
        chips.append(Chip(label, state.but(origins=_less(state.origins, code))))
    for code in state.ships_from:
        label = _("Ships from %(country)s") % {"country": country_name(code)}
        chips.append(Chip(label, state.but(ships_from=_less(state.ships_from, code))))
    if state.price_from is not None or state.price_to is not None:
        label = _price_label(state.price_from, state.price_to, currency)
        chips.append(Chip(label, state.but(price_from=None, price_to=None)))
    if state.moq:
        chips.append(Chip(_("Minimum order: %(steps)s") % {"steps": _moq_label(state.moq)}, state.but(moq=0)))
    if state.lead_time:
        chips.append(Chip(_lead_label(state.lead_time), state.but(lead_time=0)))
    if state.rating:
        chips.append(Chip(_rating_label(state.rating), state.but(rating="")))
    known, language = tree(), get_language() or "en"
    asked = {each.code: each for each in known.facets_in(known.by_slug.get(state.category))}
    for spec in state.specs:
        code, _equals, value = spec.partition("=")
        if code in asked and (text := facet_label(asked[code], value, language)):
            label = _("%(name)s: %(value)s") % {"name": asked[code].label(language), "value": text}
            chips.append(Chip(label, state.but(specs=_less(state.specs, spec))))
    if state.in_stock:
        chips.append(Chip(_("In stock"), state.but(in_stock=False)))
    if state.seller and (name := _seller_name(state.seller)):
        chips.append(Chip(name, state.but(seller="")))
    return chips


def _less(values: tuple[str, ...], value: str) -> tuple[str, ...]:
    return tuple(each for each in values if each != value)


def _values(
    name: str, title: str, counts: Mapping[Any, int], chosen: tuple[str, ...], label: Callable[[str], str]
) -> Filter:
    choices = [Choice(value, label(value), counts.get(value, 0), value in chosen) for value in {*counts, *chosen}]
    choices.sort(key=lambda choice: (not choice.is_chosen, -choice.count, choice.label))
    return Filter(name, title, tuple(choices[:MOST_SHOWN]), more=tuple(choices[MOST_SHOWN:]))


def _countries(name: str, title: str, counts: Mapping[Any, int], chosen: tuple[str, ...]) -> Filter:
    plain = _values(name, title, counts, chosen, country_name)

    def flagged(choices: tuple[Choice, ...]) -> tuple[Choice, ...]:
        return tuple(replace(each, country=each.value) for each in choices)

    return Filter(name, title, flagged(plain.choices), more=flagged(plain.more))


def _steps(
    name: str, title: str, counts: Mapping[Any, int], steps: tuple[int, ...], chosen: int, label: Callable[[int], str]
) -> Filter:
    choices = [
        Choice(str(step), label(step), counts.get(step, 0), step == chosen)
        for step in steps
        if counts.get(step) or step == chosen
    ]
    return Filter(name, title, tuple(choices), is_single=True)


def _ratings(state: MarketState, counts: Mapping[Any, int]) -> Filter:
    choices = [
        Choice(value, _rating_label(value), counts.get(tenths, 0), value == state.rating)
        for value in RATINGS
        for tenths in [int(Decimal(value) * 10)]
        if counts.get(tenths) or value == state.rating
    ]
    return Filter("rating", _("Rating"), tuple(choices), is_single=True)


def _prices(state: MarketState, counts: Mapping[Any, int], currency: str, borders: list[Decimal]) -> Filter | None:
    if not borders:
        return None
    ends: list[tuple[Decimal | None, Decimal | None]] = [(None, borders[0])]
    ends += list(pairwise(borders))
    ends.append((borders[-1], None))
    choices = [
        Choice(
            f"{'' if low is None else f'{low:f}'}-{'' if high is None else f'{high:f}'}",
            _price_label(low, high, currency),
            counts.get(place, 0),
            (state.price_from, state.price_to) == (low, high),
        )
        for place, (low, high) in enumerate(ends)
    ]
    return Filter("price", _("Price per unit"), tuple(each for each in choices if each.count or each.is_chosen), True)


def _sellers(state: MarketState, counts: Mapping[Any, int]) -> Filter:
    ids = [int(pk) for pk in counts]
    rows = SellerProfile.objects.filter(Q(organisation_id__in=ids) | Q(slug=state.seller)).values_list(
        "slug", "organisation_id", "organisation__name", "organisation__country"
    )
    choices = [
        Choice(slug, name, counts.get(str(pk), 0), slug == state.seller, country) for slug, pk, name, country in rows
    ]
    choices.sort(key=lambda choice: (not choice.is_chosen, -choice.count, choice.label))
    shown, more = tuple(choices[:MOST_SHOWN]), tuple(choices[MOST_SHOWN:])
    return Filter("seller", _("Seller"), shown, is_single=True, more=more)


def seller_id_of(slug: str) -> int | None:
    """Return the organisation behind a storefront's address, or None."""
    return SellerProfile.objects.filter(slug=slug).values_list("organisation_id", flat=True).first() if slug else None


def _seller_name(slug: str) -> str:
    return Organisation.objects.filter(seller_profile__slug=slug).values_list("name", flat=True).first() or ""


def _moq_label(step: int) -> str:
    return _("up to %(most)s") % {"most": number(step)}


def _lead_label(days: int) -> str:
    return _("within %(days)s days") % {"days": number(days)}


def _rating_label(value: str) -> str:
    return _("%(stars)s and up") % {"stars": number(Decimal(value))}


def _price_label(low: Decimal | None, high: Decimal | None, currency: str) -> str:
    def written(amount: Decimal) -> str:
        text = money(Money(amount, currency))
        # Steps are whole units: cents would only make them hard to compare.
        tail = number(Decimal("0.1"))[1:2] + "0" * exponent(currency)
        return text.removesuffix(tail) if exponent(currency) and text.endswith(tail) else text

    if low is None and high is not None:
        return _("up to %(high)s") % {"high": written(high)}
    if high is None and low is not None:
        return _("%(low)s and more") % {"low": written(low)}
    assert low is not None and high is not None
    return _("%(low)s to %(high)s") % {"low": written(low), "high": written(high)}


__all__ = [
    "Chip",
    "Choice",
    "Filter",
    "branches_of",
    "chips_of",
    "filters_of",
    "price_steps",
    "seller_id_of",
    "to_euro_cents",
]
