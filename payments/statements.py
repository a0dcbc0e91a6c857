"""A statement as a file."""

import csv
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from .models import Movement

# A spreadsheet would run a cell that begins like this.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


class _Line:
    """A file of one line: what is written is what is returned."""

    def write(self, text: str) -> str:
        return text


def statement_csv(movements: Iterable[Movement], *, organisation_id: int) -> Iterator[str]:
    """Yield the lines of a CSV file: one movement a line, amounts as plain decimals, times in UTC."""
    writer = csv.writer(_Line())
    # The mark tells spreadsheets that this is UTF-8.
    what = (_("Movement"), _("Time (UTC)"), _("Kind"), _("Reference"), _("Description"), _("Other party"))
    yield "\ufeff" + writer.writerow([*what, _("Currency"), _("Amount")])
    for movement in movements:
        escrow = movement.escrow
        other = escrow.payer if escrow.payee_id == organisation_id else escrow.payee
        yield writer.writerow(
            [
                movement.public_id,
                f"{movement.occurred_at:%Y-%m-%d %H:%M:%S}",
                movement.get_kind_display(),
                plain(escrow.reference),
                plain(escrow.description),
                plain(other.name),
                movement.currency,
                f"{movement.amount.amount:f}",
            ]
        )


def plain(text: str) -> str:
    """Return what people typed so that no spreadsheet takes it for a formula."""
    return "'" + text if text.startswith(_FORMULA) else text
