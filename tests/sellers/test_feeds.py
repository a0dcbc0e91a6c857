"""Product feeds: who may read them, what is in them at what price, what is left out and why, how they stay fresh."""

import csv
import io
from datetime import timedelta
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree

import pytest
from django.core.files.storage import default_storage
from django.db import transaction
from django.test import Client
from django.utils import timezone

from accounts.actor import Actor
from accounts.models import Organisation
from marketplace.kernel.money import Money
from marketplace.kernel.refusals import InvalidInput, NotAllowed, NotFound
from sellers import queries, tasks
from sellers.feeds.formats import google_fields, meta_fields
from sellers.feeds.item import Availability, Freight, Item, valid_gtin
from sellers.models import Listing, ProductFeed
from sellers.operations import make_feed, revoke_feed, write_feed
from sellers.operations.record_change import record_change
from tests.accounts.factories import actor_for, make_member, sign_in
from tests.sellers.factories import make_category, make_listing, make_picture, make_seller, make_tiers, make_variant

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]
G = "{http://base.google.com/ns/1.0}"


def open_feed(seller: Any, country: str = "DE", language: str = "en", currency: str = "EUR") -> ProductFeed:
    feed = make_feed(actor=actor_for(seller), country=country, language=language, currency=currency, now=timezone.now())
    written = write_feed(feed_id=feed.pk, now=timezone.now())
    assert written is not None
    return written


def body(client: Client, address: str) -> bytes:
    answer: Any = client.get(address)
    assert answer.status_code == 200, address
    return b"".join(answer.streaming_content)


def google(client: Client, feed: ProductFeed) -> dict[str, Any]:
    root = ElementTree.fromstring(body(client, f"/feeds/{feed.token}/google.xml"))
    return {item.findtext(f"{G}id") or "": item for item in root.iter("item")}


def meta(client: Client, feed: ProductFeed) -> dict[str, dict[str, str]]:
    text = body(client, f"/feeds/{feed.token}/meta.csv").decode()
    return {row["id"]: row for row in csv.DictReader(io.StringIO(text))}


def amount(text: str | None) -> Money:
    number, currency = (text or "").split()
    return Money(Decimal(number), currency)


def reasons(feed: ProductFeed) -> dict[str, int]:
    return {row["reason"]: row["count"] for row in feed.left_out}


def test_both_files_tell_the_same_product_at_the_price_of_the_smallest_order(client: Client) -> None:
    kitchen = make_category("kitchen", name="Kitchen")
    category = make_category("bowls", name="Bowls", parent=kitchen)
    seller = make_seller("Argilla", country="IT")
    listing = make_listing(
        seller, title='Bowl <“Oat”> & "more"', category=category, moq=6, tiers=[(1, "12"), (6, "10")], stock=20,
        attributes={"Colour": "oat", "mpn": "AR-7", "brand": "Argilla"}, lead_time_days=4,
    )  # fmt: skip
    picture = make_picture(listing)
    make_picture(listing, is_shown=False)
    feed = open_feed(seller)
    variant = listing.variants.get()
    item, row = google(client, feed)[variant.public_id], meta(client, feed)[variant.public_id]
    assert item.findtext(f"{G}title") == row["title"] == listing.title
    # Six at 10 EUR, with German tax on top: feeds want it in the price, whoever declares it.
    price = amount(item.findtext(f"{G}price"))
    assert price == amount(row["price"]) and price.amount > 60 and price.currency.code == "EUR"
    assert price == Money(Decimal("71.40"), "EUR")
    link = item.findtext(f"{G}link") or ""
    assert listing.get_absolute_url() in link and "ship_to=DE" in link and "quantity=6" in link
    assert item.findtext(f"{G}image_link") == f"http://127.0.0.1:8000{picture.url(960)}"
    assert item.find(f"{G}additional_image_link") is None
    assert (item.findtext(f"{G}availability"), row["availability"]) == ("in_stock", "in stock")
    assert item.findtext(f"{G}product_type") == row["product_type"] == "Kitchen > Bowls"
    assert item.findtext(f"{G}color") == row["color"] == "oat"
    assert item.findtext(f"{G}shipping_weight") == "4.8 kg"
    assert (item.findtext(f"{G}shipping/{G}country"), item.findtext(f"{G}shipping/{G}max_handling_time")) == ("DE", "4")
    # Price and freight together are what the buyer is shown to pay at the door, to the cent.
    freight = amount(item.findtext(f"{G}shipping/{G}price"))
    door = client.get(f"{listing.get_absolute_url()}?ship_to=DE&quantity=6").context["view"].door.landed
    assert price + freight == door.total + door.self_assessed_tax
    # A brand with the maker's number names it; the seller's own stock is sold in sixes.
    assert item.find(f"{G}identifier_exists") is None and row["quantity_to_sell_on_facebook"] == "3"
    assert (item.findtext(f"{G}description") or "").startswith("6 × ")
    # The page it leads to answers, in that quantity.
    assert client.get(link.removeprefix("http://127.0.0.1:8000")).context["view"].choice.quantity == 6


