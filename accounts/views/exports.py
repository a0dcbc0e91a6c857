"""Take your data with you."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import operations, queries
from accounts.actor import actor_of
from accounts.data_export import parts
from accounts.models import DataExport
from marketplace.kernel.idempotency import once
from marketplace.kernel.private_files import open_private
from marketplace.kernel.refusals import NotFound


@login_required
@require_http_methods(["GET", "POST"])
@once
def exports(request: HttpRequest) -> HttpResponse:
    """The archives there are, how far the one being written is, and the button for a new one."""
    actor = actor_of(request)
    actor.must_act_for_an_organisation()
    if request.method == "POST":
        operations.request_export(actor=actor, now=timezone.now())
        messages.success(request, _("We are putting your data together and tell you when it is ready."))
        return redirect("accounts:exports")
    rows = list(queries.exports_of(actor)[:20])
    context = {"exports": rows, "running": next((row for row in rows if row.is_open), None), "parts": parts()}
    fragment = getattr(request, "htmx", False) and not request.htmx.boosted  # type: ignore[attr-defined]
    return render(request, "accounts/_exports.html" if fragment else "accounts/exports.html", context)


@login_required
@require_safe
def export_file(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """The archive, for those who may take the organisation's data, until its days are over."""
    return export_response(queries.export_to_fetch(actor_of(request), public_id, timezone.now()))


def export_response(export: DataExport) -> HttpResponseBase:
    """
    Return the archive as a download, streamed.

    :raises NotFound: if the file is gone.
    """
    try:
        file = open_private(export.file)
    except OSError:
        raise NotFound from None
    name = f"bridgeway-{export.organisation.slug}-{export.requested_at:%Y-%m-%d}.zip"
    response = FileResponse(file, as_attachment=True, filename=name, content_type="application/zip")
    response["Cache-Control"] = "private, no-store"
    return response
