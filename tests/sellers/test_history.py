"""Every change of a listing is written down with what was before, and may be taken back."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.actor import Actor
from marketplace.kernel.refusals import NotAllowed, NotFound, Refusal
from sellers import operations
from sellers.models import Listing, ListingEdit, ListingRevision
from sellers.operations._listings import ListingInReview
from sellers.operations.undo_edit import CannotBeUndone, ChangedSince
from sellers.word_diff import word_diff
from tests.accounts.factories import actor_for, make_member, make_user, sign_in
from tests.sellers.factories import make_listing, make_picture, make_seller
from tests.sellers.files import upload

pytestmark = pytest.mark.django_db(transaction=True)


def edit(listing: Listing, actor: Actor, **content: Any) -> ListingEdit:
    operations.edit_listing(actor=actor, listing=listing, content=content, now=timezone.now())
    return ListingEdit.objects.latest("id")


def undo(actor: Actor, change: ListingEdit) -> ListingEdit:
    return operations.undo_edit(actor=actor, edit=change, now=timezone.now())


def staff() -> Actor:
    return Actor.for_staff(make_user(is_staff=True))


def test_each_step_of_a_listings_life_is_an_entry(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    seller, now = make_seller(), timezone.now()
    actor, moderator = actor_for(seller), staff()
    listing = make_listing(seller, status="draft", picture=True)
    steps: list[tuple[str, Callable[[], Any]]] = [
        ("edited", lambda: operations.edit_listing(actor=actor, listing=listing, content={"moq": 2}, now=now)),
        ("pictures", lambda: operations.add_picture(actor=actor, listing=listing, upload=upload(), now=now)),
        ("stock", lambda: operations.restock(actor=actor, variant=listing.variants.get(), stock=7, now=now)),
        ("submitted", lambda: operations.submit_listing(actor=actor, listing=listing, now=now)),
        ("withdrawn", lambda: operations.withdraw_listing(actor=actor, listing=listing, now=now)),
        ("submitted", lambda: operations.submit_listing(actor=actor, listing=listing, now=now)),
        ("rejected", lambda: operations.reject_listing(actor=moderator, listing=listing, reason="Blurred", now=now)),
        ("submitted", lambda: operations.submit_listing(actor=actor, listing=listing, now=now)),
        ("approved", lambda: operations.approve_listing(actor=moderator, listing=listing, reason="Good", now=now)),
        ("edited", lambda: operations.edit_listing(actor=actor, listing=listing, content={"title": "Jade"}, now=now)),
        ("discarded", lambda: operations.discard_changes(actor=actor, listing=listing, now=now)),
        ("paused", lambda: operations.pause_listing(actor=actor, listing=listing, now=now)),
        ("resumed", lambda: operations.resume_listing(actor=actor, listing=listing, now=now)),
        ("archived", lambda: operations.archive_listing(actor=actor, listing=listing, now=now)),
    ]
    for what, step in steps:
        listing.refresh_from_db()
        step()
        newest = listing.edits.first()
        assert newest is not None and newest.what == what and newest.before != newest.after
    entries = list(listing.edits.order_by("id"))
    assert [each.what for each in entries] == [what for what, _step in steps]
    assert (entries[0].before, entries[0].after, entries[0].actor) == ({"moq": 1}, {"moq": 2}, str(actor.user))
    assert (entries[2].before, entries[2].after) == ({"stock": 100}, {"stock": 7})
    assert entries[8].by_platform and entries[8].after == {"status": "live"}
    assert entries[9].after == {"proposed.title": "Jade", "review": "draft"}


def test_a_save_that_changes_nothing_or_is_refused_writes_nothing() -> None:
    listing = make_listing(moq=2, picture=True)
    actor = actor_for(listing.organisation)
    operations.edit_listing(actor=actor, listing=listing, content={"moq": 2}, now=timezone.now())
    with pytest.raises(Refusal):
        edit(listing, actor, moq=5, tiers=[{"min_quantity": 1, "unit_price": 0}])
    assert not ListingEdit.objects.exists()


def test_undo_puts_the_values_back_at_once_or_up_for_review() -> None:
    listing = make_listing(tiers=[(1, "10"), (50, "8")], stock=20, title="Bowls", lead_time_days=7, picture=True)
    actor = actor_for(listing.organisation)
    change = edit(
        listing, actor, tiers=[{"min_quantity": 1, "unit_price": "9"}], stock=30, lead_time_days=3, title="Jade bowl"
    )
    # Two are sold meanwhile: they stay sold.
    listing.variants.update(stock_available=28)
    back = undo(actor, change)
    listing.refresh_from_db()
    assert list(listing.tiers.values_list("min_quantity", "unit_price")) == [(1, Decimal(10)), (50, Decimal(8))]
    assert listing.variants.get().stock_available == 18 and listing.lead_time_days == 7
    assert not ListingRevision.objects.exclude(state="discarded").exists()
    assert back.what == "undone" and back.undoes == change
    assert undo(actor, change) == back and ListingEdit.objects.count() == 2
    # To take back what was taken back is to have it again.
    undo(actor, back)
    listing.refresh_from_db()
    assert listing.lead_time_days == 3 and listing.revisions.get(state="draft").content == {"title": "Jade bowl"}


def test_a_title_that_was_approved_goes_back_through_review() -> None:
    listing = make_listing(title="Bowls", status="draft", picture=True)
    actor, now = actor_for(listing.organisation), timezone.now()
    change = edit(listing, actor, title="Jade bowl")
    operations.submit_listing(actor=actor, listing=listing, now=now)
    operations.approve_listing(actor=staff(), listing=listing, reason="Good", now=now)
    undo(actor, change)
    listing.refresh_from_db()
    assert listing.title == "Jade bowl" and listing.revisions.get().content == {"title": "Bowls"}


def test_undo_refuses_plainly_what_something_newer_depends_on() -> None:
    listing = make_listing(title="Bowls", moq=1, stock=10, picture=True)
    actor, now = actor_for(listing.organisation), timezone.now()
    first = edit(listing, actor, title="Jade bowl", moq=5)
    second = edit(listing, actor, title="Celadon bowl")
    with pytest.raises(ChangedSince) as refused:
        undo(actor, first)
    assert "title" in refused.value.detail and "minimum" not in refused.value.detail
    restocked = edit(listing, actor, stock=12)
    listing.variants.update(stock_available=1)
    with pytest.raises(ChangedSince):
        undo(actor, restocked)
    operations.submit_listing(actor=actor, listing=listing, now=now)
    with pytest.raises((ListingInReview, ChangedSince)):
        undo(actor, second)
    listing.refresh_from_db()
    assert listing.moq == 5 and listing.revisions.get().content == {"title": "Celadon bowl"}
    assert listing.variants.get().stock_available == 1 and not ListingEdit.objects.filter(what="undone").exists()
    with pytest.raises(CannotBeUndone):
        undo(actor, ListingEdit.objects.get(what="submitted"))


def test_the_order_of_pictures_can_be_taken_back() -> None:
    listing = make_listing(status="draft")
    first, second = (make_picture(listing, alt_text=text) for text in ("Above", "Beside"))
    actor, now = actor_for(listing.organisation), timezone.now()
    operations.order_pictures(actor=actor, listing=listing, pictures=[second.public_id], now=now)
    operations.describe_picture(actor=actor, listing=listing, picture=first.public_id, alt_text="On top", now=now)
    described, ordered = listing.edits.all()
    undo(actor, described)
    undo(actor, ordered)
    assert [(p.pk, p.alt_text) for p in listing.pictures.all()] == [(first.pk, "Above"), (second.pk, "Beside")]


def test_only_ones_own_people_who_may_edit_take_back() -> None:
    listing = make_listing(picture=True)
    change = edit(listing, actor_for(listing.organisation), moq=5)
    with pytest.raises(NotFound):
        undo(actor_for(make_seller()), change)
    with pytest.raises(NotAllowed):
        undo(actor_for(listing.organisation, "viewer"), change)
    listing.refresh_from_db()
    assert listing.moq == 5


def test_the_page_says_who_changed_what_and_takes_it_back(client: Client) -> None:
    listing = make_listing(
        picture=True, title="Stoneware bowl", description="Thrown by hand in Vietri, glazed inside and out."
    )
    seller = listing.organisation
    actor = actor_for(seller)
    change = edit(
        listing,
        actor,
        description="Thrown by hand in Faenza, glazed inside and out.",
        tiers=[{"min_quantity": 1, "unit_price": "7.5"}],
    )
    sign_in(client, make_member(seller), seller)
    page = client.get(f"/sell/listings/{listing.public_id}/history/").content.decode()
    assert str(actor.user) in page and "EUR 7.50" in page and "EUR 10.00" in page and "waits for approval" in page
    assert "Vietri</del>" in page and "Faenza</ins>" in page
    editor = client.get(f"/sell/listings/{listing.public_id}/").content.decode()
    address = f"/sell/listings/{listing.public_id}/history/{change.public_id}/undo/"
    assert address in editor
    client.post(address)
    assert listing.tiers.get().unit_price == 10
    sign_in(client, make_member(seller, "viewer"), seller)
    assert "undo" not in client.get(f"/sell/listings/{listing.public_id}/history/").content.decode()


@pytest.mark.parametrize(
    ("old", "new", "gone", "came"),
    [
        ("a red bowl", "a blue bowl", ["red"], ["blue"]),
        ("one two three four", "five six four", ["one two three"], ["five six"]),
        ("手工制作的蓝色碗", "手工制作的红色碗", ["蓝"], ["红"]),
        ("same", "same", [], []),
        ("", "new words", [], ["new words"]),
        ("x " * 3000, "x " * 2999, ["x " * 3000], ["x " * 2999]),
    ],
)
def test_a_diff_names_the_words(old: str, new: str, gone: list[str], came: list[str]) -> None:
    pieces = word_diff(old, new)
    assert [p.text for p in pieces if p.kind == "gone"] == gone
    assert [p.text for p in pieces if p.kind == "new"] == came
    assert "".join(p.text for p in pieces if p.kind != "new") == old
    assert "".join(p.text for p in pieces if p.kind != "gone") == new


def test_variants_and_their_figures_can_be_taken_back() -> None:
    listing = make_listing(status="draft", stock=7, tiers=[(1, "10"), (50, "8")])
    actor, now = actor_for(listing.organisation), timezone.now()
    colours = [{"name": "Colour", "values": ["Red", "Blue"]}]
    operations.set_variants(actor=actor, listing=listing, options=colours, variants=None, now=now)
    _red, blue = listing.variants.all()
    row = {"id": blue.public_id, "stock": 5, "sku": "B-1", "tiers": [{"min_quantity": 1, "unit_price": "12"}]}
    operations.edit_variants(actor=actor, listing=listing, variants=[row], now=now)
    figures, made = listing.edits.all()
    assert (figures.what, made.what) == ("variants", "variants") and list(figures.after) == [
        f"variant.{blue.public_id}"
    ]
    with pytest.raises(ChangedSince):
        undo(actor, made)
    undo(actor, figures)
    blue.refresh_from_db()
    assert (blue.stock_available, blue.sku, blue.has_own_tiers) == (0, "", False)
    assert [tier.unit_price for tier in blue.tiers.all()] == [10, 8]
    undo(actor, made)
    listing.refresh_from_db()
    only = listing.variants.get(archived_at=None)
    assert listing.options == [] and only.options == {} and only.stock_available == 7
