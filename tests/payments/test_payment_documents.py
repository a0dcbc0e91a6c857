"""The tables in docs/algorithms are run: what they say is what the code does."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.db.models import Sum

from accounts.models import Organisation
from marketplace.kernel.money import Money, from_minor, to_minor
from payments.models import LedgerEntry
from payments.operations import request_payout
from payments.operations.record_payout import record_transfer
from payments.provider_facts import TransferFacts
from payments.rules import CLAIM_MOVES, ESCROW_MOVES, PAYMENT_MOVES, PAYOUT_MOVES, REFUND_MOVES
from payments.shares import COMMISSION, SELLER, Exchange, split_sale
from tests.payments.factories import NOW, SYSTEM, make_connected_account, make_released_escrow

DOCUMENTS = Path(__file__).parents[2] / "docs" / "algorithms"


def table(document: str, name: str) -> list[dict[str, str]]:
    """The rows of the table that follows `<!-- table: name -->`."""
    after = (DOCUMENTS / document).read_text().split(f"<!-- table: {name} -->\n")[1]
    lines = [line for line in after.split("\n\n")[0].splitlines() if line.startswith("|")]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return [dict(zip(cells[0], row, strict=True)) for row in cells[2:]]


def minor(text: str, currency: str) -> int:
    return to_minor(Money(text, currency))


@pytest.mark.parametrize("row", table("escrow.md", "split"), ids=lambda row: f"{row['currency']} {row['goods']}")
def test_split_table(row: dict[str, str]) -> None:
    currency, paid_in = row["currency"], row["paid in"]
    exchange = None
    if row["worth"]:
        exchange = Exchange(paid_in, minor(row["worth"], paid_in), Decimal(1), "source", date(2026, 11, 20))
    shares = split_sale(
        seller=Organisation(),
        currency=currency,
        goods_minor=minor(row["goods"], currency),
        freight_minor=minor(row["freight"], currency),
        customs_minor=minor(row["customs"], currency),
        commission_percent=Decimal(row["percent"]),
        exchange=exchange,
    )
    of = {share.purpose: share for share in shares}
    assert from_minor(of[SELLER].amount_minor, currency) == Money(row["seller"], currency)
    assert from_minor(of[SELLER].payout_minor or 0, paid_in) == Money(row["payout"], paid_in)
    assert from_minor(of[COMMISSION].amount_minor, currency) == Money(row["commission"], currency)


def test_moves_table() -> None:
    told = {(row["what"], row["from"], row["to"]) for row in table("escrow.md", "moves")}
    machines = {
        "payment": PAYMENT_MOVES,
        "escrow": ESCROW_MOVES,
        "payout": PAYOUT_MOVES,
        "refund": REFUND_MOVES,
        "claim": CLAIM_MOVES,
    }
    assert told == {
        (what, start, end) for what, moves in machines.items() for start, ends in moves.items() for end in ends
    }


@pytest.mark.django_db
def test_sale_table() -> None:
    escrow = make_released_escrow()
    make_connected_account(escrow.payee)
    payout = request_payout(share=escrow.shares.get(purpose="seller"), actor=SYSTEM, now=NOW())
    facts = TransferFacts("tr_1", payout.public_id, payout.amount_minor, "EUR", payout.provider_account_id, 0)
    record_transfer(payout=payout, facts=facts, now=NOW())

    for row in table("ledger.md", "sale"):
        entry = LedgerEntry.objects.get(kind=row.pop("entry"))
        told = {purpose: minor(amount, "EUR") for purpose, amount in row.items() if amount}
        assert dict(entry.postings.values_list("account__purpose", "amount_minor")) == told


@pytest.mark.django_db
def test_exchange_table() -> None:
    make_released_escrow(exchange=Exchange("JPY", 19_337, Decimal("161.14"), "source", date(2026, 11, 20)))
    postings = LedgerEntry.objects.get(kind="escrow.released").postings

    for row in table("ledger.md", "exchange"):
        currency = row.pop("currency")
        told = {purpose: minor(amount, currency) for purpose, amount in row.items() if amount}
        found = postings.filter(currency=currency).values_list("account__purpose").annotate(Sum("amount_minor"))
        assert dict(found) == told
        assert sum(told.values()) == 0
