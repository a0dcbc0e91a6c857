"""Addresses fit their country, and belong to one organisation."""

import pytest
from django.utils import timezone

from accounts import operations, queries
from accounts.addresses import check_address, fields_of, lines_of
from accounts.models import Address
from marketplace.kernel.refusals import InvalidInput, NotAllowed, NotFound
from tests.accounts.factories import actor_for, make_organisation

GERMAN = {
    "country": "DE",
    "recipient": "Lena Vogt",
    "street_address": "Am Sandtorkai 1",
    "postal_code": "20457",
    "city": "Hamburg",
    "phone": "+49 40 123456",
}


def test_check_address_accepts_and_tidies() -> None:
    checked = check_address(GERMAN | {"recipient": "  Lena   Vogt "})
    assert checked["recipient"] == "Lena Vogt"
    assert checked["phone"] == "+4940123456"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"postal_code": "ABC"}, "postal_code"),
        ({"city": ""}, "city"),
        ({"recipient": ""}, "recipient"),
        ({"country": "XX"}, "country"),
        ({"street_address": "x" * 2500}, "street_address"),
        ({"phone": "call me"}, "phone"),
    ],
)
def test_check_address_refuses_at_the_field(change: dict[str, str], field: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        check_address(GERMAN | change)
    assert field in refusal.value.fields


def test_the_form_is_the_countrys_own() -> None:
    names = {country: [field.name for field in fields_of(country)] for country in ("US", "CN", "JP", "AE")}
    assert "region" in names["US"]
    assert "postal_code" not in names["AE"]
    assert names["JP"].index("postal_code") < names["JP"].index("street_address"), "Japan writes the large part first"
    assert {code for code, _ in next(f for f in fields_of("US") if f.name == "region").choices} >= {"CA", "NY"}


def test_lines_of_writes_the_label() -> None:
    assert lines_of(check_address(GERMAN))[-2].startswith("20457")


@pytest.mark.django_db
def test_the_first_address_is_the_default_and_another_replaces_it() -> None:
    actor = actor_for(make_organisation())
    first = operations.save_address(actor=actor, fields=GERMAN, now=timezone.now())
    second = operations.save_address(actor=actor, fields=GERMAN, is_default=True, now=timezone.now())
    first.refresh_from_db()
    assert (first.is_default, second.is_default) == (False, True)
    operations.remove_address(actor=actor, public_id=second.public_id, now=timezone.now())
    first.refresh_from_db()
    assert first.is_default


@pytest.mark.django_db
def test_addresses_of_another_organisation_do_not_exist() -> None:
    theirs = operations.save_address(actor=actor_for(make_organisation()), fields=GERMAN, now=timezone.now())
    actor = actor_for(make_organisation())
    for public_id in (theirs.public_id, "", "adr_none"):
        with pytest.raises(NotFound):
            queries.address_of(actor, public_id)
    with pytest.raises(NotFound):
        operations.remove_address(actor=actor, public_id=theirs.public_id, now=timezone.now())
    assert Address.objects.filter(pk=theirs.pk).exists()


@pytest.mark.django_db
def test_viewers_change_nothing() -> None:
    with pytest.raises(NotAllowed):
        operations.save_address(actor=actor_for(make_organisation(), "viewer"), fields=GERMAN, now=timezone.now())
    assert not Address.objects.exists()
