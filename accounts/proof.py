"""When a person last proved who they are, in this session."""

from datetime import UTC, datetime

from allauth.account.authentication import get_authentication_records
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode


def proved_at(request: HttpRequest) -> datetime | None:
    """Return when the person last gave their password or second factor again; None if not since signing in."""
    if not request.user.is_authenticated:
        return None
    moments = [
        record["at"] for record in get_authentication_records(request, request.user) if record.get("reauthenticated")
    ]
    return datetime.fromtimestamp(max(moments), tz=UTC) if moments else None


def proof_url(back: str) -> str:
    """Return the page where the person proves it, leading `back` afterwards."""
    return f"{reverse('account_reauthenticate')}?{urlencode({'next': back})}"
