"""Tax numbers: well formed by country, kept once, the organisation's own."""

from datetime import timedelta

import httpx
import pytest
import respx
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import operations, queries
from accounts.actor import Actor
from accounts.models import TaxId
from accounts.operations import remove_tax_id, save_tax_id
from accounts.operations.verify_tax_id import NumberChanged
from accounts.tasks import verify_tax_numbers
from accounts.tax_ids import check_tax_id
from marketplace.kernel.models import Event
from marketplace.kernel.refusals import InvalidInput, NotAllowed, NotFound
from tests.accounts.factories import actor_for, make_organisation, make_user

SYSTEM = Actor.system("tests")

GOOD = [
    ("vat", "DE", "de 136 695 976", "DE136695976", True),
    ("vat", "GR", "094259216", "EL094259216", True),
    ("vat", "GB", "GB 980 7806 84", "GB980780684", True),
    ("vat", "CL", "12.531.909-2", "125319092", True),
    ("vat", "AE", "100123456700003", "100123456700003", False),
    ("eori", "DE", "123456789012345", "DE123456789012345", True),
    ("rex", "CN", "REX1234567", "CNREX1234567", True),
    ("ioss", "IE", "IM3720000224", "IM3720000224", True),
    ("company", "US", "12-3456789", "123456789", False),
]
BAD = [
    ("vat", "DE", "DE136695977", "value"),
    ("vat", "GB", "GB123", "value"),
    ("eori", "US", "123", "value"),
    ("eori", "DE", "1234567890123456", "value"),
    ("rex", "CN", "123", "value"),
    ("ioss", "IE", "IM372", "value"),
    ("vat", "XX", "1", "country"),
    ("passport", "DE", "1", "kind"),
    ("company", "DE", "", "value"),
    ("company", "DE", "号码", "value"),
]


@pytest.mark.parametrize(("kind", "country", "value", "compact", "checked"), GOOD)
def test_a_good_number_is_kept_compact(kind: str, country: str, value: str, compact: str, checked: bool) -> None:
    assert check_tax_id(kind=kind, country=country, value=value) == (compact, checked)


