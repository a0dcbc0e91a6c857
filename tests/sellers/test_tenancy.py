"""What belongs to another seller looks exactly like what does not exist, on every page and endpoint."""

from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone

from marketplace.kernel.refusals import NotFound
from sellers import operations
from sellers.models import Listing
from tests.accounts.factories import actor_for, make_member, make_organisation, sign_in
from tests.sellers.factories import make_listing, make_picture, make_seller
from tests.sellers.files import upload

pytestmark = pytest.mark.django_db(transaction=True)

# Every address of sellers that names a listing, and how it is asked.
PAGES: dict[str, tuple[str, ...]] = {
    "sell/listings/{id}/": ("GET", "POST"),
    "sell/listings/{id}/preview/": ("GET",),
    "sell/listings/{id}/where/": ("GET", "POST"),
    "sell/listings/{id}/unsaved/": ("POST",),
    "sell/listings/{id}/history/": ("GET",),
    "sell/listings/{id}/history/{edit}/undo/": ("POST",),
    "sell/listings/{id}/pictures/{picture}/crop/": ("GET", "POST"),
    "api/v1/my/listings/{id}/pictures/{picture}/crop": ("POST",),
    "sell/listings/{id}/packing/": ("GET", "POST"),
    "sell/listings/{id}/variants/": ("GET", "POST"),
    "sell/listings/{id}/lots/": ("GET", "POST"),
    "api/v1/my/listings/{id}/variants": ("GET", "PUT"),
    "api/v1/my/listings/{id}/lots": ("GET", "POST"),
    "sell/listings/{id}/making/": ("GET", "POST"),
    "sell/listings/{id}/service/": ("GET", "POST"),
    "sell/listings/{id}/languages/": ("GET", "POST"),
    "sell/listings/{id}/duplicate/": ("POST",),
    "sell/listings/{id}/schedule/": ("GET", "POST"),
    "sell/scheduled/{id}/cancel/": ("POST",),
    "sell/bulk/{id}/": ("GET", "POST"),
    "sell/bulk/{id}/undo/": ("POST",),
    "sell/documents/{id}/": ("POST",),
    "sell/documents/{id}/scan/": ("GET",),
    "sell/claims/{id}/": ("GET", "POST"),
    "evidence/{id}/scan/": ("GET",),
    "api/v1/my/claims/{id}": ("GET", "PATCH", "DELETE"),
    "sell/listings/{id}/pictures/": ("POST",),
    "sell/listings/{id}/pictures/order/": ("POST",),
    "sell/listings/{id}/pictures/{picture}/": ("POST",),
    "sell/listings/{id}/submit/": ("POST",),
    "sell/listings/{id}/withdraw/": ("POST",),
    "sell/listings/{id}/pause/": ("POST",),
    "sell/listings/{id}/resume/": ("POST",),
    "sell/listings/{id}/discard/": ("POST",),
    "sell/listings/{id}/archive/": ("POST",),
    "sell/at-risk/{id}/take-back/": ("POST",),
    "api/v1/my/listings/{id}": ("GET", "PATCH"),
    "api/v1/my/listings/{id}/destinations": ("GET",),
    "api/v1/my/listings/{id}/documents": ("GET", "POST"),
    "api/v1/my/listings/{id}/history": ("GET",),
    "api/v1/my/listings/{id}/history/{edit}/undo": ("POST",),
    "api/v1/my/listings/{id}/duplicate": ("POST",),
    "api/v1/my/listings/{id}/schedule": ("GET", "POST"),
    "api/v1/my/scheduled-changes/{id}": ("DELETE",),
    "api/v1/my/bulk-edits/{id}": ("GET",),
    "api/v1/my/bulk-edits/{id}/undo": ("POST",),
    "api/v1/my/listings/{id}/submit": ("POST",),
    "api/v1/my/listings/{id}/pause": ("POST",),
    "api/v1/my/listings/{id}/resume": ("POST",),
    "api/v1/my/listings/{id}/pictures": ("POST",),
}


