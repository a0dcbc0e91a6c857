"""Accept a company paper, or say why not."""

from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from accounts.models import CompanyDocument
from marketplace.kernel import events
from marketplace.kernel.operations import entry
from marketplace.kernel.refusals import InvalidInput, NotFound, Refusal

from .notify_organisation import notify_organisation


class DocumentDecided(Refusal):
    """Somebody decided about it, or it was taken back. Facts: `state`."""

    code = "document_decided"
    title = _("Already decided")
    message = _("This paper is no longer waiting: %(state)s.")


@entry
def decide_company_document(
    *, actor: Actor, public_id: str, is_accepted: bool, reason: str, expires_on: date | None = None, now: datetime
) -> CompanyDocument:
    """
    Accept a paper, until a day if one stands on it, or refuse it with a reason that the organisation reads.

    A paper accepted before may be refused later.

    :raises NotAllowed: unless the platform does it.
    :raises NotFound: if there is none.
    :raises DocumentDecided: if it is not waiting (or, to be refused, accepted).
    :raises InvalidInput: if it is refused without a reason, or accepted until a day that has passed.
    """
    actor.must("accounts.operate")
    document = (
        CompanyDocument.objects.select_for_update(of=("self",))
        .select_related("organisation")
        .filter(public_id=public_id)
        .first()
    )
    if document is None:
        raise NotFound
    undecided = {CompanyDocument.State.WAITING} | (set() if is_accepted else {CompanyDocument.State.APPROVED})
    if document.state not in undecided:
        raise DocumentDecided(state=document.get_state_display())
    reason = reason.strip()[:500]
    if not is_accepted and not reason:
        raise InvalidInput(fields={"reason": [_("Give a reason; it is kept, and the seller reads it.")]})
    if is_accepted and expires_on is not None and expires_on < now.date():
        raise InvalidInput(fields={"expires_on": [_("This day has passed; choose a later one, or none.")]})
    document.state = CompanyDocument.State.APPROVED if is_accepted else CompanyDocument.State.REFUSED
    document.reason, document.decided_by_id, document.decided_at = reason, actor.user_id, now
    document.expires_on = expires_on or document.expires_on
    document.save(update_fields=["state", "reason", "decided_by", "decided_at", "expires_on"])
    if not is_accepted:
        notify_organisation(
            organisation=document.organisation,
            kind="document_refused",
            title=_("We could not accept a paper: %(title)s"),
            body=_("%(reason)s"),
            facts={"title": str(document), "reason": reason},
            url=reverse("accounts:onboarding_documents"),
            permission="organisation.manage",
            now=now,
        )
    events.record(
        "accounts.document.decided", subject=document, actor=actor, at=now, payload={"is_accepted": is_accepted}
    )
    return document
