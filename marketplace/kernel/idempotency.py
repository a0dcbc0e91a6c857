"""
The same write asked for twice happens once.

API clients send `Idempotency-Key`; page forms carry a token (`{% idempotency_field %}`). The key's row is inserted
first; a double click waits on the unique index until the first request is through, then gets the stored answer.
"""

import hashlib
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import timedelta
from functools import wraps
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .models import IdempotencyKey
from .refusals import InvalidInput, Refusal

FIELD = "idempotency_token"
LONGEST_KEY = 120
# A request that has not answered after this long is dead: every server on the way gives up sooner.
PATIENCE = timedelta(seconds=60)


class KeyReused(Refusal):
    code = "idempotency_key_reused"
    status = 422
    title = _("This key was used for another request")
    message = _("The Idempotency-Key was already used with a different body. Use a fresh key for a new request.")


class AlreadyDone(Refusal):
    code = "already_done"
    status = 409
    title = _("This was already done")
    message = _("The first request with this key did its work (%(effect)s), but its answer was lost on the way.")


class StillRunning(Refusal):
    code = "request_in_progress"
    status = 409
    title = _("Already on its way")
    message = _("The first request with this key is still being worked on. Try again in a moment.")


_current: ContextVar[tuple[str, str] | None] = ContextVar("idempotency_key", default=None)


def mark_effect(result: Any) -> None:
    """Note on the key of the running request, if it has one, that its effect happened, in the effect's transaction."""
    current = _current.get()
    if current is not None:
        made = getattr(result, "public_id", None) or type(result).__name__
        IdempotencyKey.objects.filter(scope=current[0], key=current[1]).update(effect=str(made)[:120])


@dataclass(frozen=True)
class Answer:
    """What is kept of an answer."""

    status: int
    body: str = ""
    content_type: str = ""
    location: str = ""


def fingerprint(*parts: bytes | str) -> str:
    """Return a hash that tells one request from another."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part.encode() if isinstance(part, str) else part)
        digest.update(b"\0")
    return digest.hexdigest()


def answer_once(*, scope: str, key: str, request_fingerprint: str, run: Callable[[], Answer]) -> tuple[Answer, bool]:
    """
    Return the answer to the write called `key` within `scope`, and whether it is a stored one.

    The claim is committed before `run` starts, because operations open their own transactions; it is taken back when
    `run` fails or is refused, so that a corrected request may use the same key.

    :raises AlreadyDone: if the first request did its work but died before its answer was stored.
    :raises KeyReused: if the key came before with another request.
    :raises StillRunning: if the first request with the key is not through yet.
    :raises InvalidInput: if the key is too long.
    """
    if not 1 <= len(key) <= LONGEST_KEY or not key.isprintable():
        raise InvalidInput(fields={"Idempotency-Key": [_("Use 1 to 120 printable characters.")]})
    stored = _claim(scope, key, request_fingerprint)
    if stored is not None:
        return stored, True
    token = _current.set((scope, key))
    try:
        answer = run()
    except BaseException:
        IdempotencyKey.objects.filter(scope=scope, key=key, status=None, effect="").delete()
        raise
    finally:
        _current.reset(token)
    if answer.status >= 400:
        IdempotencyKey.objects.filter(scope=scope, key=key, status=None).delete()
    else:
        IdempotencyKey.objects.filter(scope=scope, key=key).update(
            status=answer.status, body=answer.body, content_type=answer.content_type, location=answer.location
        )
    return answer, False


def _claim(scope: str, key: str, request_fingerprint: str) -> Answer | None:
    """Claim the key, or return the answer stored under it. A claim left by a crash is taken over after a minute."""
    with transaction.atomic():
        _row, created = IdempotencyKey.objects.get_or_create(
            scope=scope, key=key, defaults={"fingerprint": request_fingerprint}
        )
        if created:
            return None
        row = IdempotencyKey.objects.select_for_update().filter(scope=scope, key=key).first()
        if row is None:
            raise StillRunning
        if row.fingerprint != request_fingerprint:
            raise KeyReused
        if row.status is not None:
            return Answer(row.status, row.body, row.content_type, row.location)
        if timezone.now() - row.created_at < PATIENCE:
            raise StillRunning
        # The first request is dead. What it did is told; what it did not may be done now, by us.
        if row.effect:
            raise AlreadyDone(effect=row.effect)
        row.created_at = timezone.now()
        row.save(update_fields=["created_at"])
        return None


def once(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """
    Make a page's POST happen once per form token: the second click is sent where the first one was.

    Answers that are not redirects (a form shown again with its errors) are not kept.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        token = request.POST.get(FIELD, "") if request.method == "POST" else ""
        if not token:
            return view(request, *args, **kwargs)
        live: list[HttpResponse] = []

        def run() -> Answer:
            live.append(view(request, *args, **kwargs))
            location = live[0].get("Location") or live[0].get("HX-Redirect") or ""
            # Only a redirect says "done"; anything else leaves the key free for the corrected form.
            return Answer(status=live[0].status_code if location else 400, location=location)

        who = f"user:{request.user.pk}" if request.user.is_authenticated else f"session:{_session_key(request)}"
        answer, replayed = answer_once(
            scope=f"page:{who}"[:80], key=token[:LONGEST_KEY], request_fingerprint=fingerprint(request.path), run=run
        )
        return HttpResponseRedirect(answer.location) if replayed else live[0]

    return guarded


def _session_key(request: HttpRequest) -> str:
    if not request.session.session_key:
        request.session.save()
    return str(request.session.session_key)


__all__ = [
    "FIELD",
    "AlreadyDone",
    "Answer",
    "KeyReused",
    "StillRunning",
    "answer_once",
    "fingerprint",
    "mark_effect",
    "once",
]
