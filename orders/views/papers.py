"""The papers of an order: what is there, what is missing, and the files."""

import hashlib
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.actor import Actor, actor_of
from accounts.forms import show_refusal
from marketplace.kernel.idempotency import once
from marketplace.kernel.money import Money, round_money, to_minor
from marketplace.kernel.refusals import InvalidInput, NotFound, Refusal
from orders import operations, paper_queries, queries
from orders.models import Order, Packing, PaperFile
from orders.operations.prepare_papers import INVOICED
from orders.paper_content import facts_of, value_in_eur
from orders.paper_forms import ROWS, AuthorityPaperForm, CreditForm, PackageFormSet, PackingForm, VerifyForm
from orders.paper_needs import WHY, due_kinds, missing_of, required_papers
from orders.rules import Party
from orders.views.lists import list_url
from trade.fx import current_rates
from trade.papers import Content, Kind
from trade.papers.content import code_of

VERIFY_MOST_BYTES = 8 * 1024 * 1024
WHY_NO_XML = {
    "three_decimals": gettext_lazy(
        "No e-invoice: EN 16931 has room for two decimals only, and this currency has three."
    ),
    "seller_vat_missing": gettext_lazy("No e-invoice: the seller's VAT number was missing when it was issued."),
    "vat_does_not_follow": gettext_lazy("No e-invoice: the tax that was agreed does not follow from rate and amount."),
}


def panel_of(order: Order, actor: Actor) -> dict[str, Any]:
    """Return what the papers panel shows, on the order's page and on its own."""
    shown = paper_queries.papers_of(order)
    party = queries.party_of(actor, order)
    return {
        "papers": [
            {
                "paper": row.paper,
                "files": row.files,
                "is_current": row.is_current,
                "why": WHY[Kind(row.paper.kind)],
                "why_no_xml": WHY_NO_XML.get(row.why_no_xml, ""),
            }
            for row in shown
        ],
        "papers_pending": any(row.paper.state == "pending" for row in shown),
        "may_issue": party is Party.SELLER and actor.may("orders.ship"),
        "can_prepare": order.status in INVOICED,
    }


def _seller(request: HttpRequest, public_id: str) -> tuple[Actor, Order]:
    actor = actor_of(request)
    found = queries.order_of(actor, public_id)
    if queries.party_of(actor, found) is not Party.SELLER:
        raise NotFound
    actor.must("orders.ship")
    return actor, found


def _context(request: HttpRequest, order: Order, **more: Any) -> dict[str, Any]:
    actor = actor_of(request)
    party = queries.party_of(actor, order)
    now = timezone.now()
    facts = facts_of(order)
    value = value_in_eur(order, current_rates(now.date()))
    return {
        "order": order,
        "is_buyer": party is Party.BUYER,
        "frame": "base.html" if party is Party.BUYER else "base_seller.html",
        "list_url": list_url(party),
        "missing": missing_of(facts, value_eur=value),
        "due": [(kind.value, WHY[kind]) for kind in due_kinds(facts, value_eur=value)],
        "required": required_papers(facts, on=now.date()),
        **panel_of(order, actor),
        **more,
    }


@require_GET
def papers(request: HttpRequest, public_id: str) -> HttpResponse:
    """The list; asked for by HTMX, only the panel, which asks again while something is being drawn."""
    actor = actor_of(request)
    found = queries.order_of(actor, public_id)
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "orders/_papers.html", {"order": found, **panel_of(found, actor)})
    return render(request, "orders/papers.html", _context(request, found))


@require_POST
@once
def prepare(request: HttpRequest, public_id: str) -> HttpResponse:
    """Issue everything that is due."""
    actor, found = _seller(request, public_id)
    now = timezone.now()
    try:
        operations.prepare_papers(actor=actor, order=found, rates=current_rates(now.date()), now=now)
    except InvalidInput as refusal:
        messages.error(request, " ".join(str(text) for texts in refusal.fields.values() for text in texts))
    except Refusal as refusal:
        if refusal.status in (401, 403, 404):
            raise
        messages.error(request, refusal.detail)
    else:
        messages.success(request, _("The papers are issued and being drawn."))
    return redirect("orders:papers", public_id)


@require_POST
@once
def issue(request: HttpRequest, public_id: str, kind: str) -> HttpResponse:
    """Issue one paper anew."""
    actor, found = _seller(request, public_id)
    if kind not in {each.value for each in Kind}:
        raise NotFound
    now = timezone.now()
    try:
        operations.issue_paper(actor=actor, order=found, kind=Kind(kind), rates=current_rates(now.date()), now=now)
    except InvalidInput as refusal:
        messages.error(request, " ".join(str(text) for texts in refusal.fields.values() for text in texts))
    except Refusal as refusal:
        if refusal.status in (401, 403, 404):
            raise
        messages.error(request, refusal.detail)
    else:
        messages.success(request, _("It is issued and being drawn; it replaces the one before."))
    return redirect("orders:papers", public_id)


@require_http_methods(["GET", "POST"])
@once
def packing(request: HttpRequest, public_id: str) -> HttpResponse:
    """How it is packed, in which language the papers are, and whether origin is stated."""
    actor, found = _seller(request, public_id)
    if not found.is_carried:
        raise NotFound
    kept = Packing.objects.filter(order=found).first()
    form = PackingForm(request.POST or None, initial=_packing_initial(kept))
    rows = PackageFormSet(request.POST or None, initial=_row_initial(kept), prefix="packages")
    if request.method == "POST" and form.is_valid() and rows.is_valid():
        given = [row for each in rows if (row := each.row()) is not None]
        try:
            operations.save_packing(actor=actor, order=found, packages=given, now=timezone.now(), **form.cleaned_data)
        except InvalidInput as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("Saved. Prepare the papers when everything is right."))
            return redirect("orders:papers", public_id)
    context = _context(request, found, form=form, rows=rows)
    bad = request.method == "POST"
    return render(request, "orders/packing.html", context, status=422 if bad else 200)


