"""What a buyer asks of something made to order is asked before the cart, priced, and kept with the order."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.actor import Actor
from marketplace.kernel.refusals import InvalidInput
from orders import operations, queries
from orders.carts import CartView, cart_view
from orders.models import CartLine, OrderLine
from orders.operations._checkouts import LinesRefused
from sellers.models import Listing
from tests.accounts.factories import actor_for, make_member, sign_in
from tests.orders.factories import make_buyer, make_locked_checkout, rates
from tests.sellers.factories import make_listing, make_seller

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("world")]

MAKING = {
    "options": [
        {"code": "lining", "label": "Lining", "required": True, "choices": [
            {"code": "cotton", "label": "Cotton", "adder": "0"}, {"code": "silk", "label": "Silk", "adder": "20.50"}]},
    ],
    "measurements": [
        {"code": "bust", "label": "Bust", "unit": "cm", "minimum": "76", "maximum": "128", "tolerance": "1",
         "required": True},
    ],
    "deposit_percent": 30,
}  # fmt: skip
SILK = {"choices": {"lining": "silk"}, "measurements": {"bust": "92"}}
COTTON = {"choices": {"lining": "cotton"}, "measurements": {"bust": "92"}}
LESSON = {
    "pricing": "hourly", "where": "remote", "languages": ["en"], "minutes": 60, "time_zone": "Asia/Kolkata",
    "slots": [{"day": 1, "from": "18:00", "until": "20:00"}],
}  # fmt: skip


def _cart(actor: Actor, lines: list[CartLine]) -> CartView:
    now = timezone.now()
    purchase = queries.purchase_of_cart(lines, buyer_id=actor.organisation_id, on=now.date())
    return cart_view(lines, actor=actor, purchase=purchase, currency="EUR", ship_to="DE", rates=rates(), now=now)


def _lesson() -> Listing:
    seller = make_seller(country="IN", currency="EUR")
    return make_listing(seller, kind="service", unit="lesson", price="20", service=LESSON)


def test_the_same_thing_wished_otherwise_is_a_line_of_its_own_with_its_own_price() -> None:
    gown = make_listing(
        make_seller(currency="EUR"), kind="made_to_order", tiers=[(1, "100"), (10, "90")], making=MAKING
    )
    actor, now = actor_for(make_buyer()), timezone.now()
    variant = gown.variants.get().public_id

    def put(wishes: dict[str, Any], quantity: int = 1) -> CartLine:
        return operations.add_to_cart(actor=actor, variant=variant, quantity=quantity, wishes=wishes, now=now)

    with pytest.raises(InvalidInput) as refused:
        put({"measurements": {"bust": "60"}})
    assert set(refused.value.fields) == {"wishes.choices.lining", "wishes.measurements.bust"}
    assert not CartLine.objects.exists()
    silk = put(SILK)
    put(COTTON)
    assert put(SILK).pk == silk.pk and CartLine.objects.count() == 2
    lines = queries.cart_lines(actor)
    view = _cart(actor, lines)
    by_key = {row.line.pk: row for row in view.groups[0].rows}
    assert by_key[silk.pk].unit_price == Decimal("120.50") and by_key[silk.pk].list_total.amount == Decimal("241.00")
    assert sorted(row.unit_price for row in by_key.values()) == [Decimal(100), Decimal("120.50")]
    assert by_key[silk.pk].wishes[0] == ("Lining", "Silk")
    # From ten on a gown costs 90, and the silk still 20.50: 8 per cent less of 120.50, not 25.
    assert by_key[silk.pk].saving_percent == 8

    # The seller takes silk off the list: the cart says so, and nobody can check it out.
    Listing.objects.filter(pk=gown.pk).update(
        making={**MAKING, "options": [{**MAKING["options"][0], "choices": MAKING["options"][0]["choices"][:1]}]}
    )
    lines = queries.cart_lines(actor)
    view = _cart(actor, lines)
    problems = {row.line.pk: row.problem for row in view.groups[0].rows}
    assert problems[silk.pk] is not None and problems[silk.pk].code == "wishes_missing"
    with pytest.raises(LinesRefused):
        operations.start_checkout(
            actor=actor, items=[(line.variant, line.quantity) for line in lines], currency="EUR", rates=rates(), now=now
        )


def test_an_order_keeps_the_wished_times_of_a_lesson_and_pays_no_customs(client: Client) -> None:
    lesson, buyer, now = _lesson(), make_buyer(), timezone.now()
    member = make_member(buyer, time_zone="Europe/Berlin")
    actor = actor_for(buyer)
    sign_in(client, member, buyer)
    page = client.get(lesson.get_absolute_url()).content.decode()
    assert "Asia/Kolkata" in page and "Tuesday 18:00–19:00" in page and 'name="wish_time"' in page
    variant = lesson.variants.get().public_id

    # Without a time the page comes back with what was typed and says at the field what is missing.
    answer = client.post(
        "/cart/add/", {"variant": variant, "quantity": "2", "wish_note": "Grade 4 algebra", "idempotency_token": "t1"}
    )
    assert answer.status_code == 302 and "check=1" in answer.headers["Location"]
    assert "csrf" not in answer.headers["Location"] and "idempotency" not in answer.headers["Location"]
    page = client.get(answer.headers["Location"].partition("#")[0]).content.decode()
    assert "Choose a time that suits you" in page and "Grade 4 algebra" in page
    assert not CartLine.objects.exists()

    wishes = {"times": ["1-19:00", "1-18:00"], "note": "Grade 4 algebra"}
    line = operations.add_to_cart(actor=actor, variant=variant, quantity=2, wishes=wishes, now=now)
    lines = queries.cart_lines(actor)
    checkout = operations.start_checkout(
        actor=actor, items=[(each.variant, each.quantity) for each in lines], currency="EUR", rates=rates(), now=now
    )
    locked = operations.lock_checkout(actor=actor, checkout=checkout, rates=rates(), now=now)
    order = operations.place_order(actor=actor, checkout=locked, now=now)
    kept = OrderLine.objects.get(order=order)
    assert kept.wishes["data"] == wishes and kept.wishes_key == line.wishes_key
    assert kept.wishes["lines"][0][1].startswith("Tuesday 19:00–20:00 (Asia/Kolkata)")
    assert (order.duty_minor, order.freight_minor, order.is_carried) == (0, 0, False)
    assert not CartLine.objects.filter(pk=line.pk).exists()
    # Both sides read it on the order.
    for person, organisation in ((member, buyer), (make_member(lesson.organisation), lesson.organisation)):
        sign_in(client, person, organisation)
        assert "Grade 4 algebra" in client.get(f"/orders/{order.public_id}/").content.decode()


def test_price_adders_and_deposit_stand_in_the_price_and_in_the_order() -> None:
    seller = make_seller(country="CL", currency="EUR")
    gown = make_listing(seller, kind="made_to_order", price="100", making=MAKING)
    buyer = make_buyer()
    operations.add_to_cart(
        actor=actor_for(buyer), variant=gown.variants.get().public_id, quantity=2, wishes=SILK, now=timezone.now()
    )
    variant = queries.cart_lines(actor_for(buyer))[0].variant
    checkout = make_locked_checkout(buyer=buyer, listing=gown, quantity=2, variant=variant)
    assert checkout.amounts["goods"] == 24100 and checkout.lines[0]["wishes"]["deposit_percent"] == 30
    # Duty and tax are reckoned on what the wish costs too: the door's own goods are the same.
    assert Decimal(str(checkout.landed["goods"])) == Decimal("241.00")
