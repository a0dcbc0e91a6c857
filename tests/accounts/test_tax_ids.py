"""Tax numbers: well formed by country, kept once, the organisation's own."""

import pytest
from django.utils import timezone

from accounts import queries
from accounts.models import TaxId
from accounts.operations import remove_tax_id, save_tax_id
from accounts.tax_ids import check_tax_id
from marketplace.kernel.refusals import InvalidInput, NotAllowed, NotFound
from tests.accounts.factories import actor_for, make_organisation

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
    assert queries.is_tax_registered(firm) and not queries.is_tax_registered(other)
    save_tax_id(actor=actor_for(firm), kind="vat", country="DE", value="DE129273398", now=now)
    assert [row.value for row in TaxId.objects.filter(organisation=firm)] == ["DE129273398"]
    with pytest.raises(NotFound):
        remove_tax_id(actor=actor_for(other), public_id=first.public_id, now=now)
    with pytest.raises(NotAllowed):
        save_tax_id(actor=actor_for(firm, role="viewer"), kind="vat", country="DE", value="DE136695976", now=now)
    assert queries.vat_number_in(firm, "DE") == "DE129273398"
    remove_tax_id(actor=actor_for(firm), public_id=first.public_id, now=now)
    assert not queries.is_tax_registered(firm)
