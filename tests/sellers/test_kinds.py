"""Made-to-order terms, services and wishes are read part by part, refused at the part, and told in words."""

from datetime import date
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from marketplace.kernel.refusals import InvalidInput
from sellers import operations, queries
from sellers.contact_data import find_contact_data
from sellers.kinds import (
    price_adder,
    read_making,
    read_service,
    read_wishes,
    weekly_times,
    wish_lines,
    wishes_key,
)
from tests.accounts.factories import actor_for, make_member, sign_in
from tests.sellers.factories import make_listing, make_seller

NECKLINE = {
    "label": "Neckline",
    "required": True,
    "choices": [{"label": "Boat"}, {"label": "V, hand-beaded", "adder": "120"}],
}
BUST = {"label": "Bust", "unit": "cm", "minimum": "76", "maximum": "128", "tolerance": "1", "required": True}
WEEK = {
    "pricing": "hourly", "where": "remote", "languages": ["hi", "en"], "minutes": 60, "time_zone": "Asia/Kolkata",
    "slots": [{"day": 1, "from": "18:00", "until": "20:30"}],
}  # fmt: skip


def read_text(text: str, longest: int) -> str:
    if len(text) > longest:
        raise ValueError("too long")
    if reason := find_contact_data(text):
        raise ValueError(reason)
    return " ".join(text.split())


def making(**over: Any) -> dict[str, Any]:
    clean, errors = read_making(
        {"options": [NECKLINE], "measurements": [BUST], "deposit_percent": "30", **over}, read_text=read_text
    )
    assert not errors
    return clean


@pytest.mark.parametrize(
    ("given", "at"),
    [
        ({"options": [{**NECKLINE, "choices": [{"label": "Boat"}]}]}, "options.0.choices"),
        ({"options": [{**NECKLINE, "choices": [{"label": "Boat"}, {"label": "boat"}]}]}, "options.0.choices"),
        ({"options": [{**NECKLINE, "choices": [{"label": "A"}, {"label": "B", "adder": "-5"}]}]}, "options.0.choices"),
        ({"options": [NECKLINE, NECKLINE]}, "options.1.label"),
        ({"options": [{**NECKLINE, "label": "Ask anna@lace.example"}]}, "options.0.label"),
        ({"options": "none"}, "options"),
        ({"options": [NECKLINE] * 9}, "options"),
        ({"measurements": [{**BUST, "minimum": ""}]}, "measurements.0.minimum"),
        ({"measurements": [{**BUST, "maximum": "70"}]}, "measurements.0.maximum"),
        ({"measurements": [{**BUST, "tolerance": "60"}]}, "measurements.0.tolerance"),
        ({"measurements": [{**BUST, "unit": "ell"}]}, "measurements.0.unit"),
        ({"deposit_percent": "101"}, "deposit_percent"),
        ({"deposit_percent": "12.5"}, "deposit_percent"),
    ],
)
def test_what_is_offered_to_order_is_refused_at_its_part(given: dict[str, Any], at: str) -> None:
    _clean, errors = read_making(given, read_text=read_text)
    assert list(errors) == [f"making.{at}"]


@pytest.mark.parametrize(
    ("given", "at"),
    [
        ({"pricing": "by mood"}, "pricing"),
        ({"where": "moon"}, "where"),
        ({"languages": ["tlh"]}, "languages"),
        ({"place": "Call +49 40 123456789"}, "place"),
        ({"pricing": "milestones"}, "milestones"),
        ({"pricing": "fixed", "milestones": [{"label": "Draft", "percent": 100, "days": 3}]}, "pricing"),
        ({"pricing": "milestones", "milestones": [{"label": "Draft", "percent": 60, "days": 3}]}, "milestones"),
        (
            {"pricing": "milestones", "milestones": [{"label": "Draft", "percent": "x", "days": 3}]},
            "milestones.0.percent",
        ),
        ({"minutes": 7}, "minutes"),
        ({**WEEK, "time_zone": "Mars/Base"}, "time_zone"),
        ({**WEEK, "time_zone": ""}, "time_zone"),
        ({**WEEK, "minutes": ""}, "minutes"),
        ({**WEEK, "slots": [{"day": 1, "from": "20:00", "until": "18:00"}]}, "slots.0.from"),
        ({**WEEK, "slots": [{"day": 8, "from": "18:00", "until": "19:00"}]}, "slots.0.from"),
        ({**WEEK, "slots": [*WEEK["slots"], {"day": "1", "from": "19:00", "until": "21:00"}]}, "slots.1.from"),
    ],
)
def test_how_a_service_is_delivered_is_refused_at_its_part(given: dict[str, Any], at: str) -> None:
    _clean, errors = read_service(given, read_text=read_text)
    assert list(errors) == [f"service.{at}"]


def test_weekly_times_stand_in_both_zones() -> None:
    service, errors = read_service(WEEK, read_text=read_text)
    assert not errors
    # Half past two in summer, half past one in winter: Kolkata does not change its clocks, Berlin does.
    summer = weekly_times(service, zone=ZoneInfo("Europe/Berlin"), on=date(2026, 7, 6))
    assert [str(each.theirs) for each in summer] == ["Tuesday 14:30–15:30", "Tuesday 15:30–16:30"]
    winter = weekly_times(service, zone=ZoneInfo("Europe/Berlin"), on=date(2026, 12, 7))
    assert [(each.key, str(each.own), str(each.theirs)) for each in winter] == [
        ("1-18:00", "Tuesday 18:00–19:00", "Tuesday 13:30–14:30"),
        ("1-19:00", "Tuesday 19:00–20:00", "Tuesday 14:30–15:30"),
    ]
    # The other side of the date line reads another day.
    west = weekly_times(service, zone=ZoneInfo("Pacific/Honolulu"), on=date(2026, 12, 7))
    assert str(west[0].theirs) == "Tuesday 02:30–03:30"


