"""Checkout: address, shipping, review and pay. Every step is a plain form; going back keeps what was entered."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts import queries as accounts_queries
from accounts.actor import actor_of
from accounts.addresses import LABELS, lines_of
from accounts.forms import show_refusal
from accounts.operations import save_address
from accounts.preferences import preferences_of
from marketplace.kernel.idempotency import once
from marketplace.kernel.refusals import InvalidInput, Refusal
from orders import customs_presentation, operations, queries
from orders.clearance import NotAllowedThere
from orders.forms import DeliveryForm
from orders.models import Checkout
from orders.operations._checkouts import LinesRefused
from orders.operations.lock_checkout import ShippingOfferLapsed
from orders.presentation import change_rows, steps_of
from orders.views.paying import go_and_pay
from trade.fx import current_rates
from trade.operations import close_late_quotes
from trade.operations.request_shipping_quotes import reader_of
from trade.presenting.shipping import present_shipping_request
from trade.queries import shipping_request_for


def _open(request: HttpRequest, public_id: str) -> Checkout:
    return queries.checkout_of(actor_of(request), public_id)


def _moved_on(checkout: Checkout) -> HttpResponse | None:
    """Where a checkout that has become an order leads."""
    if checkout.state == Checkout.State.PLACED:
        return redirect("orders:order", checkout.order.public_id)
    return None


def _page(request: HttpRequest, step: str, checkout: Checkout, **context: Any) -> dict[str, Any]:
    return {"checkout": checkout, "steps": steps_of(checkout, step), "items": queries.items_of(checkout), **context}


@require_http_methods(["GET", "POST"])
@once
def checkout(request: HttpRequest, public_id: str) -> HttpResponse:
    """Step 1: where to. A saved address, or a form in the format of its country."""
    actor = actor_of(request)
    found = _open(request, public_id)
    if (elsewhere := _moved_on(found)) is not None:
        return elsewhere
    if not found.is_carried:
        return redirect("orders:checkout_review", public_id)
    saved = list(accounts_queries.addresses_of(actor))
    sent = request.POST if request.method == "POST" else request.GET
    chosen = next((each for each in saved if each.public_id == sent.get("saved")), None)
    typed = dict(sent.items())
    start = dict(found.address) or _as_dict(next((each for each in saved if each.is_default), None))
    initial = start | {"purchase_number": found.purchase_number, "buyer_note": found.buyer_note} | typed
    country = str(sent.get("country") or start.get("country") or preferences_of(request).ship_to)
    saving = request.method == "POST" and "change_country" not in request.POST
    form = DeliveryForm(
        request.POST if saving and chosen is None else None,
        country=country,
        may_save=actor.may("addresses.edit"),
        initial=initial,
    )
    if saving and (chosen is not None or form.is_valid()):
        address = _as_dict(chosen) if chosen is not None else form.address()
        answer = _set_address(request, found, form, address, is_saved=chosen is not None)
        if answer is not None:
            return answer
    if request.htmx and not saving:  # type: ignore[attr-defined]
        return render(request, "orders/_address_fields.html", {"form": form, "checkout": found})
    book = [(each, lines_of(_as_dict(each))) for each in saved]
    context = _page(request, "address", found, form=form, book=book, chosen=_chosen(found, saved, sent))
    return render(request, "orders/checkout_address.html", context, status=422 if saving and form.errors else 200)


def _set_address(
    request: HttpRequest, found: Checkout, form: DeliveryForm, address: dict[str, str], *, is_saved: bool
) -> HttpResponse | None:
    actor, now = actor_of(request), timezone.now()
    try:
        operations.set_checkout_address(
            actor=actor,
            checkout=found,
            address=address,
            purchase_number=request.POST.get("purchase_number", ""),
            buyer_note=request.POST.get("buyer_note", ""),
            now=now,
        )
        if not is_saved and form.cleaned_data.get("save_address"):
            save_address(actor=actor, fields=address, label="", is_default=False, public_id="", now=now)
    except Refusal as refusal:
        if not refusal.fields:
            raise
        if not form.is_bound:
            messages.error(request, " ".join(str(text) for texts in refusal.fields.values() for text in texts))
            return None
        show_refusal(form, InvalidInput(fields=refusal.fields))
        return None
    return redirect("orders:checkout_shipping", found.public_id)


def _as_dict(address: Any) -> dict[str, str]:
    return {name: getattr(address, name) for name in ("country", *LABELS)} if address is not None else {}


def _chosen(found: Checkout, saved: list[Any], sent: Any) -> str:
    """Which saved address is ticked: the one sent, the one in the checkout, else the default one."""
    if "saved" in sent:
        return str(sent["saved"]) or "new"
    if found.address:
        return next((each.public_id for each in saved if _as_dict(each) == found.address), "new")
    return next((each.public_id for each in saved), "new")


@require_http_methods(["GET", "POST"])
@once
def checkout_shipping(request: HttpRequest, public_id: str) -> HttpResponse:
    """Step 2: how. Offers appear as carriers answer; choosing one locks the price."""
    actor = actor_of(request)
    found = _open(request, public_id)
    if (elsewhere := _moved_on(found)) is not None:
        return elsewhere
    if not found.is_carried:
        return redirect("orders:checkout_review", public_id)
    if not found.address:
        return redirect("orders:checkout", public_id)
    now = timezone.now()
    if request.method == "POST" and "again" not in request.POST:
        try:
            operations.choose_shipping(
                actor=actor, checkout=found, quote=request.POST.get("shipping_quote", ""), now=now
            )
            operations.lock_checkout(actor=actor, checkout=found, rates=current_rates(now.date()), now=now)
            return redirect("orders:checkout_review", public_id)
        except InvalidInput as refusal:
            problems = [str(text) for texts in refusal.fields.values() for text in texts]
            return _shipping_page(request, found, problems, status=422)
        except (LinesRefused, NotAllowedThere) as refusal:
            messages.error(request, refusal.detail)
            return redirect("orders:cart")
    if found.shipping_request is None or "again" in request.POST:
        try:
            operations.request_checkout_quotes(actor=actor, checkout=found, rates=current_rates(now.date()), now=now)
        except (LinesRefused, NotAllowedThere) as refusal:
            messages.error(request, refusal.detail)
            return redirect("orders:cart")
        return redirect("orders:checkout_shipping", public_id)
    return _shipping_page(request, found, [])


def _shipping_page(request: HttpRequest, found: Checkout, problems: list[str], status: int = 200) -> HttpResponse:
    assert found.shipping_request is not None
    reader = reader_of(actor_of(request), "")
    public_id, now = found.shipping_request.public_id, timezone.now()
    asked = shipping_request_for(public_id, asked_by=reader)
    if asked.is_past_deadline(now) and close_late_quotes(request=asked, now=now):
        asked = shipping_request_for(public_id, asked_by=reader)
    chosen = request.GET.get("shipping_quote") or (found.shipping_quote.public_id if found.shipping_quote else "")
    context = _page(
        request,
        "shipping",
        found,
        problems=problems,
        address_lines=lines_of(found.address),
        **present_shipping_request(asked, chosen=chosen, sort=request.GET.get("sort", ""), now=now),
    )
    return render(request, "orders/checkout_shipping.html", context, status=status)


@require_http_methods(["GET", "POST"])
@once
def checkout_review(request: HttpRequest, public_id: str) -> HttpResponse:
    """Step 3: every line, who pays what, and until when the price stands. POST asks for a (new) price."""
    actor = actor_of(request)
    found = _open(request, public_id)
    if (elsewhere := _moved_on(found)) is not None:
        return elsewhere
    now = timezone.now()
    if found.is_carried and not found.address:
        return redirect("orders:checkout", public_id)
    if found.is_carried and found.shipping_quote is None:
        return redirect("orders:checkout_shipping", public_id)
    wants_price = request.method == "POST" or not found.lines or not (found.is_locked(now) or found.has_lapsed(now))
    if wants_price:
        try:
            found = operations.lock_checkout(actor=actor, checkout=found, rates=current_rates(now.date()), now=now)
        except ShippingOfferLapsed as refusal:
            messages.info(request, refusal.detail)
            operations.request_checkout_quotes(actor=actor, checkout=found, rates=current_rates(now.date()), now=now)
            return redirect("orders:checkout_shipping", public_id)
        except (LinesRefused, NotAllowedThere) as refusal:
            messages.error(request, refusal.detail)
            return redirect("orders:cart")
        if request.method == "POST":
            return redirect("orders:checkout_review", public_id)
    context = _page(
        request,
        "review",
        found,
        is_lapsed=found.has_lapsed(now),
        changes=change_rows(found.changes),
        address_lines=lines_of(found.address) if found.address else [],
        promise=customs_presentation.promise_of(found.landed),
        elsewhere=customs_presentation.elsewhere_rows(found.landed, found.currency),
        term_choices=customs_presentation.term_choices(found.landed.get("terms", ()), found.incoterm),
    )
    return render(request, "orders/checkout_review.html", context)


@require_POST
@once
def checkout_terms(request: HttpRequest, public_id: str) -> HttpResponse:
    """Choose the delivery terms; the price is locked afresh under them."""
    actor = actor_of(request)
    found = _open(request, public_id)
    if (elsewhere := _moved_on(found)) is not None:
        return elsewhere
    try:
        operations.choose_incoterm(
            actor=actor, checkout=found, incoterm=request.POST.get("incoterm", ""), now=timezone.now()
        )
    except InvalidInput as refusal:
        messages.error(request, " ".join(str(text) for texts in refusal.fields.values() for text in texts))
    return redirect("orders:checkout_review", public_id)


@require_POST
@once
def pay(request: HttpRequest, public_id: str) -> HttpResponse:
    """Place the order and send the buyer to the payment page. Pressed twice, it is one order and one page."""
    actor = actor_of(request)
    found = _open(request, public_id)
    now = timezone.now()
    try:
        order = operations.place_order(
            actor=actor, checkout=found, confirmed=request.POST.getlist("confirmed"), now=now
        )
    except Refusal as refusal:
        if refusal.status in (401, 403, 404):
            raise
        messages.error(request, refusal.detail)
        return redirect(reverse("orders:checkout_review", args=[public_id]))
    return go_and_pay(request, order, now)
