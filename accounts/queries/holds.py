"""Holds as the organisation sees them, and as those see them who must not go on while one stands."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Prefetch, QuerySet

from accounts.actor import Actor
from accounts.holds import PayoutsOnHold, SellingOnHold
from accounts.models import AppealFile, Hold, HoldChange, Organisation
from marketplace.kernel.refusals import NotFound


def holds_of(actor: Actor) -> QuerySet[Hold]:
    """
    Return the holds on the actor's organisation, those in force first; a proposal is nobody's business yet.

    :raises NotAllowed: if the actor may not see the organisation.
    """
    actor.must("organisation.view")
    return (
        Hold.objects.filter(organisation_id=actor.organisation_id)
        .exclude(starts_at=None)
        .select_related("appeal")
        .order_by("over_at", "-id")
    )


def holds_in_force(actor: Actor) -> QuerySet[Hold]:
    """
    Return the holds that stand on the actor's organisation now, the one that began first before the others.

    :raises NotAllowed: if the actor may not see the organisation.
    """
    return holds_of(actor).filter(pk__in=Hold.objects.in_force().values("pk")).order_by("starts_at", "id")


def hold_of(actor: Actor, public_id: str) -> Hold:
    """
    Return one hold on the actor's organisation, with `changes` and the appeal's files.

    :raises NotFound: if there is none, or it is another organisation's.
    """
    changes = HoldChange.objects.order_by("at", "id")
    hold = (
        holds_of(actor)
        .filter(public_id=public_id)
        .prefetch_related(Prefetch("changes", changes), "appeal__files")
        .first()
    )
    if hold is None or actor.organisation_id is None:
        raise NotFound
    return hold


def appeal_file(actor: Actor, public_id: str) -> AppealFile:
    """
    Return a document of the actor's own appeal, or of any for the platform's staff.

    :raises NotFound: if there is none, or it is another organisation's.
    """
    files = AppealFile.objects.all()
    if not actor.is_platform:
        actor.must("organisation.view")
        files = files.filter(appeal__organisation_id=actor.organisation_id)
    file = files.filter(public_id=public_id).first()
    if file is None:
        raise NotFound
    return file


def holds_due(now: datetime) -> Iterable[Hold]:
    """Holds in force whose time has come, the longest overdue first."""
    return Hold.objects.in_force().filter(ends_at__lte=now).order_by("ends_at", "pk")


def hold_on(organisation_id: int, subject: str) -> Hold | None:
    """Return the hold in force on one thing of an organisation."""
    return Hold.objects.in_force().filter(organisation_id=organisation_id, subject=subject).first()


def must_not_stop_payouts(organisation_id: int) -> None:
    """
    Refuse while payouts of an organisation are stopped. Inside a transaction, no hold can begin until it is over.

    :raises PayoutsOnHold: while they are.
    """
    organisation = Organisation.objects.select_for_update(no_key=True).get(pk=organisation_id)
    if organisation.payouts_stopped:
        raise PayoutsOnHold


def must_not_stop_selling(organisation_id: int) -> None:
    """
    Refuse while selling of an organisation is stopped.

    :raises SellingOnHold: while it is.
    """
    if Organisation.objects.filter(pk=organisation_id, selling_stopped=True).exists():
        raise SellingOnHold
