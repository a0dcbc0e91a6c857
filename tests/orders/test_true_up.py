"""The real customs bill moves its difference to whoever bears it, once, and the ledger says so."""

import io
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Sum
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from accounts.actor import Actor
from marketplace.kernel.refusals import InvalidInput, NotAllowed, NotFound
from orders import customs_queries, operations, true_up
from orders.models import CustomsBill, Order
from orders.operations.decide_customs_bill import BillNotHeld, BillNotPayable
from orders.operations.record_customs_bill import BillTooEarly, NoCustoms
from orders.tasks import remind_of_customs_charges
from payments import queries as payments_queries
from payments.models import Claim, LedgerEntry, Payment, Posting, Refund
from payments.operations.settle_claim import settle_claim
from tests.accounts.factories import actor_for, make_organisation, sign_in
from tests.orders.factories import (
    PERUVIAN_ADDRESS,
    make_accepted_order,
    make_buyer,
    make_funded_order,
    make_locked_checkout,
    make_shipped_order,
)
from tests.sellers.factories import make_listing, make_seller
from tests.trade.test_trade_documents import table
from trade.editions import forget_all
from trade.models import GuaranteePolicy

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]
SYSTEM = Actor.system("tests")


def staff() -> Actor:
    return Actor(user=None, platform="staff")


def scan() -> io.BytesIO:
    buffer = io.BytesIO()
    Image.new("RGB", (400, 500), "white").save(buffer, "PNG")
    buffer.seek(0)
    return buffer


def guarantee_everything(margin: str = "0") -> None:
    """A policy that covers whatever these tests sell, confirmed or not."""
    GuaranteePolicy.objects.update(valid_to="2025-01-02")
    GuaranteePolicy.objects.create(
        destination="DE", maximum_eur=10**9, only_confirmed=False, margin_percent=Decimal(margin),
        valid_from="2026-01-01", source="Test", source_date="2026-01-01",
    )  # fmt: skip
    forget_all()


@pytest.fixture(autouse=True)
def _fresh_policy() -> Any:
    yield
    forget_all()


def listing() -> Any:
    return make_listing(make_seller(country="CN", currency="USD"), hs_code="610910", origin_country="CN", price="20.00")


def accepted(**over: Any) -> Order:
    order = make_accepted_order(listing=listing(), quantity=10, **over)
    order.refresh_from_db()
    assert order.incoterm == "DDP" and order.customs_minor > 0
    return order


def bill(order: Order, duty: str, *, tax: str = "0", number: str = "ATC 1", currency: str = "EUR") -> dict[str, Any]:
    return {
        "number": number, "billed_on": timezone.now().date(), "currency": currency, "duty": duty, "tax": tax,
        "fees": "0",
    }  # fmt: skip


def record(order: Order, duty: str, actor: Actor | None = None, **over: Any) -> CustomsBill:
    return operations.record_customs_bill(
        actor=actor or staff(), order=order, bill=bill(order, duty, **over), now=timezone.now()
    )


def money(minor: int) -> str:
    return str(Decimal(minor).scaleb(-2))


def balance(purpose: str) -> int:
    return Posting.objects.filter(account__purpose=purpose).aggregate(total=Sum("amount_minor"))["total"] or 0


def check_ledger() -> None:
    broken = [check for check in payments_queries.reconciliation(Actor.system("tests")) if not check.holds]
    assert not broken
    for entry in LedgerEntry.objects.all():
        sums = entry.postings.values("currency").annotate(total=Sum("amount_minor"))
        assert all(row["total"] == 0 for row in sums)


# -- the pure part


def minor(text: str) -> int:
    return int(Decimal(text) * 100)


@pytest.mark.parametrize("cells", table("true-up.md", "true-up"))
def test_the_table_of_the_guide(cells: list[str]) -> None:
    term, promise, collected, actual, moved, bearer, charge, back, ours = cells
    outcome = true_up.settle(
        is_collected=term == "DDP",
        promise=promise,
        collected=minor(collected),
        actual=minor(actual),
        moved=minor(moved),
    )
    assert (outcome.bearer, outcome.charge, outcome.give_back, outcome.absorb) == (
        bearer, minor(charge), minor(back), minor(ours),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("actual", "reckoned", "paper", "trusted", "why"),
    [
        (300, 100, True, False, []),
        (301, 100, True, False, ["much_higher"]),
        (34, 100, True, False, []),
        (33, 100, True, False, ["much_lower"]),
        (1, 0, True, True, ["much_higher"]),
        (10**9, None, True, False, []),
        (100, 100, False, False, ["no_paper"]),
        (100, 100, False, True, []),
    ],
)
def test_what_is_hard_to_believe_waits_for_a_person(
    actual: int, reckoned: int | None, paper: bool, trusted: bool, why: list[str]
) -> None:
    assert true_up.why_held(actual=actual, reckoned=reckoned, has_paper=paper, is_trusted=trusted) == why


