"""A register said whether a number is in force."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from accounts.models import TaxId
from accounts.operations.notify_organisation import notify_organisation
from marketplace.kernel import events
from marketplace.kernel.operations import entry
from marketplace.kernel.refusals import InvalidInput, NotFound, Refusal

LONGEST_REFERENCE = 120


class NumberChanged(Refusal):
    """The number was replaced while the register was asked; the answer is about another one."""

    code = "tax_number_changed"
    status = 409
    title = _("The number was changed")
    message = _("The organisation has replaced this number. Look at the new one.")


@entry
def verify_tax_id(*, actor: Actor, tax_id: TaxId, is_valid: bool, reference: str, now: datetime) -> TaxId:
    """
    Keep what the register that gave the number says of it, with the reference of its answer.

    A number in force makes its organisation a registered business in that country, from the next order on; one that
    is not loses that and the organisation is told. `tax_id` is the row as it was when the register was asked.

    :raises NotAllowed: if the actor is not the platform.
    :raises NotFound: if the number is gone.
    :raises NumberChanged: if it is another number now.
    :raises InvalidInput: without a reference.
    """
    actor.must("accounts.operate")
    reference = " ".join(reference.split())
    if not reference or len(reference) > LONGEST_REFERENCE:
        raise InvalidInput(fields={"reference": [_("Enter the reference of the register's answer.")]})
    kept = TaxId.objects.select_for_update().filter(pk=tax_id.pk).first()
    if kept is None:
        raise NotFound
    if kept.value != tax_id.value:
        raise NumberChanged
    was_verified = kept.is_verified
    kept.asked_at = now
    kept.verified_at = now if is_valid else None
    kept.verified_by = actor.user if is_valid else None
    kept.reference = reference
    kept.save(update_fields=["asked_at", "verified_at", "verified_by", "reference"])
    events.record(
        "accounts.tax_id.verified" if is_valid else "accounts.tax_id.refuted",
        subject=kept,
        actor=actor,
        at=now,
        payload={"country": kept.country, "reference": reference},
    )
    if is_valid != was_verified:
        notify_organisation(
            organisation=kept.organisation,
            permission="organisation.manage",
            kind="tax_number",
            title=_("Your tax number is confirmed") if is_valid else _("Your tax number is not in force"),
            body=_("You now buy as a registered business where it applies.")
            if is_valid
            else _("The register does not know it. Orders from now on include tax. Check the number."),
            url=reverse("accounts:tax_ids"),
            now=now,
        )
    return kept
