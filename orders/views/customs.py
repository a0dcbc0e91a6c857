"""The customs bill of an order: entering it, its paper, and paying what it is above the estimate."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.actor import actor_of
from accounts.forms import show_refusal
from marketplace.kernel.idempotency import once
from marketplace.kernel.pictures import BadPicture
from marketplace.kernel.refusals import InvalidInput, NotAllowed, NotFound, Refusal
from orders import customs_queries, operations, queries
from orders.forms import CustomsBillForm
from orders.models import CustomsBill, Order
from orders.rules import Party
from payments.operations import start_claim_payment
from trade.queries import rules_for


def claim_urls(order: Order) -> dict[str, str]:
    """Where the payment page for further customs charges sends the buyer afterwards."""
    page = settings.PUBLIC_URL + reverse("orders:order", args=[order.public_id]) + "#customs-bill"
    return {"success_url": page, "cancel_url": page}


def customs_currency(order: Order) -> str:
    """The currency that customs of the destination write their bills in; the order's where we do not know."""
    rules = rules_for(order.address.get("country", ""), order.placed_at.date())
    return rules.facts.currency if rules is not None else order.currency


@require_http_methods(["GET", "POST"])
@once
def customs_bill(request: HttpRequest, public_id: str) -> HttpResponse:
    """Enter the bill: the seller, or the buyer where nothing was collected."""
    actor = actor_of(request)
    found = queries.order_of(actor, public_id)
    party = queries.party_of(actor, found)
    if party is Party.BUYER and found.incoterm == "DDP":
        raise NotFound
    if not actor.may("orders.ship" if party is Party.SELLER else "orders.accept"):
        raise NotAllowed
    form = CustomsBillForm(request.POST or None, request.FILES or None, initial={"currency": customs_currency(found)})
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        paper = given.pop("paper")
        try:
            bill = operations.record_customs_bill(actor=actor, order=found, bill=given, paper=paper, now=timezone.now())
        except InvalidInput as refusal:
            show_refusal(form, refusal)
        except BadPicture as refusal:
            show_refusal(form, InvalidInput(fields={"paper": [refusal.detail]}))
        except Refusal as refusal:
            if refusal.status in (401, 403, 404):
                raise
            messages.error(request, refusal.detail)
            return redirect("orders:order", public_id)
        else:
            messages.success(request, _said(bill))
            return redirect("orders:order", public_id)
    frame = "base.html" if party is Party.BUYER else "base_seller.html"
    context = {"order": found, "form": form, "frame": frame}
    return render(request, "orders/customs_bill.html", context, status=422 if form.errors else 200)


def _said(bill: CustomsBill) -> str:
    if bill.state == CustomsBill.State.HELD:
        return _("Entered. We look at it first and tell you.")
    if bill.state == CustomsBill.State.WAITING:
        return _("Entered. It is settled when the goods are accepted.")
    return _("Entered and settled.")


@require_GET
def customs_paper(request: HttpRequest, public_id: str, bill_id: str) -> HttpResponse:
    """The scan, as we re-encoded it, for the two parties alone."""
    content = customs_queries.customs_paper_of(actor_of(request), public_id, bill_id)
    response = HttpResponse(content, content_type="image/webp")
    response["Cache-Control"] = "private, no-store"
    response["Content-Disposition"] = f'inline; filename="{bill_id}.webp"'
    return response


@require_POST
@once
def pay_customs(request: HttpRequest, public_id: str) -> HttpResponse:
    """Send the buyer to the payment page for what the bill is above the estimate."""
    actor = actor_of(request)
    found = queries.order_of(actor, public_id)
    claim = customs_queries.customs_of(found).claim
    if queries.party_of(actor, found) is not Party.BUYER or claim is None:
        raise NotFound
    try:
        payment = start_claim_payment(actor=actor, claim=claim, now=timezone.now(), **claim_urls(found))
    except Refusal as refusal:
        if refusal.status in (401, 403, 404):
            raise
        messages.error(request, refusal.detail)
        return redirect("orders:order", public_id)
    return redirect(payment.checkout_url)
