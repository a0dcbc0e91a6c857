"""Ask the provider how a payment stands."""

from datetime import datetime

import structlog

from payments import gateway
from payments.models import Payment

from .expire_payment import expire_payment
from .record_payment import record_payment
from .start_payment import SHORTEST_PAGE

log = structlog.get_logger(__name__)


def check_payment(*, payment: Payment, now: datetime) -> Payment:
    """
    Fetch a payment's page and act on it, for when the message about it never came.

    A payment that never got a page expires by the clock. One that does not match is left as it is and logged.

    :raises PaymentProviderUnavailable: if the provider does not answer.
    """
    if payment.is_paid:
        return payment
    if not payment.provider_session_id:
        # A page whose answer was lost may still be open and paid; its own message would tell us. Wait it out.
        closes = (payment.session_expires_at or payment.expires_at) + SHORTEST_PAGE
        return expire_payment(payment=payment, now=now) if closes < now else payment
    facts = gateway.retrieve_checkout(payment.provider_session_id)
    if mismatch := record_payment(payment=payment, facts=facts, now=now):
        log.error("payment_mismatch", payment=payment.public_id, problem=mismatch)
    return Payment.objects.get(pk=payment.pk)
