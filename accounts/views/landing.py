"""Where people go after they signed in or up."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect


@login_required
def landing(request: HttpRequest) -> HttpResponse:
    """Sellers to their desk, buyers to the market, newcomers to telling us who they are."""
    actor = request.actor  # type: ignore[attr-defined]
    if actor.organisation is None:
        return redirect("/")
    return redirect("sellers:desk" if actor.organisation.sells else "buyers:home")
