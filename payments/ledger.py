"""Balances of ledger accounts: last snapshot plus what came after it."""

from collections.abc import Sequence

from django.db import connection

from .models import LedgerAccount

# One index range per account, however long its history.
_BALANCES = """
SELECT account.id, coalesce(snapshot.balance_minor, 0) + coalesce(tail.total, 0)
FROM unnest(%s::bigint[]) AS account(id)
LEFT JOIN LATERAL (
    SELECT through_posting_id, balance_minor FROM payments_accountsnapshot
    WHERE account_id = account.id ORDER BY through_posting_id DESC LIMIT 1
) AS snapshot ON true
LEFT JOIN LATERAL (
    SELECT sum(amount_minor) AS total FROM payments_posting
    WHERE account_id = account.id AND payments_posting.id > coalesce(snapshot.through_posting_id, 0)
) AS tail ON true
"""


def balances_of(accounts: Sequence[LedgerAccount]) -> dict[int, int]:
    """Return the balance in minor units of each account by its key, debit positive, in one statement."""
    if not accounts:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_BALANCES, [[account.pk for account in accounts]])
        return {account_id: int(balance) for account_id, balance in cursor.fetchall()}
