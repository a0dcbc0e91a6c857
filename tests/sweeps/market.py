"""One of each thing that belongs to somebody, and everybody who might ask for it."""

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from typing import Any

from django.apps import apps
from django.test import Client
from django.utils import timezone

from accounts.models import AppealFile, DataExport, Notification, Organisation, User
from accounts.operations import (
    add_company_document,
    appeal_hold,
    create_api_client,
    invite_member,
    place_hold,
    request_export,
    save_address,
    save_owner,
    save_tax_id,
    write_export,
)
from buyers.operations import ask_to_be_told, start_conversation
from buyers.sitemaps import part_of
from buyers.tasks import refresh_sitemaps
from orders.models import Cart, CartLine
from orders.operations import prepare_papers, record_customs_bill, render_paper, review_order, save_packing
from payments.models import Movement, Payout
from payments.operations import add_bank_account
from sellers.models import Listing, Lot, Markdown, PriceList, PriceListBuyer
from sellers.operations import (
    begin_export,
    begin_import,
    choose_for_bulk_edit,
    describe_picture,
    make_feed,
    schedule_change,
    write_catalogue,
    write_feed,
)
from tests.accounts.factories import actor_for, make_member, make_organisation, make_user, platform_actor, sign_in
from tests.orders.factories import (
    GERMAN_ADDRESS,
    SYSTEM,
    make_accepted_order,
    make_buyer,
    make_funded_order,
    make_locked_checkout,
    rates,
    variant_of,
)
from tests.payments.factories import make_connected_account
from tests.sellers.factories import make_evidence, make_listing, make_picture, make_seller
from tests.sellers.files import upload
from trade.fx import current_rates
from trade.operations import lock_fx_quote, queue_classification
from trade.operations.classify_goods import Goods

#: Rows that are written by looking: who signed in when, what was seen, what is sent again.
NOT_DATA = {"accounts.user", "kernel.idempotencykey", "kernel.event", "kernel.eventdelivery", "trade.screening"}


@dataclass
class Market:
    """`ids` fills the addresses; `people` are signed-in clients by role."""

    ids: dict[str, Any]
    people: dict[str, Client]
    buyer: Organisation
    seller: Organisation


