"""Holds: reason, end and appeal; what they stop, what they never stop, and that they are over by themselves."""

from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfWriter

from accounts import operations, queries
from accounts.actor import Actor
from accounts.holds import APPEAL_WINDOW, LONGEST, PayoutsOnHold, SellingOnHold
from accounts.models import Hold, HoldAppeal, HoldChange, Notification, Organisation
from accounts.operations._holds import HoldOver
from accounts.operations.appeal_hold import AppealDecided, CannotAppeal
from accounts.operations.place_hold import AlreadyHeld, NeedsAnother
from accounts.tasks import end_holds
from marketplace.kernel.models import Event
from marketplace.kernel.private_files import private_storage
from marketplace.kernel.refusals import InvalidInput, NotAllowed, NotFound, Refusal
from sellers.models import Listing, ListingChange
from sellers.operations import approve_listing, submit_listing
from tests.accounts.factories import actor_for, make_member, make_organisation, platform_actor, sign_in
from tests.orders.factories import make_shipped_order
from tests.orders.test_races import at_once
from tests.sellers.factories import make_listing, make_seller

pytestmark = pytest.mark.django_db(transaction=True)

NOW = datetime(2026, 3, 3, 12, tzinfo=UTC)
END = NOW + timedelta(days=10)
WHY: dict[str, Any] = {
    "code": "misleading", "reason": "The listing says silver; the test found tin.", "ground": "Terms, part 4.2",
}  # fmt: skip


def held(organisation: Organisation, stops: str = "selling", *, actor: Actor | None = None, **over: Any) -> Hold:
    given: dict[str, Any] = (
        {"organisation_id": organisation.pk, "stops": stops, "ends_at": END, "now": NOW} | WHY | over
    )
    return operations.place_hold(actor=actor or platform_actor(), **given)


def appealed(hold: Hold, **over: Any) -> HoldAppeal:
    given: dict[str, Any] = {
        "text": "It is silver: see the assay.",
        "uploads": [],
        "now": NOW + timedelta(days=1),
    } | over
    return operations.appeal_hold(actor=actor_for(hold.organisation), hold=hold, **given)


def flags(organisation: Organisation) -> tuple[bool, bool, bool]:
    organisation.refresh_from_db()
    return organisation.all_stopped, organisation.selling_stopped, organisation.payouts_stopped


def a_pdf() -> SimpleUploadedFile:
    writer, out = PdfWriter(), BytesIO()
    writer.add_blank_page(300, 400)
    writer.write(out)
    return SimpleUploadedFile("assay.pdf", out.getvalue(), "application/pdf")


def kept_files() -> int:
    storage = private_storage()
    try:
        return sum(len(storage.listdir(f"appeals/{folder}")[1]) for folder in storage.listdir("appeals")[0])
    except FileNotFoundError:
        return 0


def test_selling_stops_at_once_and_the_statement_of_reasons_is_sent_in_the_same_moment() -> None:
    listing = make_listing()
    seller, member = listing.organisation, make_member(listing.organisation)
    ListingChange.objects.all().delete()
    hold = held(seller)
    assert flags(seller) == (False, True, False)
    assert not Listing.objects.on_sale().exists() and ListingChange.objects.get().listing_id == listing.pk
    told = Notification.objects.get(user=member)
    for words in (WHY["reason"], WHY["ground"], "2026-03-13", "2026-09-02", "Says what is not so", "open orders"):
        assert words in told.body, words
    assert told.url == reverse("accounts:hold", args=[hold.public_id])
    with pytest.raises(SellingOnHold):
        queries.must_not_stop_selling(seller.pk)


@pytest.mark.parametrize(
    ("stops", "expected"),
    [("selling", (False, True, False)), ("payouts", (False, False, True)), ("everything", (True, True, True))],
)
def test_each_hold_stops_what_it_says_and_ends_by_itself(stops: str, expected: tuple[bool, bool, bool]) -> None:
    seller = make_seller()
    member = make_member(seller)
    hold = held(seller, stops)
    assert flags(seller) == expected
    assert operations.end_hold(hold=hold, now=END - timedelta(seconds=1)) is False
    assert flags(seller) == expected
    assert operations.end_hold(hold=hold, now=END) is True
    assert flags(seller) == (False, False, False)
    assert operations.end_hold(hold=hold, now=END) is False
    assert [each.kind for each in hold.changes.all()] == ["placed", "ended"]
    assert Notification.objects.filter(user=member, kind="hold_ended").count() == 1
    assert Event.objects.filter(name="accounts.hold.over").count() == 1


