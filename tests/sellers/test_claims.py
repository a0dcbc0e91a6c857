"""Trust is evidence: what counts, until when, who decides, and what buyers are told of it."""

from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfWriter

from accounts.models import Notification, Organisation
from marketplace.kernel.models import Event
from marketplace.kernel.private_files import private_storage
from marketplace.kernel.refusals import InvalidInput, NotAllowed, NotFound, Refusal
from sellers import operations, queries
from sellers.claims import KINDS, reminder_due
from sellers.models import EvidenceDecision, EvidenceReminder, TradeEvidence
from sellers.operations._evidence import EvidenceDecided
from sellers.operations.publish_scan import NothingToPublish
from sellers.tasks import remind_of_evidence
from tests.accounts.factories import actor_for, make_member, platform_actor, sign_in
from tests.sellers.factories import make_evidence, make_listing, make_seller, make_variant

pytestmark = pytest.mark.django_db(transaction=True)

NOW = datetime(2026, 3, 3, 12, tzinfo=UTC)
TODAY = NOW.date()
ISO: dict[str, Any] = {
    "document": "iso_9001", "number": "QM-7", "issuer": "TÜV Nord", "issued_on": "2025-03-01",
    "expires_on": "2028-02-28", "scope": "company",
}  # fmt: skip


def a_pdf() -> SimpleUploadedFile:
    writer, out = PdfWriter(), BytesIO()
    writer.add_blank_page(300, 400)
    writer.write(out)
    return SimpleUploadedFile("certificate.pdf", out.getvalue(), "application/pdf")


def claimed(seller: Organisation, **over: Any) -> TradeEvidence:
    return operations.add_evidence(actor=actor_for(seller), content=ISO | over, upload=a_pdf(), now=NOW)


def decided(paper: TradeEvidence, decision: str, reason: str = "", against: str = "document") -> TradeEvidence:
    return operations.decide_evidence(
        actor=platform_actor(), evidence=paper, decision=decision, reason=reason, against=against, now=NOW
    )


def stored_files() -> int:
    try:
        return sum(
            len(private_storage().listdir(f"evidence/{folder}")[1])
            for folder in private_storage().listdir("evidence")[0]
        )
    except FileNotFoundError:
        return 0


def test_a_claim_is_shown_only_once_somebody_looked_and_says_who_and_until_when() -> None:
    seller = make_seller()
    paper = claimed(seller)
    assert queries.claims_shown(seller, TODAY) == []
    decided(paper, "accepted", against="register")
    (shown,) = queries.claims_shown(seller, TODAY)
    assert (shown.label, shown.issuer, shown.number) == ("ISO 9001 quality management", "TÜV Nord", "QM-7")
    assert (shown.checked_on, shown.checked_against, shown.expires_on) == (TODAY, "register", date(2028, 2, 28))
    kept = paper.decisions.get()
    assert kept.decision == "accepted" and kept.by is not None and kept.by.is_staff


@pytest.mark.parametrize(
    ("on", "counts"),
    [(date(2025, 2, 28), False), (date(2025, 3, 1), True), (date(2028, 2, 28), True), (date(2028, 2, 29), False)],
)
def test_a_claim_begins_and_ends_by_itself_at_the_edge_of_the_day(on: date, counts: bool) -> None:
    listing = make_listing()
    days: dict[str, Any] = {
        "issued_on": date(2025, 3, 1),
        "expires_on": date(2028, 2, 28),
        "is_published": True,
        "file": "evidence/x.pdf",
    }
    make_evidence(organisation=listing.organisation, document="iso_9001", **days)
    paper = make_evidence(listing, document="organic", **days)
    assert bool(queries.claims_shown(listing.organisation, on)) is counts
    assert bool(queries.listing_claims_shown(listing, on)) is counts
    assert paper.counts(on) is counts
    if counts:
        assert queries.published_scan(paper.public_id, on) == paper
    else:
        with pytest.raises(NotFound):
            queries.published_scan(paper.public_id, on)


