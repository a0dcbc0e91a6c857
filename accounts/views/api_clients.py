"""Programs that act for the organisation."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts import operations, queries
from accounts.actor import actor_of
from accounts.api_scopes import DESCRIPTIONS
from accounts.forms import ApiClientForm, show_refusal
from marketplace.kernel.refusals import InvalidInput


@login_required
def api_clients(request: HttpRequest) -> HttpResponse:
    """The list, and a form for a new one; its secret is shown once, on the answer to that form."""
    actor = actor_of(request)
    actor.must("api_clients.manage")
    form = ApiClientForm(request.POST or None)
    made = None
    if request.method == "POST" and form.is_valid():
        try:
            made = operations.create_api_client(actor=actor, **form.cleaned_data, now=timezone.now())
        except InvalidInput as refusal:
            show_refusal(form, refusal)
        else:
            form = ApiClientForm()
    context = {
        "form": form,
        "made": made,
        "clients": [
            (client, [DESCRIPTIONS.get(scope, scope) for scope in client.scopes])
            for client in queries.api_clients_of(actor)
        ],
    }
    return render(request, "accounts/api_clients.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def remove_api_client(request: HttpRequest, client_id: str) -> HttpResponse:
    """Stop a program at once."""
    operations.remove_api_client(actor=actor_of(request), client_id=client_id, now=timezone.now())
    messages.success(request, _("The program can no longer act for you."))
    return redirect("accounts:api_clients")
