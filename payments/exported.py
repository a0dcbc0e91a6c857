"""An organisation's statement of account and payouts, for its archive."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.data_export import Table, amount, register, rows_of
from payments.models import Movement, Payout

_MOVEMENTS = {
    "id": "public_id", "at": "occurred_at", "kind": "kind", "order": "escrow__reference", "currency": "currency",
    "amount": "amount_minor",
}  # fmt: skip
_PAYOUTS = {
    "id": "public_id", "order": "reference", "currency": "currency", "amount": "amount_minor", "status": "status",
    "failure": "failure", "requested_at": "requested_at", "sent_at": "sent_at", "paid_at": "paid_at",
}  # fmt: skip


def register_parts() -> None:
    """Put the statement and the payouts into every archive."""
    register(
        Table("money/statement", _("Statement of account"), list(_MOVEMENTS), _movements),
        Table("money/payouts", _("Payouts"), list(_PAYOUTS), _payouts),
    )


def _movements(organisation_id: int) -> Iterator[dict[str, Any]]:
    return _with_amounts(rows_of(Movement.objects.filter(organisation_id=organisation_id), _MOVEMENTS))


def _payouts(organisation_id: int) -> Iterator[dict[str, Any]]:
    return _with_amounts(rows_of(Payout.objects.filter(organisation_id=organisation_id), _PAYOUTS))


def _with_amounts(rows: Iterator[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for row in rows:
        yield row | {"amount": amount(row["amount"], row["currency"])}
