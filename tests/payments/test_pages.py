"""The pages and endpoints about money: what they show, and to whom."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction
from django.test import Client
from django.urls import reverse

from accounts.models import Organisation
from marketplace.kernel.money import Money
from payments.models import LedgerAccount, LedgerEntry, Movement, Payout, WebhookEvent
from payments.operations import fail_payout, post_entry, request_payout
from payments.shares import Exchange
from tests.accounts.factories import make_member, make_organisation, make_user, sign_in
from tests.payments.factories import NOW, SYSTEM, make_connected_account, make_funded_escrow, make_released_escrow

pytestmark = pytest.mark.django_db


def member_client(organisation: Organisation, role: str = "owner") -> Client:
    client = Client()
    sign_in(client, make_member(organisation, role), organisation)
    return client


@pytest.fixture
def seller() -> Organisation:
    return make_organisation(country="CL", currency="CLP", sells=True)


@pytest.fixture
def buyer() -> Organisation:
    return make_organisation(country="DE", currency="EUR", sells=False, buys=True)


@pytest.fixture
def sale(buyer: Organisation, seller: Organisation) -> Any:
    exchange = Exchange("CLP", 120_000, Decimal("1000"), "ECB", date(2026, 11, 20))
    return make_released_escrow(buyer, seller, exchange=exchange)


def test_money_page_names_what_is_available_and_why_it_waits(seller: Organisation, sale: Any) -> None:
    page = member_client(seller).get(reverse("payments:money"))

    assert page.status_code == 200
    text = page.content.decode()
    # 120,000 pesos for goods and freight, less 5 of 120 parts commission.
    assert "CLP 115,000" in text.replace("\xa0", " ")
    assert "Waits until you set up payouts" in text
    assert "Set up payouts" in text


def test_money_page_of_a_buyer_shows_what_is_held(buyer: Organisation, seller: Organisation) -> None:
    make_funded_escrow(buyer, seller)

    text = member_client(buyer).get(reverse("payments:money")).content.decode().replace("\xa0", " ")

    assert "Paid by you, in escrow" in text
    assert "EUR 125.00" in text


def test_movement_page_shows_the_seller_each_part_and_the_rate(seller: Organisation, sale: Any) -> None:
    movement = Movement.objects.get(organisation=seller, kind="released")

    text = member_client(seller).get(reverse("payments:movement", args=[movement.public_id])).content.decode()

    text = text.replace("\xa0", " ")
    for part in ("EUR 125.00", "EUR 5.00", "EUR 115.00", "CLP 115,000", "ECB"):
        assert part in text


def test_movement_page_hides_the_commission_from_the_buyer(buyer: Organisation, sale: Any) -> None:
    movement = Movement.objects.get(organisation=buyer, kind="payment")

    page = member_client(buyer).get(reverse("payments:movement", args=[movement.public_id]))

    assert page.status_code == 200
    assert b"Commission<" not in page.content and b"115,000" not in page.content


@pytest.mark.parametrize("name", ["movement", "send_payout_again"])
def test_another_organisations_money_is_not_found(seller: Organisation, sale: Any, name: str) -> None:
    make_connected_account(seller)
    payout = request_payout(share=sale.shares.get(purpose="seller"), actor=SYSTEM, now=NOW())
    fail_payout(payout=payout, reason="bank closed", now=NOW())
    stranger = member_client(make_organisation(sells=True))
    movement = Movement.objects.filter(organisation=seller).first()
    target = movement.public_id if name == "movement" and movement else payout.public_id
    address = reverse(f"payments:{name}", args=[target])

    answer = stranger.get(address) if name == "movement" else stranger.post(address)

    assert answer.status_code == 404
    assert Payout.objects.count() == 1


def test_statement_lists_only_ones_own_lines(buyer: Organisation, seller: Organisation, sale: Any) -> None:
    make_released_escrow()

    page = member_client(seller).get(reverse("payments:movements"))

    assert page.context["page"].paginator.count == Movement.objects.filter(organisation=seller).count() == 2


def test_statement_is_narrowed_by_kind_and_survives_nonsense(seller: Organisation, sale: Any) -> None:
    client = member_client(seller)

    assert client.get(reverse("payments:movements"), {"kind": "held"}).context["page"].paginator.count == 1
    assert client.get(reverse("payments:movements"), {"kind": "'", "since": "x", "page": "-1"}).status_code == 200


def test_csv_neutralises_formulas_and_keeps_every_line(seller: Organisation, buyer: Organisation) -> None:
    buyer.name = "=cmd|'/c calc'!A1"
    buyer.save()
    make_released_escrow(buyer, seller)

    answer = member_client(seller).get(reverse("payments:movements"), {"format": "csv"})

    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    assert answer["Content-Disposition"].startswith("attachment")
    assert "'=cmd" in text and ",=cmd" not in text
    assert len(text.strip().splitlines()) == 3


def test_a_failed_payout_shows_its_reason_and_can_be_sent_again(seller: Organisation, sale: Any) -> None:
    make_connected_account(seller)
    payout = request_payout(share=sale.shares.get(purpose="seller"), actor=SYSTEM, now=NOW())
    fail_payout(payout=payout, reason="The bank account has been closed", now=NOW())
    client = member_client(seller, "finance")

    page = client.get(reverse("payments:payouts"))
    answer = client.post(reverse("payments:send_payout_again", args=[payout.public_id]))

    assert b"The bank account has been closed" in page.content
    assert answer.status_code == 302
    assert Payout.objects.filter(status="requested").count() == 1


def test_viewers_see_money_but_may_not_manage_it(seller: Organisation, sale: Any) -> None:
    client = member_client(seller, "viewer")

    assert client.get(reverse("payments:money")).status_code == 200
    assert client.post(reverse("payments:set_up_payouts")).status_code == 403


def test_strangers_are_sent_to_sign_in() -> None:
    assert Client().get(reverse("payments:money")).status_code == 302
    outsider = Client()
    sign_in(outsider, make_user())
    assert outsider.get(reverse("payments:money")).status_code == 403


def test_api_tells_balances_movements_and_payouts(seller: Organisation, sale: Any) -> None:
    client = member_client(seller)

    balances = client.get("/api/v1/payments/balances").json()["results"]
    movements = client.get("/api/v1/payments/movements", {"kind": "released"}).json()["results"]

    available = next(row for row in balances[0]["rows"] if row["key"] == "available")
    assert (balances[0]["currency"], available["amount"]) == ("CLP", "115000")
    assert [(row["currency"], row["amount"]) for row in movements] == [("CLP", "115000")]
    assert client.get("/api/v1/payments/payouts").json()["results"] == []
    assert client.get("/api/v1/payments/movements", {"kind": "nonsense"}).status_code == 422


def test_api_refuses_strangers() -> None:
    assert Client().get("/api/v1/payments/balances").status_code == 401


def test_money_lists_go_by_date_on_pages_and_over_the_api(seller: Organisation) -> None:
    escrow = make_funded_escrow()
    entry = LedgerEntry.objects.all()[0]
    now = NOW()
    for place, (currency, hours) in enumerate([("EUR", 3), ("USD", 1), ("GBP", 2), ("CHF", 1)]):
        Movement.objects.create(
            entry=entry,
            organisation=seller,
            escrow=escrow,
            kind="released",
            currency=currency,
            amount_minor=100 + place,
            occurred_at=now - timedelta(hours=hours),
        )
    client = member_client(seller)
    in_order = [103, 101, 102, 100]
    assert [row.amount_minor for row in client.get(reverse("payments:movements")).context["page"]] == in_order
    read, address = [], "/api/v1/payments/movements?limit=1"
    while address:
        page = client.get(address).json()
        read += [row["amount"] for row in page["results"]]
        address = page["next"]
    assert read == ["1.03", "1.01", "1.02", "1.00"]


def test_money_page_needs_the_same_few_statements_for_many_movements(
    seller: Organisation, buyer: Organisation, django_assert_max_num_queries: Any
) -> None:
    for _ in range(6):
        make_released_escrow(buyer, seller)
    client = member_client(seller)
    client.get(reverse("payments:money"))

    with django_assert_max_num_queries(30):
        client.get(reverse("payments:money"))


@pytest.fixture
def staff_client() -> Client:
    client = Client()
    sign_in(client, make_user(is_staff=True, is_superuser=True))
    return client


def test_admin_shows_every_table_and_row_of_money(staff_client: Client, sale: Any) -> None:
    make_connected_account(sale.payee)
    request_payout(share=sale.shares.get(purpose="seller"), actor=SYSTEM, now=NOW())
    WebhookEvent.objects.create(provider_event_id="evt_1", type="x", payload={}, received_at=NOW())
    for name in (
        "payment", "escrow", "ledgeraccount", "ledgerentry", "payout", "refund", "connectedaccount", "webhookevent",
        "commissionrule",
    ):  # fmt: skip
        model = apps.get_model("payments", name)
        assert staff_client.get(reverse(f"admin:payments_{name}_changelist")).status_code == 200, name
        assert name == "commissionrule" or staff_client.get(reverse(f"admin:payments_{name}_add")).status_code == 403
        if (row := model.objects.first()) is not None:
            page = staff_client.get(reverse(f"admin:payments_{name}_change", args=[row.pk]))
            assert page.status_code == 200, name
            answer = staff_client.post(reverse(f"admin:payments_{name}_change", args=[row.pk]), {"status": "paid"})
            assert answer.status_code == 403, name


def test_admin_lists_held_messages_first_and_handles_them_again(staff_client: Client) -> None:
    for number in range(3):
        WebhookEvent.objects.create(provider_event_id=f"evt_{number}", type="x", payload={}, received_at=NOW())
    WebhookEvent.objects.filter(provider_event_id="evt_0").update(outcome="held", handled_at=NOW(), problem="amount")
    address = reverse("admin:payments_webhookevent_changelist")

    assert staff_client.get(address).context["cl"].result_list[0].provider_event_id == "evt_0"
    held = WebhookEvent.objects.get(outcome="held")
    staff_client.post(address, {"action": "handle_again", "_selected_action": [held.pk]})

    held.refresh_from_db()
    assert held.outcome == "ignored"


def test_admin_pays_out_again_what_came_back(staff_client: Client, sale: Any) -> None:
    make_connected_account(sale.payee)
    payout = request_payout(share=sale.shares.get(purpose="seller"), actor=SYSTEM, now=NOW())
    fail_payout(payout=payout, reason="closed", now=NOW())

    staff_client.post(reverse("admin:payments_payout_changelist"), {"action": "retry", "_selected_action": [payout.pk]})

    assert Payout.objects.filter(status="requested").count() == 1


def test_reconciliation_page_holds_and_names_what_does_not(staff_client: Client, sale: Any) -> None:
    address = reverse("admin:payments_reconciliation")
    assert b"Everything holds" in staff_client.get(address).content

    held = LedgerAccount.objects.get(purpose="available")
    processor = LedgerAccount.objects.create(purpose="processor", currency=held.currency)
    with transaction.atomic():
        post_entry(kind="odd", reference="x", at=NOW(), lines=[(processor, Money(1, "CLP")), (held, Money(-1, "CLP"))])

    assert b"1 check does not hold" in staff_client.get(address).content
    assert member_client(sale.payee).get(address).status_code == 302
