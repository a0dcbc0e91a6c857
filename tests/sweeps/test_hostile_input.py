"""Whatever stands in an address, a public page answers it with sense: never with a fault of ours."""

from typing import Any
from urllib.parse import quote

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client

from .market import make_market

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]

HOSTILE = [
    "",
    " " * 300,
    "x" * 20_000,
    "\x00",
    "a\x00b",
    "1e400",
    "-1",
    "-99999999999999999999",
    "1000000000",
    "99999999999999999999999999",
    "NaN",
    "Infinity",
    "0x10",
    "١٢٣",
    "½",
    "' OR 1=1 --",
    '"><script>alert(1)</script>',
    "{{7*7}}${7*7}",
    "../../etc/passwd",
    "(((((((((",
    "title:* AND NOT (",
    "\\",
    "🏺" * 200,
    "\ufeff\u202e\u200f",
    # One letter of each Unicode plane that has any, and a lone half of a pair as UTF-8 cannot carry it.
    "\u00e9\U00010330\U00020000\U00030000\U000e0041\U000f0000\U00100000",
]
WORST = ["x" * 20_000, "\x00", "1e400", "-1", "1000000000", "NaN", "½"]
#: Bytes that are no text at all.
BROKEN = ["%FF%FE", "%ED%A0%80", "%C0%AF", "%", "%zz"]
PAGES = {
    "/search/": (
        "q", "page", "sort", "kind", "category", "origin", "ships_from", "min_price", "max_price", "price_min",
        "price_max", "moq", "max_moq", "lead_time", "rating", "ship_to", "currency", "language", "in_stock", "cursor",
    ),
    "/suggestions/": ("q", "limit"),
    "/landed-cost/": (
        "ship_from", "ship_to", "hs_code", "value", "currency", "quantity", "weight", "freight", "incoterm", "origin",
        "importer",
    ),
    "/landed-cost/hs-codes/": ("q", "hs_code"),
    "/api/v1/listings": ("q", "cursor", "limit", "sort", "category", "currency", "ship_to", "page"),
    "/api/v1/suggestions": ("q", "limit"),
    "/api/v1/exchange-rates": ("base", "currency", "on", "date"),
    "/api/v1/hs-codes": ("q", "limit", "cursor"),
    "/api/v1/categories": ("language", "cursor"),
    "/sitemap.xml": ("p",),
    "/": ("ship_to", "currency", "language"),
    "/cart/": ("ship_to", "currency"),
    "/account/login/": ("next",),
    "/account/signup/": ("next", "email"),
}  # fmt: skip


def asked(client: Client, url: str, wrong: list[str]) -> None:
    status = client.get(url).status_code
    if status >= 500:
        wrong.append(f"{status}: {url[:160]}")


def test_no_parameter_of_a_public_page_breaks_it() -> None:
    market = make_market()
    call_command("rebuild_index", verbosity=0)
    listing = market.ids["listing"]
    pages = PAGES | {
        f"/listing/{market.ids['slug']}-{listing}/": ("quantity", "ship_to", "variant", "incoterm"),
        f"/listing/{listing}/price/": ("quantity", "ship_to", "variant", "incoterm"),
        f"/s/{market.ids['seller_slug']}/": ("page",),
        f"/c/{market.ids['category']}/": ("page", "sort"),
        f"/api/v1/listings/{listing}": ("quantity", "ship_to", "currency"),
        f"/api/v1/listings/{listing}/reviews": ("cursor", "limit"),
    }
    client = Client(raise_request_exception=False)
    wrong: list[str] = []
    for path, names in pages.items():
        # Where people type freely, everything; elsewhere the values that break most. In all places at once,
        for value in HOSTILE if "q" in names else WORST:
            asked(client, path + "?" + "&".join(f"{name}={quote(value)}" for name in names), wrong)
        asked(client, path + "?" + "&".join(f"{name}=%ED%A0%80&{name}=%zz&{name}[]=3" for name in names), wrong)
        # and then in each alone, so that no refusal of one hides the next.
        for name in names:
            for value in ("\x00", "1e400"):
                asked(client, f"{path}?{name}={quote(value)}", wrong)
        cache.clear()
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("form", ["/account/signup/", "/account/login/", "/account/password/reset/", "/preferences/"])
def test_public_forms_take_anything(form: str) -> None:
    names = ("email", "login", "password", "password1", "full_name", "country", "language", "currency", "next")
    client = Client(raise_request_exception=False)
    for value in WORST:
        status = client.post(form, dict.fromkeys(names, value)).status_code
        assert status < 500, (form, value[:40])
        cache.clear()


def test_paths_take_anything() -> None:
    client = Client(raise_request_exception=False)
    places = ["/s/{}/", "/c/{}/", "/listing/{}/", "/listing/x-{}/price/", "/sitemaps/{}-1.xml.gz", "/media/{}", "/{}"]
    wrong: list[str] = []
    for place in [*places, "/api/v1/listings/{}", "/api/v1/sellers/{}", "/invitation/{}/", "/shipping-quotes/{}/"]:
        for value in [*map(quote, WORST), *BROKEN]:
            asked(client, place.format(value), wrong)
        cache.clear()
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("body", [b"", b"null", b"[]", b'"x"', b"{", b'{"a":' * 2000, b'{"value": 1e400}', b"\xff\xfe"])
def test_public_endpoints_take_any_body(body: bytes) -> None:
    client = Client(raise_request_exception=False)
    answer: Any
    for path in ("/api/v1/landed-cost", "/api/v1/shipping-quotes", "/webhooks/stripe/"):
        answer = client.post(path, body, content_type="application/json")
        assert 400 <= answer.status_code < 500, (path, answer.status_code)