def test_a_claim_for_a_sku_stays_with_that_sku() -> None:
    listing, other = make_listing(), make_listing()
    make_variant(listing, sku="BOWL-L")
    sku = listing.variants.get(sku="BOWL-L")
    paper = claimed(listing.organisation, document="oeko_tex", scope="listings", listings=[sku.public_id])
    decided(paper, "accepted")
    (shown,) = queries.listing_claims_shown(listing, TODAY)
    assert shown.skus == ["BOWL-L"]
    assert queries.listing_claims_shown(other, TODAY) == queries.claims_shown(listing.organisation, TODAY) == []
    # For the rules of other countries one SKU does not speak for the whole listing.
    assert queries.papers_of([(listing.pk, listing.organisation_id)])[listing.pk] == ()
    # Nor does a certificate for one listing become the company's when that listing goes.
    listing.delete()
    assert queries.claims_shown(paper.organisation_id, TODAY) == []


def test_the_certificate_that_lasts_longer_stands_for_both() -> None:
    seller = make_seller()
    old = make_evidence(organisation=seller, document="iso_9001", issuer="TÜV", expires_on=TODAY + timedelta(5))
    new = make_evidence(
        organisation=seller, document="iso_9001", issuer="TÜV", expires_on=TODAY + timedelta(900), replaces=old
    )
    assert [claim.public_id for claim in queries.claims_shown(seller, TODAY)] == [new.public_id]


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"document": "best_seller"}, "document"),
    ({"number": ""}, "number"),
    ({"issuer": ""}, "issuer"),
    ({"expires_on": ""}, "expires_on"),
    ({"expires_on": "2026-03-02"}, "expires_on"),
    ({"issued_on": "2026-03-04"}, "issued_on"),
    ({"scope": "site", "site": " "}, "site"),
    ({"scope": "listings"}, "scope"),
    ({"document": "oeko_tex", "scope": "listings", "listings": []}, "listings"),
    ({"destinations": ["QQ"]}, "destinations"),
    ({"stars": "5"}, "stars"),
]  # fmt: skip


@pytest.mark.parametrize(("over", "field"), REFUSED)
def test_what_makes_no_sense_is_refused_at_its_field_and_leaves_nothing(over: dict[str, Any], field: str) -> None:
    seller, files = make_seller(), stored_files()
    with pytest.raises(InvalidInput) as refusal:
        claimed(seller, **over)
    assert field in refusal.value.fields
    assert not TradeEvidence.objects.exists() and not Event.objects.filter(name__startswith="sellers.evidence").exists()
    assert stored_files() == files


def test_a_certificate_without_its_scan_is_refused_and_a_trader_needs_none() -> None:
    owner = actor_for(make_seller())
    with pytest.raises(InvalidInput) as refusal:
        operations.add_evidence(actor=owner, content=ISO, upload=None, now=NOW)
    assert "file" in refusal.value.fields
    trader = operations.add_evidence(actor=owner, content={"document": "trader"}, upload=None, now=NOW)
    assert trader.state == "waiting"


def test_another_sellers_listing_or_paper_cannot_be_claimed_and_the_scan_is_gone_again() -> None:
    theirs, seller, files = make_listing(), make_seller(), stored_files()
    for over in (
        {"document": "organic", "scope": "listings", "listings": [theirs.public_id]},
        {"replaces": make_evidence(theirs).public_id},
    ):
        with pytest.raises(NotFound):
            claimed(seller, **over)
    assert not TradeEvidence.objects.filter(organisation=seller).exists() and stored_files() == files


def test_reviewers_ask_for_more_and_the_seller_answers() -> None:
    seller = make_seller()
    member = make_member(seller)
    paper = decided(claimed(seller, number="QM-?"), "asked", "The number cannot be read.")
    operations.tell_seller_of_evidence(evidence_id=paper.pk, now=NOW)
    assert "cannot be read" in Notification.objects.filter(user=member).get().body
    before = paper.file
    paper = operations.answer_evidence(
        actor=actor_for(seller), evidence=paper, content={"number": "QM-7"}, upload=a_pdf(), now=NOW
    )
    assert (paper.state, paper.number, paper.issuer) == ("waiting", "QM-7", "TÜV Nord")
    assert paper.file != before and not private_storage().exists(before)
    assert [each.decision for each in paper.decisions.order_by("pk")] == ["asked", "answered"]


