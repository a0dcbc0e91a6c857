"""Sign the seller's terms."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_ipv46_address
from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from accounts.models import Organisation, TermsSignature, TermsVersion
from marketplace.kernel import events
from marketplace.kernel.operations import entry
from marketplace.kernel.refusals import InvalidInput, Refusal, SignInNeeded


class TermsReplaced(Refusal):
    """A newer version came into force while the page was open."""

    code = "terms_replaced"
    title = _("There are newer terms")
    message = _("A newer version of the terms came into force. Please read that one and sign it.")


@entry
def sign_terms(
    *, actor: Actor, version: str, signed_name: str, address: str = "", program: str = "", now: datetime
) -> TermsSignature:
    """
    Sign the terms in force for the organisation: who, when, and from where are kept. Signing twice signs once.

    :param version: the public id of the version that was shown.
    :param address: the network address it came from.
    :raises NotAllowed: if the actor may not manage the organisation.
    :raises SignInNeeded: if no person does it; the platform signs for nobody.
    :raises TermsReplaced: if that version is not, or no longer, the one in force.
    :raises InvalidInput: without the signer's full name.
    """
    actor.must("organisation.manage")
    if actor.user is None:
        raise SignInNeeded
    organisation = Organisation.objects.select_for_update().get(pk=actor.must_act_for_an_organisation().pk)
    terms = TermsVersion.objects.filter(in_force_from__lte=now).first()
    if terms is None or terms.public_id != version:
        raise TermsReplaced
    signed_name = " ".join(signed_name.split())
    if not 2 <= len(signed_name) <= 200:
        raise InvalidInput(fields={"signed_name": [_("Write your full name to sign.")]})
    signature, created = TermsSignature.objects.get_or_create(
        organisation=organisation,
        terms=terms,
        defaults={
            "signed_by": actor.user,
            "signed_name": signed_name,
            "signed_at": now,
            "address": _address(address),
            "program": program[:300],
        },
    )
    if created:
        events.record(
            "accounts.terms.signed", subject=signature, actor=actor, at=now, payload={"version": terms.version}
        )
    return signature


def _address(given: str) -> str | None:
    """A proxy may hand on nonsense; then nothing is kept."""
    try:
        validate_ipv46_address(given)
    except ValidationError:
        return None
    return given
