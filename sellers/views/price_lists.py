"""Prices for chosen buyers."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.actor import Actor, actor_of
from marketplace.kernel.idempotency import once
from marketplace.kernel.refusals import InvalidInput
from sellers import operations, queries
from sellers.forms.price_lists import PriceListForm
from sellers.models import PriceList


@login_required
@require_http_methods(["GET", "POST"])
@once
def price_lists(request: HttpRequest) -> HttpResponse:
    """The seller's lists; POST makes another."""
    actor = actor_of(request)
    seller = actor.must_act_for_an_organisation()
    lists = queries.price_lists_of(actor)
    form = PriceListForm(request.POST or None, initial={"currency": seller.currency})
    status = 200
    if request.method == "POST":
        try:
            made = operations.set_price_list(actor=actor, price_list=None, content=form.content(), now=timezone.now())
        except InvalidInput as refusal:
            form.show(refusal.fields)
            status = 422
        else:
            messages.success(request, _("Kept. Its buyers see their prices from now on."))
            return redirect("sellers:price_list", made.public_id)
    return _page(request, actor, form, lists=list(lists), status=status)


@login_required
@require_http_methods(["GET", "POST"])
@once
def price_list(request: HttpRequest, public_id: str) -> HttpResponse:
    """One list: change it, or close it with `do=close`."""
    actor = actor_of(request)
    found = queries.price_list_of(actor, public_id)
    if request.method == "POST" and request.POST.get("do") == "close":
        operations.close_price_list(actor=actor, price_list=found, now=timezone.now())
        messages.success(request, _("Closed. Nobody is shown its prices any more."))
        return redirect("sellers:price_lists")
    form = PriceListForm(request.POST or None, initial=PriceListForm.initial_of(found))
    status = 200
    if request.method == "POST":
        try:
            operations.set_price_list(actor=actor, price_list=found, content=form.content(), now=timezone.now())
        except InvalidInput as refusal:
            form.show(refusal.fields)
            status = 422
        else:
            messages.success(request, _("Saved."))
            return redirect("sellers:price_list", public_id)
    return _page(request, actor, form, chosen=found, status=status)


def _page(
    request: HttpRequest,
    actor: Actor,
    form: PriceListForm,
    *,
    lists: list[PriceList] | None = None,
    chosen: PriceList | None = None,
    status: int = 200,
) -> HttpResponse:
    today = timezone.now().date()
    context = {
        "lists": [(each, each.holds_on(today)) for each in lists or []],
        "chosen": chosen,
        "holds": chosen is not None and chosen.holds_on(today),
        "form": form,
        "may_edit": actor.may("listings.edit") and (chosen is None or chosen.closed_at is None),
    }
    return render(request, "sellers/price_lists.html", context, status=status)
