"""What exactly is bought and at what price: packs, lead times, sums over variants, prices of chosen buyers, lots."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Organisation
from marketplace.kernel.refusals import InvalidInput, NotFound
from orders import operations, queries
from orders.lines import BelowMinimum, LeadTimeOnRequest, NotAWholePack
from orders.models import Cart, CartLine, OrderLine
from orders.operations._checkouts import LinesRefused
from sellers.lead_times import check_lead_times, lead_time_for
from sellers.models import Listing, Lot, Markdown, PriceList, Variant
from sellers.operations import close_price_list, set_price_list, set_variants
from sellers.prices import price_of
from tests.accounts.factories import actor_for, make_member, make_organisation, sign_in
from tests.orders.factories import make_locked_checkout, make_order
from tests.sellers.factories import make_listing, make_seller, make_tiers, make_variant

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]


def _buyer(name: str = "Hanse") -> Organisation:
    buyer = make_organisation(name=name, country="DE", currency="EUR", sells=False, buys=True)
    make_member(buyer)
    return buyer


def _give(listing: Listing, buyer: Organisation, **content: Any) -> PriceList:
    given = {"name": "Friends", "currency": listing.currency, "buyers": [buyer.public_id], "percent_off": "10"}
    return set_price_list(
        actor=actor_for(listing.organisation), price_list=None, content={**given, **content}, now=timezone.now()
    )


def _page(client: Client, listing: Listing, query: str = "") -> str:
    return client.get(f"{listing.get_absolute_url()}{query}").content.decode()


def _read(variant: Variant) -> Variant:
    return queries.variants_read().get(pk=variant.pk)


def test_only_the_named_buyer_is_shown_and_charged_the_price_and_the_order_keeps_the_list() -> None:
    listing = make_listing(make_seller("Bottega Serra", country="IT"), tiers=[(1, "10.00"), (50, "8.00")])
    buyer, stranger = _buyer(), _buyer("Stranger")
    price_list = _give(listing, buyer)
    named, other = Client(), Client()
    sign_in(named, make_member(buyer), buyer)
    sign_in(other, make_member(stranger), stranger)
    assert "Your price from Bottega Serra" in _page(named, listing)
    assert "9.00" in _page(named, listing)
    shop = listing.organisation.seller_profile.get_absolute_url()
    assert "Your price" in named.get(shop).content.decode()
    # The storefront speaks of the reader's door, as search does.
    assert "at your door" in other.get(shop).content.decode()
    for reader in (other, Client()):
        assert "Your price" not in reader.get(shop).content.decode()
        page = _page(reader, listing)
        assert "Your price" not in page
        assert "Friends" not in page
        assert price_list.public_id not in page
    assert "Friends" not in _page(named, listing)

    variant = listing.variants.get()
    named.post("/cart/add/", {"variant": variant.public_id, "quantity": "5"})
    assert CartLine.objects.get().seen_unit_price == Decimal("9.00")
    assert "Your price from Bottega Serra" in named.get("/cart/").content.decode()

    checkout = make_locked_checkout(buyer=buyer, listing=listing, quantity=5)
    order = operations.place_order(actor=actor_for(buyer), checkout=checkout, now=timezone.now())
    line = OrderLine.objects.get(order=order)
    assert (line.list_unit_price, line.price_list) == (Decimal("9.00"), price_list)

    close_price_list(actor=actor_for(listing.organisation), price_list=price_list, now=timezone.now())
    assert "Your price" not in _page(named, listing)
    line.refresh_from_db()
    assert line.price_list == price_list


def test_a_price_of_its_own_goes_before_the_percentage_and_the_lower_price_holds() -> None:
    listing = make_listing(make_seller(country="IT"), tiers=[(1, "10.00"), (50, "8.00")])
    variant, buyer = _read(listing.variants.get()), _buyer()
    _give(listing, buyer, prices=[{"variant": variant.public_id, "tiers": [{"min_quantity": 1, "unit_price": "9.50"}]}])

    def pays(quantity: int, organisation: Organisation | None = buyer, days: int = 0) -> Decimal:
        on = timezone.now().date() + timedelta(days=days)
        bought = queries.purchase_of([(variant, quantity)], buyer_id=organisation and organisation.pk, on=on)
        price = bought.price(variant, quantity)
        assert price is not None
        return price.unit_price

    assert (pays(1), pays(50)) == (Decimal("9.50"), Decimal("8.00"))
    assert pays(1, None) == pays(1, _buyer("Nobody")) == Decimal("10.00")
    PriceList.objects.update(ends_on=timezone.now().date())
    assert (pays(1), pays(1, days=1)) == (Decimal("9.50"), Decimal("10.00"))


@pytest.mark.parametrize(
    ("content", "field"),
    [
        ({"name": ""}, "name"),
        ({"currency": "XXQ"}, "currency"),
        ({"percent_off": "0"}, "percent_off"),
        ({"percent_off": "95"}, "percent_off"),
        ({"starts_on": "2026-12-02", "ends_on": "2026-12-01"}, "ends_on"),
        ({"ends_on": "soon"}, "ends_on"),
        ({"buyers": ["Nobody at all"]}, "buyers.0"),
        ({"prices": [{"variant": "NONE", "tiers": [{"min_quantity": 1, "unit_price": 1}]}]}, "prices.0.variant"),
        ({"prices": [{"variant": "OURS", "tiers": []}]}, "prices.0.tiers"),
        (
            {"prices": [{"variant": "OURS", "tiers": [{"min_quantity": 1, "unit_price": 0}]}]},
            "prices.0.tiers.0.unit_price",
        ),
        ({"prices": [{"variant": "THEIRS", "tiers": [{"min_quantity": 1, "unit_price": 1}]}]}, "prices.0.variant"),
        ({"secret": 1}, "secret"),
    ],
)
def test_a_price_list_that_cannot_stand_is_refused_and_nothing_is_kept(content: dict[str, Any], field: str) -> None:
    listing, theirs = make_listing(), make_listing()
    listing.variants.update(sku="OURS")
    theirs.variants.update(sku="THEIRS")
    with pytest.raises(InvalidInput) as refused:
        _give(listing, _buyer(), **content)
    assert field in refused.value.fields
    assert not PriceList.objects.exists()


def test_a_price_list_is_its_sellers_alone() -> None:
    listing, buyer = make_listing(), _buyer()
    price_list = _give(listing, buyer)
    for actor in (actor_for(make_seller()), actor_for(buyer)):
        for change in (
            lambda actor=actor: set_price_list(actor=actor, price_list=price_list, content={}, now=timezone.now()),
            lambda actor=actor: close_price_list(actor=actor, price_list=price_list, now=timezone.now()),
        ):
            with pytest.raises(NotFound):
                change()
    client = Client()
    sign_in(client, make_member(buyer), buyer)
    assert client.get(f"/sell/price-lists/{price_list.public_id}/").status_code in (302, 403, 404)
    assert client.get(f"/api/v1/my/price-lists/{price_list.public_id}").status_code in (403, 404)
    price_list.refresh_from_db()
    assert price_list.closed_at is None


def test_quantities_come_in_packs_and_above_the_last_lead_time_the_seller_is_asked() -> None:
    listing = make_listing(order_step=6, moq=10, lead_times=[[60, 7], [600, 21]], stock=5000)
    variant = _read(listing.variants.get())

    def problem(quantity: int) -> Any:
        bought = queries.purchase_of([(variant, quantity)], buyer_id=None, on=timezone.now().date())
        return bought.problem(variant, quantity), bought.lead_days(variant, quantity)

    assert isinstance(problem(6)[0], BelowMinimum)
    refused = problem(14)[0]
    assert isinstance(refused, NotAWholePack)
    assert (refused.facts["less"], refused.facts["more"]) == (12, 18)
    assert problem(12) == (None, 7)
    assert problem(66) == (None, 21)
    assert isinstance(problem(606)[0], LeadTimeOnRequest)
    with pytest.raises(NotAWholePack):
        operations.add_to_cart(actor=actor_for(_buyer()), variant=variant.public_id, quantity=13, now=timezone.now())
    assert not CartLine.objects.exists()
    page = _page(Client(), listing, "?quantity=606")
    assert "Ask for the delivery date" in page
    assert "up to 600" in page


@pytest.mark.parametrize(
    ("rows", "field"),
    [
        ([{"up_to": "0", "days": "7"}], "lead_times.0.up_to"),
        ([{"up_to": "10", "days": ""}], "lead_times.0.days"),
        ([{"up_to": "10", "days": "999"}], "lead_times.0.days"),
        ([{"up_to": "10", "days": "7"}, {"up_to": "10", "days": "8"}], "lead_times.1.up_to"),
        ([{"up_to": "10", "days": "7"}, {"up_to": "20", "days": "6"}], "lead_times.1.days"),
        ("7 days", "lead_times"),
    ],
)
def test_lead_times_that_make_no_sense_are_refused_at_their_row(rows: Any, field: str) -> None:
    assert field in check_lead_times(rows)[1]


def test_the_lead_time_is_that_of_the_first_row_that_holds_the_quantity() -> None:
    rows, errors = check_lead_times([{"up_to": "500", "days": "21"}, {"up_to": 100, "days": 7}, {}])
    assert (rows, errors) == ([[100, 7], [500, 21]], {})
    found = [lead_time_for(rows, quantity, usual=3) for quantity in (1, 100, 101, 500, 501)]
    assert found == [7, 7, 21, 21, None]
    assert lead_time_for([], 10**6, usual=3) == 3
    assert check_lead_times(rows)[0] == rows


def test_variants_that_count_together_reach_the_tier_and_the_minimum_by_their_sum() -> None:
    seller, buyer = make_seller(country="IT"), _buyer()
    listing = make_listing(
        seller, moq=10, counts_variants_together=True, tiers=[(1, "10.00"), (20, "8.00")],
        options=[{"name": "Colour", "values": ["Red", "Blue"]}],
    )  # fmt: skip
    red = listing.variants.get()
    Variant.objects.filter(pk=red.pk).update(options={"Colour": "Red"}, label="Red")
    blue = make_variant(listing, options={"Colour": "Blue"}, label="Blue")
    make_tiers(blue, [(1, "10.00"), (20, "8.00")])
    client = Client()
    sign_in(client, make_member(buyer), buyer)
    page = _page(client, listing)
    assert f'name="q_{red.public_id}"' in page
    total = client.post(
        f"/listing/{listing.public_id}/variants/", {f"q_{red.public_id}": "12", f"q_{blue.public_id}": "8"}
    ).content.decode()
    assert "160.00" in total

    one = client.post("/cart/add-several/", {f"q_{red.public_id}": "4"})
    assert one.status_code == 302
    # A part may wait in the cart for the rest, and says so.
    assert "minimum order" in client.get("/cart/").content.decode()
    client.post("/cart/add-several/", {f"q_{red.public_id}": "8", f"q_{blue.public_id}": "8"})
    assert set(CartLine.objects.values_list("quantity", "seen_unit_price")) == {(12, Decimal(8)), (8, Decimal(8))}

    Variant.objects.filter(pk=blue.pk).update(stock_available=8)
    with pytest.raises(LinesRefused) as refused:
        operations.add_several_to_cart(
            actor=actor_for(buyer), quantities={red.public_id: 1, blue.public_id: 9}, now=timezone.now()
        )
    assert set(refused.value.fields) == {blue.public_id}
    assert sum(CartLine.objects.values_list("quantity", flat=True)) == 20


def test_the_page_shows_the_chosen_variant_and_what_is_out_of_stock_and_nothing_archived() -> None:
    listing = make_listing(make_seller(country="IT"), price="10.00")
    options = [{"name": "Colour", "values": ["Red", "Blue"]}, {"name": "Size", "values": ["S", "M"]}]
    rows = [
        {"options": {"Colour": colour, "Size": size}, "stock": 0 if size == "M" else 9, "sku": f"{colour}-{size}"}
        for colour in ("Red", "Blue")
        for size in ("S", "M")
        if (colour, size) != ("Blue", "M")
    ]
    made = set_variants(
        actor=actor_for(listing.organisation), listing=listing, options=options, variants=rows, now=timezone.now()
    )
    blue = next(each for each in made if each.label == "Blue / S")
    page = _page(Client(), listing, f"?variant={blue.public_id}&quantity=2")
    assert f'name="variant" value="{blue.public_id}"' in page
    assert "out of stock" in page
    assert "not offered" in page
    panel = (
        Client()
        .get(f"/listing/{listing.public_id}/price/?panel=1&variant={blue.public_id}", headers={"HX-Request": "true"})
        .content.decode()
    )
    assert 'id="gallery"' in panel
    archived = Variant.objects.get(listing=listing, archived_at__isnull=False)
    assert archived.public_id not in page
    with pytest.raises(LinesRefused):
        operations.add_several_to_cart(
            actor=actor_for(_buyer()), quantities={archived.public_id: 1}, now=timezone.now()
        )
    assert not Cart.objects.filter(lines__isnull=False).exists()


def test_a_markdown_holds_for_what_is_left_of_its_lot() -> None:
    listing = make_listing(kind="perishable_lot", stock=0, price="4.50")
    variant = listing.variants.get()
    Lot.objects.all().delete()
    today = timezone.now().date()
    lots = [
        Lot.objects.create(
            listing=listing,
            variant=variant,
            received=left,
            available=left,
            best_before_date=today + timedelta(days=days),
        )
        for left, days in ((10, 5), (100, 60))
    ]
    Markdown.objects.create(
        organisation=listing.organisation, listing=listing, variant=variant, lot=lots[0],
        best_before_date=lots[0].best_before_date, percent=10, stock=10, before=[[1, "5.0000"]],
        after=[[1, "4.5000"]], marked_at=timezone.now(),
    )  # fmt: skip
    for quantity, each in ((10, "4.50"), (11, "5.00")):
        price = price_of(_read(variant), quantity)
        assert price is not None
        assert price.unit_price == Decimal(each)


def test_an_order_can_be_put_in_the_cart_again_and_says_what_cannot() -> None:
    seller, buyer = make_seller(country="IT"), _buyer()
    listing = make_listing(seller, stock=50)
    order = make_order(buyer=buyer, listing=listing, quantity=5)
    lines, refused = operations.reorder(actor=actor_for(buyer), order=order, now=timezone.now())
    assert ([line.quantity for line in lines], refused) == ([5], [])
    CartLine.objects.all().delete()
    Listing.objects.filter(pk=listing.pk).update(status="paused")
    lines, refused = operations.reorder(actor=actor_for(buyer), order=order, now=timezone.now())
    assert (lines, len(refused)) == ([], 1)
    with pytest.raises(NotFound):
        operations.reorder(actor=actor_for(seller), order=order, now=timezone.now())
