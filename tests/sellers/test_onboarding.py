"""From signing up to selling: the wizard over HTTP, the gate before selling, and the decisions of staff."""

from typing import Any

import pytest
from django.utils import timezone

from accounts.models import Notification, Organisation, Requirement, TermsVersion
from accounts.operations import add_company_document, load_requirements, override_requirement
from accounts.requirements import RequirementsOpen
from sellers import operations
from sellers.models import Listing, SellerProfile, SellerReview
from tests.accounts.factories import actor_for, make_organisation, platform_actor, sign_in
from tests.sellers.factories import make_listing, make_seller
from tests.sellers.test_listing_journey import form_data, upload

pytestmark = pytest.mark.django_db
NOW = timezone.now
STEPS = {
    "company": {
        "name": "Sato Pottery", "legal_form": "company", "tagline": "Stoneware from Mashiko",
        "story": "Three generations at four wheels.",
    },
    "numbers": {"company": "5-8356-7825-6246", "tax": "5-8356-7825-6246"},
    "address": {
        "recipient": "Ren Sato", "street_address": "1-2-3 Mashiko", "city": "Haga", "region": "栃木県",
        "postal_code": "321-4217",
    },
    "owners": {
        "kind": "person", "full_name": "Ren Sato", "country": "JP", "share_percent": "100", "role": "owner",
    },
    "terms": {"signed_name": "Ren Sato", "agree": "on", "statement_lawful_goods": "on"},
}  # fmt: skip


def test_the_wizard_leads_to_a_page_that_may_sell(client: Any) -> None:
    load_requirements(now=NOW())
    firm = make_organisation(country="JP", currency="JPY", name="Sato")
    sign_in(client, actor_for(firm).user, firm)
    listing = make_draft(client)
    assert b"Go on: Company" in client.get("/sell/onboarding/").content
    for step, fields in STEPS.items():
        answer = client.post(f"/sell/listings/{listing.public_id}/submit/")
        assert Listing.objects.get().status == "draft", step
        fields = fields | ({"version": TermsVersion.objects.get().public_id} if step == "terms" else {})
        answer = client.post(f"/sell/onboarding/{step}/", fields)
        assert answer.status_code == 302, (step, answer.content.decode()[-4000:])
    assert b"we still need from you" in client.get("/sell/").content
    assert b"Go on: Bank" in client.get("/sell/onboarding/").content
    client.post(f"/sell/listings/{listing.public_id}/submit/")
    assert Listing.objects.get().status == "in_review"
    firm = Organisation.objects.get(pk=firm.pk)
    assert (firm.name, firm.legal_form, firm.tax_ids.filter(is_checked=True).count()) == ("Sato Pottery", "company", 2)
    assert firm.beneficial_owners.get().full_name == "Ren Sato" and firm.addresses.get().is_default

    # The terms change: what is on sale stays, and nothing new goes on sale until they are signed.
    operations.approve_listing(actor=platform_actor(), listing=listing, reason="Good.", now=NOW())
    TermsVersion.objects.create(version="2", body="New", in_force_from=NOW())
    assert Listing.objects.on_sale().count() == 1
    operations.pause_listing(actor=actor_for(firm), listing=listing, now=NOW())
    with pytest.raises(RequirementsOpen):
        operations.resume_listing(actor=actor_for(firm), listing=listing, now=NOW())
    assert Listing.objects.get().status == "paused"


def make_draft(client: Any) -> Listing:
    client.post("/sell/listings/new/", form_data(pictures=[upload()]))
    return Listing.objects.get()


@pytest.mark.parametrize(
    ("step", "wrong", "field"),
    [
        ("company", {"legal_form": "kingdom"}, "legal_form"),
        ("company", {"story": "Write to ren@sato.example"}, "story"),
        ("numbers", {"company": "5-8356-7825-6247"}, "company"),
        ("address", {"postal_code": "abc"}, "postal_code"),
        ("owners", {"share_percent": "101"}, "share_percent"),
        ("terms", {"agree": ""}, "agree"),
        ("terms", {"statement_lawful_goods": ""}, "statement_lawful_goods"),
    ],
)
def test_a_wrong_field_is_named_and_nothing_is_saved(client: Any, step: str, wrong: dict[str, str], field: str) -> None:
    load_requirements(now=NOW())
    firm = make_organisation(country="JP", name="Sato")
    sign_in(client, actor_for(firm).user, firm)
    version = TermsVersion.objects.get().public_id
    answer = client.post(f"/sell/onboarding/{step}/", STEPS[step] | {"version": version} | wrong)
    assert answer.status_code == 422 and f'id="id_{field}_error"' in answer.content.decode()
    firm = Organisation.objects.get(pk=firm.pk)
    kept = [firm.tax_ids, firm.addresses, firm.beneficial_owners, firm.terms_signatures, firm.requirement_records]
    assert not any(rows.exists() for rows in kept) and (firm.name, firm.legal_form) == ("Sato", "")
    assert not SellerProfile.objects.exists()


