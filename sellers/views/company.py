"""The seller's page: opening it and writing it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actor import actor_of
from marketplace.kernel.idempotency import once
from marketplace.kernel.pictures import BadPicture
from marketplace.kernel.refusals import InvalidInput
from sellers import operations, queries
from sellers.forms import CompanyForm
from sellers.pictures import rendition_url


def start(request: HttpRequest) -> HttpResponse:
    """Why and how to sell here; opens the desk of an organisation that does not sell yet."""
    actor = actor_of(request)
    if actor.organisation is None:
        return render(request, "sellers/start.html", {"organisation": None})
    if request.method == "POST":
        operations.start_selling(actor=actor, now=timezone.now())
        return redirect("accounts:onboarding")
    profile = queries.own_profile(actor)
    if profile is not None and actor.organisation.sells:
        return redirect("sellers:desk")
    context = {"organisation": actor.organisation, "may_start": actor.may("organisation.manage")}
    return render(request, "sellers/start.html", context)


@login_required
@once
def company(request: HttpRequest) -> HttpResponse:
    """Tell buyers who you are."""
    actor = actor_of(request)
    actor.must("listings.view_own")
    profile = queries.own_profile(actor)
    names = ("tagline", "story", "founded_year", "employees", "ships_to", "incoterms")
    initial = {name: getattr(profile, name) for name in names} if profile else {}
    form = CompanyForm(request.POST or None, request.FILES or None, initial=initial)
    status = 200
    if request.method == "POST":
        try:
            operations.describe_company(
                actor=actor, content=form.content(), logo=request.FILES.get("logo"), now=timezone.now()
            )
        except (InvalidInput, BadPicture) as refusal:
            form.show({"logo" if name == "file" else name: reasons for name, reasons in refusal.fields.items()})
            status = 422
        else:
            first = profile is None or profile.status == profile.Status.DRAFT
            messages.success(request, _("Saved. Now list your first product.") if first else _("Saved."))
            return redirect("sellers:new_listing" if first else "sellers:company")
    context = {
        "form": form,
        "profile": profile,
        "logo_url": rendition_url(profile.logo, 160) if profile else "",
        "may_edit": actor.may("listings.edit"),
    }
    return render(request, "sellers/company.html", context, status=status)
