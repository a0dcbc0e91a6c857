"""Send the payer of a claim to the provider's page."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from marketplace.kernel.operations import entry
from marketplace.kernel.refusals import NotAllowed, NotFound, Refusal
from payments.models import Claim, Payment

from .start_payment import start_payment

# A page of the provider stays open for a day at most; then a fresh payment is made.
PAGE_STAYS = timedelta(hours=22)


class ClaimClosed(Refusal):
    """The claim is paid or was given up."""

    code = "claim_closed"
    title = _("Nothing is owed any more")
    message = _("This amount is %(status)s. There is nothing to pay.")


def start_claim_payment(*, actor: Actor, claim: Claim, success_url: str, cancel_url: str, now: datetime) -> Payment:
    """
    Return a payment for the claim with the address of the provider's page in `checkout_url`.

    Two clicks get one page; when a page has closed unpaid, the next click gets a fresh one.

    :raises NotFound: if the claim is another organisation's.
    :raises NotAllowed: if the actor may neither place orders nor manage money.
    :raises ClaimClosed: if it is paid or was given up.
    :raises PaymentProviderUnavailable: if the provider does not answer; ask again.
    """
    if actor.organisation_id != claim.organisation_id:
        raise NotFound
    if not (actor.may("orders.place") or actor.may("payments.manage")):
        raise NotAllowed
    payment = _payment_for(claim=claim, now=now)
    return start_payment(actor=actor, payment=payment, success_url=success_url, cancel_url=cancel_url, now=now)


@entry
def _payment_for(*, claim: Claim, now: datetime) -> Payment:
    claim = Claim.objects.select_for_update().get(pk=claim.pk)
    if not claim.is_open:
        raise ClaimClosed(status=claim.get_status_display().lower())
    usable = Payment.objects.filter(
        claim=claim, status__in=[Payment.Status.CREATED, Payment.Status.AWAITING], expires_at__gt=now
    )
    if (payment := usable.order_by("-pk").first()) is not None:
        return payment
    return Payment.objects.create(
        claim=claim,
        organisation_id=claim.organisation_id,
        currency=claim.currency,
        amount_minor=claim.amount_minor,
        reference=claim.reference,
        description=claim.description,
        created_at=now,
        expires_at=now + PAGE_STAYS,
    )
