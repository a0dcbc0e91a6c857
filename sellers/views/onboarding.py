"""The steps of selling on the way to selling: who the company is."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.actor import actor_of
from accounts.forms import show_refusal
from accounts.models import Organisation
from accounts.onboarding import onboarding_page, typed_over
from accounts.operations import drop_draft, update_organisation
from marketplace.kernel.idempotency import once
from marketplace.kernel.refusals import InvalidInput
from sellers import operations, queries


class WhoWeAreForm(forms.Form):
    """What kind of firm it is, and what buyers read of it first."""

    name = forms.CharField(
        label=gettext_lazy("Name of the firm"),
        help_text=gettext_lazy("As it stands in the register. Your own name if you trade alone."),
        max_length=140,
        widget=forms.TextInput(attrs={"autocomplete": "organization", "dir": "auto"}),
    )
    legal_form = forms.ChoiceField(
        label=gettext_lazy("What it is"), choices=Organisation.LegalForm.choices, widget=forms.RadioSelect
    )
    tagline = forms.CharField(
        label=gettext_lazy("In one line"),
        help_text=gettext_lazy("What you make or grow, and where. Up to 140 characters."),
        max_length=140,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    story = forms.CharField(
        label=gettext_lazy("Your story"),
        help_text=gettext_lazy("A few sentences: who you are, how you work, what makes it good."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
    )


@login_required
@require_http_methods(["GET", "POST"])
@once
def company(request: HttpRequest) -> HttpResponse:
    """Say who sells."""
    actor = actor_of(request)
    now = timezone.now()
    page = onboarding_page(actor, "company", now=now)
    ours, profile = page["organisation"], queries.own_profile(actor)
    initial: dict[str, Any] = {"name": ours.name, "legal_form": ours.legal_form}
    initial |= {"tagline": profile.tagline if profile else "", "story": profile.story if profile else ""}
    form = WhoWeAreForm(request.POST or None, initial=typed_over(initial, page["draft"]))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            texts = {"tagline": given["tagline"], "story": given["story"]}
            operations.describe_company(actor=actor, content=texts, now=now)
            update_organisation(
                actor=actor,
                name=given["name"],
                website=ours.website,
                description=ours.description,
                sells=True,
                legal_form=given["legal_form"],
                now=now,
            )
        except InvalidInput as refusal:
            show_refusal(form, refusal)
        else:
            drop_draft(actor=actor, step="company")
            messages.success(request, _("Saved."))
            return redirect(page["next_url"])
    context = {**page, "form": form, "may_edit": actor.may("organisation.manage")}
    return render(request, "sellers/onboarding/company.html", context, status=422 if form.errors else 200)
