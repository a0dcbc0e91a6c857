"""Send the buyer of an order to the payment page."""

from datetime import datetime

from django.db import transaction

from accounts.actor import Actor
from orders.models import Order
from orders.operations.place_order import parties_of
from payments.models import Payment
from payments.operations import start_payment
from trade.operations.check_names import must_be_clear, screened


def pay_order(*, actor: Actor, order: Order, success_url: str, cancel_url: str, now: datetime) -> Payment:
    """
    Return the order's payment with the address of its page, once buyer, seller and consignee are clear of the lists
    in force: they may have changed since the order was placed.

    :raises HeldForScreening: while a name is being checked, or was confirmed; the order waits meanwhile.
    :raises ScreeningUnavailable: if names cannot be checked.
    :raises Refusal: those of `start_payment`.
    """
    screened(lambda: parties_of(order), lambda: _check(order, now), now=now)
    return start_payment(
        actor=actor, payment=order.escrow.payment, success_url=success_url, cancel_url=cancel_url, now=now
    )


def _check(order: Order, now: datetime) -> None:
    # Not an entry: nothing has happened yet that a delivery or a request's key could be closed with.
    with transaction.atomic(durable=True):
        must_be_clear(subjects=parties_of(order), now=now)
