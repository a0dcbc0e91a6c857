"""Delivery terms: what the seller offers, what the buyer chooses, and what is collected for it, down to the ledger."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.operations import save_tax_id, verify_tax_id
from marketplace.kernel.money import Money
from marketplace.kernel.refusals import InvalidInput
from orders import operations, queries, terms
from orders.models import Checkout, Order
from orders.rules import Party
from payments.models import Posting
from tests.accounts.factories import actor_for, sign_in
from tests.orders.factories import (
    GERMAN_ADDRESS,
    SYSTEM,
    bring_papers,
    make_addressed_checkout,
    make_buyer,
    make_locked_checkout,
    make_shipped_order,
    pay,
    rates,
)
from tests.sellers.factories import make_listing, make_seller
from tests.sellers.files import upload
from trade.incoterms import TERMS
from trade.insurance import premium

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]
ALL = list(TERMS)


def text(response: Any) -> str:
    return response.content.decode()


def checkout_under(code: str, *, mode: str = "", seller_currency: str = "EUR") -> Checkout:
    """A locked checkout under a term of a listing that offers all of them."""
    seller = make_seller(country="CN", currency=seller_currency)
    listing = make_listing(seller, hs_code="610910", price="20.00", weight_g=20_000, incoterms=ALL)
    checkout = make_addressed_checkout(listing=listing, quantity=10)
    actor, now = actor_for(checkout.organisation), timezone.now()
    if mode:
        quote = checkout.shipping_request.quotes.filter(state="answered", service__mode=mode).first()
        assert quote is not None, f"no {mode} offer"
        checkout = operations.choose_shipping(actor=actor, checkout=checkout, quote=quote.public_id, now=now)
    checkout = operations.choose_incoterm(actor=actor, checkout=checkout, incoterm=code, now=now)
    return operations.lock_checkout(actor=actor, checkout=checkout, rates=rates(), now=now)


@pytest.mark.parametrize(
    ("offers", "mode", "known", "possible"),
    [
        ([["DDP", "DAP"]], "air", True, ("DDP", "DAP")),
        ([["DDP", "DAP"]], "air", False, ("DAP",)),
        ([["DDP"]], "air", False, ("DAP",)),
        ([["FOB", "CIF", "DAP"]], "air", True, ("DAP",)),
        ([["FOB", "CIF", "DAP"]], "sea", True, ("DAP", "CIF", "FOB")),
        ([["FOB"]], "express", True, ("DAP",)),
        ([["EXW", "DAP"], ["EXW", "FCA"]], "air", True, ("EXW",)),
    ],
)
def test_what_can_be_chosen(offers: Any, mode: str, known: bool, possible: Any) -> None:
    assert terms.possible_terms(offers, mode=mode, can_collect=known) == possible
    assert terms.term_for("EXW", possible) == ("EXW" if "EXW" in possible else possible[0])


@pytest.mark.parametrize("code", ["EXW", "FCA", "CPT", "CIP", "DAP", "DPU", "DDP"])
def test_what_is_collected_is_what_the_table_says_down_to_the_ledger(code: str) -> None:
    checkout = checkout_under(code)
    term, amounts = TERMS[code], checkout.amounts
    assert checkout.incoterm == code
    assert bool(amounts["freight"]) == term.has_freight
    assert bool(amounts["insurance"]) == term.has_cover
    assert bool(amounts["duty"] + amounts["tax"]) == term.has_customs
    # Whoever is paid, the door costs all of it.
    landed = checkout.landed
    assert Decimal(landed["freight"]) > 0 and Decimal(landed["duty"]) > 0 and Decimal(landed["tax"]) > 0
    now_paid = Decimal(amounts["total"]).scaleb(-2)
    later = sum(Decimal(value) for value in landed["elsewhere"].values())
    assert Decimal(landed["total"]) == now_paid + later
    assert ("freight" in landed["elsewhere"]) == (not term.has_freight)
    assert ("duty" in landed["elsewhere"]) == (not term.has_customs)
    assert bool(landed["promise"]) == term.has_customs
    order = operations.place_order(actor=actor_for(checkout.organisation), checkout=checkout, now=timezone.now())
    order = pay(order)
    _finish(order)
    released = dict(
        Posting.objects.filter(entry__kind="escrow.released").values_list("account__purpose", "amount_minor")
    )
    commission = order.commission_minor
    assert released["available"] == -(order.goods_minor + order.freight_minor + order.insurance_minor - commission)
    assert released.get("customs", 0) == -order.customs_minor
    assert sum(released.values()) == 0


def _finish(order: Order) -> None:
    now = timezone.now()
    bring_papers(order, now)
    operations.ship_order(
        actor=actor_for(order.seller), order=order, carrier="DHL Express", tracking_number="X1234",
        expected_date=now.date(), now=now,
    )  # fmt: skip
    operations.accept_order(actor=actor_for(order.organisation), order=order, now=now)


def test_terms_of_the_sea_go_by_sea_and_insure_what_they_say() -> None:
    by_sea = checkout_under("CIF", mode="sea")
    assert by_sea.incoterm == "CIF" and by_sea.amounts["insurance"] > 0
    goods, freight = (Money(Decimal(by_sea.amounts[part]).scaleb(-2), "EUR") for part in ("goods", "freight"))
    assert by_sea.amounts["insurance"] == int(
        premium(goods, freight, cover="C", percent={"C": Decimal("0.25")}).amount * 100
    )
    in_the_air = checkout_under("CIF", mode="air")
    assert in_the_air.incoterm == "DDP"


def test_a_premium_is_of_a_hundred_and_ten_percent() -> None:
    found = premium(Money("1000.00", "EUR"), Money("100.00", "EUR"), cover="A", percent={"A": Decimal("0.5")})
    assert found == Money("6.05", "EUR")


def test_insurance_of_a_seller_in_another_currency_is_paid_out_with_the_freight() -> None:
    checkout = checkout_under("CIP", seller_currency="USD")
    order = operations.place_order(actor=actor_for(checkout.organisation), checkout=checkout, now=timezone.now())
    assert order.seller_insurance_minor > 0
    assert order.seller_net_minor == (
        order.seller_goods_minor + order.seller_freight_minor + order.seller_insurance_minor
        - order.seller_commission_minor
    )  # fmt: skip
    seller_share = order.escrow.shares.get(purpose="seller")
    assert seller_share.payout_minor == order.seller_net_minor


def test_a_number_that_fails_its_check_takes_no_tax_off_an_order() -> None:
    """In France a registered importer pays no tax at the border: an estimate believes a typed number, no order does."""
    buyer = make_buyer(country="FR")
    with pytest.raises(InvalidInput):
        save_tax_id(actor=actor_for(buyer), kind="vat", country="FR", value="FR12345678901", now=timezone.now())
    assert not buyer.tax_ids.exists()
    address = GERMAN_ADDRESS | {"country": "FR", "city": "Paris", "postal_code": "75001"}
    checkout = make_locked_checkout(buyer=buyer, address=address)
    assert Decimal(checkout.landed["tax"]) > 0 and Decimal(checkout.landed["self_assessed_tax"]) == 0


def test_a_buyer_whose_number_is_confirmed_there_accounts_for_the_tax_themselves() -> None:
    buyer = make_buyer(country="FR")
    address = GERMAN_ADDRESS | {"country": "FR", "city": "Paris", "postal_code": "75001"}
    number = save_tax_id(actor=actor_for(buyer), kind="vat", country="FR", value="FR40303265045", now=timezone.now())
    typed = make_locked_checkout(buyer=buyer, address=address)
    assert Decimal(typed.landed["tax"]) > 0
    verify_tax_id(actor=SYSTEM, tax_id=number, is_valid=True, reference="VIES 1", now=timezone.now())
    confirmed = make_locked_checkout(buyer=buyer, address=address)
    assert Decimal(confirmed.landed["tax"]) == 0 and Decimal(confirmed.landed["self_assessed_tax"]) > 0
    assert confirmed.amounts["total"] < typed.amounts["total"]


def test_only_what_the_seller_offers_can_be_chosen() -> None:
    checkout = make_locked_checkout()
    with pytest.raises(InvalidInput):
        operations.choose_incoterm(
            actor=actor_for(checkout.organisation), checkout=checkout, incoterm="EXW", now=timezone.now()
        )
    checkout.refresh_from_db()
    assert (checkout.wanted_incoterm, checkout.state) == ("", "locked")


def test_the_company_offers_what_a_listing_does_not_say_and_the_editor_says_so(client: Client) -> None:
    seller = make_seller(country="CL", currency="USD")
    listing = make_listing(seller, picture=True)
    assert listing.terms == ("DDP", "DAP")
    seller.seller_profile.incoterms = ["FCA", "DAP"]
    seller.seller_profile.save()
    assert make_listing(seller).terms == ("DAP", "FCA")
    sign_in(client, actor_for(seller).user)
    page = client.get(reverse("sellers:edit_listing", args=[listing.public_id]))
    assert page.context["terms"] == ("DAP", "FCA")
    assert "terms-strip" in text(page)
    sent = {"incoterms_shown": "1", "incoterms": ["CPT", "DDP"], "title": listing.title, "version": listing.version}
    answer = client.post(page.request["PATH_INFO"], sent)
    assert answer.status_code == 302, answer.context["form"].errors
    listing.refresh_from_db()
    assert listing.incoterms == ["CPT", "DDP"]


def test_buyer_chooses_on_the_review_page_and_both_sides_see_who_pays(client: Client) -> None:
    seller = make_seller(country="CN", currency="USD")
    listing = make_listing(seller, hs_code="610910", price="20.00", incoterms=["DDP", "DAP", "FCA"])
    checkout = make_locked_checkout(listing=listing, quantity=10)
    sign_in(client, actor_for(checkout.organisation).user)
    url = reverse("orders:checkout_review", args=[checkout.public_id])
    page = text(client.get(url))
    assert "Duty and tax included (DDP)" in page and "terms-strip" in page
    bad = client.post(reverse("orders:checkout_terms", args=[checkout.public_id]), {"incoterm": "EXW"}, follow=True)
    assert "Choose one of the terms the seller offers." in text(bad)
    page = client.post(reverse("orders:checkout_terms", args=[checkout.public_id]), {"incoterm": "FCA"}, follow=True)
    assert "You book and pay the main carriage yourself." in text(page)
    assert "Freight, paid by you elsewhere" in text(page)
    checkout.refresh_from_db()
    assert (checkout.incoterm, checkout.amounts["freight"]) == ("FCA", 0)
    client.post(reverse("orders:pay", args=[checkout.public_id]))
    order = Order.objects.get()
    assert "terms-strip" in text(client.get(reverse("orders:order", args=[order.public_id])))
    other = Client()
    sign_in(other, actor_for(seller).user)
    shown = text(other.get(reverse("orders:order", args=[order.public_id])))
    assert "The buyer books the main carriage" in shown


def test_the_bill_is_entered_and_shown_on_the_order_page(client: Client) -> None:
    order = make_shipped_order(quantity=10)
    sign_in(client, actor_for(order.seller).user)
    url = reverse("orders:customs_bill", args=[order.public_id])
    order.refresh_from_db()
    given = {"number": "ATC 9", "billed_on": timezone.now().date(), "currency": "EUR", "duty": "1,5", "tax": "x"}
    refused = client.post(url, given)
    assert refused.status_code == 422 and "Enter an amount of zero or more." in text(refused)
    given |= {"tax": str(Decimal(order.customs_minor).scaleb(-2)), "paper": upload()}
    assert client.post(url, given).status_code == 302
    page = client.get(reverse("orders:order", args=[order.public_id]))
    assert "ATC 9" in text(page)
    bill = order.customs_bills.get()
    assert bill.state == "waiting"
    operations.accept_order(actor=actor_for(order.organisation), order=order, now=timezone.now())
    operations.settle_waiting_bill(actor=SYSTEM, order=order, now=timezone.now())
    buyer = Client()
    sign_in(buyer, actor_for(order.organisation).user)
    page = buyer.get(reverse("orders:order", args=[order.public_id]))
    assert "What customs charged" in text(page)
    paper = buyer.get(reverse("orders:customs_paper", args=[order.public_id, bill.public_id]))
    assert (paper["Content-Type"], paper["Cache-Control"]) == ("image/webp", "private, no-store")
    # Who is asked for the difference does not write the bill.
    assert buyer.get(url).status_code == 404
    assert queries.party_of(actor_for(order.organisation), order) is Party.BUYER
    stranger = Client()
    sign_in(stranger, actor_for(make_buyer()).user)
    assert stranger.get(reverse("orders:customs_paper", args=[order.public_id, bill.public_id])).status_code == 404
