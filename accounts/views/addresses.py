"""The organisation's address book."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts import operations, queries
from accounts.actor import actor_of
from accounts.addresses import LABELS, lines_of
from accounts.forms import AddressForm, show_refusal
from accounts.preferences import preferences_of
from marketplace.kernel.idempotency import once
from marketplace.kernel.refusals import InvalidInput


@login_required
def addresses(request: HttpRequest) -> HttpResponse:
    """The book."""
    actor = actor_of(request)
    actor.must_act_for_an_organisation()
    names = ("country", *LABELS)
    book = [
        (address, lines_of({name: getattr(address, name) for name in names})) for address in queries.addresses_of(actor)
    ]
    return render(request, "accounts/addresses.html", {"book": book, "may_edit": actor.may("addresses.edit")})


@login_required
@once
def address(request: HttpRequest, public_id: str = "") -> HttpResponse:
    """Add or change one address. Another country gives another form; what was typed stays."""
    actor = actor_of(request)
    actor.must("addresses.edit")
    kept = queries.address_of(actor, public_id) if public_id else None
    initial = {name: getattr(kept, name) for name in ("country", "label", "is_default", *LABELS)} if kept else {}
    default = initial.get("country") or preferences_of(request).ship_to
    sent = request.POST if request.method == "POST" else request.GET
    country = str(sent.get("country") or default)
    saving = request.method == "POST" and "change_country" not in request.POST
    form = AddressForm(request.POST if saving else None, country=country, initial=initial | dict(sent.items()))
    if saving and form.is_valid():
        fields = {name: str(form.cleaned_data.get(name, "")) for name in ("country", *LABELS)}
        try:
            operations.save_address(
                actor=actor,
                fields=fields,
                label=form.cleaned_data["label"],
                is_default=form.cleaned_data["is_default"],
                public_id=public_id,
                now=timezone.now(),
            )
        except InvalidInput as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("The address was saved."))
            return redirect("accounts:addresses")
    template = "accounts/_address_fields.html" if request.htmx and not saving else "accounts/address.html"  # type: ignore[attr-defined]
    return render(request, template, {"form": form, "address": kept}, status=422 if saving and form.errors else 200)


@login_required
@require_POST
def remove_address(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take an address out of the book."""
    operations.remove_address(actor=actor_of(request), public_id=public_id, now=timezone.now())
    messages.success(request, _("The address was removed."))
    return redirect("accounts:addresses")
