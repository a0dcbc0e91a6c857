"""Find or open ledger accounts."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from accounts.models import Organisation
from marketplace.kernel.operations import part
from payments.models import LedgerAccount


@dataclass(frozen=True, slots=True, order=True)
class Purse:
    """What makes an account: purpose, currency and owner (None for the platform)."""

    purpose: str
    currency: str
    organisation_id: int | None = None

    @classmethod
    def of(cls, purpose: str, currency: str, organisation: Organisation | None = None) -> "Purse":
        return cls(purpose, currency, organisation.pk if organisation else None)

    @property
    def order(self) -> tuple[str, str, int]:
        return (self.purpose, self.currency, self.organisation_id or 0)


@part
def open_accounts(*, purses: Iterable[Purse]) -> dict[Purse, LedgerAccount]:
    """
    Return the account of each purse, opening those that are missing.

    Two transactions that open the same account at once end with the same one; missing accounts are inserted in one
    stated order (purpose, currency, owner), so that two such transactions never wait for each other in a circle.
    """
    wanted = sorted(set(purses), key=lambda purse: purse.order)
    found = _find(wanted)
    missing = [purse for purse in wanted if purse not in found]
    if missing:
        LedgerAccount.objects.bulk_create(
            [
                LedgerAccount(purpose=purse.purpose, currency=purse.currency, organisation_id=purse.organisation_id)
                for purse in missing
            ],
            ignore_conflicts=True,
        )
        found |= _find(missing)
    return found


def _find(purses: list[Purse]) -> dict[Purse, LedgerAccount]:
    condition = Q(pk__in=[])
    for purse in purses:
        condition |= Q(purpose=purse.purpose, currency=purse.currency, organisation_id=purse.organisation_id)
    return {
        Purse(account.purpose, account.currency, account.organisation_id): account
        for account in LedgerAccount.objects.filter(condition)
    }
