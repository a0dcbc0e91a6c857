"""The mail that a system on one's own machine would have sent, to be read in the browser. Local profile only."""

import email
import email.policy
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

MOST = 30


class Letter(NamedTuple):
    to: str
    subject: str
    text: str


@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    """The newest letters, newest first."""
    folder = Path(settings.EMAIL_FILE_PATH)
    newest = sorted(folder.glob("*.log"), key=lambda path: path.stat().st_mtime, reverse=True)[:MOST]
    return render(request, "pages/outbox.html", {"letters": [letter for path in newest for letter in _read(path)]})


def _read(path: Path) -> list[Letter]:
    """One file holds what one connection sent, letter after letter."""
    letters = []
    for part in path.read_bytes().split(b"\n" + b"-" * 79 + b"\n"):
        if part.strip():
            message = email.message_from_bytes(part, policy=email.policy.default)
            body = message.get_body(("plain",))
            letters.append(Letter(str(message["To"]), str(message["Subject"]), body.get_content() if body else ""))
    return letters[::-1]
