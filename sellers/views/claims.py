"""What a seller claims, each with its document, who checked it, and when it ends."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.actor import actor_of
from marketplace.kernel.idempotency import once
from marketplace.kernel.private_files import open_private
from marketplace.kernel.refusals import InvalidInput, NotFound, Refusal
from marketplace.kernel.scans import media_type
from sellers import operations, queries
from sellers.claims import KINDS, label_of
from sellers.forms.claims import ClaimForm, PaperForm
from sellers.models import TradeEvidence
from sellers.operations._evidence import PAPER


@login_required
@require_safe
def claims(request: HttpRequest) -> HttpResponse:
    """Everything claimed, what is shown to buyers now, and what is about to end."""
    actor = actor_of(request)
    organisation = actor.must_act_for_an_organisation()
    state, today = request.GET.get("state", ""), timezone.now().date()
    context = {
        "claims": queries.claims_of(actor, state=state),
        "shown": queries.claims_shown(organisation, today),
        "state": state,
        "states": TradeEvidence.State.choices,
        "today": today,
        "may_edit": actor.may("listings.edit"),
    }
    return render(request, "sellers/claims.html", context)


@login_required
@require_http_methods(["GET", "POST"])
@once
def new_claim(request: HttpRequest) -> HttpResponse:
    """Claim something; `?replaces=` starts from a claim that is about to end."""
    actor = actor_of(request)
    actor.must("listings.edit")
    actor.must_act_for_an_organisation()
    form = ClaimForm(request.POST or None, initial=_renewal(request), coverable=queries.coverable(actor))
    if request.method == "POST":
        try:
            paper = operations.add_evidence(
                actor=actor, content=form.content(), upload=request.FILES.get("file"), now=timezone.now()
            )
        except Refusal as refusal:
            if not refusal.fields:
                raise
            form.show(refusal.fields)
        else:
            messages.success(request, _("On file. We check it within one working day; buyers see it from then on."))
            return redirect("sellers:claim", paper.public_id)
    context = {"form": form, "kinds": [kind for kind in KINDS.values() if kind.says]}
    return render(request, "sellers/claim_new.html", context, status=422 if form.errors else 200)


def _renewal(request: HttpRequest) -> dict[str, Any]:
    known = request.GET.get("replaces", "")
    if not known:
        return {"document": request.GET.get("document", ""), "scope": "company"}
    paper = queries.one_evidence(actor_of(request), known)
    return {
        "replaces": paper.public_id,
        "document": paper.document,
        "issuer": paper.issuer,
        "scope": paper.scope,
        "site": paper.site,
        "destinations": paper.countries,
        "listings": [(cover.variant or cover.listing).public_id for cover in paper.covers.all()],
    }


@login_required
@require_http_methods(["GET", "POST"])
@once
def claim(request: HttpRequest, public_id: str) -> HttpResponse:
    """One claim: where it stands, what was decided, and what its seller can do with it."""
    actor = actor_of(request)
    paper = queries.one_evidence(actor, public_id)
    form = PaperForm(request.POST or None, initial={name: getattr(paper, name) for name in PAPER})
    status = 200
    if request.method == "POST":
        try:
            messages.success(request, _do(request, paper, form))
            return redirect("sellers:claim", public_id)
        except Refusal as refusal:
            if not refusal.fields:
                raise
            form.show(refusal.fields)
            status = 422
    context = {
        "claim": paper,
        "form": form,
        "decisions": paper.decisions.all(),
        "covers": paper.covers.select_related("listing", "variant"),
        "kind": KINDS.get(paper.document),
        "label": label_of(paper.document),
        "today": timezone.now().date(),
        "counts": paper.counts(timezone.now().date()),
        "may_edit": actor.may("listings.edit"),
    }
    return render(request, "sellers/claim.html", context, status=status)


def _do(request: HttpRequest, paper: TradeEvidence, form: PaperForm) -> str:
    actor, now = actor_of(request), timezone.now()
    match request.POST.get("do"):
        case "answer":
            operations.answer_evidence(
                actor=actor, evidence=paper, content=form.paper(), upload=request.FILES.get("file"), now=now
            )
            return _("Thank you. We look at it again within one working day.")
        case "publish":
            operations.publish_scan(actor=actor, evidence=paper, is_published=True, now=now)
            return _("Buyers can open the scan now.")
        case "unpublish":
            operations.publish_scan(actor=actor, evidence=paper, is_published=False, now=now)
            return _("The scan is private again.")
        case "withdraw":
            operations.withdraw_evidence(actor=actor, evidence=paper, now=now)
            return _("Taken back. It no longer counts.")
    raise InvalidInput(fields={"do": [_("Choose what to do.")]})


@login_required
@require_safe
def scan(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """The scan of a document, for its seller and for staff alone."""
    return scan_response(queries.one_evidence(actor_of(request), public_id))


@require_safe
def public_scan(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """The scan of a claim that its seller published, as long as the claim counts."""
    return scan_response(queries.published_scan(public_id, timezone.now().date()))


def scan_response(paper: TradeEvidence) -> HttpResponseBase:
    """
    Return a scan as an answer that no browser runs or keeps.

    :raises NotFound: if there is none.
    """
    try:
        file = open_private(paper.file)
    except OSError:
        raise NotFound from None
    response = FileResponse(
        file, content_type=media_type(paper.file), filename=f"{paper.public_id}.{paper.file[-4:].strip('.')}"
    )
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response
