"""The cart's pages."""

import secrets

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from accounts.actor import actor_of
from accounts.preferences import preferences_of
from buyers.variant_picker import typed_quantities
from marketplace.kernel.idempotency import FIELD, once
from marketplace.kernel.refusals import InvalidInput, Refusal
from orders import operations, queries
from orders.carts import CartView, cart_view
from orders.context import SESSION_KEY, cart_token
from sellers.kinds import wishes_from
from trade.fx import current_rates


def _view(request: HttpRequest) -> CartView:
    actor = actor_of(request)
    now = timezone.now()
    lines = queries.cart_lines(actor, cart_token(request))
    return cart_view(
        lines,
        actor=actor,
        purchase=queries.purchase_of_cart(lines, buyer_id=actor.organisation_id, on=now.date()),
        currency=preferences_of(request).currency,
        ship_to=preferences_of(request).ship_to,
        rates=current_rates(now.date()),
        now=now,
    )


@require_GET
def cart(request: HttpRequest) -> HttpResponse:
    """What is in the cart, by seller."""
    actor = actor_of(request)
    if queries.has_cart_to_merge(actor):
        operations.merge_cart(actor=actor, now=timezone.now())
    may_order = actor.may("orders.place")
    return render(request, "orders/cart.html", {"cart": _view(request), "may_order": may_order})


@require_POST
@once
def cart_add(request: HttpRequest) -> HttpResponse:
    """Put a variant in the cart; from a form on the product page."""
    quantity = _number(request.POST.get("quantity", "1"))
    if not actor_of(request).user_id and not cart_token(request):
        request.session[SESSION_KEY] = secrets.token_urlsafe(32)
    if quantity is None or quantity < 1:
        messages.error(request, _("Enter how many you want, as a whole number."))
        return HttpResponseRedirect(_back(request))
    try:
        line = operations.add_to_cart(
            actor=actor_of(request),
            token=cart_token(request),
            variant=request.POST.get("variant", ""),
            quantity=quantity,
            ship_to=preferences_of(request).ship_to,
            wishes=wishes_from(request.POST),
            now=timezone.now(),
        )
    except InvalidInput:
        # What was typed goes back to the page, which says at each field what is missing.
        typed = request.POST.copy()
        for name in ("csrfmiddlewaretoken", FIELD):
            typed.pop(name, None)
        typed["check"] = "1"
        page = queries.variant_to_buy(request.POST.get("variant", "")).listing.get_absolute_url()
        return HttpResponseRedirect(f"{page}?{typed.urlencode()}#wishes")
    except Refusal as refusal:
        if refusal.status in (401, 403, 404):
            raise
        messages.error(request, refusal.detail)
        return HttpResponseRedirect(_back(request))
    messages.success(request, _("“%(title)s” is in your cart.") % {"title": line.variant.listing.title})
    return redirect("orders:cart")


@require_POST
@once
def cart_add_many(request: HttpRequest) -> HttpResponse:
    """Put what was typed into the table of variants in the cart, all of it or nothing."""
    typed = typed_quantities(request.POST)
    back = _back(request).split("#")[0] + "#matrix"
    quantities = {public_id: _number(text) for public_id, text in typed.items()}
    wanted = {public_id: quantity for public_id, quantity in quantities.items() if quantity}
    if not wanted or len(wanted) < len(typed):
        messages.error(request, _("Enter how many you want of each, as whole numbers."))
        return HttpResponseRedirect(back)
    if not actor_of(request).user_id and not cart_token(request):
        request.session[SESSION_KEY] = secrets.token_urlsafe(32)
    try:
        lines = operations.add_several_to_cart(
            actor=actor_of(request),
            token=cart_token(request),
            quantities=wanted,
            ship_to=preferences_of(request).ship_to,
            now=timezone.now(),
        )
    except Refusal as refusal:
        if refusal.status in (401, 403, 404):
            raise
        for text in [str(each) for texts in refusal.fields.values() for each in texts] or [refusal.detail]:
            messages.error(request, text)
        return HttpResponseRedirect(back)
    count = len(lines)
    said = ngettext("%(n)s variant is in your cart.", "%(n)s variants are in your cart.", count) % {"n": count}
    messages.success(request, said)
    return redirect("orders:cart")


@require_POST
@once
def order_again(request: HttpRequest, public_id: str) -> HttpResponse:
    """Put what an order was about in the cart again; what cannot be bought any more is said."""
    actor = actor_of(request)
    order = queries.order_of(actor, public_id)
    lines, refused = operations.reorder(actor=actor, order=order, now=timezone.now())
    for text in refused:
        messages.warning(request, text)
    if lines:
        messages.success(request, _("It is in your cart again, at today's prices."))
    return redirect("orders:cart")


@require_POST
def cart_line(request: HttpRequest, public_id: str) -> HttpResponse:
    """Change a line's quantity or take it out; a refusal is shown at the line, which keeps its old quantity."""
    removing = "remove" in request.POST
    quantity = 0 if removing else _number(request.POST.get("quantity", ""))
    refused = ""
    if quantity is None or (quantity < 1 and not removing):
        refused = _("Enter a whole number, 1 or more.")
    else:
        try:
            operations.change_cart_line(
                actor=actor_of(request),
                token=cart_token(request),
                line=public_id,
                quantity=quantity,
                now=timezone.now(),
            )
        except Refusal as refusal:
            if refusal.status in (401, 403, 404):
                raise
            refused = refusal.detail
    if not request.htmx and not refused:  # type: ignore[attr-defined]
        return redirect("orders:cart")
    context = {
        "cart": _view(request),
        "may_order": actor_of(request).may("orders.place"),
        "refused_line": public_id if refused else "",
        "refused": refused,
        "refused_quantity": request.POST.get("quantity", ""),
    }
    template = "orders/_cart.html" if request.htmx else "orders/cart.html"  # type: ignore[attr-defined]
    return render(request, template, context, status=422 if refused else 200)


@require_POST
@once
def checkout_start(request: HttpRequest) -> HttpResponse:
    """Check out one group of the cart."""
    actor = actor_of(request)
    if actor.user_id is None:
        return redirect(reverse("account_login") + "?next=" + reverse("orders:cart"))
    if actor.organisation_id is None:
        messages.info(request, _("Tell us who is buying first; your cart is kept."))
        return redirect("accounts:start")
    wanted = request.POST.get("group", "")
    view = _view(request)
    group = next((each for each in view.groups if each.key == wanted), None)
    if group is None:
        messages.error(request, _("That part of your cart has changed. Please look again."))
        return redirect("orders:cart")
    now = timezone.now()
    try:
        checkout = operations.start_checkout(
            actor=actor,
            items=[(row.variant, row.line.quantity) for row in group.rows],
            currency=view.currency,
            rates=current_rates(now.date()),
            now=now,
        )
    except Refusal as refusal:
        if refusal.status in (401, 403, 404):
            raise
        messages.error(request, refusal.detail)
        return redirect("orders:cart")
    if checkout.is_carried:
        return redirect("orders:checkout", checkout.public_id)
    return redirect("orders:checkout_review", checkout.public_id)


def _number(text: str) -> int | None:
    """A whole number as people type it; None if it is none."""
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else None


def _back(request: HttpRequest) -> str:
    """The page the form stood on, if it is ours."""
    target = request.POST.get("next") or request.headers.get("Referer", "")
    allowed = url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()})
    return target if allowed else reverse("orders:cart")