# -- the promise at the lock


def test_the_lock_promises_only_what_the_policy_covers() -> None:
    plain = make_locked_checkout(listing=listing(), quantity=10)
    assert plain.incoterm == "DDP"
    promise = plain.landed["promise"]
    shaky = any(step["is_shaky"] for step in plain.landed["explanation"])
    assert promise["status"] == ("estimate" if shaky else "guaranteed")
    guarantee_everything(margin="2.5")
    sure = make_locked_checkout(listing=listing(), quantity=10)
    assert sure.landed["status"] == sure.landed["promise"]["status"] == "guaranteed"
    customs = sum(sure.amounts[part] for part in ("duty", "tax", "fees"))
    assert sure.amounts["guarantee"] == int((Decimal(customs) * Decimal("0.025")).quantize(Decimal(1), "ROUND_HALF_UP"))
    assert (
        sure.amounts["total"] == sure.amounts["goods"] + sure.amounts["freight"] + customs + sure.amounts["guarantee"]
    )
    GuaranteePolicy.objects.filter(source="Test").update(maximum_eur=1)
    forget_all()
    dear = make_locked_checkout(listing=listing(), quantity=10)
    assert dear.landed["promise"] == {
        "status": "estimate", "why": ["too_valuable"], "margin_percent": "0", "policy": [],
    }  # fmt: skip


def test_the_price_of_a_guarantee_is_ours_when_the_escrow_is_released() -> None:
    guarantee_everything(margin="2")
    order = accepted()
    assert order.guarantee_minor > 0
    assert balance("guarantee") == -order.guarantee_minor
    check_ledger()


# -- guaranteed: the platform bears it


@pytest.mark.parametrize("offset", [2000, -2000])
def test_a_guaranteed_difference_is_borne_by_the_platform(offset: int) -> None:
    guarantee_everything()
    order = accepted()
    made = record(order, money(order.customs_minor + offset))
    assert (made.state, made.bearer, made.absorbed_minor) == ("settled", "platform", offset)
    assert balance("guarantee") == offset
    assert balance("customs") == -(order.customs_minor + offset)
    assert not Claim.objects.exists() and not Refund.objects.exists()
    check_ledger()


# -- estimate, lower: the buyer gets the difference back


def estimated() -> Order:
    """An accepted order whose charges nobody promised."""
    GuaranteePolicy.objects.update(valid_to="2025-01-02")
    forget_all()
    order = accepted()
    assert order.promise == "estimate"
    return order


def test_a_lower_bill_gives_the_difference_back_once_however_often_it_is_sent() -> None:
    order = estimated()
    low = money(order.customs_minor - 1234)
    first = record(order, low)
    again = [record(order, low) for _click in range(3)]
    assert {each.pk for each in again} == {first.pk}
    refund = Refund.objects.get()
    assert (refund.amount_minor, refund.reference, refund.payment_id) == (
        1234,
        first.public_id,
        order.escrow.payment_id,
    )
    assert LedgerEntry.objects.filter(kind="customs.returned").count() == 1
    assert balance("customs") == -(order.customs_minor - 1234)
    check_ledger()


# -- estimate, higher: the buyer owes, and we front it


def pay_claim(claim: Claim) -> Payment:
    """The claim's page is paid at the provider."""
    now = timezone.now()
    payment = Payment.objects.create(
        claim=claim, organisation_id=claim.organisation_id, currency=claim.currency, amount_minor=claim.amount_minor,
        reference=claim.reference, description="", created_at=now, expires_at=now,
    )  # fmt: skip
    Payment.objects.filter(pk=payment.pk).update(status="awaiting")
    Payment.objects.filter(pk=payment.pk).update(status="succeeded", succeeded_at=now)
    payment.refresh_from_db()
    with transaction.atomic():
        settle_claim(payment=payment, now=now)
        settle_claim(payment=payment, now=now)
    return payment


