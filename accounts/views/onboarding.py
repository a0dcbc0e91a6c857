"""The way to selling: an overview, and a page for each step that accounts itself asks about."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import operations, queries
from accounts.actor import actor_of
from accounts.addresses import LABELS
from accounts.forms import AddressForm, DocumentForm, NumbersForm, TermsForm, show_refusal
from accounts.onboarding import GATE, onboarding_page, typed_in, typed_over
from accounts.views.owners import FIELDS, OwnerForm
from marketplace.kernel.idempotency import once
from marketplace.kernel.pictures import BadPicture
from marketplace.kernel.private_files import open_private
from marketplace.kernel.refusals import InvalidInput, NotFound
from marketplace.kernel.scans import media_type

# Never kept half-typed: a number that opens somebody's account.
SECRET = frozenset({"iban", "account_number", "clabe", "cbu", "pix_key", "password"})


@login_required
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """How far we are, what is missing for selling and for being paid, and what staff asked."""
    if actor_of(request).organisation is None:
        return redirect(reverse("accounts:start") + "?to=sell")
    page = onboarding_page(actor_of(request), "", now=timezone.now())
    found = page["onboarding"]
    page |= {"sell": found.of_gate(GATE.SELL), "paid": found.of_gate(GATE.BE_PAID)}
    return render(request, "accounts/onboarding/overview.html", page)


@login_required
@require_POST
@once
def send(request: HttpRequest) -> HttpResponse:
    """Answer what staff asked: it waits for them now."""
    sent = operations.send_for_review(actor=actor_of(request), now=timezone.now())
    if sent:
        messages.success(request, _("Sent. We look at it within one working day and tell you."))
    else:
        messages.info(request, _("There is nothing to send just now."))
    return redirect("accounts:onboarding")


@login_required
@require_POST
def autosave(request: HttpRequest, step: str) -> HttpResponse:
    """Keep what is typed. Answers with a line that says so."""
    now = timezone.now()
    operations.keep_draft(actor=actor_of(request), step=step, typed=typed_in(request.POST, but=SECRET), now=now)
    return render(request, "accounts/onboarding/_saved.html", {"saved_at": now})


@login_required
@require_http_methods(["GET", "POST"])
@once
def numbers(request: HttpRequest) -> HttpResponse:
    """Under which numbers the authorities of our country know us."""
    actor = actor_of(request)
    page = onboarding_page(actor, "numbers", now=timezone.now())
    ours = page["organisation"]
    kept = {row.kind: row.value for row in queries.tax_ids_of(actor).filter(country=ours.country)}
    initial = {str(name.value): kept.get(name, "") for name in NumbersForm.KINDS}
    form = NumbersForm(request.POST or None, country=ours.country, initial=typed_over(initial, page["draft"]))
    if request.method == "POST" and form.is_valid():
        try:
            operations.save_numbers(actor=actor, numbers=form.cleaned_data, now=timezone.now())
        except InvalidInput as refusal:
            show_refusal(form, refusal)
        else:
            return _saved(request, page)
    return _step(request, "accounts/onboarding/numbers.html", page, form)


@login_required
@require_http_methods(["GET", "POST"])
@once
def address(request: HttpRequest) -> HttpResponse:
    """Where the business is, in the form of its country."""
    actor = actor_of(request)
    page = onboarding_page(actor, "address", now=timezone.now())
    ours = page["organisation"]
    kept = queries.addresses_of(actor).filter(country=ours.country).first()
    initial: dict[str, Any] = {"recipient": str(actor.user or ""), "company": ours.name}
    if kept is not None:
        initial = {name: getattr(kept, name) for name in LABELS}
    form = AddressForm(
        request.POST or None,
        country=ours.country,
        with_label=False,
        initial=typed_over(initial, page["draft"]) | {"country": ours.country},
    )
    del form.fields["country"]
    if request.method == "POST" and form.is_valid():
        try:
            operations.save_address(
                actor=actor,
                fields={name: str(form.cleaned_data.get(name, "")) for name in LABELS} | {"country": ours.country},
                label=kept.label if kept else _("Business address"),
                is_default=kept.is_default if kept else True,
                public_id=kept.public_id if kept else "",
                now=timezone.now(),
            )
        except InvalidInput as refusal:
            show_refusal(form, refusal)
        else:
            return _saved(request, page)
    return _step(request, "accounts/onboarding/address.html", page, form)


@login_required
@require_http_methods(["GET", "POST"])
@once
def owners(request: HttpRequest) -> HttpResponse:
    """Who owns and decides; each is added below the others."""
    actor = actor_of(request)
    page = onboarding_page(actor, "owners", now=timezone.now())
    named = list(queries.owners_of(actor)) if actor.may("organisation.manage") else []
    initial: dict[str, Any] = dict.fromkeys(FIELDS, "")
    initial |= {"kind": "person", "role": "owner", "country": page["organisation"].country, "share_percent": 0}
    if not named:
        initial |= {"full_name": actor.user.full_name if actor.user else "", "share_percent": 100}
    form = OwnerForm(request.POST or None, initial=typed_over(initial, page["draft"]))
    if request.method == "POST" and form.is_valid():
        try:
            operations.save_owner(actor=actor, now=timezone.now(), **form.cleaned_data)
        except InvalidInput as refusal:
            show_refusal(form, refusal)
        else:
            operations.drop_draft(actor=actor, step="owners")
            messages.success(request, _("Saved."))
            return redirect("accounts:onboarding_owners")
    page["owners"] = named
    return _step(request, "accounts/onboarding/owners.html", page, form)


@login_required
@require_http_methods(["GET", "POST"])
@once
def documents(request: HttpRequest) -> HttpResponse:
    """Papers that show who we are."""
    actor = actor_of(request)
    page = onboarding_page(actor, "documents", now=timezone.now())
    form = DocumentForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            operations.add_company_document(
                actor=actor,
                kind=given["kind"],
                upload=given["file"],
                title=given["title"],
                expires_on=given["expires_on"],
                now=timezone.now(),
            )
        except (InvalidInput, BadPicture) as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("Sent. We look at it within one working day."))
            return redirect("accounts:onboarding_documents")
    page["documents"] = queries.documents_of(actor) if actor.may("organisation.manage") else []
    page["today"] = timezone.localdate()
    return _step(request, "accounts/onboarding/documents.html", page, form)


@login_required
@require_POST
def withdraw_document(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take a paper back."""
    operations.withdraw_company_document(actor=actor_of(request), public_id=public_id, now=timezone.now())
    messages.success(request, _("Taken back. It no longer counts."))
    return redirect("accounts:onboarding_documents")


