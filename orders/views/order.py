"""One order, for both its sides, and what each may do with it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.actor import Actor, actor_of
from accounts.addresses import lines_of
from accounts.forms import show_refusal
from marketplace.kernel.idempotency import once
from marketplace.kernel.refusals import InvalidInput, NotFound, Refusal
from orders import customs_presentation, customs_queries, operations, presentation, queries
from orders.forms import EventForm, ParcelForm, ReasonForm, ReplyForm, ReviewForm, ShipForm
from orders.models import Order
from orders.operations._moves import expected_arrival, permission_for
from orders.operations.ship_order import PapersMissing
from orders.rules import Action, Party
from orders.views.lists import list_url
from orders.views.papers import panel_of
from payments.models import Payout
from trade.models import Carrier


def _page(request: HttpRequest, order: Order, **context: Any) -> dict[str, Any]:
    actor = actor_of(request)
    party = queries.party_of(actor, order)
    history = queries.history_of(order)
    now = timezone.now()
    possible = presentation.actions_of(order, party, now=now, expected_at=expected_arrival(order))
    reviewed = {review.listing_id: review for review in history.reviews}
    payout = None
    if party is Party.SELLER:
        payout = Payout.objects.filter(share__escrow_id=order.escrow_id).order_by("-pk").first()
    return {
        "order": order,
        "party": party.value,
        "is_buyer": party is Party.BUYER,
        "frame": "base.html" if party is Party.BUYER else "base_seller.html",
        "list_url": list_url(party),
        "lines": history.lines,
        "shipments": [presentation.parcel_of(each, order, today=now.date()) for each in history.shipments],
        "may_add_parcel": party is Party.SELLER and order.status == "shipped" and actor.may("orders.ship"),
        "badge": presentation.status_badge(order.status),
        "next": presentation.next_step(order, party),
        "timeline": presentation.timeline_of(order, history.moves, history.shipments),
        "stages": presentation.route_stages(order),
        "sum": presentation.buyer_sum(order) if party is Party.BUYER else presentation.seller_sum(order),
        "payout": payout,
        "address_lines": lines_of(order.address) if order.address else [],
        "may": {action: actor.may(permission_for(party, Action(action))) for action in possible},
        "can_review": party is Party.BUYER and order.is_fulfilled and actor.may("reviews.write"),
        "can_reply": party is Party.SELLER and actor.may("reviews.write"),
        "to_review": [line for line in history.lines if line.listing_id not in reviewed],
        "reviews": history.reviews,
        "promise": customs_presentation.promise_of(order.landed),
        "elsewhere": customs_presentation.elsewhere_rows(order.landed, order.currency),
        "customs": customs_presentation.customs_panel(
            order,
            customs_queries.customs_of(order),
            party,
            may_record=actor.may("orders.ship" if party is Party.SELLER else "orders.accept"),
        ),
        "actor_may_buy": actor.may("cart.edit"),
        "reason_form": ReasonForm(),
        "reply_form": ReplyForm(),
        **panel_of(order, actor),
        **context,
    }


@require_GET
def order(request: HttpRequest, public_id: str) -> HttpResponse:
    """State, next step, timeline, money by role, address, lines."""
    found = queries.order_of(actor_of(request), public_id)
    return render(request, "orders/order.html", _page(request, found))


def _act(request: HttpRequest, public_id: str, run: Callable[[Order], Any], done: str) -> HttpResponse:
    """Run one operation on an order and go back to its page, saying what came of it."""
    found = queries.order_of(actor_of(request), public_id)
    try:
        run(found)
    except InvalidInput as refusal:
        messages.error(request, " ".join(str(text) for texts in refusal.fields.values() for text in texts))
    except Refusal as refusal:
        if refusal.status in (401, 403, 404):
            raise
        messages.error(request, refusal.detail)
    else:
        messages.success(request, done)
    return redirect("orders:order", public_id)


@require_http_methods(["GET", "POST"])
@once
def ship(request: HttpRequest, public_id: str) -> HttpResponse:
    """The seller enters carrier, number and expected day."""
    actor = actor_of(request)
    found = queries.order_of(actor, public_id)
    if queries.party_of(actor, found) is not Party.SELLER:
        raise NotFound
    actor.must("orders.ship")
    form = ShipForm(request.POST or None, initial={"carrier": found.shipping.get("carrier", "")})
    if request.method == "POST" and form.is_valid():
        try:
            operations.ship_order(actor=actor, order=found, now=timezone.now(), **form.cleaned_data)
        except InvalidInput as refusal:
            show_refusal(form, refusal)
        except PapersMissing as refusal:
            messages.error(request, refusal.detail)
            return redirect("orders:papers", public_id)
        except Refusal as refusal:
            messages.error(request, refusal.detail)
            return redirect("orders:order", public_id)
        else:
            messages.success(request, _("The buyer is told that the order is on its way."))
            return redirect("orders:order", public_id)
    carriers = Carrier.objects.filter(is_active=True).values_list("name", flat=True)
    context = _page(request, found, form=form, carriers=carriers)
    return render(request, "orders/ship.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@once
def add_parcel(request: HttpRequest, public_id: str) -> HttpResponse:
    """The seller sends a further parcel of an order that is under way."""
    actor = actor_of(request)
    found = _sold(actor, public_id)
    form = ParcelForm(request.POST or None, initial={"carrier": found.shipping.get("carrier", "")})
    if request.method == "POST" and form.is_valid():
        try:
            operations.add_shipment(actor=actor, order=found, now=timezone.now(), **form.cleaned_data)
        except InvalidInput as refusal:
            show_refusal(form, refusal)
        except Refusal as refusal:
            messages.error(request, refusal.detail)
            return redirect("orders:order", public_id)
        else:
            messages.success(request, _("The parcel is added. The order is delivered once all its parcels are."))
            return redirect("orders:order", public_id)
    carriers = Carrier.objects.filter(is_active=True).values_list("name", flat=True)
    context = _page(request, found, form=form, carriers=carriers, is_further=True)
    return render(request, "orders/ship.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@once
def add_event(request: HttpRequest, public_id: str, shipment: int) -> HttpResponse:
    """The seller says what happened to a parcel."""
    actor = actor_of(request)
    found = _sold(actor, public_id)
    parcel = found.shipments.filter(pk=shipment).first()
    if parcel is None:
        raise NotFound
    form = EventForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.add_tracking_event(
                actor=actor, order=found, shipment=shipment, now=timezone.now(), **form.cleaned_data
            )
        except InvalidInput as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("The buyer sees it on the order."))
            return redirect("orders:order", public_id)
    context = {"order": found, "shipment": parcel, "form": form}
    return render(request, "orders/add_event.html", context, status=422 if form.errors else 200)


def _sold(actor: Actor, public_id: str) -> Order:
    found = queries.order_of(actor, public_id)
    if queries.party_of(actor, found) is not Party.SELLER:
        raise NotFound
    actor.must("orders.ship")
    return found


@require_POST
@once
def start(request: HttpRequest, public_id: str) -> HttpResponse:
    """The seller has begun to make it."""
    return _act(
        request,
        public_id,
        lambda found: operations.start_production(actor=actor_of(request), order=found, now=timezone.now()),
        _("The buyer can see that work has begun."),
    )


@require_POST
@once
def delivered(request: HttpRequest, public_id: str) -> HttpResponse:
    """It arrived, or the work was handed over."""
    return _act(
        request,
        public_id,
        lambda found: operations.mark_delivered(
            actor=actor_of(request), order=found, note=request.POST.get("reason", ""), now=timezone.now()
        ),
        _("Noted. The time to look at it and accept has begun."),
    )


@require_POST
@once
def accept(request: HttpRequest, public_id: str) -> HttpResponse:
    """The buyer is content."""
    return _act(
        request,
        public_id,
        lambda found: operations.accept_order(actor=actor_of(request), order=found, now=timezone.now()),
        _("Thank you. The money is released to the seller."),
    )


@require_POST
@once
def cancel(request: HttpRequest, public_id: str) -> HttpResponse:
    """Give up before payment."""
    return _act(
        request,
        public_id,
        lambda found: operations.cancel_order(
            actor=actor_of(request), order=found, reason=request.POST.get("reason", ""), now=timezone.now()
        ),
        _("The order is cancelled. Nothing was charged."),
    )


@require_POST
@once
def refund(request: HttpRequest, public_id: str) -> HttpResponse:
    """Give everything back before shipping."""
    return _act(
        request,
        public_id,
        lambda found: operations.refund_order(
            actor=actor_of(request), order=found, reason=request.POST.get("reason", ""), now=timezone.now()
        ),
        _("The whole amount goes back to the buyer."),
    )


@require_http_methods(["GET", "POST"])
@once
def review(request: HttpRequest, public_id: str, listing: str) -> HttpResponse:
    """The buyer rates one listing of the order."""
    actor = actor_of(request)
    found = queries.order_of(actor, public_id)
    line = found.lines.select_related("listing").filter(listing__public_id=listing).first()
    if line is None or queries.party_of(actor, found) is not Party.BUYER:
        raise NotFound
    actor.must("reviews.write")
    form = ReviewForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.review_order(
                actor=actor,
                order=found,
                listing=listing,
                rating=form.cleaned_data["rating"],
                text=form.cleaned_data["text"],
                language=get_language() or "",
                now=timezone.now(),
            )
        except InvalidInput as refusal:
            show_refusal(form, refusal)
        except Refusal as refusal:
            messages.error(request, refusal.detail)
            return redirect("orders:order", public_id)
        else:
            messages.success(request, _("Thank you. Your review helps the next buyer."))
            return redirect("orders:order", public_id)
    context = {"order": found, "line": line, "form": form}
    return render(request, "orders/review.html", context, status=422 if form.errors else 200)


@require_POST
@once
def reply(request: HttpRequest, public_id: str, review_id: str) -> HttpResponse:
    """The seller answers a review."""
    return _act(
        request,
        public_id,
        lambda _found: operations.reply_to_review(
            actor=actor_of(request), review=review_id, text=request.POST.get("reply", ""), now=timezone.now()
        ),
        _("Your answer stands under the review."),
    )