@pytest.mark.parametrize(("address", "method"), [(a, m) for a, methods in PAGES.items() for m in methods])
def test_another_sellers_listing_is_not_there(
    client: Client, address: str, method: str, settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    theirs = make_listing(picture=True)
    mine = make_seller()
    sign_in(client, make_member(mine), mine)
    operations.pause_listing(actor=actor_for(theirs.organisation), listing=theirs, now=timezone.now())
    edit = theirs.edits.get()
    before = Listing.objects.values().get(pk=theirs.pk)

    def ask(listing_id: str, picture_id: str) -> tuple[int, str]:
        url = "/" + address.format(id=listing_id, picture=picture_id, edit=edit.public_id)
        if "pictures" in address and method == "POST" and not address.startswith("api/v1/my/listings/{id}/pictures/"):
            data = {"pictures": upload(), "file": upload(), "do": "remove", "picture": picture_id}
            answer = client.post(url, data)
        elif address.startswith("api/") and method != "GET":
            answer = client.generic(method, url, '{"title": "Mine now"}', content_type="application/json")
        else:
            answer = client.generic(method, url, "title=Mine", content_type="application/x-www-form-urlencoded")
        return answer.status_code, answer.headers.get("Location", "")

    foreign = ask(theirs.public_id, theirs.pictures.get().public_id)
    absent = ask("lst_0000000000000000", "pic_0000000000000000")
    assert foreign == absent == (404, "")
    assert Listing.objects.values().get(pk=theirs.pk) == before
    assert theirs.pictures.count() == 1


def test_every_address_with_a_listing_is_in_the_table() -> None:
    named = {
        f"{prefix}{pattern.pattern}"
        for prefix, module in (("", "sellers.urls"), ("api/v1/", "sellers.api.urls"))
        for pattern in get_resolver(module).url_patterns
        # What else is named by an id is asked for by everybody in tests/sweeps/test_whose_is_it.py.
        if "listings/<str:public_id>" in str(pattern.pattern)
    }
    listed = {
        address.replace("{id}", "<str:public_id>").replace("{picture}", "<str:picture>").replace("{edit}", "<str:edit>")
        for address in PAGES
    }
    moves = {address for address in listed if address.split("/")[-2:-1] and address.startswith("sell/")}
    named.discard("sell/listings/<str:public_id>/<str:move>/")
    # What is on sale may be read by anybody.
    named.discard("api/v1/listings/<str:public_id>/claims")
    assert named <= listed, named - listed
    assert {"submit", "pause", "archive"} <= {address.split("/")[-2] for address in moves}


def test_anonymous_people_are_sent_to_sign_in(client: Client) -> None:
    listing = make_listing()
    for url in (
        "/sell/",
        "/sell/company/",
        "/sell/listings/",
        "/sell/listings/new/",
        f"/sell/listings/{listing.public_id}/",
    ):
        answer = client.get(url)
        assert answer.status_code == 302 and "/account/login/" in answer.headers["Location"], url
    assert client.get("/api/v1/my/listings").status_code == 401
    assert client.get("/sell/start/").status_code == 200


def test_bulk_actions_touch_only_ones_own(client: Client) -> None:
    theirs, mine = make_listing(), make_seller()
    own = make_listing(mine)
    sign_in(client, make_member(mine), mine)
    answer = client.post("/sell/listings/", {"do": "pause", "listing": [theirs.public_id]})
    assert answer.status_code == 404
    theirs.refresh_from_db()
    assert theirs.status == "live"
    client.post("/sell/listings/", {"do": "pause", "listing": [own.public_id]})
    own.refresh_from_db()
    assert own.status == "paused"


def test_operations_refuse_a_foreign_listing_whoever_hands_it_over() -> None:
    theirs = make_listing(picture=True)
    actor = actor_for(make_seller())
    picture = make_picture(theirs).public_id
    now = timezone.now()
    for attempt in (
        lambda: operations.edit_listing(actor=actor, listing=theirs, content={"stock": 0}, now=now),
        lambda: operations.submit_listing(actor=actor, listing=theirs, now=now),
        lambda: operations.withdraw_listing(actor=actor, listing=theirs, now=now),
        lambda: operations.pause_listing(actor=actor, listing=theirs, now=now),
        lambda: operations.resume_listing(actor=actor, listing=theirs, now=now),
        lambda: operations.archive_listing(actor=actor, listing=theirs, now=now),
        lambda: operations.discard_changes(actor=actor, listing=theirs, now=now),
        lambda: operations.remove_picture(actor=actor, listing=theirs, picture=picture, now=now),
        lambda: operations.order_pictures(actor=actor, listing=theirs, pictures=[picture], now=now),
        lambda: operations.describe_picture(actor=actor, listing=theirs, picture=picture, alt_text="x", now=now),
    ):
        with pytest.raises(NotFound):
            attempt()


def test_a_buyer_without_a_desk_is_led_to_start_and_cannot_list(client: Client) -> None:
    buyer = make_organisation(sells=False)
    sign_in(client, make_member(buyer), buyer)
    assert client.get("/sell/").headers["Location"] == "/sell/start/"
    assert client.get("/sell/listings/new/").headers["Location"] == "/sell/start/"
    answer = client.post("/api/v1/my/listings", {"title": "A bowl"}, content_type="application/json")
    assert answer.status_code == 409 and answer.json()["code"] == "not_selling_yet"
    assert not Listing.objects.exists()
