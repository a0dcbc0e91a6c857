"""Keep balances cheap to read."""

from datetime import datetime

from django.db import connection
from django.db.models import Max, Sum

from marketplace.kernel.operations import entry
from payments.models import AccountSnapshot, LedgerAccount, Posting


@entry
def snapshot_account(*, account: LedgerAccount, now: datetime) -> AccountSnapshot | None:
    """
    Write down the account's balance so far; reading it then adds up only what came later. None if nothing came.

    The account's row is locked against the shared lock that each posting takes (`0002_ledger_guards`): whoever was
    writing has finished, and whoever comes later gets a higher posting number. The wait is short or not at all.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '2s'")
    LedgerAccount.objects.select_for_update().get(pk=account.pk)
    last = AccountSnapshot.objects.filter(account=account).order_by("-through_posting_id").first()
    tail = Posting.objects.filter(account=account, pk__gt=last.through_posting_id if last else 0).aggregate(
        newest=Max("pk"), total=Sum("amount_minor")
    )
    if tail["newest"] is None:
        return None
    return AccountSnapshot.objects.create(
        account=account,
        through_posting_id=tail["newest"],
        balance_minor=(last.balance_minor if last else 0) + int(tail["total"]),
        taken_at=now,
    )
