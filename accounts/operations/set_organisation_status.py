"""Suspend an organisation that may not be traded with, and let it go on: what a confirmed denied party leads to."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from accounts.models import Organisation
from marketplace.kernel import events
from marketplace.kernel.operations import entry, part
from marketplace.kernel.refusals import InvalidInput

from .notify_organisation import notify_organisation


@entry
def reinstate_organisation(*, actor: Actor, organisation_id: int, reason: str, now: datetime) -> Organisation:
    """
    Let an organisation go on whose name was found not to be the listed one after all. It is told.

    :raises NotAllowed: unless the platform does it.
    :raises InvalidInput: without a reason.
    """
    return set_organisation_status(
        actor=actor, organisation_id=organisation_id, status=Organisation.Status.ACTIVE, reason=reason, now=now
    )


@part
def set_organisation_status(
    *, actor: Actor, organisation_id: int, status: str, reason: str, now: datetime
) -> Organisation:
    """
    Suspend or reinstate inside the caller's transaction, without an end and without a hold; the organisation is told.

    Everything else that stops an organisation is a hold (`place_hold`), with its end and its appeal.

    :raises NotAllowed: unless the platform does it.
    :raises InvalidInput: without a reason.
    """
    actor.must("accounts.operate")
    if not reason.strip():
        raise InvalidInput(fields={"reason": [_("Give the reason; the organisation will read it.")]})
    organisation = Organisation.objects.select_for_update().get(pk=organisation_id)
    if organisation.status == status:
        return organisation
    organisation.status = status
    organisation.save(update_fields=["status"])
    suspended = status == Organisation.Status.SUSPENDED
    notify_organisation(
        organisation=organisation,
        kind="organisation_suspended" if suspended else "organisation_reinstated",
        title=_("Your organisation is suspended") if suspended else _("Your organisation is active again"),
        body=_("Reason: %(reason)s"),
        facts={"reason": reason.strip()},
        url="/organisation/",
        now=now,
    )
    events.record(
        "accounts.organisation.suspended" if suspended else "accounts.organisation.reinstated",
        subject=organisation,
        actor=actor,
        at=now,
        payload={"reason": reason.strip()},
    )
    return organisation
