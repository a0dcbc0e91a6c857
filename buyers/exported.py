"""What was written to and by an organisation, for its archive."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.data_export import Table, register, rows_of
from buyers.models import Message

_MESSAGES = {
    "conversation": "conversation__public_id", "subject": "conversation__subject",
    "listing": "conversation__listing__public_id", "buyer": "conversation__organisation__name",
    "seller": "conversation__seller__name", "written_by": "organisation__name", "text": "body", "at": "created_at",
}  # fmt: skip


def register_parts() -> None:
    """Put conversations into every archive."""
    register(Table("messages/messages", _("Messages"), list(_MESSAGES), _messages))


def _messages(organisation_id: int) -> Iterator[dict[str, Any]]:
    mine = Q(conversation__seller_id=organisation_id) | Q(conversation__organisation_id=organisation_id)
    return rows_of(Message.objects.filter(mine), _MESSAGES)