def make_market() -> Market:
    now = timezone.now()
    buyer, seller = make_buyer(name="Buyer A"), make_seller("Seller A", country="CL", currency="USD")
    other_buyer, other_seller = make_buyer(name="Buyer B"), make_seller("Seller B")
    owner = actor_for(buyer)
    listing = make_listing(seller, stock=500)
    draft = make_listing(seller, status="draft")
    describe_picture(
        actor=actor_for(seller), listing=draft, picture=make_picture(draft).public_id, alt_text="A bowl", now=now
    )
    tailored = make_listing(seller, status="draft", kind="made_to_order")
    tuition = make_listing(seller, status="draft", kind="service")
    scheduled = schedule_change(
        actor=actor_for(seller), listing=listing, action="pause", due_at=now + timedelta(days=9), now=now
    )
    bulk = choose_for_bulk_edit(
        actor=actor_for(seller), listings=Listing.objects.all(), named=[draft.public_id], now=now
    )
    funded = make_funded_order(buyer=buyer, listing=listing, now=now)
    paper = _paper(seller, funded)
    accepted = make_accepted_order(buyer=buyer, listing=listing, now=now)
    checkout = make_locked_checkout(buyer=buyer, listing=listing, now=now)
    review = review_order(
        actor=owner, order=accepted, listing=listing.public_id, rating=5, text="As promised.", language="en", now=now
    )
    bill = record_customs_bill(
        actor=actor_for(seller),
        order=accepted,
        bill={"number": "ATC 7", "billed_on": now.date(), "currency": "EUR", "duty": "1", "tax": "1", "fees": "0"},
        paper=upload(),
        now=now,
    )
    cart = Cart.objects.create(user=owner.user, organisation=buyer)
    variant = variant_of(listing)
    line = CartLine.objects.create(cart=cart, variant=variant, quantity=5, seen_unit_price=10)
    conversation = start_conversation(actor=owner, listing=listing, body="Do you ship in May?", now=now)
    address = save_address(actor=owner, fields=GERMAN_ADDRESS, label="Quay", is_default=False, public_id="", now=now)
    invitation = invite_member(actor=owner, email="new@example.org", role="buyer", now=now)
    tax_id = save_tax_id(actor=owner, kind="vat", country="DE", value="DE136695976", now=now)
    beneficial = save_owner(actor=owner, full_name="Ilse Marquart", country="DE", now=now)
    client = create_api_client(actor=owner, name="ERP", scopes=["orders:read"], now=now)
    alert = ask_to_be_told(actor=owner, ship_to="DE", words="figs", now=now)
    markdown = Markdown.objects.create(
        organisation=seller, listing=listing, variant=variant, best_before_date=now.date(), percent=10, stock=1,
        before=[[1, "2.0000"]], after=[[1, "1.8000"]], marked_at=now,
    )  # fmt: skip
    lot = Lot.objects.create(
        listing=draft, variant=draft.variants.get(), received=5, available=5,
        best_before_date=now.date() + timedelta(days=30),
    )  # fmt: skip
    price_list = PriceList.objects.create(organisation=seller, name="Distributors", currency="USD", percent_off=5)
    PriceListBuyer.objects.create(price_list=price_list, organisation=buyer)
    make_connected_account(seller)
    document = add_company_document(actor=actor_for(seller), kind="register", upload=upload(), now=now)
    bank = add_bank_account(
        actor=actor_for(seller), country="CL", currency="USD", scheme="other", holder_name="Seller A",
        details={"account_number": "001234567", "bic": "BCHICLRM"}, now=now,
    )  # fmt: skip
    hold = place_hold(
        actor=platform_actor(), organisation_id=seller.pk, stops="listing", subject=draft.public_id, code="other",
        reason="A question.", ground="Terms", ends_at=now + timedelta(days=3), now=now,
    )  # fmt: skip
    appeal = appeal_hold(actor=actor_for(seller), hold=hold, text="An answer.", uploads=[], now=now)
    appeal_file = AppealFile.objects.create(appeal=appeal, file="appeals/none.pdf")
    refresh_sitemaps()
    feed = make_feed(actor=actor_for(seller), country="DE", language="en", currency="EUR", now=now)
    write_feed(feed_id=feed.pk, now=now)
    asked = queue_classification(actor=actor_for(seller), goods=Goods("A curious thing"), now=now)
    fx_quote = lock_fx_quote(actor=owner, source="USD", target="EUR", rates=current_rates(now.date()), now=now)
    payout = Payout.objects.filter(organisation=seller).first() or _payout(seller, accepted)
    job = begin_import(actor=actor_for(seller), upload=BytesIO(b"sku,title\nA,Bowl\n"), file_name="a.csv", now=now)
    export = begin_export(actor=actor_for(seller), form="csv", now=now)
    write_catalogue(export_id=export.pk)
    ids = {
        "import": job.public_id,
        "catalogue_export": export.public_id,
        "stop": "stop",
        "accounts": {"user_id": owner.user_id, "token": "none-such", "client_id": client.client.client_id},
        "accounts:withdraw_invitation": invitation.public_id,
        "accounts:notification": _notification(owner.user, buyer).public_id,
        "accounts:address": address.public_id,
        "accounts:remove_address": address.public_id,
        "accounts_api:address": address.public_id,
        "bank_account": bank.public_id,
        "company_document": document.public_id,
        "onboarding_step": "no-such-step",
        "onboarding_statement": "no-such-statement",
        "conversation": conversation.public_id,
        "listing": listing.public_id,
        "draft": draft.public_id,
        "picture": draft.pictures.get().public_id,
        "lot": lot.public_id,
        "price_list": price_list.public_id,
        "edit": draft.edits.get().public_id,
        "tailored": tailored.public_id,
        "tuition": tuition.public_id,
        "scheduled": scheduled.public_id,
        "bulk": bulk.public_id,
        "evidence": make_evidence(draft).public_id,
        "published_scan": make_evidence(listing, is_published=True).public_id,
        "hold": hold.public_id,
        "export": _export(seller).public_id,
        "appeal_file": appeal_file.public_id,
        "order": funded.public_id,
        "accepted": accepted.public_id,
        "bill": bill.public_id,
        "shipment": accepted.shipments.get().pk,
        "carrier_code": "harbour-express",
        "review": review.public_id,
        "checkout": checkout.public_id,
        "shipping_request": checkout.shipping_request.public_id,
        "line": line.public_id,
        "owner": beneficial.public_id,
        "tax_id": tax_id.public_id,
        "paper": paper.public_id,
        "paper_file": "pdf",
        "paper_kind": "packing_list",
        "authority_kind": "food_contact",
        "lot_alert": alert.public_id,
        "markdown": markdown.public_id,
        "payout": payout.public_id,
        "movement": Movement.objects.filter(organisation=seller).latest("id").public_id,
        "buyer_movement": Movement.objects.filter(organisation=buyer).latest("id").public_id,
        "slug": listing.slug,
        "storefront_tab": "reviews",
        "feed": feed.public_id,
        "feed_token": feed.token,
        "feed_file": "google.xml",
        "variant": variant.public_id,
        "sitemap_section": "listings",
        "sitemap_number": part_of(listing.pk),
        "sitemap_page": 1,
        "seller_slug": seller.seller_profile.slug,
        "category": listing.category.slug,
        "hs_code": "691200",
        "currency": "USD",
        "classification": asked.public_id,
        "fx_quote": fx_quote.public_id,
    }
    people = {
        "buyer": _client(owner.user, buyer),
        "buyer's viewer": _client(make_member(buyer, "viewer"), buyer),
        "buyer's finance": _client(make_member(buyer, "finance"), buyer),
        "seller": _client(actor_for(seller).user, seller),
        "seller's viewer": _client(make_member(seller, "viewer"), seller),
        "another buyer": _client(actor_for(other_buyer).user, other_buyer),
        "another seller": _client(actor_for(other_seller).user, other_seller),
        "staff": _client(make_user(is_staff=True), None),
        "nobody's": _client(make_member(make_organisation(), "viewer"), None),
    }
    return Market(ids, people, buyer, seller)


def _client(user: User | None, organisation: Organisation | None) -> Client:
    assert user is not None
    client = Client(raise_request_exception=False)
    sign_in(client, user, organisation)
    return client


def _notification(user: User | None, organisation: Organisation) -> Notification:
    return Notification.objects.create(
        user=user, organisation=organisation, kind="order", title="Shipped", body="", url="/orders/"
    )


def _paper(seller: Organisation, order: Any) -> Any:
    """A drawn invoice of the order."""
    actor, now = actor_for(seller), timezone.now()
    save_address(actor=actor, fields=GERMAN_ADDRESS, now=now)
    save_packing(actor=actor, order=order, packages=[{"kind": "CT", "count": 1, "gross_weight_g": 9000}], now=now)
    paper = prepare_papers(actor=actor, order=order, rates=rates(now), now=now)[0]
    return render_paper(actor=SYSTEM, public_id=paper.public_id, now=now)


def _export(seller: Organisation) -> DataExport:
    export = request_export(actor=actor_for(seller), now=timezone.now())
    write_export(export_id=export.pk)
    return DataExport.objects.get(pk=export.pk)


def _payout(seller: Organisation, order: Any) -> Payout:
    share = order.escrow.shares.get(purpose="seller")
    from payments.operations import request_payout
    from tests.payments.factories import SYSTEM

    return request_payout(share=share, actor=SYSTEM, now=timezone.now())


def _as_text(row: tuple[Any, ...]) -> str:
    return repr([bytes(value) if isinstance(value, memoryview) else value for value in row])


def state_of_the_books() -> dict[str, str]:
    """A fingerprint of every table of ours that holds something of somebody's."""
    found = {}
    for room in ("accounts", "trade", "sellers", "payments", "buyers", "orders"):
        for model in apps.get_app_config(room).get_models():
            if model._meta.label_lower not in NOT_DATA:
                rows = sorted(map(_as_text, model._default_manager.values_list()))
                found[model._meta.label] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    return found
