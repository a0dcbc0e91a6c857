"""Tell me when: lots that a buyer wants to hear of."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.actor import actor_of
from accounts.preferences import preferences_of
from buyers import operations, queries
from buyers.categories import tree
from buyers.forms import LotAlertForm
from marketplace.kernel.refusals import InvalidInput
from sellers import queries as sellers
from sellers.models import Category


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def lot_alerts(request: HttpRequest) -> HttpResponse:
    """The organisation's alerts and the form for one more; `listing` or `seller` in the address fills it in."""
    actor = actor_of(request)
    actor.must_act_for_an_organisation()
    named = request.POST.get("listing", "") or request.GET.get("listing", "")
    like = sellers.live_listing(named) if named else None
    only_seller = like is not None and request.POST.get("only_seller") == "on"
    store = request.POST.get("seller", "") or request.GET.get("seller", "")
    follows = sellers.storefront(store, actor=actor) if store else None
    if request.method == "POST":
        form = LotAlertForm(request.POST)
        if form.is_valid():
            given = form.cleaned_data
            try:
                operations.ask_to_be_told(
                    actor=actor,
                    category=Category.objects.filter(slug=given["category"]).first() if given["category"] else None,
                    seller=follows.organisation
                    if follows is not None
                    else like.organisation
                    if like is not None and only_seller
                    else None,
                    words=given["words"],
                    ship_to=given["ship_to"],
                    now=timezone.now(),
                )
            except InvalidInput as refusal:
                for name, reasons in refusal.fields.items():
                    form.add_error(name if name in form.fields else None, [str(reason) for reason in reasons])
            else:
                messages.success(request, _("Noted. You hear of the next lot that fits and can still reach you."))
                return redirect(reverse("buyers:lot_alerts"))
    else:
        branch = tree().by_id.get(like.category_id or 0) if like is not None else None
        form = LotAlertForm(
            initial={
                "category": branch.slug if branch else "",
                "ship_to": preferences_of(request).ship_to,
            }
        )
    context: dict[str, Any] = {
        "form": form,
        "alerts": queries.lot_alerts_of(actor),
        "like": like,
        "follows": follows,
        "only_seller": only_seller,
        "may_ask": actor.may("cart.edit"),
    }
    return render(request, "buyers/lot_alerts.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def stop(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take an alert away."""
    actor = actor_of(request)
    operations.stop_telling(actor=actor, alert=queries.lot_alert_of(actor, public_id))
    messages.success(request, _("Taken away. You are not told of these lots any more."))
    return redirect(reverse("buyers:lot_alerts"))
