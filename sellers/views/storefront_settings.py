"""Where the seller's page stands: its address, how to pass it on, the addresses it had."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.actor import actor_of
from marketplace.kernel.addresses import absolute
from marketplace.kernel.idempotency import once
from marketplace.kernel.refusals import InvalidInput
from sellers import operations, queries
from sellers.forms import AddressForm


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@once
def storefront_settings(request: HttpRequest) -> HttpResponse:
    """The page; posting moves the storefront."""
    actor = actor_of(request)
    actor.must("listings.view_own")
    profile = queries.own_profile(actor)
    if profile is None:
        return redirect("sellers:company")
    form = AddressForm(request.POST or None, initial={"slug": profile.slug})
    status = 200
    if request.method == "POST":
        try:
            moved = operations.move_storefront(actor=actor, slug=request.POST.get("slug", ""), now=timezone.now())
        except InvalidInput as refusal:
            form.show(refusal.fields)
            status = 422
        else:
            if moved.slug != profile.slug:
                messages.success(request, _("Your page has moved. The old address leads there for good."))
            return redirect("sellers:storefront_settings")
    context: dict[str, Any] = {
        "form": form,
        "profile": profile,
        "address": absolute(profile.get_absolute_url()),
        "address_start": absolute("/s/"),
        "former": list(profile.former_slugs.all()),
        "may_edit": actor.may("listings.edit"),
    }
    return render(request, "sellers/storefront_settings.html", context, status=status)
