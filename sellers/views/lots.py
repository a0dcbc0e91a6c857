"""The lots of a perishable listing: what came in, what is left, until when."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.actor import Actor, actor_of
from marketplace.kernel.idempotency import once
from marketplace.kernel.refusals import InvalidInput, Refusal
from sellers import operations, queries
from sellers.forms.lots import LotForm
from sellers.listing_head import listing_head
from sellers.models import Listing, Lot

SHOWN = 100


@login_required
@require_http_methods(["GET", "POST"])
@once
def lots(request: HttpRequest, public_id: str) -> HttpResponse:
    """The lots in the order they are taken; POST enters another."""
    actor = actor_of(request)
    listing = queries.listing_for_edit(actor, public_id)
    if request.method != "POST":
        return _page(request, actor, listing, LotForm(listing=listing))
    form = LotForm(request.POST, listing=listing)
    try:
        operations.add_lot(
            actor=actor,
            listing=listing,
            content=form.content(),
            variant=request.POST.get("variant", ""),
            now=timezone.now(),
        )
    except InvalidInput as refusal:
        others = form.show(refusal.fields)
        return _page(request, actor, listing, form, others=others, status=422)
    messages.success(request, _("Entered. It is on sale now."))
    return redirect("sellers:lots", public_id)


@login_required
@require_http_methods(["GET", "POST"])
@once
def lot(request: HttpRequest, public_id: str) -> HttpResponse:
    """Correct one lot; `do=close` takes it out."""
    actor = actor_of(request)
    found = queries.lot_of(actor, public_id)
    listing = queries.listing_for_edit(actor, found.listing.public_id)
    if request.method != "POST":
        return _page(
            request, actor, listing, LotForm(initial=LotForm.initial_of(found), listing=listing, lot=found), found
        )
    if request.POST.get("do") == "close":
        operations.close_lot(actor=actor, lot=found, now=timezone.now())
        messages.success(request, _("Closed. What was left of it is not for sale any more."))
        return redirect("sellers:lots", listing.public_id)
    form = LotForm(request.POST, listing=listing, lot=found)
    try:
        operations.change_lot(actor=actor, lot=found, content=form.content(), now=timezone.now())
    except InvalidInput as refusal:
        return _page(request, actor, listing, form, found, others=form.show(refusal.fields), status=422)
    except Refusal as refusal:
        if refusal.status != 409:
            raise
        messages.error(request, refusal.detail)
        return redirect("sellers:lots", listing.public_id)
    messages.success(request, _("Saved."))
    return redirect("sellers:lots", listing.public_id)


def _page(
    request: HttpRequest,
    actor: Actor,
    listing: Listing,
    form: LotForm,
    chosen: Lot | None = None,
    *,
    others: dict[str, list[str]] | None = None,
    status: int = 200,
) -> HttpResponse:
    found = list(queries.lots_of(actor, listing)[:SHOWN])
    context: dict[str, Any] = {
        **listing_head(actor, listing, "lots"),
        "lots": found,
        "form": form,
        "chosen": chosen,
        "others": [text for texts in (others or {}).values() for text in texts],
        "today": timezone.now().date(),
        "in_stock": sum(each.available for each in found),
        "lost": sum(each.lost for each in found),
        "several": len({each.variant_id for each in found}) > 1,
        "is_perishable": listing.kind == Listing.Kind.PERISHABLE_LOT,
    }
    return render(request, "sellers/lots.html", context, status=status)
