"""Where people go after they signed in or up."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts.actor import actor_of


@login_required
def landing(request: HttpRequest) -> HttpResponse:
    """Sellers to their desk, buyers to the market, staff to their own rooms, newcomers to telling us who they are."""
    organisation = actor_of(request).organisation
    if organisation is None and request.user.is_staff:
        return redirect("admin:index")
    if organisation is None:
        return redirect("accounts:start")
    return redirect("sellers:desk" if organisation.sells else "buyers:home")