def test_the_clock_ends_what_is_due_and_nothing_else() -> None:
    due, later = make_seller(), make_seller()
    past = timezone.now() - timedelta(days=2)
    held(due, now=past, ends_at=past + timedelta(days=1))
    held(later, now=past, ends_at=past + timedelta(days=20))
    assert end_holds() == 1
    assert flags(due) == (False, False, False) and flags(later) == (False, True, False)


def test_what_two_holds_stop_stays_stopped_until_both_are_over() -> None:
    seller = make_seller()
    selling, everything = held(seller), held(seller, "everything", ends_at=END + timedelta(days=5))
    operations.end_hold(hold=selling, now=END)
    assert flags(seller) == (True, True, True)
    operations.lift_hold(actor=platform_actor(), hold=everything, reason="Cleared up.", now=END)
    assert flags(seller) == (False, False, False)


def test_a_hold_on_one_listing_leaves_the_others_alone() -> None:
    listing = make_listing()
    other = make_listing(listing.organisation)
    hold = held(listing.organisation, "listing", subject=listing.public_id)
    assert (hold.subject_label, flags(listing.organisation)) == (listing.title, (False, False, False))
    assert Listing.objects.on_sale().get() == other
    assert ListingChange.objects.last().listing_id == listing.pk  # type: ignore[union-attr]
    operations.end_hold(hold=hold, now=END)
    assert Listing.objects.on_sale().count() == 2


def test_what_a_held_seller_owes_can_be_done_and_its_data_read(client: Client) -> None:
    order = make_shipped_order()
    seller = order.seller
    held(seller, "everything", now=timezone.now(), ends_at=timezone.now() + timedelta(days=5))
    owner = actor_for(Organisation.objects.get(pk=seller.pk))
    for may in (
        "orders.ship",
        "orders.view",
        "conversations.write",
        "listings.view_own",
        "holds.appeal",
        "data.export",
    ):
        assert owner.may(may), may
    for may_not in ("listings.edit", "orders.place", "payments.manage"):
        assert not owner.may(may_not), may_not
    sign_in(client, make_member(seller), seller)
    for address in (
        "sellers:desk",
        "sellers:listings",
        "orders:sales",
        "buyers:inbox",
        "payments:money",
        "accounts:holds",
    ):
        assert client.get(reverse(address)).status_code == 200, address
    page = client.get(reverse("sellers:desk")).content.decode()
    assert "Everything new is on hold" in page and reverse("accounts:holds") in page


def test_nothing_is_put_on_sale_while_selling_is_on_hold() -> None:
    seller = make_seller()
    draft = make_listing(seller, status="draft", picture=True)
    waiting = make_listing(seller, status="in_review", picture=True)
    held(seller)
    with pytest.raises(SellingOnHold):
        submit_listing(actor=actor_for(seller), listing=draft, now=NOW)
    with pytest.raises(SellingOnHold):
        approve_listing(actor=platform_actor(), listing=waiting, reason="Fine.", now=NOW)
    assert set(Listing.objects.values_list("status", flat=True)) == {"draft", "in_review"}


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"stops": "breathing"}, "stops"),
    ({"code": "mood"}, "code"),
    ({"source": "rumour"}, "source"),
    ({"reason": "  "}, "reason"),
    ({"ground": ""}, "ground"),
    ({"reason": "x" * 4001}, "reason"),
    ({"ends_at": None}, "ends_at"),
    ({"ends_at": NOW}, "ends_at"),
    ({"ends_at": NOW + LONGEST + timedelta(seconds=1)}, "ends_at"),
    ({"is_permanent": True}, "ends_at"),
    ({"stops": "listing", "subject": "lst_nosuchlisting"}, "subject"),
    ({"stops": "listing", "subject": "org_notalisting"}, "subject"),
]


