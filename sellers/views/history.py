"""Who changed what of a listing, and taking a change back."""

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
from marketplace.kernel.refusals import Refusal
from sellers import operations, queries
from sellers.history import shown_changes
from sellers.listing_head import listing_head
from sellers.models import Listing, ListingEdit
from sellers.operations.undo_edit import may_be_undone

PAGE_SIZE = 20


@login_required
@require_safe
def history(request: HttpRequest, public_id: str) -> HttpResponse:
    """Every change, newest first."""
    actor = actor_of(request)
    listing = queries.listing_for_edit(actor, public_id)
    page = Paginator(queries.edits_of(actor, listing), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {**listing_head(actor, listing, "history"), "page": page, "rows": rows_of(actor, listing, list(page))}
    return render(request, "sellers/history.html", context)


@login_required
@require_POST
@once
def undo(request: HttpRequest, public_id: str, edit: str) -> HttpResponse:
    """Put back the values from before one change."""
    actor = actor_of(request)
    listing = queries.listing_for_edit(actor, public_id)
    chosen = queries.edit_of(actor, listing, edit)
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = reverse("sellers:history", args=[public_id])
    try:
        operations.undo_edit(actor=actor, edit=chosen, now=timezone.now())
    except Refusal as refusal:
        if refusal.status in (403, 404):
            raise
        reasons = [str(reason) for reasons in refusal.fields.values() for reason in reasons]
        messages.warning(request, _("Not taken back. %(reason)s") % {"reason": " ".join(reasons) or refusal.detail})
        return redirect(back)
    waits = queries.open_revision(listing) is not None
    messages.success(
        request,
        _("Taken back. What buyers would see changed waits for review when you send it.")
        if waits
        else _("Taken back."),
    )
    return redirect(back)


def rows_of(actor: Actor, listing: Listing, edits: list[ListingEdit]) -> list[dict[str, Any]]:
    """Return entries as the history page shows them."""
    changes = shown_changes(edits, currency=listing.currency)
    return [
        {
            "edit": edit,
            "who": who_of(edit),
            "changes": changes[edit.pk],
            "undone": hasattr(edit, "undone_by"),
            "may_undo": actor.may("listings.edit") and may_be_undone(edit),
        }
        for edit in edits
    ]


def who_of(edit: ListingEdit) -> str:
    """Name who made a change; people of the platform speak for it and not for themselves."""
    return "Bridgeway" if edit.by_platform else edit.actor or _("Somebody")
