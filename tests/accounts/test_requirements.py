"""What sellers are asked for: who is asked, what counts, what staff say, and the two gates it holds."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts import operations
from accounts.models import (
    Notification,
    OnboardingDraft,
    Organisation,
    Requirement,
    RequirementRecord,
    TaxId,
    TermsSignature,
    TermsVersion,
)
from accounts.onboarding import onboarding_of
from accounts.operations import TermsReplaced, load_requirements, sign_terms
from accounts.registers import COMPANY, TAX
from accounts.requirements import RequirementsOpen, must_meet, standings_of
from accounts.tax_ids import check_tax_id
from marketplace.kernel.models import Event
from marketplace.kernel.refusals import InvalidInput, NotAllowed, NotFound
from tests.accounts.factories import actor_for, make_organisation, platform_actor, sign_in
from tests.orders.factories import GERMAN_ADDRESS
from tests.payments.test_escrow import at_once

NOW = timezone.now


def states(organisation: Organisation, **over: Any) -> dict[str, str]:
    return {each.code: str(each.state) for each in standings_of(organisation, **({"now": NOW()} | over))}


def make_requirement(**over: Any) -> Requirement:
    fields: dict[str, Any] = {"code": "licence", "kind": "verified", "gate": "sell"}
    return Requirement.objects.create(**(fields | {"asked_from": NOW() - timedelta(days=1)} | over))


@pytest.mark.parametrize("kind", ["company", "tax"])
def test_every_register_we_know_takes_its_own_example_and_refuses_nonsense(kind: str) -> None:
    for country, register in {"company": COMPANY, "tax": TAX}[kind].items():
        kept, is_checked = check_tax_id(kind=kind, country=country, value=register.example)
        assert kept and is_checked, country
        with pytest.raises(InvalidInput) as refusal:
            check_tax_id(kind=kind, country=country, value="?Z?Z")
        assert set(refusal.value.fields) == {"value"}, country


@pytest.mark.django_db
def test_the_default_gate_opens_with_what_the_wizard_asks_and_nothing_less() -> None:
    load_requirements(now=NOW())
    firm = make_organisation(country="DE", legal_form="company")
    actor, now = actor_for(firm), NOW()
    asked = {code for code, state in states(firm, gate="sell").items() if state == "open"}
    assert asked == {
        "company_described", "registration_number", "address_complete", "owners_named", "terms_signed", "lawful_goods",
    }  # fmt: skip

    with pytest.raises(RequirementsOpen) as refusal:
        must_meet(organisation=firm, gate="sell", now=now)
    assert set(refusal.value.fields) == asked

    operations.save_numbers(actor=actor, numbers={"company": "Aachen HRB 11223"}, now=now)
    operations.save_address(actor=actor, fields=GERMAN_ADDRESS, now=now)
    operations.save_owner(actor=actor, full_name="Ilse Marquart", country="DE", now=now)
    operations.attest_requirement(actor=actor, code="lawful_goods", now=now)
    terms = TermsVersion.objects.get()
    sign_terms(actor=actor, version=terms.public_id, signed_name="Ilse Marquart", address="192.0.2.7", now=now)
    assert {code for code, state in states(firm, gate="sell").items() if state != "met"} == {"company_described"}

    # Somebody who trades alone stands in no register and owns what they do.
    alone = make_organisation(legal_form="sole_trader")
    assert {"registration_number", "owners_named"}.isdisjoint(states(alone))


@pytest.mark.django_db
def test_who_joined_before_is_asked_only_from_the_day_set_for_them() -> None:
    old = make_organisation()
    load_requirements(now=NOW())
    assert states(old) == {} and load_requirements(now=NOW()) == 0
    must_meet(organisation=old, gate="sell", now=NOW())
    Requirement.objects.update(asked_of_others_from=NOW() + timedelta(days=30))
    assert states(old) == {}
    assert states(old, now=NOW() + timedelta(days=31))["terms_signed"] == "open"


@pytest.mark.django_db
def test_countries_narrow_a_requirement_and_an_inactive_one_asks_nobody() -> None:
    row = make_requirement(countries="DE FR")
    assert set(states(make_organisation(country="FR"))) == {"licence"} and states(make_organisation(country="JP")) == {}
    Requirement.objects.filter(pk=row.pk).update(is_active=False)
    assert states(make_organisation(country="FR")) == {}


@pytest.mark.django_db
def test_staff_ask_for_more_the_seller_answers_and_every_word_is_kept() -> None:
    make_requirement()
    firm, staff, now = make_organisation(), platform_actor(), NOW()
    actor = actor_for(firm)
    said = {"actor": staff, "organisation_id": firm.pk, "code": "licence", "now": now}

    with pytest.raises(operations.NotWaiting):
        operations.accept_requirement(**said)
    with pytest.raises(InvalidInput):
        operations.return_requirement(**said, reason="  ")
    with pytest.raises(NotAllowed):
        operations.return_requirement(**said | {"actor": actor}, reason="Mine")
    with pytest.raises(NotFound):
        operations.override_requirement(**said | {"code": "no-such"}, reason="Why not")
    with pytest.raises(InvalidInput):
        operations.override_requirement(**said, reason="Late", until=now - timedelta(days=1))
    assert not RequirementRecord.objects.exists() and not Notification.objects.exists()

    assert [record.what for record in operations.send_for_review(actor=actor, now=now)] == ["sent"]
    assert operations.send_for_review(actor=actor, now=now) == [] and states(firm) == {"licence": "waiting"}
    operations.return_requirement(**said, reason="The second page is missing.")
    [standing] = standings_of(firm, now=now)
    assert (standing.state, standing.message) == ("returned", "The second page is missing.")
    assert "second page" in Notification.objects.get(user=actor.user).body
    assert onboarding_of(firm, now=now).first_to_do is None or standing.needs_the_seller

    operations.send_for_review(actor=actor, now=now)
    operations.accept_requirement(**said, until=now + timedelta(days=365))
    assert states(firm) == {"licence": "met"}
    assert states(firm, now=now + timedelta(days=366)) == {"licence": "open"}
    kept = RequirementRecord.objects.order_by("pk").values_list("what", "by__email")
    assert [what for what, _by in kept] == ["sent", "returned", "sent", "accepted"]
    assert {by for _what, by in kept} == {actor.user.email, staff.user.email}
    assert Event.objects.filter(name__startswith="accounts.requirement.").count() == 4


@pytest.mark.django_db
def test_a_waiver_has_a_reason_and_an_end_and_can_be_ended() -> None:
    make_requirement()
    firm, staff, now = make_organisation(), platform_actor(), NOW()
    said = {"actor": staff, "organisation_id": firm.pk, "code": "licence", "now": now}
    assert operations.end_override(**said, reason="Nothing to end") is None
    operations.override_requirement(**said, reason="Seen on paper", until=now + timedelta(days=30))
    assert states(firm) == {"licence": "waived"}
    must_meet(organisation=firm, gate="sell", now=now)
    assert states(firm, now=now + timedelta(days=31)) == {"licence": "open"}
    operations.end_override(**said, reason="The paper was another firm's")
    assert states(firm) == {"licence": "open"}
    with pytest.raises(RequirementsOpen):
        must_meet(organisation=firm, gate="sell", now=now)


@pytest.mark.django_db
def test_new_terms_are_asked_for_again_and_a_replaced_version_is_not_signed() -> None:
    load_requirements(now=NOW())
    firm = make_organisation()
    actor, first = actor_for(firm), TermsVersion.objects.get()
    for _ in range(2):
        sign_terms(
            actor=actor, version=first.public_id, signed_name="Ada Brandt", address="192.0.2.7, 10.0.0.1", now=NOW()
        )
    signature = TermsSignature.objects.get()
    # What is no address is not kept as one.
    assert (signature.signed_by, signature.signed_name, signature.address) == (actor.user, "Ada Brandt", None)
    assert states(firm)["terms_signed"] == "met"

    later = NOW() + timedelta(days=10)
    second = TermsVersion.objects.create(version="2", body="New words", in_force_from=later)
    assert states(firm)["terms_signed"] == "met" and states(firm, now=later)["terms_signed"] == "open"
    with pytest.raises(TermsReplaced):
        sign_terms(actor=actor, version=first.public_id, signed_name="Ada Brandt", now=later)
    with pytest.raises(InvalidInput):
        sign_terms(actor=actor, version=second.public_id, signed_name=" ", now=later)
    assert TermsSignature.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_terms_sent_twice_at_once_are_signed_once() -> None:
    load_requirements(now=NOW())
    firm = make_organisation()
    actor, terms = actor_for(firm), TermsVersion.objects.get()
    sign = [lambda: sign_terms(actor=actor, version=terms.public_id, signed_name="Ada Brandt", now=NOW())]
    assert at_once(sign * 6) == ["done"] * 6
    assert TermsSignature.objects.count() == 1 == Event.objects.filter(name="accounts.terms.signed").count()


@pytest.mark.django_db
def test_numbers_are_kept_together_or_not_at_all() -> None:
    firm = make_organisation(country="FR")
    actor, now = actor_for(firm), NOW()
    with pytest.raises(InvalidInput) as refusal:
        operations.save_numbers(actor=actor, numbers={"company": "552 008 443", "vat": "FR12345678901"}, now=now)
    assert set(refusal.value.fields) == {"vat"} and not TaxId.objects.exists()
    assert not Event.objects.filter(name="accounts.tax_id.saved").exists()
    operations.save_numbers(actor=actor, numbers={"company": "552 008 443", "eori": "FR552008443"}, now=now)
    operations.save_numbers(actor=actor, numbers={"eori": ""}, now=now)
    assert list(TaxId.objects.values_list("kind", "value")) == [("company", "552008443")]
    with pytest.raises(NotAllowed):
        operations.save_numbers(actor=actor_for(firm, "viewer"), numbers={"company": ""}, now=now)
    assert TaxId.objects.count() == 1


@pytest.mark.django_db
def test_what_is_typed_is_there_again_on_return_and_secrets_are_not_kept(client: Any) -> None:
    load_requirements(now=NOW())
    firm = make_organisation(country="FR", legal_form="company")
    sign_in(client, actor_for(firm).user, firm)
    typed = {"company": "half a num", "iban": "FR7630006000011234567890189", "csrfmiddlewaretoken": "x"}
    answer = client.post("/sell/onboarding/numbers/typed/", typed)
    assert answer.status_code == 200 and b"Kept at" in answer.content
    assert OnboardingDraft.objects.get().typed == {"company": ["half a num"]}
    page = client.get("/sell/onboarding/numbers/").content.decode()
    assert 'value="half a num"' in page and "is still here" in page
    assert client.post("/sell/onboarding/numbers/", typed).status_code == 422
    assert OnboardingDraft.objects.exists() and not TaxId.objects.exists()
    assert client.post("/sell/onboarding/numbers/", {"company": "552 008 443"}).status_code == 302
    assert not OnboardingDraft.objects.exists() and TaxId.objects.get().is_checked

    assert client.post("/sell/onboarding/no-such/typed/", typed).status_code == 404
    sign_in(client, actor_for(firm, "viewer").user, firm)
    assert client.post("/sell/onboarding/numbers/typed/", typed).status_code == 403
    assert not OnboardingDraft.objects.exists()


@pytest.mark.django_db
def test_the_api_tells_the_same_and_signs(client: Any) -> None:
    load_requirements(now=NOW())
    firm = make_organisation(country="FR", legal_form="sole_trader")
    sign_in(client, actor_for(firm).user, firm)
    state = client.get("/api/v1/onboarding").json()
    assert not state["may_sell"] and {"company", "numbers", "terms"} <= {step["code"] for step in state["steps"]}
    terms = client.get("/api/v1/onboarding/terms").json()
    assert terms["signed_at"] is None
    answer = client.post(
        "/api/v1/onboarding/terms", {"id": terms["id"], "signed_name": "Ada Brandt"}, content_type="application/json"
    )
    assert answer.status_code == 201 and TermsSignature.objects.get().address == "127.0.0.1"
    assert client.post("/api/v1/onboarding/statements/lawful_goods").status_code == 201
    assert client.post("/api/v1/onboarding/statements/terms_signed").status_code == 404
    bad = client.put("/api/v1/onboarding/numbers", {"company": "1"}, content_type="application/json")
    assert bad.status_code == 422 and set(bad.json()["errors"]) == {"company"} and not TaxId.objects.exists()
    found = {each["code"]: each["state"] for each in client.get("/api/v1/onboarding").json()["requirements"]}
    assert found["terms_signed"] == found["lawful_goods"] == "met" and found["address_complete"] == "open"
