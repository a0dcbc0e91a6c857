"""Nothing goes to waste: lots marked down by their seller's schedule, told to buyers they can still reach."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Notification
from buyers.models import LotAlert, LotAlertSent
from buyers.operations import TooManyAlerts, ask_to_be_told, tell_of_lot
from marketplace.kernel.models import Event
from marketplace.kernel.refusals import InvalidInput, NotFound
from sellers import queries
from sellers.markdowns import Step, check_steps, marked_down, next_step, step_due
from sellers.models import Listing, ListingChange, Lot, Markdown, MarkdownStep, PriceTier
from sellers.operations import mark_down_lot, set_markdown_schedule, take_back_markdown
from sellers.pricing import Tier
from sellers.tasks import mark_down_lots
from tests.accounts.factories import actor_for, make_member, make_organisation, sign_in
from tests.sellers.factories import make_category, make_listing, make_seller
from tests.trade.factories import load_world

pytestmark = pytest.mark.django_db
SCHEDULE = [{"days_left": 21, "percent": 10}, {"days_left": 7, "percent": 40}]
TODAY = date(2026, 11, 22)


def _lot(days: int = 20, **over: Any) -> Listing:
    """A Chilean lot of berries with so many days left, its seller's schedule set."""
    load_world(timezone.now())
    seller = make_seller(country="CL", currency="USD")
    listing = make_listing(
        seller, kind="perishable_lot", price="5.00", hs_code="081040", lead_time_days=1, moq=1, **over
    )
    Lot.objects.filter(listing=listing).update(best_before_date=timezone.now().date() + timedelta(days=days))
    set_markdown_schedule(actor=actor_for(seller), listing=None, steps=SCHEDULE, now=timezone.now())
    return listing


def _variant_id(listing: Listing) -> int:
    return listing.variants.values_list("pk", flat=True).get()


def _price(listing: Listing) -> Decimal:
    return PriceTier.objects.get(listing=listing).unit_price


@pytest.mark.parametrize(("left", "percent"), [(22, None), (21, 10), (8, 10), (7, 40), (1, 40), (0, None), (-3, None)])
def test_the_deepest_step_that_has_begun_is_due(left: int, percent: int | None) -> None:
    steps = [Step(21, 10), Step(7, 40)]
    due = step_due(steps, best_before=TODAY + timedelta(days=left), on=TODAY)
    assert (due.percent if due else None) == percent


def test_the_next_step_is_told_with_its_days() -> None:
    steps = [Step(21, 10), Step(7, 40)]
    assert next_step(steps, best_before=TODAY + timedelta(days=30), on=TODAY) == (Step(21, 10), 9)
    assert next_step(steps, best_before=TODAY + timedelta(days=21), on=TODAY) == (Step(7, 40), 14)
    assert next_step(steps, best_before=TODAY + timedelta(days=7), on=TODAY) is None


@pytest.mark.parametrize(
    ("currency", "prices", "percent", "expected"),
    [
        ("USD", ["10.00", "9.00"], 15, ["8.50", "7.65"]),
        ("JPY", ["101", "100"], 10, ["91", "90"]),
        # Whole yen would make both tiers the same, so they are kept finer.
        ("JPY", ["3", "2"], 60, ["1.2000", "0.8000"]),
        ("KWD", ["0.005"], 50, ["0.003"]),
        ("USD", ["0.0001"], 90, ["0.0001"]),
    ],
)
def test_markdowns_keep_tiers_falling_and_above_zero(
    currency: str, prices: list[str], percent: int, expected: list[str]
) -> None:
    tiers = [Tier(10**place, Decimal(price)) for place, price in enumerate(prices)]
    assert [tier.unit_price for tier in marked_down(tiers, percent, currency)] == [Decimal(each) for each in expected]