@pytest.mark.parametrize(("over", "field"), REFUSED)
def test_a_hold_without_reason_rule_or_end_is_refused_and_leaves_nothing(over: dict[str, Any], field: str) -> None:
    seller = make_seller()
    make_member(seller)
    stops = over.pop("stops", "selling") if "stops" in over else "selling"
    with pytest.raises(InvalidInput) as refusal:
        held(seller, stops, **over)
    assert field in refusal.value.fields
    assert not Hold.objects.exists() and not HoldChange.objects.exists() and not Notification.objects.exists()
    assert flags(seller) == (False, False, False)


def test_only_a_person_of_the_staff_holds_and_not_twice() -> None:
    listing, seller = make_listing(), make_seller()
    for actor in (actor_for(seller), Actor.system("robot"), Actor.anonymous()):
        with pytest.raises(Refusal):
            held(seller, actor=actor)
    with pytest.raises(InvalidInput):
        held(seller, "listing", subject=listing.public_id)
    assert not Hold.objects.exists()
    held(seller)
    with pytest.raises(AlreadyHeld):
        held(seller)
    assert Hold.objects.count() == 1


def test_an_end_moves_only_with_a_reason_and_only_later() -> None:
    seller = make_seller()
    member = make_member(seller)
    hold, staff = held(seller), platform_actor()
    for reason, end in ((" ", END + timedelta(days=1)), ("Still tin.", END), ("Still tin.", None)):
        with pytest.raises(InvalidInput):
            operations.extend_hold(actor=staff, hold=hold, ends_at=end, reason=reason, now=NOW)
    hold = operations.extend_hold(
        actor=staff, hold=hold, ends_at=END + timedelta(days=3), reason="The second test is late.", now=NOW
    )
    assert hold.ends_at == END + timedelta(days=3)
    assert "second test is late" in Notification.objects.get(user=member, kind="hold_extended").body
    change = hold.changes.get(kind="extended")
    assert (change.old_end, change.new_end) == (END, END + timedelta(days=3))
    assert operations.end_hold(hold=hold, now=END) is False
    operations.lift_hold(actor=staff, hold=hold, reason="Silver after all.", now=END)
    with pytest.raises(HoldOver):
        operations.extend_hold(actor=staff, hold=hold, ends_at=END + timedelta(days=9), reason="Again.", now=END)


def test_a_permanent_suspension_takes_two_people() -> None:
    seller = make_seller()
    member, first, second = make_member(seller), platform_actor(), platform_actor()
    shorter = held(seller, "everything", actor=first)
    hold = held(seller, "everything", actor=first, ends_at=None, is_permanent=True)
    told = Notification.objects.filter(user=member).count()
    assert hold.state == "proposed" and told == 1
    with pytest.raises(NotFound):
        queries.hold_of(actor_for(seller), hold.public_id)
    with pytest.raises(NeedsAnother):
        operations.confirm_hold(actor=first, hold=hold, is_confirmed=True, reason="I agree with myself.", now=NOW)
    hold = operations.confirm_hold(actor=second, hold=hold, is_confirmed=True, reason="Third fraud.", now=NOW)
    shorter.refresh_from_db()
    assert (hold.state, shorter.state) == ("in_force", "ended")
    assert flags(seller) == (True, True, True)
    assert operations.end_hold(hold=hold, now=NOW + timedelta(days=4000)) is False
    with pytest.raises(HoldOver):
        operations.confirm_hold(actor=second, hold=hold, is_confirmed=True, reason="Again.", now=NOW)


def test_a_permanent_suspension_that_is_not_confirmed_never_was_in_force() -> None:
    seller = make_seller()
    hold = held(seller, "everything", ends_at=None, is_permanent=True)
    operations.confirm_hold(actor=platform_actor(), hold=hold, is_confirmed=False, reason="Too hard.", now=NOW)
    assert flags(seller) == (False, False, False)
    with pytest.raises(NotFound):
        operations.appeal_hold(actor=actor_for(seller), hold=hold, text="What?", uploads=[], now=NOW)


