"""The index's life: followed, rebuilt beside readers, healed."""

import shutil
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from buyers.search import SearchRequest, SearchUnavailable, index_ready, search, store
from buyers.search.build import rebuild
from buyers.search.feed import Follower
from sellers.models import Listing
from sellers.operations import record_change
from sellers.queries import last_change
from tests.sellers.factories import make_listing, make_seller

from .indexes import document, publish_index


def found(text: str) -> list[int]:
    return search(SearchRequest(text=text, facets=False)).ids


def note(listing: Listing) -> None:
    """Tell the feed, and wait until it may be read: another test worker's open transaction holds it back."""
    before = last_change()
    with transaction.atomic():
        record_change(listing=listing)
    deadline = time.monotonic() + 60
    while last_change() == before and time.monotonic() < deadline:
        time.sleep(0.02)


@pytest.mark.django_db(transaction=True)
def test_edits_pauses_and_approvals_are_followed() -> None:
    listing = make_listing(title="Stoneware bowl")
    waiting = make_listing(title="Copper kettle", status="in_review")
    rebuild()
    follower = Follower()
    follower.tick()
    assert found("stoneware") == [listing.pk]

    Listing.objects.filter(pk=listing.pk).update(title="Porcelain jug")
    note(listing)
    assert follower.tick() >= 1
    assert found("porcelain") == [listing.pk]
    assert search(SearchRequest(text="stoneware", as_typed=True)).ids == []

    Listing.objects.filter(pk=listing.pk).update(status="paused")
    note(listing)
    follower.tick()
    assert search(SearchRequest(text="porcelain", as_typed=True)).ids == []

    assert search(SearchRequest(text="kettle", as_typed=True)).ids == []
    Listing.objects.filter(pk=waiting.pk).update(status="live", published_at=timezone.now())
    note(waiting)
    follower.tick()
    assert found("kettle") == [waiting.pk]

    seller = waiting.organisation.seller_profile
    seller.status = "submitted"
    seller.save()
    note(waiting)
    follower.tick()
    assert search(SearchRequest(text="kettle", as_typed=True)).ids == []


@pytest.mark.django_db(transaction=True)
def test_a_running_follower_shows_an_edit_without_being_told() -> None:
    listing = make_listing(title="Stoneware bowl")
    rebuild()
    stop = threading.Event()

    def follow() -> None:
        Follower().run(stop.is_set)
        connection.close()

    thread = threading.Thread(target=follow)
    thread.start()
    try:
        time.sleep(0.5)
        Listing.objects.filter(pk=listing.pk).update(title="Walnut board")
        note(listing)
        began = time.monotonic()
        while found("walnut") != [listing.pk]:
            assert time.monotonic() - began < 30
            time.sleep(0.02)
    finally:
        stop.set()
        thread.join(10)


@pytest.mark.django_db(transaction=True)
def test_changes_made_during_a_build_are_applied_after_it() -> None:
    listing = make_listing(title="Stoneware bowl")
    rebuild()
    follower = Follower()
    follower.tick()
    Listing.objects.filter(pk=listing.pk).update(title="Walnut board")
    note(listing)
    # The new generation starts from an older place in the feed than its documents: applying twice is harmless.
    rebuild()
    follower.tick()
    follower.tick()
    assert found("walnut") == [listing.pk]
    assert search(SearchRequest()).count == 1


@pytest.mark.django_db(transaction=True)
def test_a_missing_index_is_built_by_the_follower() -> None:
    listing = make_listing(title="Stoneware bowl")
    assert not index_ready()
    with pytest.raises(SearchUnavailable):
        search(SearchRequest(text="bowl"))
    Follower().tick()
    assert index_ready()
    assert found("stoneware") == [listing.pk]


def _delete_files(folder: Path) -> None:
    shutil.rmtree(folder / "index")


def _put(path: Path, content: bytes) -> None:
    """A new file under the old name: to cut one short that is mapped into memory ends the process that reads it."""
    path.unlink()
    path.write_bytes(content)


def _garble_meta(folder: Path) -> None:
    _put(folder / "index" / "meta.json", b"{not json")


def _garble_segments(folder: Path) -> None:
    for path in (folder / "index").iterdir():
        if path.suffix in {".term", ".idx", ".fast", ".store", ".fieldnorm", ".pos"}:
            _put(path, b"\x00" * path.stat().st_size)


def _empty_segments(folder: Path) -> None:
    for path in (folder / "index").iterdir():
        if path.suffix in {".term", ".fast"}:
            _put(path, b"")


def _other_version(folder: Path) -> None:
    (folder / "made.json").write_text('{"version": 0}')


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("damage", [_delete_files, _garble_meta, _garble_segments, _empty_segments, _other_version])
def test_a_damaged_index_is_noticed_and_built_again(damage: Any) -> None:
    listing = make_listing(title="Stoneware bowl")
    rebuild()
    assert found("stoneware") == [listing.pk]
    generation = store.current_generation()
    assert generation is not None
    damage(generation.folder)
    store.reader.__init__()  # type: ignore[misc]
    with suppress(SearchUnavailable):
        search(SearchRequest(text="stoneware"))
    follower = Follower()
    follower.tick()
    assert found("stoneware") == [listing.pk]


@pytest.mark.django_db
def test_searching_during_rebuilds_never_finds_a_gap() -> None:
    publish_index(document(pk, f"Bowl {pk}") for pk in range(1, 200))
    done = threading.Event()
    problems: list[object] = []

    def look() -> None:
        while not done.is_set():
            try:
                result = search(SearchRequest(text="bowl", facets=True))
                if result.count != 199:
                    problems.append(result.count)
            except Exception as error:
                problems.append(error)

    readers = [threading.Thread(target=look) for _ in range(2)]
    for reader in readers:
        reader.start()
    for _round in range(8):
        publish_index(document(pk, f"Bowl {pk}") for pk in range(1, 200))
    done.set()
    for reader in readers:
        reader.join(20)
    assert problems == []


def test_one_process_of_a_host_writes() -> None:
    with store.lock("writer"), pytest.raises(store.AlreadyLocked), store.lock("writer"):
        pass


@pytest.mark.django_db
def test_rebuild_holds_everything_on_sale_and_nothing_else(capsys: pytest.CaptureFixture[str]) -> None:
    seller = make_seller()
    listings = [make_listing(seller, title=f"Bowl {number}") for number in range(5)]
    make_listing(seller, status="draft")
    make_listing(make_seller(status="submitted"))
    call_command("rebuild_index")
    assert "Indexed 5 listings" in capsys.readouterr().out
    assert search(SearchRequest()).count == 5
    assert set(search(SearchRequest()).ids) == {listing.pk for listing in listings}
    # Only one generation is kept.
    assert len(list((store.root() / "generations").iterdir())) == 1
