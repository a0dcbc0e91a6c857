"""Write one entry into the ledger."""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection

from marketplace.kernel.money import Money, currency_code, to_minor
from marketplace.kernel.operations import part
from payments.models import LedgerAccount, LedgerEntry, Posting

Line = tuple[LedgerAccount, Money]


@part
def post_entry(*, kind: str, reference: str, lines: Sequence[Line], at: datetime) -> LedgerEntry:
    """
    Enter one fact about money: debits positive, credits negative, zero in each currency.

    The same fact is entered once: asked for again, the first entry is returned. Amounts of zero are left out. The
    database checks the balance again when the transaction commits.

    :raises ValueError: if the lines do not balance, an amount is finer than its currency, a currency is not its
        account's, or the fact was entered before with other lines.
    """
    legs = _checked(lines)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO payments_ledgerentry (kind, reference, occurred_at) VALUES (%s, %s, %s) "
            "ON CONFLICT (kind, reference) DO NOTHING RETURNING id",
            [kind, reference, at],
        )
        inserted = cursor.fetchone()
    if inserted is None:
        return _first_entry(kind, reference, legs)
    entry = LedgerEntry(pk=inserted[0], kind=kind, reference=reference, occurred_at=at)
    entry._state.adding = False
    # In account order: the guard trigger takes a shared lock on each account as its posting arrives.
    Posting.objects.bulk_create(
        Posting(entry=entry, account_id=account_id, amount_minor=amount, currency=currency)
        for account_id, amount, currency in sorted(legs)
    )
    return entry


def _checked(lines: Sequence[Line]) -> list[tuple[int, int, str]]:
    legs = []
    sums: dict[str, int] = {}
    for account, money in lines:
        currency = currency_code(money)
        if account.currency != currency:
            raise ValueError(f"{currency} does not go into a {account.currency} account")
        amount = to_minor(money)
        sums[currency] = sums.get(currency, 0) + amount
        if amount:
            legs.append((account.pk, amount, currency))
    if unbalanced := {currency: total for currency, total in sums.items() if total}:
        raise ValueError(f"an entry balances in each currency; this one is off by {unbalanced}")
    if len(legs) < 2:
        raise ValueError("an entry has at least two legs")
    return legs


def _first_entry(kind: str, reference: str, legs: list[tuple[int, int, str]]) -> LedgerEntry:
    entry = LedgerEntry.objects.get(kind=kind, reference=reference)
    first = sorted(entry.postings.values_list("account_id", "amount_minor", "currency"))
    if first != sorted(legs):
        raise ValueError(f"{entry} was entered before with other lines")
    return entry
