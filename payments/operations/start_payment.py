"""Send the buyer to the provider's page."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from marketplace.kernel.operations import entry
from marketplace.kernel.refusals import NotAllowed, NotFound, Refusal
from payments import gateway
from payments.models import Payment
from payments.rules import PAYMENT_MOVES, check_move
from trade.operations.check_names import must_be_clear, screened, subjects_of
from trade.queries.screening import Subject

# The provider keeps a page open for at least 30 minutes from the moment it is made.
SHORTEST_PAGE = timedelta(minutes=30)
PAGE = timedelta(minutes=35)
LONGEST_PAGE = timedelta(hours=23)


class PaymentClosed(Refusal):
    """There is nothing left to pay: it is paid, or given up."""

    code = "payment_closed"
    title = _("This payment is closed")
    message = _("This payment is %(status)s. Nothing more will be charged.")


def start_payment(*, actor: Actor, payment: Payment, success_url: str, cancel_url: str, now: datetime) -> Payment:
    """
    Return the payment with the address of the provider's page in `checkout_url`.

    Asked for twice, or by two clicks at once, there is one page: the request is stored first, the provider is called
    outside any transaction with a key made from our row, and the answer is stored last. A call whose answer was lost
    is repeated as the same call.

    :raises NotFound: if the payment is another organisation's.
    :raises NotAllowed: if the actor may neither place orders nor manage money.
    :raises PaymentClosed: if it is paid, expired or given up.
    :raises PaymentProviderUnavailable: if the provider does not answer; ask again.
    :raises HeldForScreening: while a name of payer or payee is being checked, or was confirmed.
    :raises ScreeningUnavailable: if names cannot be checked.
    """
    if actor.organisation_id != payment.organisation_id:
        raise NotFound
    if not (actor.may("orders.place") or actor.may("payments.manage")):
        raise NotAllowed
    payment = screened(
        lambda: parties_of(payment),
        lambda: _reserve_page(actor=actor, payment=payment, success_url=success_url, cancel_url=cancel_url, now=now),
        now=now,
    )
    if payment.has_open_page(now=now):
        return payment
    try:
        page = gateway.create_checkout(payment)
    except gateway.ProviderRefused as refusal:
        if payment.session_expires_at and payment.session_expires_at - now >= SHORTEST_PAGE:
            raise
        # An earlier try never reached the provider, and its page would now close too soon: ask for a fresh one.
        # The refusal proves that no page exists under the old number.
        gateway.log.info("checkout_renewed", payment=payment.public_id, reason=str(refusal))
        payment = _renew_page(payment=payment, now=now)
        page = gateway.create_checkout(payment)
    return _record_page(payment=payment, page=page)


def parties_of(payment: Payment) -> list[Subject]:
    """Who is held against the denied-party lists before money moves: who pays and who is to be paid."""
    payees = payment.escrows.values_list("payee_id", flat=True)
    return subjects_of(payment.organisation_id, *payees)


@entry
def _reserve_page(*, actor: Actor, payment: Payment, success_url: str, cancel_url: str, now: datetime) -> Payment:
    """Store what will be asked of the provider, so that every repeat asks for the same."""
    payment = Payment.objects.select_for_update().get(pk=payment.pk)
    must_be_clear(subjects=parties_of(payment), now=now)
    if payment.has_open_page(now=now):
        return payment
    if payment.status not in (Payment.Status.CREATED, Payment.Status.AWAITING) or payment.expires_at <= now:
        raise PaymentClosed(status=payment.get_status_display().lower())
    if payment.session_expires_at is None:
        check_move(PAYMENT_MOVES, payment.status, Payment.Status.AWAITING)
        payment.status = Payment.Status.AWAITING
        payment.success_url, payment.cancel_url = success_url, cancel_url
        payment.payer_email = actor.user.email if actor.user is not None else ""
        payment.session_expires_at = _closes(payment, now)
        payment.save(update_fields=["status", "success_url", "cancel_url", "payer_email", "session_expires_at"])
    return payment


@entry
def _renew_page(*, payment: Payment, now: datetime) -> Payment:
    seen = payment.session_number
    payment = Payment.objects.select_for_update().get(pk=payment.pk)
    if payment.session_number == seen and not payment.provider_session_id:
        payment.session_number += 1
        payment.session_expires_at = _closes(payment, now)
        payment.save(update_fields=["session_number", "session_expires_at"])
    return payment


@entry
def _record_page(*, payment: Payment, page: gateway.CheckoutPage) -> Payment:
    payment = Payment.objects.select_for_update().get(pk=payment.pk)
    if not payment.provider_session_id:
        payment.provider_session_id, payment.checkout_url = page.session_id, page.url
        payment.save(update_fields=["provider_session_id", "checkout_url"])
    elif not payment.checkout_url and payment.provider_session_id == page.session_id:
        payment.checkout_url = page.url
        payment.save(update_fields=["checkout_url"])
    return payment


def _closes(payment: Payment, now: datetime) -> datetime:
    return min(max(payment.expires_at, now + PAGE), now + LONGEST_PAGE).replace(microsecond=0)