def test_an_appeal_is_sent_once_with_documents_and_has_a_due_date() -> None:
    hold = held(make_seller())
    appeal = appealed(hold, uploads=[a_pdf(), a_pdf()])
    assert appeal.due_at == NOW + timedelta(days=8) and appeal.files.count() == 2
    files = kept_files()
    with pytest.raises(CannotAppeal):
        appealed(Hold.objects.get(), uploads=[a_pdf()])
    assert HoldAppeal.objects.count() == 1 and kept_files() == files


def test_an_appeal_that_cannot_stand_leaves_nothing() -> None:
    hold, stranger, files = held(make_seller()), actor_for(make_organisation()), kept_files()
    with pytest.raises(InvalidInput):
        appealed(hold, text="  ")
    with pytest.raises(InvalidInput):
        appealed(hold, uploads=[a_pdf() for _ in range(6)])
    with pytest.raises(CannotAppeal):
        appealed(hold, now=NOW + APPEAL_WINDOW + timedelta(seconds=1), uploads=[a_pdf()])
    with pytest.raises(NotFound):
        operations.appeal_hold(actor=stranger, hold=hold, text="Let them go!", uploads=[a_pdf()], now=NOW)
    with pytest.raises(NotAllowed):
        operations.appeal_hold(actor=actor_for(hold.organisation, "viewer"), hold=hold, text="x", uploads=[], now=NOW)
    with pytest.raises(Refusal):
        appealed(hold, uploads=[a_pdf(), SimpleUploadedFile("x.svg", b"<svg onload='x'/>")])
    assert not HoldAppeal.objects.exists() and kept_files() == files


def test_whoever_had_a_part_in_the_hold_may_not_decide_the_appeal() -> None:
    placed, moved, other = platform_actor(), platform_actor(), platform_actor()
    hold = held(make_seller(), actor=placed)
    with pytest.raises(AppealDecided):
        operations.decide_appeal(actor=other, hold=hold, outcome="lifted", reason="x", now=NOW)
    operations.extend_hold(actor=moved, hold=hold, ends_at=END + timedelta(days=1), reason="Late.", now=NOW)
    appealed(hold)
    for actor in (placed, moved):
        with pytest.raises(NeedsAnother):
            operations.decide_appeal(actor=actor, hold=hold, outcome="upheld", reason="Right.", now=NOW)
    for outcome, reason in (("upheld", " "), ("ignored", "x")):
        with pytest.raises(InvalidInput):
            operations.decide_appeal(actor=other, hold=hold, outcome=outcome, reason=reason, now=NOW)
    with pytest.raises(Refusal):
        operations.decide_appeal(actor=actor_for(hold.organisation), hold=hold, outcome="lifted", reason="x", now=NOW)
    assert HoldAppeal.objects.get().outcome == "" and Hold.objects.get().state == "in_force"


@pytest.mark.parametrize(
    ("outcome", "end", "state", "stopped"),
    [
        ("upheld", None, "in_force", True),
        ("shortened", NOW + timedelta(days=4), "in_force", True),
        ("lifted", None, "lifted", False),
    ],
)
def test_an_appeal_ends_in_one_of_three_ways_with_a_reason(
    outcome: str, end: datetime | None, state: str, stopped: bool
) -> None:
    seller = make_seller()
    member, other, at = make_member(seller), platform_actor(), NOW + timedelta(days=2)
    hold = held(seller)
    appealed(hold)
    if outcome == "shortened":
        with pytest.raises(InvalidInput):
            operations.decide_appeal(actor=other, hold=hold, outcome=outcome, reason="x", ends_at=END, now=at)
    operations.decide_appeal(actor=other, hold=hold, outcome=outcome, reason="We looked again.", ends_at=end, now=at)
    hold.refresh_from_db()
    assert hold.state == state and hold.ends_at == (end or END)
    assert flags(seller)[1] is stopped
    assert "We looked again." in Notification.objects.get(user=member, kind="appeal_decided").body
    with pytest.raises(AppealDecided):
        operations.decide_appeal(actor=platform_actor(), hold=hold, outcome="upheld", reason="x", now=at)


