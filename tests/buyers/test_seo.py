"""What search engines are told: one address a page, its languages, what stands on it, and files of all addresses."""

import gzip
import json
import re
from datetime import timedelta
from html import unescape
from typing import Any
from xml.etree import ElementTree

import pytest
from django.core.files.storage import default_storage
from django.db import transaction
from django.test import Client
from django.utils import timezone

from buyers import sitemaps, tasks
from buyers.models import SitemapPart
from buyers.operations import follow_catalogue, write_sitemap
from buyers.search.build import rebuild
from sellers.models import Listing, Lot, SellerProfile
from sellers.operations.record_change import record_change
from tests.accounts.factories import make_member, make_user, sign_in
from tests.sellers.factories import make_category, make_listing, make_picture, make_seller

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]

HOST = "http://127.0.0.1:8000"
TAGS = {"en", "zh-Hans", "es", "fr", "pt", "ar", "x-default"}


def head_of(client: Client, address: str) -> tuple[str, str, dict[str, str]]:
    """The page's language, its canonical address, and its alternates by tag."""
    page = client.get(address)
    assert page.status_code == 200, address
    text = unescape(page.content.decode())
    alternates = dict(re.findall(r'rel="alternate" hreflang="([^"]+)" href="([^"]+)"', text))
    [canonical] = re.findall(r'rel="canonical" href="([^"]+)"', text)
    return re.findall(r'<html lang="([^"]+)"', text)[0], canonical, alternates


def data_of(text: str) -> dict[str, dict[str, Any]]:
    """The page's JSON-LD by type."""
    [document] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
    data = json.loads(document)
    return {thing["@type"]: thing for thing in data.get("@graph", [data])}


def test_each_page_has_one_address_in_each_language_and_all_of_them_know_each_other(client: Client) -> None:
    listing = make_listing(make_seller(), category=make_category("ceramics", name="Ceramics"))
    rebuild()
    store = listing.organisation.seller_profile.get_absolute_url()
    for path in ("/", "/c/ceramics/", listing.get_absolute_url(), store, "/about/"):
        language, canonical, alternates = head_of(client, f"{path}?utm_source=x&quantity=7&sort=newest&stars=5")
        assert (language, canonical, set(alternates)) == ("en", HOST + path, TAGS)
        assert alternates["x-default"] == alternates["en"] == HOST + path
        for tag, url in alternates.items():
            own = head_of(Client(), url.removeprefix(HOST))
            expected = "en" if tag == "x-default" else tag
            assert own == (expected.lower(), url, alternates), url


def test_the_number_of_a_page_is_part_of_its_address_and_a_search_is_not_for_engines(client: Client) -> None:
    category = make_category("ceramics", name="Ceramics")
    seller = make_seller()
    for _ in range(50):
        make_listing(seller, category=category)
    rebuild()
    _, canonical, alternates = head_of(client, "/c/ceramics/?page=2&lang=es")
    assert canonical == alternates["es"] == f"{HOST}/c/ceramics/?page=2&lang=es"
    assert 'content="noindex, follow"' in client.get("/search/?q=bowl").content.decode()


def test_who_comes_by_an_arabic_address_goes_on_in_arabic_until_they_choose(client: Client) -> None:
    assert head_of(client, "/?lang=ar")[0] == "ar"
    assert head_of(client, "/about/")[0] == "ar"
    answer = client.post("/preferences/", {"language": "fr", "next": "/about/?lang=ar&x=1"})
    assert answer["Location"] == "/about/?x=1"
    assert head_of(client, answer["Location"])[0] == "fr"
    assert head_of(client, "/?lang=xx")[0] == "fr"
    # An account's own language stays as it is.
    person = make_user(language="pt")
    sign_in(client, person, None)
    assert head_of(client, "/about/?lang=ar")[0] == "ar" and head_of(client, "/about/")[0] == "pt"