def _packing_initial(kept: Packing | None) -> dict[str, Any]:
    names = ("marks", "notes", "wood_is_treated", "wants_origin", "origin_criterion", "second_language")
    return {name: getattr(kept, name) for name in names} if kept else {}


def _row_initial(kept: Packing | None) -> list[dict[str, Any]]:
    rows = [
        {**row, "weight_kg": f"{row['gross_weight_g'] / 1000:g}"}
        | {name: row[name] or None for name in ("length_cm", "width_cm", "height_cm")}
        for row in (kept.packages if kept else [])
    ]
    return rows + [{"kind": "CT"}] * max(1, min(ROWS, len(rows) + 2) - len(rows))


@require_http_methods(["GET", "POST"])
@once
def authority(request: HttpRequest, public_id: str, kind: str) -> HttpResponse:
    """A paper that an authority gives: its copy, or the form to enter it."""
    actor = actor_of(request)
    found = queries.order_of(actor, public_id)
    if request.method == "GET" and "copy" in request.GET:
        given = paper_queries.authority_paper_of(found, kind)
        if not given.file:
            raise NotFound
        return download(bytes(given.file), given.file_type, given.file_name)
    actor, found = _seller(request, public_id)
    asked = next((p for p in required_papers(facts_of(found), on=timezone.now().date()) if p.kind == kind), None)
    if asked is None:
        raise NotFound
    initial = {"number": asked.given.number, "issued_date": asked.given.issued_date} if asked.given else {}
    form = AuthorityPaperForm(request.POST or None, request.FILES or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            operations.keep_authority_paper(
                actor=actor, order=found, kind=kind, now=timezone.now(), **form.cleaned_data
            )
        except InvalidInput as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("Noted. The buyer and the carrier can see it."))
            return redirect("orders:papers", public_id)
    context = _context(request, found, form=form, asked=asked)
    return render(request, "orders/authority_paper.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@once
def credit(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take the invoice back, in full or in part."""
    actor, found = _seller(request, public_id)
    invoice = paper_queries.invoice_of(found)
    if invoice is None:
        raise NotFound
    content = Content.from_json(invoice.content)
    form = CreditForm(request.POST or None, lines=list(content.lines))
    if request.method == "POST" and form.is_valid():
        parts = {
            line.position: to_minor(round_money(Money(amount, found.currency)))
            for line in content.lines
            if (amount := form.cleaned_data.get(f"line_{line.position}"))
        }
        try:
            operations.credit_invoice(
                actor=actor, order=found, reason=form.cleaned_data["reason"], parts=parts, now=timezone.now()
            )
        except InvalidInput as refusal:
            show_refusal(form, refusal)
        except Refusal as refusal:
            form.add_error(None, refusal.detail)
        else:
            messages.success(request, _("The credit note is issued and being drawn."))
            return redirect("orders:papers", public_id)
    context = _context(request, found, form=form, invoice=invoice)
    return render(request, "orders/credit_invoice.html", context, status=422 if form.errors else 200)


@require_GET
def file(request: HttpRequest, public_id: str, name: str) -> HttpResponse:
    """One file of a paper, for the order's two sides."""
    paper = paper_queries.paper_of(actor_of(request), public_id)
    if name not in PaperFile.Name.values:
        raise NotFound
    found = paper_queries.file_of(paper, name)
    kind = PaperFile.Name(name)
    file_name = paper.file_name(paper_queries.SUFFIXES[kind])
    return download(bytes(found.data), paper_queries.TYPES[kind], file_name, inline=kind is PaperFile.Name.PREVIEW)


@require_GET
def everything(request: HttpRequest, public_id: str) -> HttpResponse:
    """All papers in force as one ZIP."""
    found = queries.order_of(actor_of(request), public_id)
    return download(paper_queries.zip_of(found), "application/zip", f"{found.number}-papers.zip")


def download(data: bytes, content_type: str, name: str, *, inline: bool = False) -> HttpResponse:
    """Answer with a file that browsers save and never guess at; only the picture is shown in place."""
    response = HttpResponse(data, content_type=content_type)
    response.headers["Content-Disposition"] = f'{"inline" if inline else "attachment"}; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@require_http_methods(["GET", "POST"])
def verify(request: HttpRequest, public_id: str) -> HttpResponse:
    """For anybody: is this paper genuine? Number, issuer, day and hashes; never an amount or the buyer."""
    paper = paper_queries.paper_to_verify(public_id)
    hashes = paper_queries.hashes_of(paper)
    form = VerifyForm(request.POST or None, request.FILES or None)
    answer = ""
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data["copy"].read(VERIFY_MOST_BYTES + 1)
        answer = "same" if hashlib.sha256(data).hexdigest() in hashes else "different"
    code = code_of(paper.content_hash)
    given = request.GET.get("code", "").strip().upper()
    context = {
        "paper": paper,
        "code": code,
        "code_differs": bool(given) and given != code,
        "sha256": hashes[0] if hashes else "",
        "form": form,
        "answer": answer,
    }
    return render(request, "orders/verify_paper.html", context)
