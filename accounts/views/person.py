"""A person's own pages: profile and what they were told."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import operations, queries
from accounts.actor import actor_of
from accounts.forms import ProfileForm, show_refusal
from accounts.preferences import checked, keep, preferences_of
from marketplace.kernel.refusals import InvalidInput


@login_required
def profile(request: HttpRequest) -> HttpResponse:
    """Name, language, currency, country and time zone; ways to password, e-mail, second factor and sessions."""
    actor = actor_of(request)
    present = preferences_of(request)
    names = ("language", "currency", "ship_to", "time_zone")
    form = ProfileForm(
        request.POST or None,
        initial={"full_name": actor.user.full_name if actor.user else ""}
        | {name: getattr(present, name) for name in names},
    )
    if request.method == "POST" and form.is_valid():
        wanted = checked(present, **{name: form.cleaned_data[name] for name in names})
        try:
            operations.update_profile(actor=actor, full_name=form.cleaned_data["full_name"])
            operations.keep_preferences(actor=actor, preferences=wanted)
        except InvalidInput as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("Saved."))
            response = redirect("accounts:profile")
            keep(response, wanted)
            return response
    return render(request, "accounts/profile.html", {"form": form}, status=422 if form.errors else 200)


@login_required
def notifications(request: HttpRequest) -> HttpResponse:
    """Everything the person was told, newest first; opening the page does not mark it read, the button does."""
    actor = actor_of(request)
    if request.method == "POST":
        chosen = request.POST.getlist("notification")
        operations.read_notifications(actor=actor, public_ids=chosen or None, now=timezone.now())
        return redirect("accounts:notifications")
    page = Paginator(queries.notifications_of(actor), 30).get_page(request.GET.get("page"))
    return render(request, "accounts/notifications.html", {"page": page})


@login_required
def notification(request: HttpRequest, public_id: str) -> HttpResponse:
    """Go where a notification leads, and mark it as read."""
    actor = actor_of(request)
    row = queries.notification_of(actor, public_id)
    operations.read_notifications(actor=actor, public_ids=[public_id], now=timezone.now())
    return redirect(row.url or "accounts:notifications")
