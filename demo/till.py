"""The payment provider as the demo world uses it: its sandbox, with a person at the card page."""

from datetime import datetime, timedelta

import httpx
import structlog
from django.conf import settings
from django.utils import timezone

from accounts.actor import Actor
from demo.people import Cast
from marketplace.kernel.refusals import Refusal
from orders.models import Order
from payments.models import ConnectedAccount, EscrowShare, Payment, Payout
from payments.operations import (
    check_payment,
    connect_account,
    refresh_account,
    request_payout,
    send_payout,
    start_payment,
)
from payments.operations.send_payout import check_payout
from payments.sandbox.client import SandboxControl

log = structlog.get_logger(__name__)


def open_till() -> SandboxControl | None:
    """Return the sandbox's control, or None if there is no sandbox or it does not answer."""
    if not settings.STRIPE_API_BASE:
        return None
    control = SandboxControl(settings.STRIPE_API_BASE)
    try:
        control.state()
    except httpx.HTTPError:
        control.close()
        return None
    return control


def connect_sellers(control: SandboxControl, cast: Cast, slugs: list[str], *, now: datetime) -> int:
    """Open and finish the payout set-up of sellers; those whose country the provider does not take stay without."""
    connected = 0
    for slug in slugs:
        page = f"{settings.PUBLIC_URL}/money/"
        try:
            connect_account(actor=cast.actor(slug), return_url=page, refresh_url=page, now=now)
        except Refusal as refusal:
            log.info("demo_seller_not_connected", seller=slug, reason=str(refusal))
            continue
        account = ConnectedAccount.objects.get(organisation=cast.organisations[slug])
        control.complete_onboarding(account.provider_account_id)
        refresh_account(account=account, now=now)
        connected += 1
    return connected


def pay(control: SandboxControl, cast: Cast, order: Order, buyer: str, *, now: datetime) -> Payment:
    """Open the provider's page at `now`, pay with a test card, and let payments look for itself."""
    payment = open_page(cast, order, buyer, now=now)
    control.pay(payment.provider_session_id)
    return check_payment(payment=payment, now=now + timedelta(minutes=2))


def open_page(cast: Cast, order: Order, buyer: str, *, now: datetime) -> Payment:
    """Open the provider's page as if at `now`. The provider's clock runs today, so the page closes in its future."""
    payment = order.escrow.payment
    back = f"{settings.PUBLIC_URL}/orders/{order.public_id}/"
    Payment.objects.filter(pk=payment.pk, session_expires_at=None).update(
        session_expires_at=(timezone.now() + timedelta(minutes=50)).replace(microsecond=0),
        success_url=back,
        cancel_url=back,
    )
    return start_payment(actor=cast.actor(buyer), payment=payment, success_url=back, cancel_url=back, now=now)


def pay_out(order: Order, *, now: datetime) -> None:
    """Send a released share on its way, if its seller can be paid; else it waits as available."""
    for share in EscrowShare.objects.filter(escrow=order.escrow, purpose=EscrowShare.Purpose.SELLER):
        try:
            payout = request_payout(share=share, actor=Actor.system("payments"), now=now)
        except Refusal:
            return
        send_payout(payout=payout, now=now + timedelta(minutes=1))


def settle_payouts() -> int:
    """Ask how the payouts stand that were sent. Returns how many have arrived."""
    for payout in Payout.objects.filter(status=Payout.Status.SENT).order_by("pk"):
        check_payout(payout=payout, now=payout.requested_at + timedelta(days=2))
    return Payout.objects.filter(status=Payout.Status.PAID).count()
