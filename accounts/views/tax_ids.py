"""The organisation's numbers with authorities."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts import operations, queries
from accounts.actor import actor_of
from accounts.forms import TaxIdForm, show_refusal
from marketplace.kernel.idempotency import once
from marketplace.kernel.refusals import InvalidInput


@login_required
@once
def tax_ids(request: HttpRequest) -> HttpResponse:
    """Which numbers we have, and a form for one more."""
    actor = actor_of(request)
    ours = actor.must_act_for_an_organisation()
    form = TaxIdForm(request.POST or None, initial={"country": ours.country})
    if request.method == "POST" and form.is_valid():
        try:
            operations.save_tax_id(actor=actor, **form.cleaned_data, now=timezone.now())
        except InvalidInput as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("Saved. It stands on papers issued from now on."))
            return redirect("accounts:tax_ids")
    context = {"form": form, "numbers": queries.tax_ids_of(actor), "may_edit": actor.may("organisation.manage")}
    return render(request, "accounts/tax_ids.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def remove_tax_id(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take a number away."""
    operations.remove_tax_id(actor=actor_of(request), public_id=public_id, now=timezone.now())
    messages.success(request, _("The number was removed."))
    return redirect("accounts:tax_ids")