@pytest.mark.parametrize(("kind", "country", "value", "field"), BAD)
def test_a_bad_number_is_refused_at_its_field(kind: str, country: str, value: str, field: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        check_tax_id(kind=kind, country=country, value=value)
    assert set(refusal.value.fields) == {field}


@pytest.mark.django_db(transaction=True)
def test_a_number_is_replaced_not_doubled_and_is_nobody_elses() -> None:
    firm, other = make_organisation(country="DE"), make_organisation()
    now = timezone.now()
    first = save_tax_id(actor=actor_for(firm), kind="vat", country="DE", value="DE136695976", now=now)
    save_tax_id(actor=actor_for(firm), kind="vat", country="DE", value="DE129273398", now=now)
    assert [row.value for row in TaxId.objects.filter(organisation=firm)] == ["DE129273398"]
    with pytest.raises(NotFound):
        remove_tax_id(actor=actor_for(other), public_id=first.public_id, now=now)
    with pytest.raises(NotAllowed):
        save_tax_id(actor=actor_for(firm, role="viewer"), kind="vat", country="DE", value="DE136695976", now=now)
    assert queries.vat_number_in(firm, "DE") == "DE129273398"
    remove_tax_id(actor=actor_for(firm), public_id=first.public_id, now=now)
    assert queries.vat_number_in(firm, "DE") == ""


def vies_says(is_valid: bool, error: str = "VALID") -> httpx.Response:
    day = "2026-11-22T10:00:00.000Z"
    return httpx.Response(200, json={"isValid": is_valid, "requestDate": day, "userError": error})


@pytest.mark.django_db(transaction=True)
@respx.mock
def test_only_a_number_that_its_register_confirms_makes_a_registered_business() -> None:
    firm = make_organisation(country="DE")
    now = timezone.now()
    save_tax_id(actor=actor_for(firm), kind="vat", country="DE", value="DE136695976", now=now)
    assert not queries.is_registered_in(firm, "DE")
    asked = respx.get(f"{settings.VIES_URL}/ms/DE/vat/136695976")

    asked.mock(return_value=vies_says(False, "MS_UNAVAILABLE"))
    assert verify_tax_numbers() == 0
    assert not queries.is_registered_in(firm, "DE")
    # The register was away: it is asked again, though not at once.
    assert verify_tax_numbers() == 0 and asked.call_count == 1

    TaxId.objects.update(asked_at=None)
    asked.mock(return_value=vies_says(True))
    assert verify_tax_numbers() == 1
    assert queries.is_registered_in(firm, "DE") and not queries.is_registered_in(firm, "FR")
    assert TaxId.objects.get().reference == "VIES 2026-11-22"

    # Saving the same number keeps the confirmation; another number has to be confirmed anew.
    save_tax_id(actor=actor_for(firm), kind="vat", country="DE", value="DE 136695976", now=now)
    assert queries.is_registered_in(firm, "DE")
    save_tax_id(actor=actor_for(firm), kind="vat", country="DE", value="DE129273398", now=now)
    assert not queries.is_registered_in(firm, "DE") and TaxId.objects.get().reference == ""


@pytest.mark.django_db(transaction=True)
@respx.mock
@pytest.mark.parametrize("answer", [httpx.Response(503), httpx.Response(200, text="<html>"), httpx.ConnectError("no")])
def test_no_answer_of_the_register_confirms_and_refutes_nothing(answer: httpx.Response | Exception) -> None:
    firm = make_organisation(country="DE")
    kept = save_tax_id(actor=actor_for(firm), kind="vat", country="DE", value="DE136695976", now=timezone.now())
    operations.verify_tax_id(actor=SYSTEM, tax_id=kept, is_valid=True, reference="by hand", now=timezone.now())
    TaxId.objects.update(asked_at=timezone.now() - timedelta(days=31))
    respx.get(f"{settings.VIES_URL}/ms/DE/vat/136695976").mock(side_effect=[answer])
    assert verify_tax_numbers() == 0
    assert queries.is_registered_in(firm, "DE")


@pytest.mark.django_db(transaction=True)
def test_a_number_that_was_replaced_meanwhile_is_not_confirmed() -> None:
    firm = make_organisation(country="DE")
    now = timezone.now()
    asked = save_tax_id(actor=actor_for(firm), kind="vat", country="DE", value="DE136695976", now=now)
    save_tax_id(actor=actor_for(firm), kind="vat", country="DE", value="DE129273398", now=now)
    with pytest.raises(NumberChanged):
        operations.verify_tax_id(actor=SYSTEM, tax_id=asked, is_valid=True, reference="VIES 1", now=now)
    with pytest.raises(NotAllowed):
        operations.verify_tax_id(actor=actor_for(firm), tax_id=asked, is_valid=True, reference="me", now=now)
    with pytest.raises(InvalidInput):
        operations.verify_tax_id(actor=SYSTEM, tax_id=asked, is_valid=True, reference=" ", now=now)
    assert not queries.is_registered_in(firm, "DE")


@pytest.mark.django_db(transaction=True)
def test_staff_confirm_a_number_with_a_reference_in_the_admin(client: Client) -> None:
    firm = make_organisation(country="AU")
    kept = save_tax_id(actor=actor_for(firm), kind="vat", country="AU", value="51824753556", now=timezone.now())
    staff = make_user(is_staff=True, is_superuser=True)
    client.force_login(staff)
    page = reverse("admin:accounts_taxid_changelist")
    chosen = {"action": "confirm", "_selected_action": [kept.pk]}
    assert client.post(page, chosen).status_code == 200
    assert not queries.is_registered_in(firm, "AU")
    client.post(page, chosen | {"reason": "ABN Lookup, 22 November 2026"})
    kept.refresh_from_db()
    assert queries.is_registered_in(firm, "AU") and kept.verified_by == staff
    assert Event.objects.filter(name="accounts.tax_id.verified").count() == 1
