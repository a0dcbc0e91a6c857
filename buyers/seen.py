"""What a reader looked at last: kept in their own browser, signed, nowhere else."""

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

COOKIE = "bridgeway_seen"
MOST = 12
AGE = 60 * 60 * 24 * 60


def seen(request: HttpRequest) -> list[int]:
    """Return the primary keys of the listings looked at last, the latest first."""
    try:
        kept = signing.Signer(salt=COOKIE).unsign_object(request.COOKIES.get(COOKIE, ""))
    except (signing.BadSignature, ValueError):
        return []
    return [pk for pk in kept if isinstance(pk, int)][:MOST] if isinstance(kept, list) else []


def remember(request: HttpRequest, response: HttpResponse, listing_id: int) -> None:
    """Put a listing on top of what was looked at last."""
    before = seen(request)
    if before[:1] == [listing_id]:
        return
    latest = [listing_id, *(pk for pk in before if pk != listing_id)][:MOST]
    response.set_cookie(
        COOKIE, signing.Signer(salt=COOKIE).sign_object(latest), max_age=AGE, httponly=True, samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip
