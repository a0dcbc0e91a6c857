"""A rule changed in admin says first what it does to what is on sale."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from tests.accounts.factories import make_user, sign_in
from tests.sellers.factories import make_listing
from tests.trade.factories import ON, load_world
from trade.models import DutyRate
from trade.queries import effects_of_rule

pytestmark = pytest.mark.django_db
DAY = ON + timedelta(days=30)


@pytest.fixture(autouse=True)
def world() -> None:
    load_world()


def rule(**over: Any) -> DutyRate:
    given = {
        "destination": "EU", "hs_prefix": "610910", "percent": Decimal(15), "valid_from": DAY, "source": "Notice",
        "source_date": ON,
    }  # fmt: skip
    return DutyRate(**(given | over))


def shirt(**over: Any) -> Any:
    given = {"hs_code": "610910", "origin_country": "CN", "ships_from_country": "CN", "currency": "EUR"}
    return make_listing(**(given | over))


def test_only_listings_under_the_rule_are_counted_and_only_differences_shown() -> None:
    shirt(title="Cotton shirts")
    shirt(title="Shirts to measure", kind="made_to_order")
    shirt(title="Mugs", hs_code="691110")
    effects = effects_of_rule(rule())
    assert (effects.on_sale, effects.touched) == (3, 2)
    assert {effect.listing.title for effect in effects.changed} == {"Cotton shirts", "Shirts to measure"}
    assert set(effects.destinations) == {"DE", "ES", "FR", "IT", "NL", "PL"}
    assert all(effect.more is not None and effect.more.amount > 0 for effect in effects.changed)
    assert not effects_of_rule(rule(percent=Decimal(12))).changed
    assert effects_of_rule(rule(origin="VN")).touched == 0


def test_its_cost_in_queries_does_not_grow_with_listings(django_assert_max_num_queries: Any) -> None:
    for _ in range(5):
        shirt()
    with django_assert_max_num_queries(12):
        assert effects_of_rule(rule()).touched == 5


def test_the_admin_shows_the_effect_and_saves_only_when_it_was_seen(client: Client) -> None:
    shirt(title="Cotton shirts")
    sign_in(client, make_user(is_staff=True, is_superuser=True))
    given = {
        "destination": "EU", "kind": "base", "measure": "MFN", "hs_prefix": "610910", "percent": "15", "combine": "sum",
        "valid_from": DAY.isoformat(), "source": "Notice", "source_date": ON.isoformat(), "_save": "Save",
    }  # fmt: skip
    shown = client.post("/admin/trade/dutyrate/add/", given)
    page = shown.content.decode()
    assert shown.status_code == 200 and "Cotton shirts" in page and 'name="_seen"' in page
    assert not DutyRate.objects.filter(source="Notice").exists()
    assert client.post("/admin/trade/dutyrate/add/", given | {"_seen": "1"}).status_code == 302
    assert DutyRate.objects.get(source="Notice").entered_in_admin