def test_prices_are_net_where_feeds_want_them_so(client: Client) -> None:
    seller = make_seller(country="IT")
    listing = make_listing(seller, price="100", picture=True)
    prices = {}
    for country, currency in (("DE", "EUR"), ("US", "USD")):
        feed = open_feed(seller, country, currency=currency)
        prices[country] = amount(google(client, feed)[listing.variants.get().public_id].findtext(f"{G}price"))
    assert prices["DE"].amount == Decimal("119.00")
    # Duty and clearance are the buyer's to pay and so in the price; sales tax is not.
    assert prices["US"].currency.code == "USD" and prices["US"].amount > 100


def test_variants_share_a_group_and_each_has_its_own_number_stock_and_price(client: Client) -> None:
    seller = make_seller(country="IT")
    listing = make_listing(seller, picture=True, title="Bowl")
    large = make_variant(
        listing, stock=0, label="Large", options={"size": "L"}, sku="B-L", gtin="4006381333931"
    )  # fmt: skip
    make_tiers(large, [(1, "30")])
    gone = make_variant(listing, is_active=False, label="Gone")
    make_tiers(gone, [(1, "1")])
    feed = open_feed(seller)
    items = google(client, feed)
    assert set(items) == {listing.variants.get(is_default=True).public_id, large.public_id}
    item = items[large.public_id]
    assert item.findtext(f"{G}item_group_id") == listing.public_id
    assert (item.findtext(f"{G}title"), item.findtext(f"{G}size")) == ("Bowl, Large", "L")
    assert (item.findtext(f"{G}gtin"), item.findtext(f"{G}availability")) == ("4006381333931", "out_of_stock")
    assert f"variant={large.public_id}" in (item.findtext(f"{G}link") or "")
    assert items[listing.variants.get(is_default=True).public_id].findtext(f"{G}identifier_exists") == "no"


def test_made_to_order_says_when_it_leaves(client: Client) -> None:
    seller = make_seller(country="IT")
    listing = make_listing(seller, kind=Listing.Kind.MADE_TO_ORDER, lead_time_days=21, picture=True)
    feed = open_feed(seller)
    public_id = listing.variants.get().public_id
    day = timezone.now().date() + timedelta(days=21)
    assert google(client, feed)[public_id].findtext(f"{G}availability") == "backorder"
    assert google(client, feed)[public_id].findtext(f"{G}availability_date") == f"{day}T00:00Z"
    assert meta(client, feed)[public_id]["availability"] == "available for order"


