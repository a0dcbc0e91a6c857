"""Language, currency, ship-to country and the organisation one acts for: switches in the header of every page."""

from urllib.parse import parse_qsl, urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from accounts import operations
from accounts.preferences import checked, keep, preferences_of
from marketplace.kernel.addresses import PARAMETER


def back(request: HttpRequest) -> str:
    """Where the reader came from, if that is one of our own pages."""
    target = request.POST.get("next") or "/"
    if not url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}):
        return "/"
    path, _mark, query = target.partition("?")
    # The language that an address names would win over the one just chosen.
    kept = urlencode([(name, value) for name, value in parse_qsl(query, keep_blank_values=True) if name != PARAMETER])
    return f"{path}?{kept}" if kept else path


@require_POST
def preferences(request: HttpRequest) -> HttpResponse:
    """Keep the switches that were sent; unknown values change nothing."""
    names = ("language", "currency", "ship_to", "time_zone")
    wanted = checked(preferences_of(request), **{name: request.POST.get(name) for name in names})
    if request.user.is_authenticated:
        operations.keep_preferences(actor=request.actor, preferences=wanted)  # type: ignore[attr-defined]
    response = HttpResponseRedirect(back(request))
    keep(response, wanted)
    return response


@require_POST
def switch_organisation(request: HttpRequest) -> HttpResponse:
    """Act for another of one's organisations from now on."""
    membership = operations.choose_organisation(
        actor=request.actor,  # type: ignore[attr-defined]
        organisation_public_id=request.POST.get("organisation", ""),
        now=timezone.now(),
    )
    request.session["organisation"] = membership.organisation.public_id
    return HttpResponseRedirect(back(request))