def test_decisions_need_a_reason_a_person_and_the_right_moment() -> None:
    paper = claimed(make_seller())
    refusals: list[tuple[type[Refusal], str, str, str]] = [
        (InvalidInput, "refused", "", ""),
        (InvalidInput, "asked", " ", ""),
        (InvalidInput, "accepted", "", ""),
        (InvalidInput, "accepted", "", "a feeling"),
        (InvalidInput, "praised", "x", ""),
        (EvidenceDecided, "revoked", "x", ""),
    ]
    for refusal, decision, reason, against in refusals:
        with pytest.raises(refusal):
            decided(paper, decision, reason, against)
    with pytest.raises(NotAllowed):
        operations.decide_evidence(
            actor=actor_for(paper.organisation),
            evidence=paper,
            decision="accepted",
            reason="",
            against="document",
            now=NOW,
        )
    with pytest.raises(InvalidInput):
        operations.decide_evidence(
            actor=platform_actor(), evidence=paper, decision="accepted", reason="", against="document",
            now=datetime(2028, 3, 1, tzinfo=UTC),
        )  # fmt: skip
    paper.refresh_from_db()
    assert paper.state == "waiting" and not EvidenceDecision.objects.exists()


def test_what_was_accepted_is_taken_down_with_a_reason() -> None:
    seller = make_seller()
    paper = decided(claimed(seller), "accepted")
    with pytest.raises(InvalidInput):
        decided(paper, "revoked")
    assert queries.claims_shown(seller, TODAY)
    decided(paper, "revoked", "The issuer withdrew it.")
    assert queries.claims_shown(seller, TODAY) == []
    with pytest.raises(EvidenceDecided):
        decided(paper, "accepted")


def test_a_scan_is_private_until_it_is_published_and_again_afterwards(client: Client) -> None:
    seller = make_seller()
    owner = actor_for(seller)
    paper = claimed(seller)
    url = reverse("sellers:public_scan", args=[paper.public_id])
    with pytest.raises(NothingToPublish):
        operations.publish_scan(actor=owner, evidence=paper, is_published=True, now=NOW)
    decided(paper, "accepted")
    assert client.get(url).status_code == 404
    operations.publish_scan(actor=owner, evidence=paper, is_published=True, now=NOW)
    answer = client.get(url)
    assert answer.status_code == 200 and answer["Content-Type"] == "application/pdf"
    assert "sandbox" in answer["Content-Security-Policy"] and answer["X-Content-Type-Options"] == "nosniff"
    operations.publish_scan(actor=owner, evidence=paper, is_published=False, now=NOW)
    assert client.get(url).status_code == 404


@pytest.mark.parametrize(
    ("left", "told", "due"),
    [
        (61, None, None), (60, None, 60), (59, None, 60), (59, 60, None), (31, 60, None), (30, 60, 30), (8, 30, None),
        (7, 30, 7), (1, 7, None), (0, 7, 0), (-1, 0, None), (-1, 7, 0), (-14, 7, 0), (-15, 7, None), (3, None, 7),
    ],
)  # fmt: skip
def test_which_reminder_is_due(left: int, told: int | None, due: int | None) -> None:
    assert reminder_due(expires_on=TODAY + timedelta(left), on=TODAY, told=told) == due


def test_the_seller_is_reminded_once_each_time_and_not_of_what_is_renewed() -> None:
    seller = make_seller()
    member = make_member(seller)
    today = timezone.now().date()
    paper = make_evidence(organisation=seller, document="iso_9001", expires_on=today + timedelta(30))
    renewed = make_evidence(organisation=seller, document="haccp", expires_on=today + timedelta(7))
    make_evidence(organisation=seller, document="haccp", expires_on=today + timedelta(900), replaces=renewed)
    make_evidence(organisation=seller, document="gots", expires_on=today + timedelta(7), state="waiting")
    assert (remind_of_evidence(), remind_of_evidence()) == (1, 0)
    told = Notification.objects.get(user=member)
    assert told.kind == "evidence_ends" and "30" in told.title and paper.number in told.body
    TradeEvidence.objects.filter(pk=paper.pk).update(expires_on=today)
    assert (remind_of_evidence(), remind_of_evidence()) == (1, 0)
    assert sorted(EvidenceReminder.objects.values_list("days", flat=True)) == [0, 30]


