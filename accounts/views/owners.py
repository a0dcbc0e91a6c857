"""Who owns and controls the organisation."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from accounts import operations, queries
from accounts.actor import actor_of
from accounts.forms import country_choices, show_refusal
from accounts.models import BeneficialOwner
from marketplace.kernel.idempotency import once
from marketplace.kernel.refusals import InvalidInput

FIELDS = ("kind", "full_name", "other_names", "born_on", "country", "share_percent", "role")


class OwnerForm(forms.Form):
    """One owner."""

    kind = forms.ChoiceField(label=gettext_lazy("Person or firm"), choices=BeneficialOwner.Kind.choices)
    full_name = forms.CharField(
        label=gettext_lazy("Full name"),
        help_text=gettext_lazy("As it stands in a passport or in the register."),
        max_length=200,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )
    other_names = forms.CharField(
        label=gettext_lazy("Other names"),
        help_text=gettext_lazy("Former names and other spellings, divided by semicolons."),
        max_length=400,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )
    born_on = forms.DateField(
        label=gettext_lazy("Date of birth"),
        help_text=gettext_lazy("It tells people of the same name apart, and spares you questions."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    country = forms.ChoiceField(label=gettext_lazy("Country"), choices=country_choices)
    share_percent = forms.DecimalField(
        label=gettext_lazy("Share in percent"), min_value=0, max_value=100, max_digits=5, decimal_places=2, initial=0
    )
    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=BeneficialOwner.Role.choices)


@login_required
def owners(request: HttpRequest) -> HttpResponse:
    """The list."""
    actor = actor_of(request)
    actor.must_act_for_an_organisation()
    actor.must("organisation.manage")
    return render(request, "accounts/owners.html", {"owners": queries.owners_of(actor)})


@login_required
@once
def owner(request: HttpRequest, public_id: str = "") -> HttpResponse:
    """Add or change one owner."""
    actor = actor_of(request)
    actor.must("organisation.manage")
    kept = queries.owner_of(actor, public_id) if public_id else None
    initial = {name: getattr(kept, name) for name in FIELDS} if kept else {}
    form = OwnerForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            operations.save_owner(actor=actor, public_id=public_id, now=timezone.now(), **form.cleaned_data)
        except InvalidInput as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("accounts:owners")
    return render(request, "accounts/owner.html", {"form": form, "owner": kept}, status=422 if form.errors else 200)


@login_required
@require_POST
def remove_owner(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take somebody off the list."""
    operations.remove_owner(actor=actor_of(request), public_id=public_id, now=timezone.now())
    messages.success(request, _("Removed."))
    return redirect("accounts:owners")
