"""Background work: carry out what is open, and ask about what nobody told us."""

from datetime import datetime, timedelta

import structlog
from celery import shared_task
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.actor import Actor
from accounts.holds import PayoutsOnHold
from accounts.requirements import closed_to_payouts
from marketplace.kernel.refusals import Refusal
from trade.operations.check_names import HeldForScreening

from .gateway import PaymentProviderUnavailable
from .models import (
    AccountSnapshot,
    ConnectedAccount,
    Escrow,
    EscrowShare,
    LedgerAccount,
    Payment,
    Payout,
    Posting,
    Refund,
    WebhookEvent,
)
from .operations.check_payment import check_payment
from .operations.handle_webhook import handle_webhook, note_failure
from .operations.request_payout import RequirementsHoldPayout, request_payout
from .operations.send_payout import check_payout, send_payout
from .operations.send_refund import send_refund
from .operations.snapshot_account import snapshot_account

log = structlog.get_logger(__name__)

BATCH = 200
SYSTEM = Actor.system("payments")
# Long enough for the ordinary way (an event's reaction, the provider's message) to be through.
GRACE = timedelta(seconds=30)
SILENCE = timedelta(seconds=90)
BANK_SILENCE = timedelta(minutes=10)
# An account gets a new snapshot once this many postings have come since the last.
SNAPSHOT_EVERY = 1_000


@shared_task
def send_open_payouts() -> int:
    """Ask for missing payouts, carry out what is open, and ask about what the bank has been silent on."""
    now = timezone.now()
    for share in _unasked(now):
        _try("share", str(share.pk), lambda share=share: request_payout(share=share, actor=SYSTEM, now=now))
    unsent = Q(status=Payout.Status.REQUESTED) | Q(status=Payout.Status.SENT, provider_payout_id="")
    done = 0
    for payout in Payout.objects.filter(unsent, requested_at__lt=now - GRACE).order_by("pk")[:BATCH]:
        done += _try("payout", payout.public_id, lambda payout=payout: send_payout(payout=payout, now=now))
    silent = Payout.objects.filter(status=Payout.Status.SENT, sent_at__lt=now - BANK_SILENCE).exclude(
        provider_payout_id=""
    )
    for payout in silent.order_by("pk")[:BATCH]:
        done += _try("payout", payout.public_id, lambda payout=payout: check_payout(payout=payout, now=now))
    for refund in Refund.objects.filter(status=Refund.Status.REQUESTED, requested_at__lt=now - GRACE)[:BATCH]:
        done += _try("refund", refund.public_id, lambda refund=refund: send_refund(refund=refund, now=now))
    return done


def _unasked(now: datetime) -> QuerySet[EscrowShare]:
    """Released shares of sellers who can be paid and have shown what is asked for, without any payout so far."""
    waiting = EscrowShare.objects.filter(
        payouts=None,
        purpose=EscrowShare.Purpose.SELLER,
        escrow__status=Escrow.Status.RELEASED,
        escrow__released_at__lt=now - GRACE,
        beneficiary__connected_account__status=ConnectedAccount.Status.ENABLED,
        beneficiary__connected_account__payouts_enabled=True,
    )
    # Those who have something open are left out, else many of them would fill the batch and hold up the others.
    closed = closed_to_payouts(waiting.order_by().values_list("beneficiary_id", flat=True).distinct(), now=now)
    return waiting.exclude(beneficiary_id__in=closed).order_by("pk")[:BATCH]


@shared_task
def handle_open_webhooks() -> int:
    """Handle stored messages that are still open; those tried before wait a minute between tries."""
    now = timezone.now()
    waiting = WebhookEvent.objects.filter(handled_at=None, received_at__lt=now - GRACE).filter(
        Q(tried_at=None) | Q(tried_at__lt=now - timedelta(minutes=1))
    )
    done = 0
    for webhook in waiting.order_by("received_at")[:BATCH]:
        done += _handle(webhook, now)
    return done


@shared_task
def sweep_payments() -> int:
    """Fetch the pages of payments that wait although their message should have come, and keep balances cheap."""
    now = timezone.now()
    unsettled = Payment.objects.filter(status__in=[Payment.Status.AWAITING, Payment.Status.FAILED]).filter(
        Q(checked_at=None, created_at__lt=now - SILENCE) | Q(checked_at__lt=now - SILENCE)
    )
    late = Payment.objects.filter(status=Payment.Status.CREATED, expires_at__lt=now - SILENCE)
    done = 0
    for payment in [*unsettled.order_by("checked_at")[:BATCH], *late.order_by("pk")[:BATCH]]:
        done += _try("payment", payment.public_id, lambda payment=payment: check_payment(payment=payment, now=now))
    _take_snapshots(now)
    return done


def _take_snapshots(now: datetime) -> None:
    newest = Posting.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    covered = (
        AccountSnapshot.objects.order_by("-through_posting_id").values_list("through_posting_id", flat=True).first()
    )
    if newest - (covered or 0) < SNAPSHOT_EVERY:
        return
    for account in LedgerAccount.objects.order_by("pk").iterator(chunk_size=BATCH):
        _try("account", str(account.pk), lambda account=account: snapshot_account(account=account, now=now))


def _handle(webhook: WebhookEvent, now: datetime) -> bool:
    try:
        handle_webhook(webhook=webhook, now=now)
    except Exception as failure:
        # One message that cannot be handled must not hold up the others; it stays open and says why.
        log.exception("webhook_failed", provider_event=webhook.provider_event_id)
        note_failure(webhook=webhook, problem=f"{type(failure).__name__}: {failure}", now=now)
        return False
    return True


def _try(kind: str, name: str, run: object) -> bool:
    assert callable(run)
    try:
        run()
    except PaymentProviderUnavailable as failure:
        log.warning("provider_away", kind=kind, name=name, problem=str(failure))
        return False
    except (HeldForScreening, PayoutsOnHold) as reason:
        log.info("waits", kind=kind, name=name, code=reason.code)
        return False
    except RequirementsHoldPayout as missing:
        log.info("waits_for_requirements", kind=kind, name=name, missing=missing.facts.get("missing"))
        return False
    except Refusal as failure:
        log.error("sweep_refused", kind=kind, name=name, problem=str(failure))
        return False
    return True
