"""What buyers choose among: options, the variants they make, and in which quantities and how soon."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.actor import Actor, actor_of
from marketplace.kernel.idempotency import once
from marketplace.kernel.refusals import InvalidInput, Refusal
from sellers import operations, queries
from sellers.content import MOST_OPTIONS, MOST_VARIANTS
from sellers.forms.variants import (
    COLUMNS,
    FILLABLE,
    LABELS,
    ROWS_A_PAGE,
    cells_of,
    errors_by_cell,
    options_typed,
    pasted,
    row_of,
    table_typed,
)
from sellers.lead_times import MOST_ROWS
from sellers.listing_head import listing_head
from sellers.models import Listing
from sellers.pricing import as_typed


@login_required
@require_http_methods(["GET", "POST"])
@once
def variants(request: HttpRequest, public_id: str) -> HttpResponse:
    """Options, the table of variants, quantities and lead times; `do` says which part was sent."""
    actor = actor_of(request)
    listing = queries.listing_for_edit(actor, public_id)
    if request.method != "POST":
        return _page(request, actor, listing)
    saves = {"options": _save_options, "table": _save_table, "fill": _fill, "paste": _paste, "prune": _prune,
             "quantities": _save_quantities}  # fmt: skip
    save = saves.get(request.POST.get("do", ""))
    if save is None:
        return redirect("sellers:variants", public_id)
    try:
        said = save(request, actor, listing)
    except InvalidInput as refusal:
        return _page(request, actor, listing, refusal=refusal, do=request.POST["do"])
    except Refusal as refusal:
        if refusal.status != 409:
            raise
        return _page(request, actor, listing, conflict=refusal, do=request.POST["do"])
    messages.success(request, said)
    page = request.POST.get("page", "")
    url = reverse("sellers:variants", args=[public_id])
    return redirect(f"{url}?page={page}#table" if page.isdigit() else url)


def _save_options(request: HttpRequest, actor: Actor, listing: Listing) -> str:
    made = operations.set_variants(
        actor=actor,
        listing=listing,
        options=options_typed(request.POST),
        variants=None,
        version=_version(request),
        now=timezone.now(),
    )
    count = len(made)
    return ngettext("There is %(n)s variant now.", "There are %(n)s variants now.", count) % {"n": count}


def _save_table(request: HttpRequest, actor: Actor, listing: Listing) -> str:
    rows = [{"id": pk, **row_of(cells, stock_was=was)} for pk, cells, was in table_typed(request.POST)]
    operations.edit_variants(actor=actor, listing=listing, variants=rows, version=_version(request), now=timezone.now())
    return _("Saved.")


def _fill(request: HttpRequest, actor: Actor, listing: Listing) -> str:
    column, value, only = (request.POST.get(name, "") for name in ("column", "value", "only"))
    if column not in FILLABLE:
        raise InvalidInput(fields={"fill": [_("Choose a column.")]})
    name, _sign, wanted = only.partition("=")
    chosen = [each for each in listing.variants.all() if not only or each.options.get(name) == wanted]
    operations.edit_variants(
        actor=actor,
        listing=listing,
        variants=[{"id": each.public_id, **row_of({column: value})} for each in chosen],
        version=_version(request),
        now=timezone.now(),
    )
    count = len(chosen)
    return ngettext("%(n)s row filled.", "%(n)s rows filled.", count) % {"n": count}


def _paste(request: HttpRequest, actor: Actor, listing: Listing) -> str:
    rows, unknown, lines = pasted(request.POST.get("pasted", ""), listing)
    if not lines:
        raise InvalidInput(fields={"paste": [_("Paste at least two lines: the names of the columns, then a row.")]})
    if unknown:
        raise InvalidInput(
            fields={"paste": [_("No column is called “%(head)s”.") % {"head": head[:40]} for head in unknown]}
        )
    try:
        operations.edit_variants(
            actor=actor, listing=listing, variants=rows, version=_version(request), now=timezone.now()
        )
    except InvalidInput as refusal:
        cells, others = errors_by_cell(refusal.fields)
        said = [
            # The first line has the names, and people count from one.
            _("Line %(line)s, %(column)s: %(reason)s")
            % {"line": at + 2, "column": LABELS.get(column, column), "reason": " ".join(reasons)}
            for at, columns in sorted(cells.items())
            for column, reasons in columns.items()
        ]
        raise InvalidInput(fields={"paste": [*others, *said]}) from refusal
    count = len(rows)
    return ngettext("%(n)s row taken over.", "%(n)s rows taken over.", count) % {"n": count}


def _prune(request: HttpRequest, actor: Actor, listing: Listing) -> str:
    kept = [{"id": each.public_id} for each in listing.variants.all() if each.is_active]
    gone = listing.variants.count() - len(kept)
    operations.set_variants(
        actor=actor,
        listing=listing,
        options=listing.options,
        variants=kept,
        version=_version(request),
        now=timezone.now(),
    )
    return ngettext("%(n)s combination taken out.", "%(n)s combinations taken out.", gone) % {"n": gone}


def _save_quantities(request: HttpRequest, actor: Actor, listing: Listing) -> str:
    data = request.POST
    rows = zip(data.getlist("up_to")[: MOST_ROWS + 1], data.getlist("days"), strict=False)
    content = {
        "order_step": data.get("order_step", ""),
        "counts_variants_together": data.get("counts_variants_together", ""),
        "lead_times": [{"up_to": most.strip(), "days": days.strip()} for most, days in rows],
    }
    operations.edit_listing(
        actor=actor, listing=listing, content=content, version=_version(request), now=timezone.now()
    )
    return _("Saved.")


def _page(
    request: HttpRequest,
    actor: Actor,
    listing: Listing,
    *,
    refusal: InvalidInput | None = None,
    conflict: Refusal | None = None,
    do: str = "",
) -> HttpResponse:
    there = list(listing.variants.all())
    pages = Paginator(there, ROWS_A_PAGE)
    page = pages.get_page(request.POST.get("page") or request.GET.get("page"))
    fields = refusal.fields if refusal is not None else {}
    cells, others = errors_by_cell(fields) if do == "table" else ({}, [])
    typed = table_typed(request.POST) if do == "table" and (refusal or conflict) else []
    default = next((each for each in there if each.is_default), None)
    options = options_typed(request.POST) if do == "options" and refusal else listing.options
    pictures = [picture for picture in listing.pictures.all() if picture.is_shown]
    errors = {field: [str(text) for text in texts] for field, texts in fields.items()}
    context = {
        **listing_head(actor, listing, "variants"),
        "conflict": conflict,
        "options": _option_rows(options, errors),
        "rows": [
            _row(at, variant, listing, pictures, typed[at][1] if at < len(typed) else None, cells.get(at, {}))
            for at, variant in enumerate(page)
        ],
        "columns": [(code, label) for code, label, _names in COLUMNS],
        "fillable": [(code, LABELS[code]) for code in FILLABLE],
        "page": page,
        "count": len(there),
        "most": MOST_VARIANTS,
        "not_offered": sum(not each.is_active for each in there),
        "listed": cells_of(default, lambda price: as_typed(price, listing.currency))["tiers"] if default else "",
        "errors": _said(errors, do) + others,
        "fill_errors": errors.get("fill", []) or (_flat(errors) if do == "fill" else []),
        "paste_errors": errors.get("paste", []) if do == "paste" else [],
        "pasted": request.POST.get("pasted", "") if do == "paste" else "",
        "lead_rows": _lead_rows(listing, request if do == "quantities" and refusal else None, errors),
        "quantity_errors": errors if do == "quantities" else {},
        "quantities": request.POST if do == "quantities" and refusal else None,
        "by_lots": listing.kind == Listing.Kind.PERISHABLE_LOT,
    }
    status = 409 if conflict else 422 if refusal else 200
    return render(request, "sellers/variants.html", context, status=status)


def _row(
    at: int, variant: Any, listing: Listing, pictures: list[Any], typed: dict[str, str] | None, errors: dict[str, Any]
) -> dict[str, Any]:
    stored = cells_of(variant, lambda price: as_typed(price, listing.currency))
    shown = {**stored, **(typed or {})}
    return {
        "variant": variant,
        "number": at,
        "pictures": pictures,
        "stock_was": stored["stock"],
        "cells": [
            {"code": code, "label": label, "value": shown[code], "errors": errors.get(code, [])}
            for code, label, _names in COLUMNS
        ],
        "errors": [text for code in ("id", "options") for text in errors.get(code, [])],
    }


def _option_rows(options: list[dict[str, Any]], errors: dict[str, list[str]]) -> list[dict[str, Any]]:
    rows = [*options, *({"name": "", "values": []} for _ in range(MOST_OPTIONS - len(options)))]
    return [
        {
            "number": at,
            "name": row["name"],
            "values": "\n".join(row["values"]),
            "lines": min(max(len(row["values"]) + 1, 3), 12),
            "name_errors": errors.get(f"options.{at}.name", []),
            "value_errors": errors.get(f"options.{at}.values", []),
        }
        for at, row in enumerate(rows)
    ]


def _lead_rows(listing: Listing, request: HttpRequest | None, errors: dict[str, list[str]]) -> list[dict[str, Any]]:
    if request is not None:
        rows = list(zip(request.POST.getlist("up_to"), request.POST.getlist("days"), strict=False))
    else:
        rows = [(str(most), str(days)) for most, days in listing.lead_times]
    rows = [*rows, *([("", "")] * (min(len(rows) + 2, MOST_ROWS) - len(rows)))]
    return [
        {
            "number": at,
            "up_to": most,
            "days": days,
            "errors": errors.get(f"lead_times.{at}.up_to", []) + errors.get(f"lead_times.{at}.days", []),
        }
        for at, (most, days) in enumerate(rows)
    ]


def _said(errors: dict[str, list[str]], do: str) -> list[str]:
    """What stands in the summary on top."""
    if do == "table":
        cells, _others = errors_by_cell(errors)
        count = sum(len(columns) for columns in cells.values())
        text = ngettext("%(n)s cell needs another look.", "%(n)s cells need another look.", count) % {"n": count}
        return [text] if count else []
    return [] if do in ("fill", "paste") else _flat(errors)


def _flat(errors: dict[str, list[str]]) -> list[str]:
    return list(dict.fromkeys(text for texts in errors.values() for text in texts))


def _version(request: HttpRequest) -> int | None:
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
