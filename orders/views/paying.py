"""Going to the payment page and coming back from it. The way back proves nothing: only the escrow says "paid"."""

from datetime import datetime

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.actor import actor_of
from marketplace.kernel.idempotency import once
from marketplace.kernel.refusals import NotFound, Refusal
from orders import queries
from orders.models import Order
from orders.operations.pay_order import pay_order as open_payment_page
from orders.rules import Party, Status


def payment_urls(order: Order) -> dict[str, str]:
    """Where the payment page sends the buyer afterwards."""
    return {
        "success_url": settings.PUBLIC_URL + reverse("orders:paying", args=[order.public_id]) + "?returned=1",
        "cancel_url": settings.PUBLIC_URL + reverse("orders:order", args=[order.public_id]),
    }


def go_and_pay(request: HttpRequest, order: Order, now: datetime) -> HttpResponse:
    """Send the buyer to the payment page; if the provider is away, to the order, which can be paid again."""
    if order.status != Status.AWAITING_PAYMENT:
        return redirect("orders:order", order.public_id)
    try:
        payment = open_payment_page(actor=actor_of(request), order=order, now=now, **payment_urls(order))
    except Refusal as refusal:
        if refusal.status in (401, 403, 404):
            raise
        messages.error(request, refusal.detail)
        messages.info(request, _("Your order is kept and its goods are set aside. You can pay from here."))
        return redirect("orders:order", order.public_id)
    return redirect(payment.checkout_url)


@require_POST
@once
def pay_order(request: HttpRequest, public_id: str) -> HttpResponse:
    """Pay an order that was placed and not paid yet."""
    return go_and_pay(request, _own(request, public_id), timezone.now())


@require_GET
def paying(request: HttpRequest, public_id: str) -> HttpResponse:
    """Where the payment page leads back to: pending until the provider's message came, then thanks."""
    order = _own(request, public_id)
    payment = order.escrow.payment
    # Who comes from the end of the payment page had a card taken: an earlier refusal is not what they wait for.
    returned = "returned" in request.GET
    context = {
        "order": order,
        "payment": payment,
        "returned": returned,
        "is_pending": order.status == Status.AWAITING_PAYMENT,
        "is_paid": order.funded_at is not None and order.status not in (Status.CANCELLED, Status.REFUNDED),
        "may_retry": order.status == Status.AWAITING_PAYMENT and bool(payment.last_decline) and not returned,
    }
    template = "orders/_paying.html" if request.htmx else "orders/paying.html"  # type: ignore[attr-defined]
    return render(request, template, context)


def _own(request: HttpRequest, public_id: str) -> Order:
    actor = actor_of(request)
    order = queries.order_of(actor, public_id)
    if queries.party_of(actor, order) is not Party.BUYER:
        raise NotFound
    return order