def test_a_higher_bill_is_asked_of_the_buyer_and_fronted_until_paid() -> None:
    order = estimated()
    made = record(order, money(order.customs_minor + 2000))
    claim = Claim.objects.get()
    assert (claim.amount_minor, claim.organisation_id, claim.reference) == (2000, order.organisation_id, made.public_id)
    assert (balance("receivable"), balance("customs")) == (2000, -(order.customs_minor + 2000))
    check_ledger()
    before = balance("processor")
    pay_claim(claim)
    claim.refresh_from_db()
    assert claim.status == "paid"
    assert (balance("receivable"), balance("processor")) == (0, before + 2000)
    assert order.organisation.movements.get(kind="customs_due").amount_minor == -2000
    check_ledger()
    # A second payment that was on its way finds nothing owed and goes back.
    pay_claim(claim)
    assert Refund.objects.get().amount_minor == 2000
    assert balance("receivable") == 0
    check_ledger()


def test_the_ledger_table_of_the_guide() -> None:
    order = estimated()
    made = record(order, money(order.customs_minor + 2000))
    pay_claim(Claim.objects.get())
    operations.mark_customs_paid(actor=staff(), bill=made, reference="Payment run 7", now=timezone.now())
    shift = {"100.00": order.customs_minor, "120.00": order.customs_minor + 2000, "20.00": 2000}
    for kind, *cells in table("true-up.md", "true-up-ledger"):
        wanted = {
            purpose: (-1 if cell.startswith("-") else 1) * shift[cell.lstrip("-")]
            for purpose, cell in zip(("customs", "receivable", "processor", "guarantee"), cells, strict=True)
            if cell
        }
        postings = Posting.objects.filter(entry__kind=kind).values_list("account__purpose", "amount_minor")
        assert {purpose: amount for purpose, amount in postings if purpose in wanted} == wanted, kind
    assert balance("customs") == 0
    check_ledger()


def test_open_charges_are_reminded_of_weekly_and_not_for_ever(monkeypatch: Any) -> None:
    order = estimated()
    record(order, money(order.customs_minor + 2000))
    assert remind_of_customs_charges() == 0
    start = timezone.now()
    for week in range(1, 8):
        monkeypatch.setattr("orders.tasks.timezone.now", lambda week=week: start + timedelta(days=7 * week, seconds=1))
        remind_of_customs_charges()
    assert Claim.objects.get().reminders == 4
    told = {note.kind for member in order.organisation.memberships.all() for note in member.user.notifications.all()}
    assert "orders.customs_reminder" in told


# -- corrections


def test_a_corrected_bill_moves_only_the_rest() -> None:
    order = estimated()
    owed = order.customs_minor
    record(order, money(owed + 2000))
    pay_claim(Claim.objects.get())
    second = record(order, money(owed + 500), number="ATC 1 corrected")
    first = CustomsBill.objects.get(number="ATC 1")
    assert (first.state, second.replaces_id, second.returned_minor) == ("replaced", first.pk, 1500)
    third = record(order, money(owed + 700), number="ATC 1 corrected again")
    assert (third.charged_minor, third.state) == (200, "settled")
    # Unpaid, it is cancelled and asked anew.
    fourth = record(order, money(owed + 900), number="the last")
    claims = list(Claim.objects.order_by("pk").values_list("status", "amount_minor"))
    assert claims == [("paid", 2000), ("cancelled", 200), ("open", 400)]
    assert fourth.charged_minor == 400
    assert balance("customs") == -(owed + 900)
    check_ledger()


def test_a_corrected_guaranteed_bill_is_reversed_and_paid_as_a_difference() -> None:
    guarantee_everything()
    order = accepted()
    first = record(order, money(order.customs_minor + 2000))
    operations.mark_customs_paid(actor=staff(), bill=first, reference="run 1", now=timezone.now())
    second = record(order, money(order.customs_minor + 500), number="corrected")
    assert balance("guarantee") == 500
    operations.mark_customs_paid(actor=staff(), bill=second, reference="run 2", now=timezone.now())
    operations.mark_customs_paid(actor=staff(), bill=second, reference="run 2", now=timezone.now())
    assert balance("customs") == 0
    check_ledger()


