"""Close the provider's page of a payment that is given up."""

from payments import gateway
from payments.models import Payment


def close_checkout(*, payment: Payment) -> None:
    """
    Ask the provider to take no more money for this payment. Closing a closed page is fine.

    :raises PaymentProviderUnavailable: if the provider does not answer; run it again.
    """
    if payment.provider_session_id and not payment.is_paid:
        gateway.expire_checkout(payment.provider_session_id)
