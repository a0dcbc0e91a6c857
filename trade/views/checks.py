"""Where an organisation sees whether a name of theirs is being checked, and says something about it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actor import actor_of
from marketplace.kernel.refusals import InvalidInput
from trade.operations import appeal_hit
from trade.queries.screening import hits_of, last_screening_of


@login_required
def checks(request: HttpRequest) -> HttpResponse:
    """What is being checked, in plain words; POST says something about one of them."""
    actor = actor_of(request)
    organisation = actor.must_act_for_an_organisation()
    problem, wrong = "", request.POST.get("hit", "")
    if request.method == "POST":
        try:
            appeal_hit(actor=actor, public_id=wrong, text=request.POST.get("text", ""), now=timezone.now())
        except InvalidInput as refusal:
            problem = " ".join(str(text) for texts in refusal.fields.values() for text in texts)
        else:
            messages.success(request, _("Thank you. The person who checks the name will read it."))
            return redirect("trade:checks")
    context = {
        "checks": hits_of(organisation.pk)[:50],
        "screening": last_screening_of(organisation.pk),
        "problem": problem,
        "wrong": wrong,
    }
    return render(request, "trade/checks.html", context, status=422 if problem else 200)