# -- currency of the destination


def test_a_bill_in_another_currency_keeps_rate_source_and_day_and_is_paid_in_it() -> None:
    guarantee_everything()
    order = accepted()
    made = record(order, "100.00", currency="USD")
    assert made.fx_source and made.fx_as_of <= made.billed_on
    assert made.actual_minor == int((Decimal(100_00) * made.fx_rate).quantize(Decimal(1), "ROUND_HALF_UP"))
    operations.mark_customs_paid(actor=staff(), bill=made, reference="wire", now=timezone.now())
    paid = Posting.objects.filter(entry__kind="customs.paid", account__purpose="processor").get()
    assert (paid.currency, paid.amount_minor) == ("USD", -100_00)
    check_ledger()


# -- timing, and who may


def test_a_bill_that_comes_before_acceptance_waits_for_it() -> None:
    order = make_shipped_order(listing=listing(), quantity=10)
    order.refresh_from_db()
    made = record(order, money(order.customs_minor - 500))
    assert made.state == "waiting" and not Refund.objects.exists()
    operations.accept_order(actor=actor_for(order.organisation), order=order, now=timezone.now())
    for _delivery in range(2):
        operations.settle_waiting_bill(actor=SYSTEM, order=order, now=timezone.now())
    made.refresh_from_db()
    assert made.state == "settled"
    if order.promise != "guaranteed":
        assert Refund.objects.get().amount_minor == 500
    check_ledger()


def test_what_a_seller_enters_without_a_paper_is_decided_by_a_person() -> None:
    order = estimated()
    seller = actor_for(order.seller)
    held = record(order, money(order.customs_minor - 500), seller)
    assert (held.state, held.held_because) == ("held", ["no_paper"])
    assert not Refund.objects.exists()
    with pytest.raises(NotAllowed):
        operations.decide_customs_bill(actor=seller, bill=held, is_accepted=True, reason="", now=timezone.now())
    with pytest.raises(InvalidInput):
        operations.decide_customs_bill(actor=staff(), bill=held, is_accepted=False, reason=" ", now=timezone.now())
    operations.decide_customs_bill(actor=staff(), bill=held, is_accepted=False, reason="Unreadable", now=timezone.now())
    with pytest.raises(BillNotHeld):
        operations.decide_customs_bill(actor=staff(), bill=held, is_accepted=True, reason="", now=timezone.now())
    with_paper = operations.record_customs_bill(
        actor=seller, order=order, bill=bill(order, money(order.customs_minor - 500)), paper=scan(), now=timezone.now()
    )
    assert with_paper.state == "settled"
    kept = customs_queries.customs_paper_of(actor_for(order.organisation), order.public_id, with_paper.public_id)
    assert kept[:4] == b"RIFF"
    with pytest.raises(NotFound):
        customs_queries.customs_paper_of(actor_for(make_buyer()), order.public_id, with_paper.public_id)
    wild = record(order, money(order.customs_minor * 4), number="typing error")
    assert (wild.state, wild.held_because) == ("held", ["much_higher"])
    with_paper.refresh_from_db()
    assert with_paper.state == "settled"
    assert (
        operations.decide_customs_bill(
            actor=staff(), bill=wild, is_accepted=True, reason="", now=timezone.now()
        ).charged_minor
        == order.customs_minor * 3 + 500
    )
    check_ledger()


def test_where_nothing_was_collected_a_bill_is_kept_and_moves_nothing() -> None:
    order = make_accepted_order(address=PERUVIAN_ADDRESS, quantity=10)
    order.refresh_from_db()
    assert order.incoterm == "DAP"
    made = record(order, "55.00", actor_for(order.organisation))
    assert (made.state, made.bearer) == ("settled", "importer")
    assert not LedgerEntry.objects.filter(kind__startswith="customs").exists()
    with pytest.raises(BillNotPayable):
        operations.mark_customs_paid(actor=staff(), bill=made, reference="x", now=timezone.now())


