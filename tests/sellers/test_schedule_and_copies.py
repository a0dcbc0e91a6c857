"""Changes that happen by themselves at their hour, once; and listings begun as copies."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone

from accounts.models import Notification
from marketplace.kernel.refusals import InvalidInput, NotFound
from sellers import operations, queries
from sellers.models import Listing, ListingEdit, ListingRevision, ScheduledChange
from sellers.operations._listings import WrongListingStatus
from sellers.views.schedule import local_moment
from tests.accounts.factories import actor_for, make_member, sign_in
from tests.sellers.factories import make_listing, make_seller, make_tiers, make_variant
from tests.sellers.files import upload

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
DUE = NOW + timedelta(days=3)
SECOND = timedelta(seconds=1)


def plan(listing: Listing, action: str = "pause", **over: Any) -> ScheduledChange:
    values: dict[str, Any] = {"due_at": DUE, "now": NOW, **over}
    return operations.schedule_change(actor=actor_for(listing.organisation), listing=listing, action=action, **values)


def sweep(now: datetime) -> int:
    made = [operations.make_scheduled_change(change_id=pk, now=now) for pk in queries.due_changes(now)]
    return sum(change is not None for change in made)


@pytest.mark.parametrize(
    ("action", "status", "result"),
    [("pause", "live", "paused"), ("on_sale", "paused", "live"), ("price", "live", "live")],
)
def test_a_change_is_made_at_its_second_and_once(action: str, status: str, result: str) -> None:
    listing = make_listing(status=status, price="10", picture=True)
    change = plan(listing, action, tiers=[{"min_quantity": 1, "unit_price": "8.5"}])
    assert sweep(DUE - SECOND) == 0
    assert operations.make_scheduled_change(change_id=change.pk, now=DUE - SECOND) is None
    listing.refresh_from_db()
    assert listing.status == status and listing.tiers.get().unit_price == 10
    assert sweep(DUE) == 1
    # A worker that had read the row as due comes second; a round a second later finds nothing.
    assert operations.make_scheduled_change(change_id=change.pk, now=DUE) is None
    assert sweep(DUE + SECOND) == 0
    listing.refresh_from_db()
    assert listing.status == result
    assert listing.tiers.get().unit_price == (Decimal("8.5") if action == "price" else 10)
    [entry] = ListingEdit.objects.filter(listing=listing)
    assert entry.what == "scheduled" and entry.at == DUE and entry.by_platform


def test_what_is_not_possible_at_its_hour_is_told_and_not_tried_again() -> None:
    listing = make_listing(price="10", picture=True)
    change = plan(listing, "price", tiers=[{"min_quantity": 1, "unit_price": "8"}])
    operations.archive_listing(actor=actor_for(listing.organisation), listing=listing, now=NOW)
    assert sweep(DUE) == 1
    change.refresh_from_db()
    assert change.state == "failed" and "Archived" in change.reason and listing.tiers.get().unit_price == 10
    assert Notification.objects.filter(kind="scheduled_change_failed").exists()
    assert sweep(DUE + SECOND) == 0


def test_a_change_that_waits_is_shown_and_cancelled(client: Client) -> None:
    listing = make_listing(picture=True)
    seller = listing.organisation
    seller.time_zone = "Asia/Tokyo"
    seller.save()
    sign_in(client, make_member(seller), seller)
    address = f"/sell/listings/{listing.public_id}/schedule/"
    tomorrow = (timezone.now() + timedelta(days=1)).astimezone(ZoneInfo("Asia/Tokyo"))
    client.post(address, {"action": "pause", "due_at": f"{tomorrow:%Y-%m-%d}T09:00"})
    change = ScheduledChange.objects.get()
    assert change.due_at.astimezone(UTC).hour == 0
    page = client.get(address).content.decode()
    assert f"{tomorrow:%d %b %Y}, 09:00" in page and "Asia/Tokyo" in page
    client.post(f"/sell/scheduled/{change.public_id}/cancel/")
    change.refresh_from_db()
    assert change.state == "cancelled" and sweep(change.due_at) == 0
    # Too late: what is done is not cancelled.
    done = plan(listing)
    sweep(DUE)
    operations.cancel_scheduled_change(actor=actor_for(seller), change=done, now=DUE)
    done.refresh_from_db()
    assert done.state == "done"


@pytest.mark.parametrize(
    ("over", "field"),
    [
        ({"action": "explode"}, "action"),
        ({"due_at": None}, "due_at"),
        ({"due_at": NOW}, "due_at"),
        ({"due_at": NOW + timedelta(days=731)}, "due_at"),
        ({"action": "price"}, "tiers"),
        ({"action": "price", "tiers": [{"min_quantity": 1, "unit_price": 0}]}, "tiers.0.unit_price"),
    ],
)
def test_what_cannot_be_planned_is_refused_at_its_field(over: dict[str, Any], field: str) -> None:
    listing = make_listing(picture=True)
    with pytest.raises(InvalidInput) as refused:
        plan(listing, **{"action": "pause", **over})
    assert list(refused.value.fields) == [field] and not ScheduledChange.objects.exists()


def test_what_nobody_approved_or_is_anothers_is_not_planned() -> None:
    with pytest.raises(WrongListingStatus):
        plan(make_listing(status="draft"), "on_sale")
    theirs = make_listing()
    stranger = actor_for(make_seller())
    with pytest.raises(NotFound):
        operations.schedule_change(actor=stranger, listing=theirs, action="pause", due_at=DUE, now=NOW)
    assert not ScheduledChange.objects.exists()
    assert plan(theirs) == plan(theirs) and ScheduledChange.objects.count() == 1


def test_an_hour_that_the_clocks_skip_is_no_moment() -> None:
    zone = ZoneInfo("Europe/Berlin")
    assert local_moment("2027-03-28T02:30", zone) is None
    assert local_moment("2027-03-28T03:30", zone) == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)
    assert local_moment("soon", zone) is None


def test_a_copy_says_the_same_and_stands_alone(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    seller = make_seller()
    actor = actor_for(seller)
    listing = make_listing(seller, title="Stoneware bowl", tiers=[(1, "10"), (50, "8")], status="draft", stock=40)
    listing.variants.update(sku="BOWL-1", options={"Size": "S"})
    picture = operations.add_picture(actor=actor, listing=listing, upload=upload(), now=NOW, alt_text="Above")
    make_tiers(
        make_variant(listing, options={"Size": "L"}, sku="BOWL-2", picture=picture, has_own_tiers=True), [(1, 14)]
    )
    Listing.objects.filter(pk=listing.pk).update(status="live", options=[{"name": "Size", "values": ["S", "L"]}])
    listing.refresh_from_db()
    ListingRevision.objects.create(listing=listing, organisation=seller, content={"summary": "For every day."})
    copy = operations.duplicate_listing(actor=actor, listing=listing, now=NOW)
    copy.refresh_from_db()
    assert (copy.status, copy.title, copy.summary) == ("draft", "Stoneware bowl", "For every day.")
    assert copy.public_id != listing.public_id and copy.published_at is None and copy.options == listing.options
    small, large = copy.variants.all()
    assert [(v.sku, v.stock_available) for v in (small, large)] == [("", 0), ("", 0)]
    assert [tier.unit_price for tier in small.tiers.all()] == [10, 8] and large.tiers.get().unit_price == 14
    copied = copy.pictures.get()
    assert copied.alt_text == "Above" and copied.file != picture.file and large.picture == copied
    # What becomes of the one's picture is no matter to the other.
    operations.remove_picture(actor=actor, listing=copy, picture=copied.public_id, now=NOW)
    assert default_storage.exists(picture.name(480)) and not default_storage.exists(copied.name(480))


def test_nobody_copies_what_is_anothers(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    theirs = make_listing(picture=True)
    with pytest.raises(NotFound):
        operations.duplicate_listing(actor=actor_for(make_seller()), listing=theirs, now=NOW)
    assert Listing.objects.count() == 1 and not list(tmp_path.rglob("*.webp"))
