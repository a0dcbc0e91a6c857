"""
What holds are about, and what follows from them, for the rooms above accounts.

Accounts knows organisations; it does not know listings. A room whose things can be held registers them by the prefix
of their public ids, and rooms that show what an organisation sells are told, inside the same transaction, that it was
stopped or let go. Other reasons why something waits (a name that is being checked) are shown on the same page.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from marketplace.kernel.refusals import NotAllowed, Refusal, Text

#: The longest a hold may last from the day it is decided about; longer needs another decision, with its reason.
LONGEST = timedelta(days=180)
#: Six months to say something against it.
APPEAL_WINDOW = timedelta(days=183)
#: How soon an appeal is answered.
APPEAL_ANSWERED = timedelta(days=7)
MOST_FILES = 5


class SellingOnHold(NotAllowed):
    """Selling is stopped."""

    code = "selling_on_hold"
    title = _("Selling is on hold")
    message = _(
        "New listings are not put on sale while selling is on hold. The page “Holds” says why, until when, and how to "
        "say something against it."
    )


class PayoutsOnHold(Refusal):
    """Payouts are stopped; the money stays available."""

    code = "payouts_on_hold"
    title = _("Payouts are on hold")
    message = _("The money stays yours and waits. The page “Holds” says why, until when, and how to answer.")


@dataclass(frozen=True)
class Subject:
    """One thing that can be held."""

    organisation_id: int
    label: str


@dataclass(frozen=True)
class SubjectKind:
    """How to find a thing by its public id, and how to stop it or let it go inside the caller's transaction."""

    find: Callable[[str], Subject | None]
    set_held: Callable[[str, bool], None]


@dataclass(frozen=True)
class Note:
    """Something else that waits for the platform, in words, and where to go about it."""

    title: Text
    text: Text
    url: str


_subjects: dict[str, SubjectKind] = {}
_followers: list[Callable[[int], Any]] = []
_notes: list[Callable[[int], "list[Note]"]] = []


def register_subject(prefix: str, kind: SubjectKind) -> None:
    """Let things whose public ids begin with `prefix` be held."""
    _subjects[prefix] = kind


def subject_kind(public_id: str) -> SubjectKind | None:
    """Return how to hold the thing with this public id; None if it cannot be held."""
    return _subjects.get(public_id.partition("_")[0])


def follow(follower: Callable[[int], Any]) -> None:
    """Call `follower(organisation_id)`, in the transaction, whenever what an organisation may do has changed."""
    if follower not in _followers:
        _followers.append(follower)


def tell_followers(organisation_id: int) -> None:
    """Tell every room that what the organisation may do has changed."""
    for follower in _followers:
        follower(organisation_id)


def register_notes(provider: Callable[[int], "list[Note]"]) -> None:
    """Show on the page of holds what `provider(organisation_id)` gives."""
    if provider not in _notes:
        _notes.append(provider)


def notes_for(organisation_id: int) -> list[Note]:
    """Return what else waits for the platform."""
    return [note for provider in _notes for note in provider(organisation_id)]
