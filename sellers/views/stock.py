"""What is on the shelf, what ends first, and counting it anew."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.actor import Actor, actor_of
from marketplace.kernel.idempotency import once
from marketplace.kernel.refusals import InvalidInput
from sellers import operations, queries

PAGE_SIZE = 50
SHOWS = {"": _("All"), "low": _("Running out"), "out": _("Out of stock")}


@login_required
@require_safe
def stock(request: HttpRequest) -> HttpResponse:
    """All variants with stock, low first; each can be counted anew in its row."""
    actor = actor_of(request)
    actor.must_act_for_an_organisation()
    return _page(request, actor)


@login_required
@require_POST
@once
def count(request: HttpRequest, public_id: str) -> HttpResponse:
    """Set one variant's stock to what the seller counted; HTMX swaps the row alone."""
    actor = actor_of(request)
    variant = queries.stock_variant(actor, public_id)
    given = request.POST.get("stock", "").strip()
    try:
        if not (given.isascii() and given.isdigit() and len(given) < 10):
            raise InvalidInput(fields={"stock": [_("Enter a whole number, zero or more.")]})
        operations.restock(actor=actor, variant=variant, stock=int(given), now=timezone.now())
    except InvalidInput as refusal:
        reasons = [str(reason) for reasons in refusal.fields.values() for reason in reasons]
        if getattr(request, "htmx", False):
            return _row(request, actor, public_id, typed=given, errors=reasons, status=422)
        return _page(request, actor, wrong={"id": public_id, "typed": given, "errors": reasons}, status=422)
    if getattr(request, "htmx", False):
        return _row(request, actor, public_id, saved=True)
    messages.success(request, _("Counted."))
    target = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()})
    return redirect(target if safe else reverse("sellers:stock"))


def _page(
    request: HttpRequest, actor: Actor, *, wrong: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    words = request.GET.get("q", "").strip()[:100]
    show = request.GET.get("show", "")
    show = show if show in SHOWS else ""
    found = queries.stock_of(actor, now=timezone.now(), words=words, show=show)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    here = reverse("sellers:stock")
    context = {
        "page": page,
        "rows": queries.stock_rows(page.object_list),
        "words": words,
        "show": show,
        "tabs": [
            {"url": f"{here}?show={key}" if key else here, "label": _(label), "current": key == show}
            for key, label in SHOWS.items()
        ],
        "wrong": wrong,
        "may_edit": actor.may("listings.edit"),
    }
    return render(request, "sellers/stock.html", context, status=status)


def _row(request: HttpRequest, actor: Actor, public_id: str, *, status: int = 200, **more: Any) -> HttpResponse:
    variants = queries.stock_of(actor, now=timezone.now()).filter(public_id=public_id)
    rows = queries.stock_rows(variants)
    context = {"row": rows[0] if rows else None, "may_edit": actor.may("listings.edit"), **more}
    return render(request, "sellers/_stock_row.html", context, status=status)