def test_refusals_name_the_field_and_leave_nothing() -> None:
    order = estimated()
    tomorrow = timezone.now().date() + timedelta(days=1)
    long_ago = timezone.now().date() - timedelta(days=400)
    good = bill(order, "10.00")
    for field, value in [
        ("number", " "), ("number", "9" * 61), ("billed_on", tomorrow), ("billed_on", long_ago), ("billed_on", None),
        ("currency", "ABC"), ("duty", "-1"), ("duty", "1.001"), ("tax", "NaN"), ("fees", "lots"), ("duty", "1e30"),
    ]:  # fmt: skip
        with pytest.raises(InvalidInput) as refused:
            operations.record_customs_bill(actor=staff(), order=order, bill=good | {field: value}, now=timezone.now())
        assert field in refused.value.fields, (field, value)
    with pytest.raises(NotAllowed):
        record(order, "10.00", actor_for(order.organisation))
    with pytest.raises(NotFound):
        record(order, "10.00", actor_for(make_organisation(sells=True)))
    with pytest.raises(BillTooEarly):
        record(make_funded_order(listing=listing(), quantity=10), "10.00")
    with pytest.raises(NoCustoms):
        record(make_funded_order(kind="service", quantity=1), "10.00")
    assert not CustomsBill.objects.exists() and not Claim.objects.exists()


# -- over the API


def test_the_api_shows_a_bill_to_both_sides_and_takes_it_from_whom_it_may(client: Client) -> None:
    order = estimated()
    url = reverse("orders_api:customs_bill", args=[order.public_id])
    body = {
        "number": "ATC 1", "billed_on": str(timezone.now().date()), "currency": "EUR",
        "duty": money(order.customs_minor - 500),
    }  # fmt: skip

    def send(given: Any, key: str = "") -> Any:
        headers = {"Idempotency-Key": key} if key else {}
        return client.post(url, given, content_type="application/json", headers=headers)

    # Whoever is asked for the difference reads and does not write; nor does who only looks on.
    for organisation, role in ((order.organisation, "owner"), (order.seller, "viewer")):
        sign_in(client, actor_for(organisation, role).user, organisation)
        assert client.get(url).json() == {"promise": "estimate", "incoterm": "DDP", "owed": None, "bills": []}
        assert send(body).status_code == 403
        client.logout()
    sign_in(client, actor_for(make_seller()).user)
    assert (client.get(url).status_code, send(body).status_code) == (404, 404)
    client.logout()
    assert (client.get(url).status_code, send(body).status_code) == (401, 401)

    sign_in(client, actor_for(order.seller).user, order.seller)
    for field, value in (("duty", "-1"), ("currency", "ABC"), ("number", ""), ("billed_on", "2020-01-01")):
        answer = send(body | {field: value}, key=f"bad {field}")
        assert (answer.status_code, list(answer.json()["errors"])) == (422, [field])
    assert not CustomsBill.objects.exists() and not Refund.objects.exists()

    first, again = send(body, "bill-1"), send(body, "bill-1")
    assert (first.status_code, first.json()["state"]) == (201, "held")
    assert again.headers["Idempotent-Replayed"] == "true" and again.json() == first.json()
    assert send(body | {"duty": "1.00"}, "bill-1").json()["code"] == "idempotency_key_reused"
    assert CustomsBill.objects.count() == 1
    bill_id = first.json()["id"]
    operations.decide_customs_bill(
        actor=staff(), bill=CustomsBill.objects.get(), is_accepted=True, reason="", now=timezone.now()
    )
    shown = client.get(url).json()["bills"]
    assert [(each["id"], each["state"], each["returned"]) for each in shown] == [(bill_id, "settled", "5.00")]


def test_the_database_itself_keeps_a_bill_as_it_was() -> None:
    order = estimated()
    made = record(order, money(order.customs_minor + 100))
    for change in ("actual_minor = 1", "state = 'held'", "charged_minor = 0", "number = 'x'"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE orders_customsbill SET {change} WHERE id = %s", [made.pk])
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM orders_customsbill WHERE id = %s", [made.pk])
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE payments_claim SET amount_minor = 1")


def test_accuracy_tells_where_we_reckon_badly() -> None:
    for offset in (0, 3000, 4000):
        order = estimated()
        record(order, money(order.customs_minor + offset))
    (row,) = customs_queries.accuracy_by_destination(staff())
    assert (row.country, row.bills, row.within, row.is_poor) == ("DE", 3, 1, True)
    assert row.actual_eur - row.reckoned_eur == Decimal("70.00")
    with pytest.raises(NotAllowed):
        customs_queries.accuracy_by_destination(actor_for(order.seller))
