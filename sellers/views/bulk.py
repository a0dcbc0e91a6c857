"""Changing many listings together: choose, look ahead, start, watch, take back."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.actor import Actor, actor_of
from marketplace.kernel.idempotency import once
from marketplace.kernel.refusals import InvalidInput, Refusal
from sellers import operations, queries
from sellers.bulk_changes import KINDS, ROUNDINGS
from sellers.forms.bulk import BulkChangeForm
from sellers.history import shown_changes
from sellers.models import BulkEdit, BulkEditRow
from sellers.operations.run_bulk_edit import Ahead

LOOK_AHEAD = 25
ROWS_SHOWN = 50


def filters_of(query: Mapping[str, Any]) -> dict[str, Any]:
    """Return the filter of the list of listings that an address or a form names."""
    slug = query.get("category", "")
    return {
        "status": query.get("status", ""),
        "words": query.get("q", "").strip()[:100],
        "category": queries.category_by_slug(slug) if slug else None,
        "kind": query.get("kind", ""),
        "sort": query.get("sort", ""),
    }


def choose(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Keep the ticked listings, or with `all` every one that matches the filter, for one change of them all."""
    whole = request.POST.get("all") == "1"
    chosen = filters_of(QueryDict(request.POST.get("filter", "")[:2000]))
    found = queries.listings_of(actor, **chosen).order_by()
    ticked = [] if whole else request.POST.getlist("listing")
    if not whole and not ticked:
        messages.warning(request, _("Tick the listings first, then choose what to do with them."))
        return redirect("sellers:listings")
    try:
        edit = operations.choose_for_bulk_edit(actor=actor, listings=found, named=ticked, now=timezone.now())
    except Refusal as refusal:
        if refusal.status in (403, 404):
            raise
        messages.warning(request, refusal.detail)
        return redirect("sellers:listings")
    return redirect("sellers:bulk_edit", edit.public_id)


@login_required
@require_safe
def bulk_edits(request: HttpRequest) -> HttpResponse:
    """What was changed together, newest first."""
    actor = actor_of(request)
    page = Paginator(queries.bulk_edits_of(actor), 25).get_page(request.GET.get("page"))
    rows = [{"edit": edit, "label": KINDS.get(edit.change.get("kind", ""), "")} for edit in page]
    return render(request, "sellers/bulk_edits.html", {"page": page, "rows": rows})


@login_required
@once
def bulk_edit(request: HttpRequest, public_id: str) -> HttpResponse:
    """Choose the change and look ahead (GET), start it (POST); once started, how far it is."""
    actor = actor_of(request)
    edit = queries.bulk_edit(actor, public_id)
    if edit.state != BulkEdit.State.CHOSEN and request.method != "POST":
        return _progress(request, actor, edit)
    asked = request.POST if request.method == "POST" else request.GET
    form = BulkChangeForm(asked if "kind" in asked else None)
    status = 200
    ahead: list[Ahead] = []
    page = Paginator(edit.rows.select_related("listing"), LOOK_AHEAD).get_page(request.GET.get("page"))
    try:
        if request.method == "POST":
            operations.start_bulk_edit(actor=actor, bulk_edit=edit, change=form.change(), now=timezone.now())
            return redirect("sellers:bulk_edit", public_id)
        if form.is_bound:
            ahead = operations.look_ahead(
                actor=actor, bulk_edit=edit, rows=list(page), change=form.change(), now=timezone.now()
            )
    except InvalidInput as refusal:
        form.show(refusal.fields)
        status = 422
    context = {
        "edit": edit,
        "form": form,
        "total": page.paginator.count,
        "page": page,
        "ahead": _ahead_rows(ahead),
        "refused": sum(1 for row in ahead if row.state == BulkEditRow.State.REFUSED),
        "roundings": ROUNDINGS,
        "may_edit": actor.may("listings.edit"),
    }
    return render(request, "sellers/bulk_edit.html", context, status=status)


@login_required
@require_POST
def undo_bulk(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take the whole change back."""
    actor = actor_of(request)
    edit = queries.bulk_edit(actor, public_id)
    operations.undo_bulk_edit(actor=actor, bulk_edit=edit, now=timezone.now())
    return redirect("sellers:bulk_edit", public_id)


def _progress(request: HttpRequest, actor: Actor, edit: BulkEdit) -> HttpResponse:
    counts = queries.bulk_counts(edit)
    rows = edit.rows.select_related("listing", "edit")
    wanted = request.GET.get("rows", "")
    if wanted in BulkEditRow.State.values:
        rows = rows.filter(state=wanted)
    page = Paginator(rows, ROWS_SHOWN).get_page(request.GET.get("page"))
    is_open = edit.state in (BulkEdit.State.RUNNING, BulkEdit.State.UNDOING)
    left = counts["waiting"] if edit.state == BulkEdit.State.RUNNING else counts["done"]
    context = {
        "edit": edit,
        "label": KINDS.get(edit.change.get("kind", ""), ""),
        "value": _value_in_words(edit.change),
        "counts": counts,
        "is_open": is_open,
        "through": counts["total"] - left if is_open else counts["total"],
        "tabs": _tabs(edit, counts, wanted),
        "page": page,
        "rows": _done_rows(list(page)),
        "may_edit": actor.may("listings.edit"),
    }
    htmx: Any = getattr(request, "htmx", None)
    fragment = htmx and not htmx.boosted
    return render(request, "sellers/_bulk_progress.html" if fragment else "sellers/bulk_progress.html", context)


def _tabs(edit: BulkEdit, counts: dict[str, int], wanted: str) -> list[dict[str, Any]]:
    url = reverse("sellers:bulk_edit", args=[edit.public_id])
    tabs = [{"label": _("All"), "url": url, "current": not wanted, "count": counts["total"]}]
    tabs += [
        {"label": label, "url": f"{url}?rows={value}", "current": wanted == value, "count": counts[value]}
        for value, label in BulkEditRow.State.choices
        if counts[value]
    ]
    return tabs


def _ahead_rows(ahead: list[Ahead]) -> list[dict[str, Any]]:
    rows = []
    for each in ahead:
        listing = each.row.listing
        changes = shown_changes([each.edit], currency=listing.currency)[each.edit.pk] if each.edit else []
        state = BulkEditRow.State(each.state)
        rows.append({"listing": listing, "state": state, "reason": each.reason, "changes": changes})
    return rows


def _done_rows(rows: list[BulkEditRow]) -> list[dict[str, Any]]:
    edits = {row.pk: row.edit for row in rows if row.edit is not None}
    changes = {
        row.pk: shown_changes([edits[row.pk]], currency=row.listing.currency)[edits[row.pk].pk]
        for row in rows
        if row.pk in edits
    }
    return [
        {"listing": row.listing, "state": BulkEditRow.State(row.state), "reason": row.reason,
         "changes": changes.get(row.pk, [])}
        for row in rows
    ]  # fmt: skip


def _value_in_words(change: Mapping[str, Any]) -> str:
    value = change.get("value", "")
    return ", ".join(value) if isinstance(value, list) else str(value)
