"""An organisation's money: balances, statement, payouts, and the set-up for being paid."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.actor import actor_of
from marketplace.kernel.idempotency import once
from marketplace.kernel.refusals import Refusal
from payments import queries
from payments.forms import MovementFilterForm
from payments.models import EscrowShare
from payments.operations import connect_account, refresh_account, retry_payout
from payments.requirements import asked_in_words
from payments.statements import statement_csv

PAGE_SIZE = 25
RECENT = 8


@require_GET
def money(request: HttpRequest) -> HttpResponse:
    """Where the organisation's money is, what moved lately, and what stands in the way of being paid."""
    actor = actor_of(request)
    balances = queries.balances_for(actor)
    account = queries.connected_account_of(actor)
    context = {
        "balances": balances,
        "movements": queries.movements_of(actor)[:RECENT],
        "payouts": queries.payouts_of(actor)[:RECENT],
        "account": account,
        "asked": asked_in_words(account.requirements) if account else [],
        "waiting": queries.waiting_shares_of(actor).count(),
    }
    return render(request, "payments/money.html", _framed(request, context))


@require_GET
def movements(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """The statement, narrowed and paged; `?format=csv` is the same as a file."""
    actor = actor_of(request)
    form = MovementFilterForm(request.GET or None, currencies=queries.currencies_of(actor))
    found = queries.movements_of(actor, form.narrowed())
    if request.GET.get("format") == "csv":
        assert actor.organisation_id is not None
        response = StreamingHttpResponse(
            statement_csv(found.iterator(chunk_size=500), organisation_id=actor.organisation_id),
            content_type="text/csv; charset=utf-8",
        )
        response["Content-Disposition"] = f'attachment; filename="bridgeway-statement-{timezone.now():%Y-%m-%d}.csv"'
        return response
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "is_narrowed": any(request.GET.get(name) for name in form.fields)}
    template = "payments/_movements.html" if getattr(request, "htmx", False) else "payments/movements.html"
    return render(request, template, _framed(request, context, (_("Movements"), "")))


@require_GET
def movement(request: HttpRequest, public_id: str) -> HttpResponse:
    """One line of the statement, to the cent: what was paid, who got which part, at which rate."""
    actor = actor_of(request)
    found = queries.movement_of(actor, public_id)
    escrow = found.escrow
    is_seller = escrow.payee_id == actor.organisation_id
    customs = escrow.shares.filter(purpose=EscrowShare.Purpose.CUSTOMS).first()
    context = {
        "movement": found,
        "escrow": escrow,
        "is_seller": is_seller,
        # How a seller's price is divided is between the seller and the platform; the buyer sees what the buyer paid.
        "shares": list(escrow.shares.order_by("pk")) if is_seller else [],
        "own": queries.own_share(actor, escrow),
        "customs": customs,
        "without_customs": escrow.amount - customs.amount if customs else escrow.amount,
        "related": queries.movements_of(actor).filter(escrow=escrow).exclude(pk=found.pk),
        "payouts": queries.payouts_of(actor).filter(share__escrow=escrow),
    }
    crumbs = ((_("Movements"), reverse("payments:movements")), (found.get_kind_display(), ""))
    return render(request, "payments/movement.html", _framed(request, context, *crumbs))


@require_GET
def payouts(request: HttpRequest) -> HttpResponse:
    """Every payout, where it stands, and what to do about one that came back."""
    actor = actor_of(request)
    page = Paginator(queries.payouts_of(actor), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"page": page, "account": queries.connected_account_of(actor)}
    return render(request, "payments/payouts.html", _framed(request, context, (_("Payouts"), "")))


@require_POST
@once
def send_payout_again(request: HttpRequest, public_id: str) -> HttpResponse:
    """Ask again for a payout that came back."""
    actor = actor_of(request)
    retry_payout(actor=actor, payout=queries.payout_of(actor, public_id), now=timezone.now())
    messages.success(request, _("The payout was started again."))
    return redirect("payments:payouts")


@require_POST
def set_up_payouts(request: HttpRequest) -> HttpResponse:
    """Send the person to the payment provider to give what is needed for payouts; back to where they came from."""
    request.session["payout_setup_from"] = request.POST.get("from", "")[:20]
    url = connect_account(
        actor=actor_of(request),
        return_url=_absolute(reverse("payments:payouts_set_up")),
        refresh_url=_absolute(reverse("payments:payouts_link_expired")),
        now=timezone.now(),
    )
    return redirect(url)


@require_GET
def payouts_set_up(request: HttpRequest) -> HttpResponse:
    """Back from the provider: fetch what it says now; coming back alone proves nothing."""
    actor = actor_of(request)
    actor.must("payments.manage")
    account = queries.connected_account_of(actor)
    if account is not None:
        try:
            account = refresh_account(account=account, now=timezone.now())
        except Refusal:
            messages.info(request, _("The payment provider is still checking. This page shows the result by itself."))
            return redirect(_page_before(request))
        if account.can_be_paid:
            messages.success(request, _("Payouts are set up. Released sales are paid to your bank by themselves."))
    return redirect(_page_before(request))


@require_GET
def payouts_link_expired(request: HttpRequest) -> HttpResponse:
    """The provider's link was used or too old."""
    messages.info(request, _("That link has expired. Continue the set-up with the button below."))
    return redirect("payments:money")


def _page_before(request: HttpRequest) -> str:
    from_onboarding = request.session.get("payout_setup_from") == "onboarding"
    return "payments:onboarding_bank" if from_onboarding else "payments:money"


def _absolute(path: str) -> str:
    return settings.PUBLIC_URL.rstrip("/") + path


def _framed(request: HttpRequest, context: dict[str, Any], *here: tuple[str, str]) -> dict[str, Any]:
    """Sellers see the page inside their desk, buyers inside the shop. `here` are the crumbs below Money."""
    organisation = actor_of(request).organisation
    context["frame"] = "base_seller.html" if organisation is not None and organisation.sells else "base.html"
    context["can_manage"] = actor_of(request).may("payments.manage")
    if here:
        context["crumbs"] = [(_("Money"), reverse("payments:money")), *here]
    return context