@pytest.mark.parametrize(
    ("rows", "field"),
    [
        ([{"days_left": "0", "percent": "10"}], "steps.0.days_left"),
        ([{"days_left": "400", "percent": "10"}], "steps.0.days_left"),
        ([{"days_left": "9", "percent": "91"}], "steps.0.percent"),
        ([{"days_left": "9", "percent": ""}], "steps.0.percent"),
        ([{"days_left": "٩", "percent": "1e1"}], "steps.0.percent"),
        ([{"days_left": 9, "percent": 10}, {"days_left": 9, "percent": 20}], "steps.1.days_left"),
        ([{"days_left": 9, "percent": 20}, {"days_left": 3, "percent": 20}], "steps.1.percent"),
        ([{"days_left": days, "percent": 91 - days} for days in range(10, 80, 10)], "steps"),
    ],
)
def test_a_schedule_that_makes_no_sense_is_refused_at_its_row(rows: list[dict[str, Any]], field: str) -> None:
    assert field in check_steps(rows)[1]
    seller = make_seller()
    with pytest.raises(InvalidInput) as refused:
        set_markdown_schedule(actor=actor_for(seller), listing=None, steps=rows, now=timezone.now())
    assert field in refused.value.fields
    assert not MarkdownStep.objects.exists()


def test_a_lot_is_marked_down_step_by_step_off_the_sellers_own_price() -> None:
    listing = _lot(20)
    changes = ListingChange.objects.count()

    first = mark_down_lot(variant_id=_variant_id(listing), now=timezone.now())
    again = mark_down_lot(variant_id=_variant_id(listing), now=timezone.now())
    assert first is not None
    assert again is None
    assert _price(listing) == Decimal("4.50")
    assert ListingChange.objects.count() == changes + 1

    deeper = mark_down_lot(variant_id=_variant_id(listing), now=timezone.now() + timedelta(days=14))
    assert deeper is not None
    assert (_price(listing), deeper.before) == (Decimal("3.00"), [[1, "5.0000"]])
    assert Markdown.objects.filter(ended_at=None).count() == 1
    assert Event.objects.filter(name="sellers.lot.marked_down").count() == 2


def test_a_price_the_seller_sets_meanwhile_is_the_sellers_own() -> None:
    listing = _lot(20)
    mark_down_lot(variant_id=_variant_id(listing), now=timezone.now())
    PriceTier.objects.filter(listing=listing).update(unit_price="6.00")

    after = mark_down_lot(variant_id=_variant_id(listing), now=timezone.now())

    assert after is not None
    assert after.before == [[1, "6.0000"]]
    assert _price(listing) == Decimal("5.40")


def test_a_markdown_taken_back_stays_back_and_is_nobody_elses_to_take() -> None:
    listing = _lot(20)
    markdown = mark_down_lot(variant_id=_variant_id(listing), now=timezone.now())
    assert markdown is not None
    with pytest.raises(NotFound):
        take_back_markdown(actor=actor_for(make_seller()), markdown=markdown, now=timezone.now())
    assert _price(listing) == Decimal("4.50")

    take_back_markdown(actor=actor_for(listing.organisation), markdown=markdown, now=timezone.now())
    assert mark_down_lots() == 0
    assert _price(listing) == Decimal("5.00")


def test_a_lot_past_its_date_is_taken_off_sale_and_its_seller_told() -> None:
    listing = _lot(0)
    make_member(listing.organisation)

    assert mark_down_lots() == 0

    listing.refresh_from_db()
    assert listing.status == Listing.Status.PAUSED
    assert Notification.objects.filter(kind="lot_past_its_date", organisation=listing.organisation).exists()


def test_buyers_who_asked_hear_once_of_what_can_still_reach_them() -> None:
    category = make_category()
    listing = _lot(20, title="Fresh blueberries, Brigitta", category=category)
    near, far, other = (make_organisation(country=country, sells=False) for country in ("AR", "NO", "AR"))
    for buyer, words in ((near, "blueberry"), (far, "blueberries"), (other, "cherries")):
        make_member(buyer)
        ask_to_be_told(actor=actor_for(buyer), ship_to=buyer.country, words=words, now=timezone.now())
    reached = set(queries.reach_of_lot(Lot.objects.get(listing=listing), ["AR", "NO"], on=timezone.now().date()))
    markdown = mark_down_lot(variant_id=_variant_id(listing), now=timezone.now())
    assert markdown is not None

    told = [tell_of_lot(listing_id=listing.pk, markdown_id=markdown.pk, now=timezone.now()) for _twice in range(2)]

    assert reached
    expected = [buyer for buyer in (near, far) if buyer.country in reached]
    assert told == [len(expected), 0]
    assert {each.organisation_id for each in LotAlertSent.objects.all()} == {buyer.pk for buyer in expected}
    assert Notification.objects.filter(kind="lot_alert").count() == len(expected)
    markdown.refresh_from_db()
    assert markdown.told == len(expected)


