"""One's own catalogue as a file, and empty tables to fill in."""

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.actor import actor_of
from marketplace.kernel.idempotency import once
from marketplace.kernel.refusals import InvalidInput, NotFound
from sellers import operations, queries
from sellers.bulk.files import open_file
from sellers.bulk.template_file import template_bytes
from sellers.forms.listing import category_choices
from sellers.models import CatalogueExport, Category, Listing
from sellers.tasks import write_catalogue

CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "jsonl": "application/x-ndjson",
}


@login_required
@once
def exports(request: HttpRequest) -> HttpResponse:
    """Every file asked for; POST asks for another."""
    actor = actor_of(request)
    if queries.own_profile(actor) is None:
        return redirect("sellers:start")
    reasons: list[object] = []
    if request.method == "POST":
        try:
            export = operations.begin_export(
                actor=actor,
                form=request.POST.get("format", ""),
                status=request.POST.get("status", ""),
                now=timezone.now(),
            )
        except InvalidInput as refusal:
            reasons = [text for texts in refusal.fields.values() for text in texts]
        else:
            write_catalogue.delay(export.pk)
            return redirect("sellers:exports")
    context = {
        "exports": queries.exports_of(actor)[:20],
        "formats": CatalogueExport.Format.choices,
        "statuses": Listing.Status.choices,
        "reasons": reasons,
    }
    return render(request, "sellers/exports.html", context, status=422 if reasons else 200)


@login_required
@require_safe
def one_export(request: HttpRequest, public_id: str) -> FileResponse:
    """The file itself, for its owner alone."""
    return export_response(queries.own_export(actor_of(request), public_id))


def export_response(export: CatalogueExport) -> FileResponse:
    """
    Return the file of an export as a download.

    :raises NotFound: if it is not written yet, or gone.
    """
    if export.state != CatalogueExport.State.DONE:
        raise NotFound
    try:
        file = open_file(export.file)
    except OSError:
        raise NotFound from None
    response = FileResponse(
        file, as_attachment=True, filename=export.download_name, content_type=CONTENT_TYPES[export.format]
    )
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@login_required
@require_safe
def templates(request: HttpRequest) -> HttpResponse:
    """Which template is wanted."""
    actor_of(request).must("listings.view_own")
    return render(request, "sellers/import_templates.html", {"category_choices": category_choices()})


@login_required
@require_safe
def template(request: HttpRequest) -> HttpResponse:
    """A table to fill in: `category` is a slug or empty, `format` csv or xlsx."""
    actor = actor_of(request)
    actor.must("listings.view_own")
    return template_response(request.GET.get("category", ""), request.GET.get("format", "xlsx"))


def template_response(slug: str, form: str) -> HttpResponse:
    """
    Return a template as a download.

    :raises NotFound: if there is no such category or format.
    """
    category = Category.objects.filter(slug=slug).first() if slug else None
    if form not in ("csv", "xlsx") or (slug and category is None):
        raise NotFound
    response = HttpResponse(template_bytes(category, form), content_type=CONTENT_TYPES[form])
    name = f"bridgeway-{slug or 'catalogue'}.{form}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