def test_buyers_read_it_on_the_product_page_the_storefront_and_over_the_api(client: Client) -> None:
    listing = make_listing(picture=True)
    seller, today = listing.organisation, timezone.now()
    make_evidence(organisation=seller, document="trader", number="", decided_at=today)
    make_evidence(listing, document="organic", issuer="Ecocert", expires_on=today.date())
    make_evidence(listing, document="gots", issuer="Gone", expires_on=today.date() - timedelta(1))
    make_evidence(listing, document="phytosanitary", issuer="One consignment")
    page = client.get(listing.get_absolute_url()).content.decode()
    assert "Trader" in page and "Issued by Ecocert" in page and "Checked by Bridgeway on" in page
    assert "Gone" not in page and "One consignment" not in page
    store = client.get(seller.seller_profile.get_absolute_url()).content.decode()
    assert "It says so openly" in store and "Ecocert" not in store
    rows = client.get(f"/api/v1/listings/{listing.public_id}/claims").json()
    assert [(row["kind"], row["issuer"]) for row in rows] == [("organic", "Ecocert")]
    rows = client.get(f"/api/v1/sellers/{seller.seller_profile.slug}/claims").json()
    assert [row["kind"] for row in rows] == ["trader"]


def test_the_pages_take_a_claim_from_sending_to_showing(client: Client) -> None:
    seller = make_seller()
    sign_in(client, make_member(seller), seller)
    new = reverse("sellers:new_claim")
    assert client.get(new).status_code == 200
    assert client.post(new, ISO | {"number": "", "file": a_pdf()}).status_code == 422
    soon = {"issued_on": "", "expires_on": (timezone.now().date() + timedelta(400)).isoformat()}
    answer = client.post(new, ISO | soon | {"file": a_pdf()})
    paper = TradeEvidence.objects.get()
    assert answer.headers["Location"] == reverse("sellers:claim", args=[paper.public_id])
    page = client.get(answer.headers["Location"])
    assert "Correct it while it is being checked" in page.content.decode()
    assert client.get(reverse("sellers:claims")).status_code == 200
    assert (
        client.post(answer.headers["Location"], {"do": "answer", "number": "QM-8", "issuer": "TÜV", **soon}).status_code
        == 302
    )
    paper.refresh_from_db()
    assert paper.number == "QM-8"
    assert client.post(answer.headers["Location"], {"do": "withdraw"}).status_code == 302
    paper.refresh_from_db()
    assert paper.state == "withdrawn"


def test_staff_decide_on_the_page_of_one_claim(admin_client: Client) -> None:
    paper = claimed(make_seller(), expires_on=(timezone.now().date() + timedelta(400)).isoformat())
    page = f"/admin/sellers/tradeevidence/{paper.pk}/"
    assert "TÜV Nord" in admin_client.get(f"{page}change/").content.decode()
    assert admin_client.get(f"{page}scan/")["Content-Type"] == "application/pdf"
    admin_client.post(f"{page}decide/", {"decision": "accepted", "against": ""})
    paper.refresh_from_db()
    assert paper.state == "waiting"
    admin_client.post(f"{page}decide/", {"decision": "accepted", "against": "visit"})
    paper.refresh_from_db()
    assert (paper.state, paper.checked_against) == ("approved", "visit")
    assert admin_client.get("/admin/sellers/tradeevidence/").status_code == 200


def test_every_kind_says_something_and_names_who_may_vouch() -> None:
    for kind in KINDS.values():
        assert str(kind.label) and str(kind.verifier) and kind.scopes
        assert kind.group == "trade" or str(kind.says), kind.code
