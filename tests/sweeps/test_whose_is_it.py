"""Every address, asked by everybody: what is not theirs does not exist, and nothing of it changes."""

from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from .addresses import Address, own_addresses
from .expectations import EXPECTED, PERSON, PUBLIC, VIEWERS_MAY_SEND, Shown, Thing
from .market import Market, make_market, state_of_the_books

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]
FIXED = {"section": "pages", "page": 1, "path": "no/such/file.txt", "archive": "archive"}


def test_every_address_says_whom_it_is_for() -> None:
    names = {address.name for address in own_addresses()}
    assert names - set(EXPECTED) == set(), "new addresses: say in expectations.py whom they are for"
    assert set(EXPECTED) - names == set(), "addresses that are gone"


def test_everybody_asks_for_everything() -> None:
    market = make_market()
    call_command("rebuild_index", verbosity=0)
    before = state_of_the_books()
    wrong: list[str] = []
    anonymous = Client(raise_request_exception=False)
    for address in own_addresses():
        expected, url = EXPECTED[address.name], path_of(address, market)
        for method in sorted(address.methods):
            wrong += asked_by_nobody(anonymous, address, expected, method, url)
            if isinstance(expected, Thing) and not isinstance(expected, Shown):
                wrong += asked_by_strangers(market, address, expected, method, url)
            if method != "GET" and address.name not in VIEWERS_MAY_SEND:
                wrong += sent_by_those_who_may_only_look(market, address, method, url)
        cache.clear()
    assert not wrong, "\n".join(wrong)
    assert changed(before) == []


def test_those_who_own_a_thing_find_it() -> None:
    """The control: the same addresses answer their parties, so a 404 above is no accident of the sweep."""
    market = make_market()
    call_command("rebuild_index", verbosity=0)
    wrong = []
    for address in own_addresses():
        expected = EXPECTED[address.name]
        if isinstance(expected, Thing) and "GET" in address.methods and address.name != "metrics":
            people = market.people if expected.parties else {"anybody": Client(raise_request_exception=False)}
            for who in expected.parties or people:
                status = people[who].get(path_of(address, market)).status_code
                if status >= 500 or (status == 404 and address.name not in NEVER_THERE):
                    wrong.append(f"{status} for {who}: GET {address.name}")
        cache.clear()
    assert not wrong, "\n".join(wrong)


#: A file that is not there, an invitation that was never sent, a document without a picture.
NEVER_THERE = {
    "^media/(?P<path>.{1,200})$",
    "accounts:invitation",
    "sellers:evidence_scan",
    "sellers:public_scan",
    "accounts:appeal_file",
}


def test_ids_of_others_in_a_body_are_refused_too() -> None:
    market = make_market()
    before = state_of_the_books()
    stranger, other = market.people["another buyer"], market.people["another seller"]
    checkout, draft = market.ids["checkout"], market.ids["draft"]
    sent: list[tuple[Client, str, dict[str, Any]]] = [
        (stranger, reverse("orders:cart_add"), {"variant": draft, "quantity": 1}),
        (stranger, reverse("orders:checkout_start"), {"group": checkout}),
        (other, reverse("sellers:card"), {"listing": draft, "title": "Mine now"}),
        (stranger, reverse("accounts:switch_organisation"), {"organisation": market.buyer.public_id}),
        (stranger, reverse("buyers_api:conversations"), {"listing": draft, "body": "Hello"}),
        (stranger, reverse("orders_api:cart_lines"), {"variant": draft, "quantity": 1}),
    ]
    for client, url, body in sent:
        answer = client.post(url, body)
        assert answer.status_code < 500, url
        assert draft not in answer.content.decode(errors="replace"), url
    assert changed(before, but={"orders.Cart"}) == []
    assert b"Buyer A" not in stranger.get(reverse("accounts:organisation")).content


def path_of(address: Address, market: Market, made_up: bool = False) -> str:
    """The address of the market's own thing, or of one that never was."""
    expected = EXPECTED[address.name]
    if not address.arguments:
        return "/" + address.route
    if address.name == "buyers:ask":
        return reverse(address.name, args=[market.ids["listing"]])
    assert isinstance(expected, Thing), address.name
    known = FIXED | market.ids["accounts"] | market.ids
    values = {name: known.get(expected.ids[name], known.get(name)) for name in address.arguments}
    if made_up:
        values = {name: NEVER.get(name, _scrambled(value)) for name, value in values.items()}
    if address.name.startswith("^media"):
        return "/media/" + values["path"]
    return reverse(address.name, kwargs=values)


NEVER = {"user_id": 999_999_999, "shipment": 999_999_999, "move": "archive"}


def _scrambled(public_id: Any) -> Any:
    """An id of the same form that nothing has."""
    kind, mark, random = str(public_id).rpartition("_")
    return f"{kind}{mark}{random[::-1]}"


def send(client: Client, method: str, url: str) -> int:
    if method == "GET":
        return int(client.get(url).status_code)
    return int(client.generic(method, url, b"{}" if "/api/" in url else b"", content_type=_type(url)).status_code)


def _type(url: str) -> str:
    return "application/json" if "/api/v1/" in url else "application/x-www-form-urlencoded"


def asked_by_nobody(client: Client, address: Address, expected: str | Thing, method: str, url: str) -> list[str]:
    status = send(client, method, url)
    if expected == PUBLIC or isinstance(expected, Shown):
        ok = status < 500 or address.name == "readyz"
    elif expected == PERSON:
        ok = status in (302, 401, 404, 405)
    else:
        # A cart line and a shipping request may be a visitor's own; what is sent is looked at first.
        ok = status in (302, 401, 404, 405, 422)
    return [] if ok else [f"{status} for nobody: {method} {address.name}"]


def asked_by_strangers(market: Market, address: Address, expected: Thing, method: str, url: str) -> list[str]:
    """To strangers a thing of others looks exactly as one that never was."""
    wrong = []
    for who, client in market.people.items():
        if who in expected.parties:
            continue
        status = send(client, method, url)
        if who in expected.seen_by:
            ok = status in (403, 404, 405, 422)
        else:
            # What is sent, or the permission, may be looked at before the thing: then a made-up id is told the same.
            ok = status in (404, 405) or (
                status in (302, 403, 422) and status == send(client, method, path_of(address, market, made_up=True))
            )
        if not ok:
            wrong.append(f"{status} for {who}: {method} {address.name}")
    return wrong


def sent_by_those_who_may_only_look(market: Market, address: Address, method: str, url: str) -> list[str]:
    wrong = []
    for who in ("buyer's viewer", "seller's viewer"):
        status = send(market.people[who], method, url)
        if status >= 500:
            wrong.append(f"{status} for {who}: {method} {address.name}")
    return wrong


def changed(before: dict[str, str], but: set[str] = frozenset()) -> list[str]:  # type: ignore[assignment]
    after = state_of_the_books()
    return [name for name in before if before[name] != after[name] and name not in but]
