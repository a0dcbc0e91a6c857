"""An offer is worked out once, and anew as soon as anything that it depends on has changed."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone, translation

from accounts.preferences import Preferences
from buyers.offers import Offer, offers
from sellers.models import Listing, PriceTier, SellerProfile, Variant
from tests.sellers.factories import make_listing, make_seller
from trade.editions import raise_edition
from trade.models import Edition, ExchangeRate

pytestmark = pytest.mark.django_db


@pytest.fixture
def bowl(reference_data: None) -> Listing:
    return make_listing(make_seller(country="CL", currency="USD"), title="Bowl", price="18.00", moq=10)


def offer_of(listing: Listing, *, on: date | None = None, quantity: int = 0, **chosen: Any) -> Offer:
    preferences = Preferences(**chosen)
    [offer] = offers([listing.pk], preferences, on=on or timezone.now().date(), quantity=quantity)
    return offer


def test_the_same_offer_is_the_same_object(bowl: Listing) -> None:
    assert offer_of(bowl) is offer_of(bowl)


def _dearer(bowl: Listing) -> None:
    PriceTier.objects.filter(listing=bowl).update(unit_price=Decimal("19.00"))


def _sold_out(bowl: Listing) -> None:
    Variant.objects.filter(listing=bowl).update(stock_available=0)


def _sends_elsewhere(bowl: Listing) -> None:
    SellerProfile.objects.filter(organisation=bowl.organisation).update(ships_to=["FR"])


def _another_rate(bowl: Listing) -> None:
    ExchangeRate.objects.filter(currency="USD").update(per_eur=Decimal("2"))
    raise_edition(Edition.Kind.RATES, timezone.now())


@pytest.mark.parametrize("change", [_dearer, _sold_out, _sends_elsewhere, _another_rate])
def test_a_change_shows_at_once(bowl: Listing, change: Callable[[Listing], None]) -> None:
    before = offer_of(bowl).card
    change(bowl)
    assert offer_of(bowl).card != before


@pytest.mark.parametrize("kind", [Edition.Kind.RULES, Edition.Kind.CARRIERS])
def test_new_rules_are_reckoned_with(bowl: Listing, kind: str) -> None:
    before = offer_of(bowl)
    raise_edition(kind, timezone.now())
    assert offer_of(bowl) is not before


def test_each_reader_has_their_own(bowl: Listing) -> None:
    tomorrow = timezone.now().date() + timedelta(days=1)
    seen = [
        offer_of(bowl),
        offer_of(bowl, ship_to="FR"),
        offer_of(bowl, currency="CHF"),
        offer_of(bowl, quantity=50),
        offer_of(bowl, on=tomorrow),
    ]
    with translation.override("fr"):
        seen.append(offer_of(bowl))
    assert len({id(offer) for offer in seen}) == len(seen)
    assert [str(offer.card.price_from.currency) for offer in seen[:3]] == ["EUR", "EUR", "CHF"]
    assert seen[3].door.quantity == 50