def test_a_product_tells_its_offers_by_quantity_its_freight_and_its_way(client: Client) -> None:
    category = make_category("ceramics", name="Ceramics")
    seller = make_seller("Argilla", country="IT")
    listing = make_listing(
        seller, title="Bowl </script><b>", category=category, tiers=[(1, "10"), (50, "8.50")], rating_average="4.50",
        rating_count=3,
    )  # fmt: skip
    picture = make_picture(listing)
    text = client.get(f"{listing.get_absolute_url()}?ship_to=DE").content.decode()
    found = data_of(text)
    product, way = found["Product"], found["BreadcrumbList"]
    assert "</script><b>" not in text and product["name"] == "Bowl </script><b>"
    assert [step["name"] for step in way["itemListElement"]] == ["Ceramics", "Bowl </script><b>"]
    assert way["itemListElement"][1]["item"] == HOST + listing.get_absolute_url()
    roof = product["offers"]
    assert (roof["@type"], roof["lowPrice"], roof["highPrice"]) == ("AggregateOffer", "8.5000", "10.0000")
    first, second = roof["offers"]
    assert first["eligibleQuantity"]["maxValue"] == 49 and second["eligibleQuantity"]["minValue"] == 50
    assert first["shippingDetails"]["shippingDestination"]["addressCountry"] == "DE"
    assert float(first["shippingDetails"]["shippingRate"]["value"]) > 0 and "shippingDetails" not in second
    assert first["priceSpecification"]["valueAddedTaxIncluded"] is False
    # What is not so is not said.
    assert "priceValidUntil" not in first and "hasMerchantReturnPolicy" not in first
    assert product["image"] == [HOST + picture.url(960)]
    assert f'<meta property="og:image" content="{HOST}{picture.url(960)}">' in text


def test_the_price_of_a_lot_ends_with_the_lot(client: Client) -> None:
    listing = make_listing(make_seller(), kind=Listing.Kind.PERISHABLE_LOT, stock=0)
    offer = data_of(client.get(listing.get_absolute_url()).content.decode())["Product"]["offers"]
    assert offer["priceValidUntil"] == Lot.objects.get(listing=listing).best_before_date.isoformat()
    assert offer["availability"] == "https://schema.org/OutOfStock"


def test_pages_of_one_person_are_not_for_engines(client: Client) -> None:
    seller = make_seller()
    sign_in(client, make_member(seller), seller)
    text = client.get("/sell/").content.decode()
    assert 'name="robots" content="noindex"' in text and "canonical" not in text


NS = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "x": "{http://www.w3.org/1999/xhtml}link",
    "i": "http://www.google.com/schemas/sitemap-image/1.1",
}


def part_with(listing: Listing) -> SitemapPart:
    return SitemapPart.objects.get(section="listings", number=sitemaps.part_of(listing.pk))


def changed(listing: Listing) -> None:
    with transaction.atomic():
        record_change(listing=listing)


def urls_in(client: Client, part: SitemapPart) -> dict[str, ElementTree.Element]:
    answer: Any = client.get(f"/sitemaps/{part.section}-{part.number}.xml.gz")
    assert answer.status_code == 200
    root = ElementTree.fromstring(gzip.decompress(b"".join(answer.streaming_content)))
    return {url.findtext("s:loc", namespaces=NS) or "": url for url in root}