def test_nobody_is_told_of_a_lot_that_is_gone_or_cannot_arrive() -> None:
    listing = _lot(3, title="Fresh blueberries")
    buyer = make_organisation(country="DE", sells=False)
    make_member(buyer)
    ask_to_be_told(actor=actor_for(buyer), ship_to="DE", words="blueberries", now=timezone.now())
    assert tell_of_lot(listing_id=listing.pk, markdown_id=None, now=timezone.now()) == 0

    Lot.objects.update(best_before_date=timezone.now().date() + timedelta(days=300))
    listing.variants.update(stock_available=0)
    assert tell_of_lot(listing_id=listing.pk, markdown_id=None, now=timezone.now()) == 0
    assert not LotAlertSent.objects.exists()


def test_an_alert_says_what_and_where_and_there_are_not_too_many() -> None:
    actor = actor_for(make_organisation(sells=False))
    for over, field in (({"words": " "}, "words"), ({"words": "x" * 121}, "words"), ({"ship_to": "XX"}, "ship_to")):
        with pytest.raises(InvalidInput) as refused:
            ask_to_be_told(actor=actor, **{"ship_to": "DE", "words": "figs", "now": timezone.now(), **over})
        assert field in refused.value.fields
    assert not LotAlert.objects.exists()
    first = ask_to_be_told(actor=actor, ship_to="DE", words="figs", now=timezone.now())
    assert ask_to_be_told(actor=actor, ship_to="DE", words="  figs ", now=timezone.now()).pk == first.pk
    LotAlert.objects.bulk_create(
        LotAlert(organisation=actor.organisation, words=f"w{each}", ship_to="DE", created_at=timezone.now())
        for each in range(49)
    )
    with pytest.raises(TooManyAlerts):
        ask_to_be_told(actor=actor, ship_to="DE", words="dates", now=timezone.now())


def test_the_pages_show_and_keep_what_they_are_given(client: Client) -> None:
    listing = _lot(20)
    sign_in(client, make_member(listing.organisation), listing.organisation)
    saved = client.post("/sell/at-risk/", {"days_left_0": "10", "percent_0": "30"})
    wrong = client.post("/sell/at-risk/", {"days_left_0": "10", "percent_0": "95"})
    assert saved.status_code == 302
    assert wrong.status_code == 422
    assert "1 to 90" in wrong.content.decode()
    assert [(step.days_left, step.percent) for step in MarkdownStep.objects.all()] == [(10, 30)]
    page = client.get("/sell/at-risk/").content.decode()
    assert listing.title in page
    answer = client.get("/api/v1/my/lots-at-risk").json()
    assert [(row["listing"], row["days_left"]) for row in answer] == [(listing.public_id, 20)]
    put = client.put("/api/v1/my/markdown-schedule", {"steps": SCHEDULE}, content_type="application/json")
    assert put.json() == {"steps": SCHEDULE}

    reader = Client()
    buyer = make_organisation(country="DE", sells=False)
    sign_in(reader, make_member(buyer), buyer)
    asked = reader.post(
        "/alerts/", {"words": "berries", "ship_to": "DE", "listing": listing.public_id, "only_seller": "on"}
    )
    alert = LotAlert.objects.get()
    assert asked.status_code == 302
    assert (alert.words, alert.seller_id) == ("berries", listing.organisation_id)
    assert client.post(f"/alerts/{alert.public_id}/stop/").status_code == 404
    assert reader.post(f"/alerts/{alert.public_id}/stop/").status_code == 302
    assert not LotAlert.objects.exists()
