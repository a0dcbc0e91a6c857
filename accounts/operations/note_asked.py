"""A register was asked about a number and gave no answer."""

from datetime import datetime

from accounts.models import TaxId
from marketplace.kernel.operations import entry


@entry
def note_asked(*, tax_id: TaxId, now: datetime) -> None:
    """Keep when the register was last asked, so that the next round asks others first."""
    TaxId.objects.filter(pk=tax_id.pk, value=tax_id.value).update(asked_at=now)
