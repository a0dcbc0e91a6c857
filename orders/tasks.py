"""What is due by the clock. Dates stand in rows; these sweeps act on them, however late they come."""

import structlog
from celery import shared_task
from django.utils import timezone

from accounts.actor import Actor
from orders import customs_queries, queries
from orders.models import Order
from orders.operations import (
    accept_order_by_clock,
    handle_carrier_message,
    lapse_order,
    note_failure,
    poll_shipment,
    remind_of_customs,
)
from payments.models import Claim
from trade.operations.check_names import HeldForScreening, screen_all
from trade.queries.screening import consignee_subject, current_edition, not_yet_screened

log = structlog.get_logger(__name__)

SWEEP_SIZE = 500
# Each is a call to a carrier.
POLL_SIZE = 40


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
        except HeldForScreening:
            # A person looks at a name; the order is accepted on a later turn.
            log.info("acceptance_waits_for_screening", order=order_id)
        except Exception:
            log.exception("acceptance_failed", order=order_id)
    return done


@shared_task
def remind_of_customs_charges() -> int:
    """Remind buyers of customs charges still open, once a week and four times at most. Returns how many."""
    now = timezone.now()
    done = 0
    for claim_id in customs_queries.claims_to_remind_of(now, SWEEP_SIZE):
        try:
            done += remind_of_customs(claim=Claim.objects.select_related("escrow").get(pk=claim_id), now=now)
        except Exception:
            log.exception("reminder_failed", claim=claim_id)
    return done


@shared_task
def screen_consignees() -> int:
    """Hold the consignees of open orders against the lists in force, batch by batch. Returns how many were new."""
    now = timezone.now()
    edition = current_edition()
    done, last = 0, 0
    while batch := list(queries.with_consignee().filter(pk__gt=last)[:SWEEP_SIZE]):
        last = batch[-1].pk
        found = (consignee_subject(order.organisation_id, order.address) for order in batch)
        subjects = {subject.id: subject for subject in found if subject is not None}
        for subject in not_yet_screened(subjects.values(), edition):
            try:
                done += len(screen_all(subjects=[subject], now=now))
            except Exception:
                log.exception("screening_failed", subject=subject.id)
    return done


@shared_task
def poll_shipments() -> int:
    """Ask carriers about open shipments that are due; those without news wait longer each time. Returns how many."""
    now = timezone.now()
    done = 0
    for shipment in queries.shipments_to_poll(now, POLL_SIZE):
        try:
            poll_shipment(shipment=shipment, now=now)
            done += 1
        except Exception:
            log.exception("poll_failed", shipment=shipment.pk)
    return done


@shared_task
def handle_open_carrier_messages() -> int:
    """Handle stored messages of carriers that are still open; a minute passes between tries. Returns how many."""
    now = timezone.now()
    done = 0
    for message in queries.open_carrier_messages(now, SWEEP_SIZE):
        try:
            handle_carrier_message(message=message, now=now)
            done += 1
        except Exception as failure:
            # One message that cannot be handled must not hold up the others; it stays open and says why.
            log.warning("carrier_message_failed", message=message.pk, failure=str(failure))
            note_failure(message=message, problem=f"{type(failure).__name__}: {failure}", now=now)
    return done
