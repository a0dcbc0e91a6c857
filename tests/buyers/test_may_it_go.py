"""Where a listing may be sold: asked in editor, search, product page, cart and checkout, with papers on file."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actor import Actor
from buyers.search import SearchRequest, search
from marketplace.kernel.models import Event
from marketplace.kernel.private_files import open_private
from marketplace.kernel.refusals import InvalidInput, NotAllowed, NotFound
from orders import operations as buying
from orders.clearance import NotAllowedThere, NotConfirmed
from orders.models import CartLine, Order
from sellers import operations, queries
from sellers.models import Listing, ListingChange, TradeEvidence
from sellers.operations.decide_evidence import EvidenceDecided
from tests.accounts.factories import actor_for, make_user, sign_in
from tests.orders.factories import make_buyer, make_locked_checkout, variant_of
from tests.sellers.factories import make_evidence, make_listing, make_seller
from tests.sellers.files import upload
from trade.models import Edition, Restriction

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]
NOW = timezone.now()


def headphones(**over: Any) -> Any:
    seller = make_seller(country="CN", currency="USD")
    return make_listing(seller, **{"title": "Wireless headphones", "hs_code": "851830", "origin_country": "CN", **over})


def staff() -> Actor:
    return Actor.for_staff(make_user(is_staff=True))


def of(listing: Listing) -> dict[str, Any]:
    """What a paper that is for one listing says of its scope."""
    return {"scope": "listings", "listings": [listing.public_id]}


def found_in(country: str) -> list[int]:
    call_command("rebuild_index", verbosity=0)
    return search(SearchRequest(text="headphones", ship_to=country)).ids


def test_goods_that_may_go_nowhere_are_refused_at_their_field() -> None:
    listing = make_listing(make_seller(), title="Carved ivory figurine", hs_code="960110", status="draft", picture=True)
    events = Event.objects.count()
    with pytest.raises(InvalidInput) as refused:
        operations.submit_listing(actor=actor_for(listing.organisation), listing=listing, now=NOW)
    assert "9601" in str(refused.value.fields["hs_code"])
    listing.refresh_from_db()
    assert (listing.status, Event.objects.count()) == ("draft", events)


def test_search_leaves_out_what_may_not_come_and_says_why_when_asked(client: Client) -> None:
    listing = headphones()
    assert found_in("DE") == []
    page = client.get("/search/?q=headphones&anywhere=1")
    assert page.context["offers"][0].stopped
    make_evidence(listing, document="un38_3")
    make_evidence(listing, document="ce_declaration", destinations="DE FR")
    assert found_in("DE") == [listing.pk]
    assert found_in("IT") == []


def test_a_decided_document_reaches_search_and_the_seller() -> None:
    listing = headphones()
    owner = actor_for(listing.organisation)
    content = {"document": "ce_declaration", "number": "DoC-7", "issued_on": "2026-01-01"}
    paper = operations.add_evidence(actor=owner, content=content | of(listing), upload=upload(), now=NOW)
    assert open_private(paper.file).read()[:4] == b"RIFF"
    assert queries.papers_of([(listing.pk, listing.organisation_id)])[listing.pk] == ()
    ListingChange.objects.all().delete()
    operations.decide_evidence(
        actor=staff(), evidence=paper, decision="accepted", against="document", reason="", now=NOW
    )
    assert ListingChange.objects.get().listing_id == listing.pk
    assert [each.document for each in queries.papers_of([(listing.pk, listing.organisation_id)])[listing.pk]]
    with pytest.raises(EvidenceDecided):
        operations.decide_evidence(
            actor=staff(), evidence=paper, decision="accepted", against="document", reason="", now=NOW
        )


@pytest.mark.parametrize(
    ("content", "field"),
    [
        ({"document": "a letter", "number": "1"}, "document"),
        ({"document": "un38_3", "number": ""}, "number"),
        ({"document": "un38_3", "number": "1", "expires_on": "2020-01-01"}, "expires_on"),
        ({"document": "un38_3", "number": "1", "issued_on": "soon"}, "issued_on"),
        ({"document": "un38_3", "number": "1", "destinations": ["QQ"]}, "destinations"),
    ],
)
def test_a_document_that_makes_no_sense_is_refused(content: dict[str, Any], field: str) -> None:
    listing = headphones()
    with pytest.raises(InvalidInput) as refused:
        operations.add_evidence(
            actor=actor_for(listing.organisation), content=content | of(listing), upload=None, now=NOW
        )
    assert field in refused.value.fields
    assert not TradeEvidence.objects.exists()


def test_others_cannot_add_decide_or_look_at_a_document() -> None:
    listing, stranger = headphones(), actor_for(make_seller())
    content = {"document": "un38_3", "number": "1"}
    with pytest.raises(NotFound):
        operations.add_evidence(actor=stranger, content=content | of(listing), upload=None, now=NOW)
    paper = make_evidence(listing)
    with pytest.raises(NotAllowed):
        operations.decide_evidence(
            actor=stranger, evidence=paper, decision="accepted", against="document", reason="", now=NOW
        )
    with pytest.raises(NotFound):
        queries.one_evidence(stranger, paper.public_id)


def test_the_sellers_page_tells_what_is_missing_and_takes_it(client: Client) -> None:
    listing = headphones()
    owner = actor_for(listing.organisation)
    sign_in(client, owner.user, listing.organisation)
    url = reverse("sellers:where", args=[listing.public_id])
    page = client.get(url)
    assert page.status_code == 200
    assert "UN 38.3 test summary" in page.content.decode()
    answer = client.post(url, {"document": "un38_3", "number": "T-1", "scope": "all"})
    assert answer.status_code == 302
    assert TradeEvidence.objects.get().scope == "company"
    assert client.post(url, {"document": "un38_3", "number": ""}).status_code == 422
    live = client.post(
        reverse("sellers:where_live"), {"listing": listing.public_id, "title": "Clay bowl", "hs_code": "691200"}
    )
    assert "countries today" in live.content.decode()


def test_the_product_page_says_why_it_may_not_come(client: Client) -> None:
    listing = headphones()
    page = client.get(f"{listing.get_absolute_url()}?ship_to=DE")
    text = page.content.decode()
    assert not page.context["view"].may_buy
    assert "may not be sold to Germany today" in text
    assert "EU declaration of conformity (CE)" in text


def test_cart_and_checkout_refuse_and_leave_nothing_behind(client: Client) -> None:
    listing, buyer = headphones(), make_buyer()
    owner, variant = actor_for(buyer), variant_of(listing)
    with pytest.raises(NotAllowedThere) as refused:
        buying.add_to_cart(actor=owner, variant=variant.public_id, quantity=5, ship_to="DE", now=NOW)
    assert "Wireless headphones" in str(refused.value.detail)
    assert not CartLine.objects.exists()
    with pytest.raises(NotAllowedThere):
        make_locked_checkout(buyer=buyer, listing=listing)
    papers = [make_evidence(listing, document=code) for code in ("un38_3", "ce_declaration")]
    checkout = make_locked_checkout(buyer=buyer, listing=listing)
    assert checkout.clearance["lines"][0]["outcome"] == "allowed"
    operations.decide_evidence(actor=staff(), evidence=papers[0], decision="revoked", reason="Forged.", now=NOW)
    events = Event.objects.count()
    with pytest.raises(NotAllowedThere):
        buying.place_order(actor=owner, checkout=checkout, now=timezone.now())
    assert (Order.objects.count(), Event.objects.count()) == (0, events)


def test_what_the_importer_confirms_is_kept_with_the_order() -> None:
    listing = make_listing(make_seller(country="CL", currency="USD"), title="Pine planks", hs_code="440711")
    Restriction.objects.create(
        code="de-test-permit", kind="import", outcome="needs_licence", destinations="DE", hs_prefixes="4407",
        who="buyer", documents="import_licence", reason="steel_monitored", valid_from=date(2020, 1, 1), source="Test",
        source_date=date(2026, 1, 1),
    )  # fmt: skip
    from trade.editions import forget_all

    forget_all()
    checkout = make_locked_checkout(listing=listing)
    owner = actor_for(checkout.organisation)
    keys = [each["key"] for each in checkout.clearance["to_confirm"]]
    assert "de-test-permit" in keys
    with pytest.raises(NotConfirmed):
        buying.place_order(actor=owner, checkout=checkout, now=timezone.now())
    assert not Order.objects.exists()
    order = buying.place_order(actor=owner, checkout=checkout, confirmed=keys, now=timezone.now())
    assert order.clearance["confirmed"] == keys
    assert order.clearance["rule_version"].startswith("restrictions-")
    forget_all()


def test_a_rule_that_begins_tells_search_of_the_listings_it_concerns() -> None:
    listing, other = headphones(), make_listing(make_seller(), title="Clay bowl")
    row = Restriction(
        code="de-headphones", kind="market", outcome="blocked", destinations="DE", hs_prefixes="851830",
        reason="jammers", who="seller", valid_from=NOW.date() + timedelta(1), source="Test", source_date=NOW.date(),
    )  # fmt: skip
    row.save()
    Edition.objects.filter(kind="restriction_day").delete()
    operations.sweep_restrictions(now=NOW)
    ListingChange.objects.all().delete()
    assert operations.sweep_restrictions(now=NOW) == 0
    assert operations.sweep_restrictions(now=NOW + timedelta(1)) >= 1
    changed = set(ListingChange.objects.values_list("listing_id", flat=True))
    assert listing.pk in changed
    assert other.pk not in changed
    assert operations.sweep_restrictions(now=NOW + timedelta(1)) == 0


def test_the_api_answers_for_goods_and_listings(client: Client) -> None:
    asked = {"hs_code": "081040", "origin": "CL", "title": "Blueberries", "destinations": ["DE", "KP"]}
    answer = client.post("/api/v1/may-it-go", asked, content_type="application/json").json()
    assert [each["outcome"] for each in answer["destinations"]] == ["needs_document", "blocked"]
    reason = answer["destinations"][0]["reasons"][0]
    assert reason["documents"][0]["code"] == "phytosanitary"
    assert reason["source"]
    assert answer["rule_version"]
    bad = client.post("/api/v1/may-it-go", {"origin": "XX", "hs_code": "12"}, content_type="application/json")
    assert bad.status_code == 422
    assert all(field in bad.content.decode() for field in ("origin", "hs_code"))
    listing = headphones()
    public = client.get(f"/api/v1/listings/{listing.public_id}/destinations").json()
    assert "DE" in public["closed_to"]
    assert client.get("/may-it-go/?origin=CL&hs_code=081040&title=Blueberries").status_code == 200