def test_what_is_left_out_says_why_to_its_seller_alone(client: Client) -> None:
    seller = make_seller(country="IT", ships_to=["DE", "FR"])
    fine = make_listing(seller, picture=True)
    make_listing(seller, kind=Listing.Kind.SERVICE)
    make_listing(seller, language="fr", picture=True)
    bare = make_listing(seller, title="=1+1")
    make_listing(seller, picture=True, ships_from_country="AQ", origin_country="IT")
    make_listing(seller, picture=True, status="draft")
    feed = open_feed(seller)
    assert (feed.items, reasons(feed)) == (1, {"service": 1, "language": 1, "picture": 1, "freight": 1})
    assert reasons(open_feed(seller, "AU", currency="EUR"))["not_delivered"] == 2
    assert list(google(client, feed)) == [fine.variants.get().public_id]
    sign_in(client, make_member(seller), seller)
    page = client.get(f"/sell/feeds/{feed.public_id}/").content.decode()
    assert "It has no picture" in page and bare.public_id in page and feed.google_url in page
    rows = list(csv.reader(io.StringIO(body(client, f"/sell/feeds/{feed.public_id}/left-out.csv").decode("utf-8-sig"))))
    assert len(rows) == 5 and [bare.public_id, "'=1+1", "", "picture"] in [row[:4] for row in rows]
    stranger = make_seller()
    sign_in(client, make_member(stranger), stranger)
    for path in ("", "left-out.csv"):
        assert client.get(f"/sell/feeds/{feed.public_id}/{path}").status_code == 404
    assert client.post(f"/sell/feeds/{feed.public_id}/revoke/").status_code == 404


