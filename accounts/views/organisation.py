"""An organisation's own pages: opening it, describing it, its people."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts import operations, queries
from accounts.actor import actor_of
from accounts.forms import InvitationForm, OrganisationDetailsForm, OrganisationForm, show_refusal
from accounts.models import Role
from accounts.places import trading_currency_of
from accounts.preferences import preferences_of
from marketplace.kernel.idempotency import once
from marketplace.kernel.refusals import InvalidInput


@login_required
@once
def start(request: HttpRequest) -> HttpResponse:
    """Tell us who you are: the first step after signing up."""
    actor = actor_of(request)
    country = actor.user.country if actor.user and actor.user.country else preferences_of(request).ship_to
    to_sell = request.GET.get("to") == "sell"
    form = OrganisationForm(
        request.POST or None,
        initial={
            "country": country,
            "currency": trading_currency_of(country),
            "sells": to_sell,
            "buys": not to_sell,
        },
    )
    if request.method == "POST" and form.is_valid():
        try:
            organisation = operations.create_organisation(
                actor=actor,
                **form.cleaned_data,
                time_zone=preferences_of(request).time_zone,
                now=timezone.now(),
            )
        except InvalidInput as refusal:
            show_refusal(form, refusal)
        else:
            request.session["organisation"] = organisation.public_id
            messages.success(request, _("%(name)s is open for business.") % {"name": organisation.name})
            return redirect("accounts:onboarding" if organisation.sells else "buyers:home")
    return render(request, "accounts/start.html", {"form": form}, status=422 if form.errors else 200)


@login_required
@once
def organisation(request: HttpRequest) -> HttpResponse:
    """What the organisation says of itself."""
    actor = actor_of(request)
    ours = actor.must_act_for_an_organisation()
    names = ("name", "trading_names", "website", "description", "time_zone", "sells", "buys")
    form = OrganisationDetailsForm(request.POST or None, initial={name: getattr(ours, name) for name in names})
    if request.method == "POST" and form.is_valid():
        try:
            operations.update_organisation(actor=actor, **form.cleaned_data, now=timezone.now())
        except InvalidInput as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("accounts:organisation")
    context = {"form": form, "organisation": ours, "may_edit": actor.may("organisation.manage")}
    return render(request, "accounts/organisation.html", context, status=422 if form.errors else 200)


@login_required
@once
def team(request: HttpRequest) -> HttpResponse:
    """Who belongs to the organisation, and who is asked to."""
    actor = actor_of(request)
    actor.must_act_for_an_organisation()
    form = InvitationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            invited = operations.invite_member(actor=actor, **form.cleaned_data, now=timezone.now())
        except InvalidInput as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("An invitation is on its way to %(email)s.") % {"email": invited.email})
            return redirect("accounts:team")
    context = {
        "form": form,
        "members": queries.team_of(actor),
        "invitations": queries.open_invitations_of(actor),
        "roles": Role.choices,
        "may_manage": actor.may("members.manage"),
    }
    return render(request, "accounts/team.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def member(request: HttpRequest, user_id: int) -> HttpResponse:
    """Change a member's role, or let them go."""
    actor = actor_of(request)
    now = timezone.now()
    if request.POST.get("action") == "remove":
        operations.remove_member(actor=actor, user_id=user_id, now=now)
        messages.success(request, _("The member was removed."))
        if user_id == actor.user_id:
            request.session.pop("organisation", None)
            return redirect("accounts:landing")
    else:
        operations.change_role(actor=actor, user_id=user_id, role=request.POST.get("role", ""), now=now)
        messages.success(request, _("The role was changed."))
    return redirect("accounts:team")


@login_required
@require_POST
def withdraw(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take an invitation back."""
    operations.withdraw_invitation(actor=actor_of(request), public_id=public_id, now=timezone.now())
    messages.success(request, _("The invitation was withdrawn; its link no longer works."))
    return redirect("accounts:team")


@login_required
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """The page an invitation's link opens; joining takes a press of the button."""
    if request.method == "POST":
        membership = operations.accept_invitation(actor=actor_of(request), token=token, now=timezone.now())
        request.session["organisation"] = membership.organisation.public_id
        messages.success(request, _("Welcome to %(name)s.") % {"name": membership.organisation.name})
        return redirect("accounts:landing")
    return render(request, "accounts/invitation.html", {"invitation": queries.invitation_for(actor_of(request), token)})
