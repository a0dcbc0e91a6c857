"""Seal bank numbers with the key of today."""

from marketplace.kernel.operations import entry
from payments.models import BankAccount
from payments.sealed import fingerprint, seal, unseal

BATCH = 500


@entry
def reseal_bank_accounts(*, after: int = 0) -> tuple[int, int]:
    """
    Seal the numbers of the next accounts beyond primary key `after` anew; to be called again until none is left.

    Needed once after SECRET_KEY was changed, before the old one is dropped from SECRET_KEY_FALLBACKS. Sealing again
    what is sealed with today's key changes nothing that can be seen.

    :return: how many were sealed, and the last primary key seen.
    :raises cryptography.fernet.InvalidToken: if a number was sealed with a key that is gone.
    """
    rows = list(BankAccount.objects.select_for_update().filter(pk__gt=after).order_by("pk")[:BATCH])
    for row in rows:
        number = unseal(row.sealed_number)
        row.sealed_number = seal(number)
        row.fingerprint = fingerprint(mark_of(row.country, row.scheme, row.routing, number))
    BankAccount.objects.bulk_update(rows, ["sealed_number", "fingerprint"])
    return len(rows), rows[-1].pk if rows else after


def mark_of(country: str, scheme: str, routing: str, number: str) -> str:
    """Return what makes two accounts the same one."""
    return f"{country}:{scheme}:{routing}:{number}"