def test_a_revoked_feed_answers_nobody_and_leaves_no_files(
    client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    seller = make_seller(country="IT")
    make_listing(seller, picture=True)
    feed = open_feed(seller)
    files, address = feed.files, f"/feeds/{feed.token}/google.xml"
    answer = client.get(address)
    assert answer["X-Robots-Tag"] == "noindex" and len(files) == 3
    assert client.get(address, headers={"If-None-Match": answer["ETag"]}).status_code == 304
    assert client.get(f"/feeds/{feed.token}/other.xml").status_code == 404
    with django_capture_on_commit_callbacks(execute=True):
        revoke_feed(actor=actor_for(seller), feed=feed, now=timezone.now())
    assert client.get(address).status_code == 404
    assert not any(default_storage.exists(name) for name in files)
    # One that is being written when it is revoked stays revoked.
    assert write_feed(feed_id=feed.pk, now=timezone.now()) is None
    # The destination may have a feed again, under another key.
    assert open_feed(seller).token != feed.token


def test_a_seller_who_does_not_sell_has_no_feed(client: Client) -> None:
    seller = make_seller(country="IT")
    make_listing(seller, picture=True)
    feed = open_feed(seller)
    Organisation.objects.filter(pk=seller.pk).update(selling_stopped=True)
    assert client.get(f"/feeds/{feed.token}/google.xml").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_a_feed_is_written_again_when_something_changed_and_else_left_alone() -> None:
    now = timezone.now()
    seller = make_seller(country="IT")
    listing = make_listing(seller, picture=True)
    other = make_listing(make_seller(), picture=True)
    feed = make_feed(actor=actor_for(seller), country="DE", language="en", currency="EUR", now=now)
    assert queries.feeds_to_write(now, 10) == [feed.pk] and tasks.write_feeds() == 1
    later = now + timedelta(minutes=20)
    with transaction.atomic():
        record_change(listing=other)
    assert queries.feeds_to_write(later, 10) == []
    with transaction.atomic():
        record_change(listing=listing)
    assert queries.feeds_to_write(now + timedelta(minutes=5), 10) == []
    assert queries.feeds_to_write(later, 10) == [feed.pk]
    write_feed(feed_id=feed.pk, now=later)
    assert queries.feeds_to_write(later + timedelta(minutes=20), 10) == []
    assert queries.feeds_to_write(later + timedelta(hours=13), 10) == [feed.pk]
    # One worker at a time; one that died is given up on.
    ProductFeed.objects.update(started_at=later)
    assert write_feed(feed_id=feed.pk, now=later + timedelta(minutes=1)) is None
    assert write_feed(feed_id=feed.pk, now=later + timedelta(minutes=31)) is not None


def test_making_a_feed_twice_makes_one_and_refuses_what_is_not_offered() -> None:
    seller = make_seller()
    actor, now = actor_for(seller), timezone.now()
    first = make_feed(actor=actor, country="DE", language="en", currency="EUR", now=now)
    assert make_feed(actor=actor, country="DE", language="en", currency="EUR", now=now) == first
    with pytest.raises(InvalidInput) as refusal:
        make_feed(actor=actor, country="XX", language="tlh", currency="ZZZ", now=now)
    assert set(refusal.value.fields) == {"country", "language", "currency"}
    viewer = Actor.for_member(make_member(seller, "viewer").memberships.get())
    with pytest.raises(NotAllowed):
        make_feed(actor=viewer, country="FR", language="en", currency="EUR", now=now)
    with pytest.raises(NotFound):
        queries.feed_behind("")
    assert ProductFeed.objects.count() == 1


def test_a_feed_of_many_costs_queries_by_the_batch_and_not_by_the_product(django_assert_max_num_queries: Any) -> None:
    seller = make_seller(country="IT")
    for _ in range(12):
        make_listing(seller, picture=True)
    open_feed(seller)
    feed = ProductFeed.objects.get()
    with django_assert_max_num_queries(24):
        assert write_feed(feed_id=feed.pk, now=timezone.now()).items == 12  # type: ignore[union-attr]


def test_the_pages_make_list_and_revoke(client: Client) -> None:
    seller = make_seller()
    sign_in(client, make_member(seller), seller)
    assert "No feeds yet" in client.get("/sell/feeds/").content.decode()
    assert client.post("/sell/feeds/", {"country": "XX", "language": "en", "currency": "EUR"}).status_code == 422
    made = client.post("/sell/feeds/", {"country": "FR", "language": "fr", "currency": "EUR"})
    feed = ProductFeed.objects.get()
    assert made["Location"] == f"/sell/feeds/{feed.public_id}/"
    assert "being written" in client.get(made["Location"]).content.decode()
    assert "France" in client.get("/sell/feeds/").content.decode()
    client.post(f"/sell/feeds/{feed.public_id}/revoke/")
    assert "No feeds yet" in client.get("/sell/feeds/").content.decode()


@pytest.mark.parametrize(
    ("text", "valid"),
    [
        ("4006381333931", True), ("4006381333932", False), ("96385074", True), ("036000291452", True), ("123", False),
        ("", False), ("٤٠٠٦٣٨١٣٣٣٩٣١", False),
    ],
)  # fmt: skip
def test_only_numbers_that_check_are_sent_as_gtin(text: str, valid: bool) -> None:
    assert valid_gtin(text) == (text if valid else "")


def test_texts_cannot_break_out_of_their_file() -> None:
    item = Item(
        id="var_1", group="", title="A\x00]]><g:price>1 EUR</g:price>", description='x","y\nz', link="https://x/?a=1&b=2",
        pictures=("https://x/1.webp",), availability=Availability.IN_STOCK, available_on=None,
        price=Money(Decimal("1500"), "JPY"), quantity=1, unit="piece", brand="B", gtin="", mpn="", condition="new",
        product_type="", country="JP", freight=Freight(Money(Decimal("10"), "JPY"), "Sea, slow", 3, 5), weight_g=None,
        handling_days=None, stock=None, traits=(), sku="",
    )  # fmt: skip
    assert dict(google_fields(item))["price"] == "1500 JPY"
    out = io.BytesIO()
    from sellers.feeds.formats import GoogleWriter, MetaWriter

    writer = GoogleWriter(out, title="T & Co", link="https://x/")
    writer.put(item)
    writer.close()
    root = ElementTree.fromstring(out.getvalue())
    assert [each.text for each in root.iter(f"{G}price")] == ["1500 JPY", "10 JPY"]
    sheet = io.BytesIO()
    MetaWriter(sheet).put(item)
    [row] = csv.DictReader(io.StringIO(sheet.getvalue().decode()))
    assert row["description"] == 'x","y\nz' and row["price"] == meta_fields(item)["price"]


def test_a_feed_without_a_currency_is_in_the_countrys_own(client: Client) -> None:
    seller = make_seller()
    sign_in(client, make_member(seller), seller)
    client.post("/sell/feeds/", {"country": "JP", "language": "en", "currency": "", "idempotency_token": "a"})
    assert ProductFeed.objects.get(organisation=seller).currency == "JPY"
    # A country whose currency is not offered: the seller is asked.
    page = client.post("/sell/feeds/", {"country": "TZ", "language": "en", "currency": "", "idempotency_token": "b"})
    assert page.status_code == 422 and "Choose a currency from the list." in page.content.decode()
