"""The bank step on the way to selling: accounts of ours, and the account at the payment partner."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.actor import actor_of
from accounts.forms import show_refusal
from accounts.onboarding import onboarding_page, typed_over
from accounts.operations import drop_draft
from accounts.proof import proof_url, proved_at
from marketplace.kernel.idempotency import once
from marketplace.kernel.refusals import InvalidInput
from payments import queries
from payments.forms import BankAccountForm
from payments.operations import ProofNeeded, add_bank_account, remove_bank_account
from payments.operations.add_bank_account import PROOF_HOLDS
from payments.requirements import asked_in_words

SHOWN_AGAIN = ("country", "scheme", "currency", "holder_name")


@login_required
@require_http_methods(["GET", "POST"])
@once
def bank(request: HttpRequest) -> HttpResponse:
    """Where our money goes. Another country gives another form; a change asks for the password first."""
    actor, now = actor_of(request), timezone.now()
    page = onboarding_page(actor, "bank", now=now)
    ours = page["organisation"]
    accounts = list(queries.bank_accounts_of(actor))
    proof = proved_at(request)
    initial = {"country": ours.country, "currency": ours.currency, "holder_name": ours.name}
    initial = typed_over(initial, page["draft"])
    switching = "change_country" in request.POST
    saving = request.method == "POST" and not switching
    if switching:
        initial |= {name: request.POST.get(name, "") for name in SHOWN_AGAIN}
    sent: Any = request.POST if saving else initial
    form = BankAccountForm(
        request.POST if saving else None,
        country=str(sent.get("country", "")),
        scheme=str(sent.get("scheme", "")),
        initial=initial,
    )
    if saving and form.is_valid():
        given = form.cleaned_data
        try:
            added = add_bank_account(
                actor=actor,
                details={name: given[name] for name in form.details},
                **{name: given[name] for name in SHOWN_AGAIN},
                proved_at=proof,
                now=now,
            )
        except ProofNeeded:
            return redirect(proof_url(reverse("payments:onboarding_bank") + "?change=1"))
        except InvalidInput as refusal:
            show_refusal(form, refusal)
        else:
            drop_draft(actor=actor, step="bank")
            _say_saved(request, added.is_usable(now), added.holder_matches)
            return redirect("payments:onboarding_bank")
    account = queries.connected_account_of(actor)
    context = {
        **page,
        "form": form,
        "bank_accounts": [(each, each.is_usable(now)) for each in accounts],
        "is_proved": proof is not None and now - proof <= PROOF_HOLDS,
        "proof_url": proof_url(reverse("payments:onboarding_bank") + "?change=1"),
        "is_changing": saving or switching or "change" in request.GET,
        "account": account,
        "asked": asked_in_words(account.requirements) if account else [],
        "waiting": queries.waiting_shares_of(actor).count(),
        "can_manage": actor.may("payments.manage"),
        "may_edit": actor.may("payments.manage"),
    }
    template = "payments/onboarding/bank.html"
    if switching and getattr(request, "htmx", False):
        template = "payments/onboarding/_bank_fields.html"
    return render(request, template, context, status=422 if saving and form.errors else 200)


@login_required
@require_POST
def remove(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take a bank account away."""
    actor = actor_of(request)
    account = queries.bank_account_of(actor, public_id)
    try:
        remove_bank_account(actor=actor, public_id=account.public_id, proved_at=proved_at(request), now=timezone.now())
    except ProofNeeded:
        return redirect(proof_url(reverse("payments:onboarding_bank")))
    messages.success(request, _("Taken away. Nothing is paid into it from now on."))
    return redirect("payments:onboarding_bank")


def _say_saved(request: HttpRequest, is_usable: bool, is_same_holder: bool) -> None:
    if is_usable:
        messages.success(request, _("Saved. Your money goes there."))
    else:
        messages.success(
            request, _("Saved. It is used in three days; until then the one before it is. We told your colleagues.")
        )
    if not is_same_holder:
        messages.warning(
            request,
            _("The holder’s name is not like your organisation’s. That may be right; we look at it before we pay."),
        )
