"""Tell an organisation what a ledger entry means to it."""

from marketplace.kernel.fields import new_public_id
from marketplace.kernel.operations import part
from payments.models import Escrow, LedgerEntry, Movement


@part
def note_movement(
    *, entry: LedgerEntry, organisation_id: int, kind: str, escrow: Escrow, currency: str, amount_minor: int
) -> None:
    """Add a line to an organisation's statement; the line of an entry that was posted before is there already."""
    Movement.objects.bulk_create(
        [
            Movement(
                public_id=new_public_id("mov"),
                organisation_id=organisation_id,
                entry=entry,
                kind=kind,
                escrow=escrow,
                currency=currency,
                amount_minor=amount_minor,
                occurred_at=entry.occurred_at,
            )
        ],
        ignore_conflicts=True,
    )