def test_extending_and_ending_at_once_has_one_winner() -> None:
    seller, staff = make_seller(), platform_actor()
    hold = held(seller)

    def work(number: int) -> Any:
        if number % 2:
            return operations.end_hold(hold=hold, now=END)
        later = END + timedelta(days=2)
        return operations.extend_hold(actor=staff, hold=hold, ends_at=later, reason="Late.", now=NOW)

    results = at_once(work, 8)
    hold.refresh_from_db()
    ended = results.count(True)
    if hold.state == "ended":
        assert ended == 1 and not [each for each in results if isinstance(each, Hold)]
    else:
        assert ended == 0 and hold.changes.filter(kind="extended").count() == 1
    assert flags(seller)[1] is (hold.state == "in_force")


def test_two_people_placing_the_same_hold_place_one() -> None:
    seller = make_seller()
    staff = [platform_actor() for _ in range(6)]
    results = at_once(lambda number: held(seller, actor=staff[number]), 6)
    assert sum(isinstance(each, Hold) for each in results) == 1
    assert sum(isinstance(each, AlreadyHeld) for each in results) == 5


def test_payouts_wait_while_they_are_on_hold() -> None:
    seller = make_seller()
    hold = held(seller, "payouts")
    with pytest.raises(PayoutsOnHold), transaction.atomic():
        queries.must_not_stop_payouts(seller.pk)
    operations.end_hold(hold=hold, now=END)
    with transaction.atomic():
        queries.must_not_stop_payouts(seller.pk)


def test_the_pages_tell_why_and_take_the_appeal(client: Client) -> None:
    seller = make_seller()
    sign_in(client, make_member(seller), seller)
    assert "Nothing is on hold" in client.get(reverse("accounts:holds")).content.decode()
    now = timezone.now()
    hold = held(seller, now=now, ends_at=now + timedelta(days=9))
    assert "Says what is not so" in client.get(reverse("accounts:holds")).content.decode()
    url = reverse("accounts:hold", args=[hold.public_id])
    page = client.get(url).content.decode()
    assert WHY["reason"] in page and WHY["ground"] in page and "Send the appeal" in page
    assert client.post(url, {"text": ""}).status_code == 422
    assert client.post(url, {"text": "See the assay.", "documents": [a_pdf()]}).status_code == 302
    page = client.get(url).content.decode()
    assert "See the assay." in page and "Send the appeal" not in page and "data-due" in page
    file = HoldAppeal.objects.get().files.get()
    assert client.get(reverse("accounts:appeal_file", args=[file.public_id]))["Content-Type"] == "application/pdf"
    row = client.get("/api/v1/holds").json()["results"][0]
    assert (row["id"], row["stops"], row["appeal"]["text"]) == (hold.public_id, "selling", "See the assay.")
    assert client.get(f"/api/v1/holds/{hold.public_id}").json()["changes"][0]["kind"] == "placed"


def test_staff_place_move_and_decide_in_admin(admin_client: Client) -> None:
    seller = make_seller()
    add = f"{reverse('admin:accounts_hold_add')}?organisation={seller.public_id}"
    assert seller.public_id in admin_client.get(add).content.decode()
    given = {"organisation": seller.public_id, "stops": "selling", "source": "own", **WHY}
    last = timezone.now().date() + timedelta(days=9)
    assert admin_client.post(add, given | {"ends_on": ""}).status_code == 422
    assert admin_client.post(add, given | {"ends_on": last.isoformat()}).status_code == 302
    hold = Hold.objects.get()
    assert hold.ends_at is not None and hold.ends_at.date() == last
    appealed(hold, now=timezone.now())
    page = reverse("admin:accounts_hold_change", args=[hold.pk])
    assert "It is silver" in admin_client.get(page).content.decode()
    decide = reverse("admin:accounts_hold_decide", args=[hold.pk])
    admin_client.post(decide, {"do": "appeal", "outcome": "lifted", "reason": "I was wrong."})
    hold.refresh_from_db()
    assert hold.state == "in_force", "the same person may not decide"
    admin_client.post(
        decide, {"do": "extend", "ends_on": (last + timedelta(days=1)).isoformat(), "reason": "The lab is late."}
    )
    admin_client.post(decide, {"do": "lift", "reason": "Silver."})
    hold.refresh_from_db()
    assert hold.state == "lifted" and hold.changes.count() == 3
    assert admin_client.get(reverse("admin:accounts_hold_changelist")).status_code == 200