@login_required
@require_safe
def document_file(request: HttpRequest, public_id: str) -> HttpResponse:
    """The paper itself, for its organisation and for staff alone."""
    actor = actor_of(request)
    document = queries.document_of(actor, public_id)
    try:
        with open_private(document.file) as file:
            content = file.read()
    except OSError:
        raise NotFound from None
    response = HttpResponse(content, content_type=media_type(document.file))
    response["Cache-Control"] = "private, no-store"
    extension = document.file.rpartition(".")[2]
    response["Content-Disposition"] = f'inline; filename="{document.public_id}.{extension}"'
    return response


@login_required
@require_http_methods(["GET", "POST"])
@once
def terms(request: HttpRequest) -> HttpResponse:
    """Read and sign the terms in force, and make the statements that are asked for."""
    actor = actor_of(request)
    now = timezone.now()
    page = onboarding_page(actor, "terms", now=now)
    in_force, signature = queries.terms_for(actor, now=now)
    asked = [each for each in page["step"].standings if each.requirement.kind == "attested"]
    open_ones = [each for each in asked if each.needs_the_seller]
    initial = typed_over({"signed_name": actor.user.full_name if actor.user else ""}, page["draft"])
    to_sign = in_force is not None and signature is None
    form = TermsForm(request.POST or None, statements=open_ones, to_sign=to_sign, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            if in_force is not None and to_sign:
                operations.sign_terms(
                    actor=actor,
                    version=request.POST.get("version", ""),
                    signed_name=form.cleaned_data["signed_name"],
                    address=request.META.get("REMOTE_ADDR", ""),
                    program=request.headers.get("User-Agent", ""),
                    now=now,
                )
            for standing in open_ones:
                operations.attest_requirement(actor=actor, code=standing.code, now=now)
        except InvalidInput as refusal:
            show_refusal(form, refusal)
        else:
            return _saved(request, page)
    page |= {"terms": in_force, "signature": signature, "statements": asked, "to_do": to_sign or bool(open_ones)}
    return _step(request, "accounts/onboarding/terms.html", page, form)


def _saved(request: HttpRequest, page: dict[str, Any]) -> HttpResponse:
    operations.drop_draft(actor=actor_of(request), step=page["here"])
    messages.success(request, _("Saved."))
    return redirect(page["next_url"])


def _step(request: HttpRequest, template: str, page: dict[str, Any], form: Any) -> HttpResponse:
    context = {**page, "form": form, "may_edit": actor_of(request).may("organisation.manage")}
    return render(request, template, context, status=422 if form.errors else 200)