def test_wishes_are_read_priced_and_told() -> None:
    terms = making()
    given = {"choices": {"neckline": "v-hand-beaded"}, "measurements": {"bust": "92,5"}, "note": "For May"}
    wishes, errors = read_wishes(terms, {}, given, read_text=read_text)
    assert not errors and price_adder(terms, wishes) == Decimal(120)
    assert wish_lines(terms, {}, wishes) == [
        ("Neckline", "V, hand-beaded"), ("Bust", "92.5 cm (± 1 cm)"), ("Note", "For May"),
    ]  # fmt: skip
    assert (
        wishes_key(wishes) == wishes_key(dict(reversed(wishes.items()))) != wishes_key({**wishes, "note": "For June"})
    )
    assert wishes_key({}) == ""


@pytest.mark.parametrize(
    ("given", "at"),
    [
        ({"measurements": {"bust": "92"}}, "choices.neckline"),
        ({"choices": {"neckline": "boat"}}, "measurements.bust"),
        ({"choices": {"neckline": "square"}, "measurements": {"bust": "92"}}, "choices.neckline"),
        ({"choices": {"neckline": "boat", "hem": "long"}, "measurements": {"bust": "92"}}, "choices.hem"),
        ({"choices": {"neckline": "boat"}, "measurements": {"bust": "60"}}, "measurements.bust"),
        ({"choices": {"neckline": "boat"}, "measurements": {"bust": "1e9"}}, "measurements.bust"),
        ({"choices": {"neckline": "boat"}, "measurements": {"bust": "92"}, "note": "x" * 501}, "note"),
    ],
)
def test_wishes_are_refused_at_what_is_wrong(given: dict[str, Any], at: str) -> None:
    _clean, errors = read_wishes(making(), {}, given, read_text=read_text)
    assert list(errors) == [f"wishes.{at}"]


@pytest.mark.parametrize(
    ("given", "at"),
    [({}, "times"), ({"times": ["1-18:30"]}, "times"), ({"times": ["1-18:00"], "start": "soon"}, "start")],
)
def test_times_that_are_not_offered_are_refused(given: dict[str, Any], at: str) -> None:
    service, _errors = read_service(WEEK, read_text=read_text)
    _clean, errors = read_wishes({}, service, given, read_text=read_text)
    assert list(errors) == [f"wishes.{at}"]


@pytest.mark.django_db(transaction=True)
def test_the_tabs_keep_what_is_typed_and_say_what_is_wrong_at_the_row(client: Client) -> None:
    seller = make_seller()
    gown = make_listing(seller, kind="made_to_order", status="draft")
    sign_in(client, make_member(seller), seller)
    at = f"/sell/listings/{gown.public_id}/making/"
    row = {"option_count": 1, "option_label_0": "Neckline", "option_required_0": "1", "measure_count": 1}
    row |= {"measure_label_0": "Bust", "measure_unit_0": "cm", "measure_minimum_0": "76", "measure_maximum_0": "128"}
    answer = client.post(at, {**row, "option_choices_0": "Boat\nV, hand-beaded + much"})
    page = answer.content.decode()
    assert answer.status_code == 422 and "V, hand-beaded + much" in page and "at most 4 decimals" in page
    gown.refresh_from_db()
    assert gown.making == {} and gown.version == 1
    answer = client.post(at, {**row, "option_choices_0": "Boat\nV, hand-beaded + 120", "deposit_percent": "30"})
    assert answer.status_code == 302
    gown.refresh_from_db()
    assert gown.making["options"][0]["choices"][1] == {
        "code": "v-hand-beaded",
        "label": "V, hand-beaded",
        "adder": "120",
    }
    assert "V, hand-beaded + 120" in client.get(at).content.decode()
    # Each kind has its own tab, and no other's.
    assert client.get(f"/sell/listings/{gown.public_id}/service/").status_code == 404
    assert f"/sell/listings/{gown.public_id}/service/" not in client.get(at).content.decode()

    lesson = make_listing(seller, kind="service", status="draft")
    at = f"/sell/listings/{lesson.public_id}/service/"
    sent = {"pricing": "hourly", "where": "remote", "languages": ["en", "hi"], "minutes": "60", "slot_count": 1}
    sent |= {"slot_day_0": "1", "slot_from_0": "18:00", "slot_until_0": "20:00", "milestone_count": 0}
    answer = client.post(at, {**sent, "time_zone": ""})
    assert answer.status_code == 422 and 'href="#id_time_zone"' in answer.content.decode()
    assert client.post(at, {**sent, "time_zone": "Asia/Kolkata"}).status_code == 302
    lesson.refresh_from_db()
    assert lesson.service["slots"] == [{"day": 1, "from": "18:00", "until": "20:00"}]


@pytest.mark.django_db(transaction=True)
def test_what_is_on_sale_is_made_otherwise_only_after_approval() -> None:
    seller = make_seller()
    gown = make_listing(seller, kind="made_to_order", making=making(), picture=True)
    edited = operations.edit_listing(
        actor=actor_for(seller), listing=gown, content={"making": {"options": [NECKLINE]}}, now=timezone.now()
    )
    revision = queries.open_revision(edited)
    assert edited.making["deposit_percent"] == 30 and revision is not None
    assert "measurements" not in revision.content["making"]
    with pytest.raises(InvalidInput):
        operations.edit_listing(actor=actor_for(seller), listing=gown, content={"making": "all"}, now=timezone.now())
