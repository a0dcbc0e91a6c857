"""
Everything the domain may say no to.

A refusal is data: a stable `code`, a message for people, the fields it is about and an HTTP status. It is named as
a fact (`QuoteLapsed`), defined beside the operation that raises it, and rendered in one place for pages and API
alike (`marketplace/http.py`). Any other exception is a bug and surfaces as one.
"""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise


class Refusal(Exception):
    """The domain says no, and why. `facts` fill the message's placeholders and are given to API clients."""

    code: str = "refused"
    status: int = 409
    title: Text = _("This cannot be done")
    message: Text = _("This cannot be done as things stand.")

    def __init__(
        self, message: Text | None = None, *, fields: dict[str, list[Any]] | None = None, **facts: Any
    ) -> None:
        if message is not None:
            self.message = message
        self.fields = fields or {}
        self.facts = facts
        super().__init__(self.code)

    @property
    def detail(self) -> str:
        """The message in the reader's language, its placeholders filled."""
        text = str(self.message)
        return text % self.facts if self.facts and "%(" in text else text

    def __str__(self) -> str:
        return f"{self.code}: {self.detail}"


class NotAllowed(Refusal):
    """The actor may not do this."""

    code = "not_allowed"
    status = 403
    title = _("You may not do this")
    message = _("Your role does not allow this. Ask an owner or manager of your organisation.")


class SignInNeeded(Refusal):
    """Nobody is signed in, and this needs somebody."""

    code = "sign_in_needed"
    status = 401
    title = _("Please sign in")
    message = _("Sign in to go on.")


class NotFound(Refusal):
    """There is no such thing, or it is somebody else's: both look the same."""

    code = "not_found"
    status = 404
    title = _("We could not find that")
    message = _("It may have been removed, or it belongs to another organisation.")


class InvalidInput(Refusal):
    """Something in the input is wrong; `fields` says what and where."""

    code = "invalid_input"
    status = 422
    title = _("There is a problem")
    message = _("Please correct the fields named below.")


class RateLimited(Refusal):
    """Too many requests in too short a time."""

    code = "rate_limited"
    status = 429
    title = _("Too many requests")
    message = _("Please wait a moment and try again.")