def test_sitemaps_hold_what_is_on_sale_in_every_language_with_its_pictures(client: Client) -> None:
    seller = make_seller()
    listing = make_listing(seller, slug="花瓶", category=make_category("ceramics", name="Ceramics"))
    picture, hidden = make_picture(listing), make_listing(seller, status="draft")
    make_picture(listing, is_shown=False)
    assert client.get(f"/sitemaps/listings-{sitemaps.part_of(listing.pk)}.xml.gz").status_code == 404
    tasks.refresh_sitemaps()
    answer: Any = client.get("/sitemap.xml")
    index = b"".join(answer.streaming_content).decode()
    part = part_with(listing)
    assert f"{HOST}/sitemaps/listings-{part.number}.xml.gz</loc><lastmod>" in index
    assert "/sitemaps/pages-1.xml.gz" in index and "/sitemaps/sellers-" in index
    urls = urls_in(client, part)
    plain = f"{HOST}/listing/%E8%8A%B1%E7%93%B6-{listing.public_id}/"
    assert {url for url in urls if listing.public_id in url} == {
        plain, *(f"{plain}?lang={code}" for code in ("zh-hans", "es", "fr", "pt", "ar"))
    }  # fmt: skip
    assert not any(hidden.public_id in url for url in urls)
    for url in (plain, f"{plain}?lang=ar"):
        links = {link.get("hreflang"): link.get("href") for link in urls[url].iter(NS["x"])}
        assert set(links) == TAGS and links["x-default"] == plain and links["ar"] == f"{plain}?lang=ar"
        assert urls[url].findtext("s:lastmod", namespaces=NS) == f"{listing.updated_at:%Y-%m-%d}"
    images = [each.text for each in urls[plain].iterfind("i:image/i:loc", NS)]
    assert images == [HOST + picture.url(960)]
    pages = urls_in(client, SitemapPart.objects.get(section="pages"))
    assert f"{HOST}/c/ceramics/" in pages and f"{HOST}/" in pages
    sellers = urls_in(
        client, SitemapPart.objects.get(section="sellers", number=sitemaps.part_of(seller.seller_profile.pk))
    )
    assert HOST + seller.seller_profile.get_absolute_url() in sellers
    for absent in ("listings-0", "nothing-1", "pages-2"):
        assert client.get(f"/sitemaps/{absent}.xml.gz").status_code == 404
    assert f"Sitemap: {HOST}/sitemap.xml" in client.get("/robots.txt").content.decode()
    assert client.get("/sitemap-2.xml").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_a_part_is_written_again_when_one_of_its_listings_changed_and_else_left_alone(client: Client) -> None:
    now = timezone.now()
    listing = make_listing()
    tasks.refresh_sitemaps()
    part = part_with(listing)
    etag = client.get(f"/sitemaps/listings-{part.number}.xml.gz")["ETag"]
    assert tasks.refresh_sitemaps() == 0
    # Something changed that the sitemap does not tell of: looked at, and the same file stays.
    changed(listing)
    assert tasks.refresh_sitemaps() == 1
    again = part_with(listing)
    assert (again.file, again.changed_at) == (part.file, part.changed_at) and again.built_at != part.built_at
    address = f"/sitemaps/listings-{part.number}.xml.gz"
    assert client.get(address, headers={"If-None-Match": etag}).status_code == 304
    # It went off sale: the part empties, and its file goes.
    Listing.objects.filter(pk=listing.pk).update(status="paused")
    changed(listing)
    assert tasks.refresh_sitemaps() == 1
    assert client.get(address).status_code == 404 and not default_storage.exists(part.file)
    # Sellers have no feed: they are read again after an hour.
    assert follow_catalogue(now=now + timedelta(hours=2)) is False
    assert set(SitemapPart.objects.filter(is_stale=True).values_list("section", flat=True)) == {"pages", "sellers"}


def test_a_part_costs_two_queries_however_many_it_holds(django_assert_num_queries: Any) -> None:
    seller = make_seller()
    for _ in range(6):
        listing = make_listing(seller, picture=True)
    with django_assert_num_queries(2):
        assert len(list(sitemaps.places_of("listings", sitemaps.part_of(listing.pk)))) >= 1


def test_writing_an_empty_part_leaves_no_file() -> None:
    SellerProfile.objects.update(status="submitted")
    part = SitemapPart.objects.create(section="sellers", number=99)
    written = write_sitemap(part=part, now=timezone.now())
    assert (written.urls, written.file, written.is_stale) == (0, "", False)
