"""What is due by the clock. Dates stand in rows; these sweeps act on them, however late they come."""

import structlog
from celery import shared_task
from django.utils import timezone

from accounts.actor import Actor
from orders import queries
from orders.models import Order
from orders.operations import accept_order_by_clock, lapse_order

log = structlog.get_logger(__name__)

SWEEP_SIZE = 500


@shared_task
def lapse_orders() -> int:
    """Cancel orders that nobody paid for in time. Returns how many."""
    now = timezone.now()
    actor = Actor.system("payment clock")
    done = 0
    for order_id in queries.unpaid_past(now, SWEEP_SIZE):
        try:
            done += lapse_order(actor=actor, order=Order(pk=order_id), reason="Not paid in time", now=now)
        except Exception:
            # One order that cannot be moved must not keep the others waiting.
            log.exception("lapse_failed", order=order_id)
    return done


@shared_task
def accept_due_orders() -> int:
    """Accept orders whose buyers let the time to object pass. Returns how many."""
    now = timezone.now()
    actor = Actor.system("acceptance clock")
    done = 0
    for order_id in queries.to_accept_by(now, SWEEP_SIZE):
        try:
            done += accept_order_by_clock(actor=actor, order=Order(pk=order_id), now=now)
        except Exception:
            log.exception("acceptance_failed", order=order_id)
    return done
