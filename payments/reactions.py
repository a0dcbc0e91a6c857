"""What payments does when something was recorded. Each takes the event, calls one operation, and may run twice."""

from django.utils import timezone

from accounts.actor import Actor
from accounts.holds import PayoutsOnHold
from marketplace.kernel.models import Event
from trade.operations.check_names import HeldForScreening

from .models import Escrow, EscrowShare, Payment, Payout, Refund, WebhookEvent
from .operations.close_checkout import close_checkout
from .operations.handle_webhook import handle_webhook as handle
from .operations.request_payout import PayoutNotPossible, request_payout
from .operations.send_payout import send_payout as send
from .operations.send_refund import send_refund as send_back


def pay_out_released_shares(event: Event) -> None:
    """Ask for the payout of each seller's share of a released escrow; without an account it waits as available."""
    shares = EscrowShare.objects.filter(escrow_id=event.subject_id, purpose=EscrowShare.Purpose.SELLER).order_by("pk")
    for share in shares:
        try:
            request_payout(share=share, actor=Actor.system("payments"), now=timezone.now())
        except (PayoutNotPossible, PayoutsOnHold, HeldForScreening):
            continue


def pay_out_waiting_shares(event: Event) -> None:
    """A seller's account, or what stood against it, has changed: ask for the payouts that waited."""
    waiting = EscrowShare.objects.filter(
        beneficiary_id=event.organisation_id, escrow__status=Escrow.Status.RELEASED, payouts=None
    ).order_by("pk")
    for share in waiting:
        try:
            request_payout(share=share, actor=Actor.system("payments"), now=timezone.now())
        except (PayoutNotPossible, PayoutsOnHold, HeldForScreening):
            return


def send_payout(event: Event) -> None:
    """Carry out a requested payout; while a name is being checked, or payouts are on hold, it waits for the sweep."""
    try:
        send(payout=Payout.objects.get(pk=event.subject_id), now=timezone.now())
    except (HeldForScreening, PayoutsOnHold):
        return


def send_refund(event: Event) -> None:
    """Carry out a requested refund."""
    send_back(refund=Refund.objects.get(pk=event.subject_id), now=timezone.now())


def close_abandoned_checkout(event: Event) -> None:
    """Close the provider's page of a sale that was given up."""
    close_checkout(payment=Payment.objects.get(pk=event.subject_id))


def handle_webhook(event: Event) -> None:
    """Act on a message of the provider."""
    handle(webhook=WebhookEvent.objects.get(pk=event.subject_id), now=timezone.now())
