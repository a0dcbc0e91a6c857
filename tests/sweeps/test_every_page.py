"""What holds for every page: headers, no script or style in the page, private pages kept by no cache, honest forms."""

import re
from html.parser import HTMLParser
from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client

from .addresses import Address, addresses, own_addresses
from .expectations import EXPECTED, PERSON, Thing
from .market import Market, make_market
from .test_whose_is_it import path_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]

#: What changes nothing of ours and is meant for programs: Stripe signs, OAuth clients bring a secret.
NEED_NO_CSRF_TOKEN = {"orders:carrier_webhook", "payments:stripe_webhook", "token", "token_revoke"}
#: Pages that only answer a POST: looking at them must do nothing.
ONLY_SENT = {
    "accounts:withdraw_invitation",
    "accounts:remove_address",
    "accounts:remove_api_client",
    "accounts:switch_organisation",
    "orders:cart_add",
    "orders:cart_add_many",
    "orders:order_again",
    "buyers:matrix",
    "orders:cart_line",
    "orders:checkout_start",
    "orders:pay",
    "orders:pay_order",
    "orders:start",
    "orders:carrier_webhook",
    "orders:delivered",
    "orders:accept",
    "orders:cancel",
    "orders:refund",
    "orders:reply",
    "payments:send_payout_again",
    "payments:set_up_payouts",
    "payments:stripe_webhook",
    "sellers:card",
    "sellers:count_stock",
    "sellers:revoke_feed",
    "sellers:add_pictures",
    "sellers:order_pictures",
    "sellers:change_picture",
    "sellers:move_listing",
    "token",
    "token_revoke",
}


class Inline(HTMLParser):
    """Collects what a strict policy would refuse."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.languages: list[str] = []
        self.headings = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "html":
            self.languages.append(values.get("lang") or "")
        if tag == "h1":
            self.headings += 1
        is_data = values.get("type") in ("application/ld+json", "application/json")
        if tag in ("script", "style") and not (values.get("src") or values.get("nonce") or is_data):
            self.found.append(f"<{tag}> without a nonce")
        self.found += [f"{name}=" for name, _ in attrs if name == "style" or re.fullmatch(r"on[a-z]+", name)]
        if values.get("href", "") and str(values["href"]).lower().startswith("javascript:"):
            self.found.append("javascript: address")


def test_every_page_is_safe_to_show() -> None:
    market = make_market()
    call_command("rebuild_index", verbosity=0)
    anonymous = Client()
    wrong: list[str] = []
    pages = 0
    for address in own_addresses():
        if address.is_api or address.name in ONLY_SENT:
            continue
        for who, client in readers(address, market, anonymous):
            response = client.get(path_of(address, market))
            wrong += [f"{address.name} for {who}: {what}" for what in faults(address, response, who != "anybody")]
            pages += response.headers.get("Content-Type", "").startswith("text/html")
        cache.clear()
    assert not wrong, "\n".join(wrong)
    assert pages > 60


def readers(address: Address, market: Market, anonymous: Client) -> list[tuple[str, Client]]:
    expected = EXPECTED[address.name]
    found = [("anybody", anonymous)]
    if isinstance(expected, Thing) and expected.parties:
        return [(who, market.people[who]) for who in expected.parties if who in ("buyer", "seller")]
    if expected == PERSON:
        return [(who, market.people[who]) for who in ("buyer", "seller")]
    return [*found, ("buyer", market.people["buyer"])]


def faults(address: Address, response: Any, signed_in: bool) -> list[str]:
    found = []
    if address.name in ("healthz", "readyz"):
        return found
    for name, value in {
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "SAMEORIGIN" if address.name in FRAMED else "DENY",
        "Referrer-Policy": "strict-origin-when-cross-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
    }.items():
        if response.headers.get(name) != value:
            found.append(f"{name}: {response.headers.get(name)}")
    if (
        signed_in
        and address.name not in SAME_FOR_ALL
        and not PRIVATE.issubset(words(response.headers.get("Cache-Control", "")))
    ):
        found.append(f"Cache-Control: {response.headers.get('Cache-Control')}")
    if not response.headers.get("Content-Type", "").startswith("text/html") or response.streaming:
        return found
    policy = response.headers.get("Content-Security-Policy", "")
    if "unsafe" in policy.replace("'wasm-unsafe-eval'", "") or "script-src 'self'" not in policy:
        found.append(f"policy: {policy}")
    page = Inline()
    page.feed(response.content.decode())
    found += page.found
    if page.languages and (page.headings != 1 or not all(page.languages)):
        found.append(f"{page.headings} h1, lang {page.languages}")
    return found


PRIVATE = {"private", "no-store"}
#: Shown in a frame of a page of ours, by nobody else.
FRAMED = {"buyers:as_buyer_frame"}
#: The same for everybody, signed in or not.
SAME_FOR_ALL = {
    "schema",
    "api_docs",
    "favicon.ico",
    "buyers:robots",
    "buyers:sitemap_index",
    "buyers:sitemap_page",
    "buyers:sitemap",
    "sellers:feed",
}


def words(header: str) -> set[str]:
    return {word.strip() for word in header.split(",")}


def test_what_changes_something_is_only_done_by_a_post_with_its_token() -> None:
    market = make_market()
    strict = Client(enforce_csrf_checks=True)
    wrong: list[str] = []
    for address in own_addresses():
        if address.is_api:
            continue
        url = path_of(address, market)
        if address.name in ONLY_SENT and (status := market.people["buyer"].get(url).status_code) not in (302, 404, 405):
            wrong.append(f"{status}: GET {address.name}")
        # The market's own forms are public, so the token is asked of everybody.
        status = strict.post(url).status_code
        if address.name not in NEED_NO_CSRF_TOKEN and status not in (403, 405, 301):
            wrong.append(f"{status}: POST {address.name} without a token")
        cache.clear()
    assert not wrong, "\n".join(wrong)


def test_the_admin_is_for_staff_only() -> None:
    market = make_market()
    plain = [address for address in addresses() if address.name.startswith("admin:") and not address.arguments]
    open_to_all = {"admin:login", "admin:logout", "admin:jsi18n"}
    wrong = []
    for address in plain:
        for who in ("buyer", "seller"):
            status = market.people[who].get("/" + address.route).status_code
            if address.name not in open_to_all and status not in (302, 403, 404):
                wrong.append(f"{status} for {who}: {address.name}")
    assert len(plain) > 40
    assert not wrong, "\n".join(wrong)


def test_signing_in_and_up_shows_no_fault_to_anybody() -> None:
    anonymous = Client(raise_request_exception=False)
    wrong = []
    for address in addresses():
        if address.name.startswith(("account_", "mfa_", "usersessions_")) and not address.arguments:
            response = anonymous.get("/" + address.route)
            if response.status_code >= 500:
                wrong.append(f"{response.status_code}: {address.name}")
            if response.status_code == 200:
                wrong += [f"{address.name}: {what}" for what in faults(address, response, signed_in=False)]
    assert not wrong, "\n".join(wrong)
