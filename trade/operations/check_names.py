"""The gate before trade and money: names must have been held against the lists in force, and nothing may be open."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TypeVar

import structlog
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from marketplace.kernel.operations import part
from marketplace.kernel.refusals import Refusal
from trade.models import Screening
from trade.operations.screen_subject import screen_subject
from trade.queries.screening import (
    Subject,
    current_edition,
    hits_holding,
    is_held,
    list_troubles,
    not_yet_screened,
    organisation_subjects,
)

log = structlog.get_logger(__name__)
T = TypeVar("T")
# The lists may change between screening and acting; they do not change this often in a row.
MOST_TRIES = 3


class HeldForScreening(Refusal):
    """A name of one side is being checked, or was confirmed to be on a list."""

    code = "name_being_checked"
    title = _("We are checking a name")
    message = _(
        "Before this can go on we check a name against official lists, usually within one working day. Nothing is lost "
        "meanwhile. Your organisation's page “Checks” says whether it is about you and what you can do."
    )


class ScreeningUnavailable(Refusal):
    """The lists are missing or too old, so nobody can be cleared. Facts: `lists`."""

    code = "screening_unavailable"
    status = 503
    title = _("Names cannot be checked just now")
    message = _(
        "The official lists that names are checked against are not up to date here, so nothing was bought, paid or "
        "paid out. We are at it; please try again later."
    )


class NamesNotScreened(Refusal):
    """Somebody's names were not yet held against the lists in force."""

    code = "names_not_screened"
    title = _("Names are being checked")
    message = _("The official lists have just changed and names are being checked again. Please try again in a moment.")


@part
def must_be_clear(*, subjects: Iterable[Subject], now: datetime) -> None:
    """
    Refuse unless each subject's present names were held against the lists in force and nothing stands against them.

    Holds off a change of the lists until the caller's transaction is over: what is done here was right when done.

    :raises ScreeningUnavailable: if a required list is missing or too old.
    :raises NamesNotScreened: if a subject was not screened under these names on this edition.
    :raises HeldForScreening: if a hit is open, or was confirmed.
    """
    subjects = list(subjects)
    edition = current_edition(lock=True)
    if troubles := list_troubles(now):
        log.error("screening_unavailable", lists=[trouble.code for trouble in troubles])
        raise ScreeningUnavailable(lists=", ".join(trouble.code for trouble in troubles))
    if not_yet_screened(subjects, edition):
        raise NamesNotScreened
    if hits_holding(subjects).exists():
        raise HeldForScreening


def screened(subjects: Callable[[], Iterable[Subject]], act: Callable[[], T], *, now: datetime | None = None) -> T:
    """
    Screen who is not screened yet, then do `act`, whose transaction calls `must_be_clear`.

    What screening finds is committed by itself, before `act`: a hit outlives the refusal that it causes.

    :raises Refusal: whatever `act` raises; `NamesNotScreened` only if the lists change again and again.
    """
    for tries in range(1, MOST_TRIES + 1):
        screen_all(subjects=subjects(), now=now or timezone.now())
        try:
            return act()
        except NamesNotScreened:
            if tries == MOST_TRIES:
                raise
    raise NamesNotScreened


def screen_all(*, subjects: Iterable[Subject], now: datetime) -> list[Screening]:
    """Screen each subject that is not screened yet, each in a transaction of its own."""
    done = []
    for subject in subjects:
        # Not an entry: it closes no delivery and answers no request, the act that follows does.
        with transaction.atomic(durable=True):
            done.append(screen_subject(subject=subject, now=now))
    return done


def subjects_of(*organisation_ids: int) -> list[Subject]:
    """The organisations as they are named now."""
    return organisation_subjects(Organisation.objects.filter(pk__in=organisation_ids).order_by("pk"))


@part
def must_not_be_held(*, organisation_id: int) -> None:
    """
    Refuse while something stands against the organisation itself.

    :raises HeldForScreening: if a hit is open, or was confirmed.
    """
    if is_held(organisation_id):
        raise HeldForScreening
