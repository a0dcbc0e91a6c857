"""A person answers a question that the classifier could not."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from accounts.operations import notify_organisation
from marketplace.kernel import events
from marketplace.kernel.operations import entry
from marketplace.kernel.refusals import InvalidInput, Refusal
from trade.editions import raise_edition
from trade.models import ClassificationRequest, Edition
from trade.operations.classify_goods import known_code


class NothingToDecide(Refusal):
    """Somebody was faster, or the seller has chosen a code in the meantime."""

    code = "nothing_to_decide"
    title = _("Nothing to decide")
    message = _("This question does not wait any more: it has been answered.")


@entry
def decide_classification(
    *, actor: Actor, request: ClassificationRequest, hs_code: str, reason: str, now: datetime
) -> ClassificationRequest:
    """
    Give goods their code, with the reason the seller will read. Later suggestions learn from it.

    :raises NotAllowed: if the actor is not the platform's staff.
    :raises InvalidInput: if there is no such code, or no reason.
    :raises NothingToDecide: if it does not wait for a person any more.
    """
    actor.must("trade.classify")
    request = ClassificationRequest.objects.select_for_update().get(pk=request.pk)
    if not request.waits:
        raise NothingToDecide
    reason = reason.strip()
    if not reason:
        raise InvalidInput(fields={"reason": [_("Give a reason; it is kept, and the seller reads it.")]})
    request.hs_code, request.reason = known_code(hs_code), reason
    request.state, request.decided_at = ClassificationRequest.State.DECIDED, now
    request.decided_by_id = actor.user_id
    request.save()
    events.record("trade.classification.decided", subject=request, actor=actor, at=now, payload={"id": request.pk})
    raise_edition(Edition.Kind.CLASSIFICATION, now)
    return request


@entry
def tell_seller_of_classification(*, request_id: int, now: datetime) -> None:
    """Tell everybody in the organisation who may edit listings which code a person gave, and why."""
    request = ClassificationRequest.objects.select_related("organisation").get(pk=request_id)
    is_listing = request.subject.startswith("lst_")
    notify_organisation(
        organisation=request.organisation,
        kind="classification_decided",
        title=_("HS code %(code)s for %(title)s"),
        body=_("We looked at “%(title)s”. Its HS code is %(code)s. Why: %(reason)s"),
        url=(
            reverse("sellers:edit_listing", args=[request.subject])
            if is_listing
            else reverse("trade:hs_code", args=[request.hs_code[:6]])
        ),
        now=now,
        permission="listings.edit",
        facts={"title": request.title, "code": request.hs_code, "reason": request.reason},
    )