def test_staff_cannot_open_a_page_that_lacks_something_but_may_waive_it_with_a_reason() -> None:
    load_requirements(now=NOW())
    seller = make_seller(status="submitted")
    listing = make_listing(seller, status="in_review", picture=True)
    profile, staff = seller.seller_profile, platform_actor()
    for approve in (
        lambda: operations.approve_seller(actor=staff, profile=profile, reason="Good.", now=NOW()),
        lambda: operations.approve_listing(actor=staff, listing=listing, reason="Good.", now=NOW()),
    ):
        with pytest.raises(RequirementsOpen) as refusal:
            approve()
    assert not SellerReview.objects.exists() and SellerProfile.objects.get().status == "submitted"
    for code in refusal.value.codes:
        override_requirement(actor=staff, organisation_id=seller.pk, code=code, reason="Known for years", now=NOW())
    operations.approve_listing(actor=staff, listing=listing, reason="Good.", now=NOW())
    review = SellerReview.objects.get()
    assert (review.decision, review.decided_by, review.profile.status) == ("approved", staff.user, "approved")


def test_a_seller_who_is_not_accepted_reads_why_and_may_apply_again() -> None:
    seller = make_seller(status="submitted")
    profile, staff = seller.seller_profile, platform_actor()
    actor = actor_for(seller)
    operations.reject_seller(actor=staff, profile=profile, reason="The story is another firm's.", now=NOW())
    assert "another firm" in Notification.objects.get(user=actor.user).body
    with pytest.raises(operations.SellerNotWaiting):
        operations.reject_seller(actor=staff, profile=profile, reason="Again", now=NOW())
    assert SellerReview.objects.count() == 1
    operations.describe_company(actor=actor, content={"story": "Our own story."}, now=NOW())
    assert SellerProfile.objects.get().status == "submitted"


def test_the_queue_shows_all_evidence_and_keeps_every_decision(admin_client: Any) -> None:
    load_requirements(now=NOW())
    seller = make_seller(name="Bottega Uno", status="submitted")
    make_seller(name="Bottega Due", status="approved")
    document = add_company_document(actor=actor_for(seller), kind="register", upload=upload(), now=NOW())
    pk = seller.seller_profile.pk
    queue = admin_client.get("/admin/sellers/sellerprofile/?queue=waiting").content.decode()
    assert "Bottega Uno" in queue and "Bottega Due" not in queue
    url, decide = f"/admin/sellers/sellerprofile/{pk}/change/", f"/admin/sellers/sellerprofile/{pk}/decide/"
    page = admin_client.get(url).content.decode()
    assert "Hand-thrown stoneware" in page and "Extract from the company register" in page and "Owners" in page
    assert admin_client.get(decide).status_code == 405

    def said(**fields: str) -> str:
        admin_client.post(decide, fields)
        return str(admin_client.get(url).content.decode())

    said(decision="approve", reason="Fine")
    assert not SellerReview.objects.exists()
    said(requirement="terms_signed", decision="return", reason="Sign them, please.")
    said(requirement="owners_named", decision="override", reason="Known for years", until="2099-01-01")
    said(document=document.public_id, decision="accept", until="2098-12-31")
    page = said(decision="reject", reason="Come back with your own story.")
    for words in ("Sign them, please.", "Known for years", "Come back with your own story."):
        assert words in page
    document.refresh_from_db()
    assert (document.state, str(document.expires_on)) == ("approved", "2098-12-31")
    assert SellerReview.objects.get().decision == "rejected"
    assert SellerProfile.objects.get(pk=pk).status == "draft"


def test_an_operator_sets_up_requirements_and_mistakes_are_named(admin_client: Any) -> None:
    add = "/admin/accounts/requirement/add/"
    fields = {
        "code": "food_licence", "kind": "computed", "gate": "sell", "check_name": "no-such", "countries": "DE XX",
        "legal_forms": "company kingdom", "asked_from_0": "2026-01-01", "asked_from_1": "00:00", "position": "5",
    }  # fmt: skip
    page = admin_client.post(add, fields).content.decode()
    assert all(words in page for words in ("no such check", "no country codes: XX", "no kinds: kingdom"))
    assert not Requirement.objects.exists()
    admin_client.post(add, fields | {"kind": "verified", "check_name": "", "countries": "de", "legal_forms": ""})
    assert Requirement.objects.get().countries == "DE"
