"""Catalogues as files: upload, columns, what would happen, progress, report."""

import csv
from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.actor import Actor, actor_of
from marketplace.kernel.idempotency import once
from marketplace.kernel.refusals import InvalidInput, NotFound, Refusal
from sellers import operations, queries
from sellers.bulk.files import format_of, open_file, rows_after
from sellers.imports.fields import BY_CODE, target_label
from sellers.imports.files import FileRefused
from sellers.imports.values import escaped
from sellers.models import CatalogueImport
from sellers.models.imports import IMPORT_STATE_KINDS
from sellers.tasks import work_on_import
from sellers.views.mapping import mapping_context, mapping_sent

PAGE_SIZE = 50
_State = CatalogueImport.State


@login_required
@once
def imports(request: HttpRequest) -> HttpResponse:
    """Every import so far; POST takes a file in."""
    actor = actor_of(request)
    if queries.own_profile(actor) is None:
        return redirect("sellers:start")
    refusal: Refusal | None = None
    if request.method == "POST":
        upload = request.FILES.get("file")
        try:
            if upload is None:
                raise InvalidInput(fields={"file": [_("Choose a file first.")]})
            job = operations.begin_import(actor=actor, upload=upload, file_name=upload.name or "", now=timezone.now())
        except Refusal as refused:
            if refused.status in (401, 403, 404):
                raise
            refusal = refused
        else:
            return redirect("sellers:import", job.public_id)
    page = Paginator(queries.imports_of(actor), 20).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "kinds": IMPORT_STATE_KINDS,
        "refusal": refusal,
        "reasons": refusal.fields.get("file", [refusal.detail]) if refusal else [],
        "may_edit": actor.may("listings.edit"),
    }
    return render(request, "sellers/imports.html", context, status=422 if refusal else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def one_import(request: HttpRequest, public_id: str) -> HttpResponse:
    """One import, at whatever step it is; POST says what the columns are and has every row checked."""
    actor = actor_of(request)
    job = queries.own_import(actor, public_id)
    errors: dict[str, list[Any]] = {}
    sent: dict[str, Any] | None = None
    if request.method == "POST":
        sent = mapping_sent(request.POST, job)
        try:
            job = operations.map_import(actor=actor, job=job, mapping=sent, now=timezone.now())
        except InvalidInput as refusal:
            errors = refusal.fields
        else:
            work_on_import.delay(job.pk)
            return redirect("sellers:import", public_id)
    wants_columns = job.state == _State.MAPPING or (job.state == _State.CHECKED and "columns" in request.GET)
    if errors or wants_columns:
        context = mapping_context(job, sent, errors) | _head(request, job, "columns")
        return render(request, "sellers/import_mapping.html", context, status=422 if errors else 200)
    return render(request, "sellers/import.html", _shown(request, job))


@login_required
@require_safe
def progress(request: HttpRequest, public_id: str) -> HttpResponse:
    """How far it is: the part of the page that asks for itself while a worker is busy."""
    job = queries.own_import(actor_of(request), public_id)
    if not job.is_at_work:
        response = HttpResponse(status=204)
        response["HX-Redirect"] = reverse("sellers:import", args=[public_id])
        return response
    return render(request, "sellers/_import_progress.html", _head(request, job, ""))


@login_required
@require_POST
def move(request: HttpRequest, public_id: str, move: str) -> HttpResponse:
    """Start, stop, go on with or undo an import."""
    actor = actor_of(request)
    job = queries.own_import(actor, public_id)
    now = timezone.now()
    if move == "start":
        job = operations.start_import(actor=actor, job=job, wants_review="wants_review" in request.POST, now=now)
    elif move == "stop":
        job = operations.cancel_import(actor=actor, job=job, now=now)
        messages.success(request, _("Stopped. What is in stays in; you can go on whenever you like."))
    elif move == "resume":
        job = operations.resume_import(actor=actor, job=job, now=now)
    elif move == "read-again":
        return _read_again(request, actor, job)
    elif move == "undo":
        job = operations.undo_import(actor=actor, job=job, now=now)
    else:
        raise NotFound
    if job.is_at_work:
        work_on_import.delay(job.pk)
    return redirect("sellers:import", public_id)


def _read_again(request: HttpRequest, actor: Actor, job: CatalogueImport) -> HttpResponse:
    """Take the file in other letters or cut by another sign; what cannot be is said on the page of the columns."""
    try:
        operations.reread_import(
            actor=actor,
            job=job,
            encoding=request.POST.get("encoding", ""),
            delimiter=request.POST.get("delimiter", ""),
            now=timezone.now(),
        )
    except (InvalidInput, FileRefused) as refusal:
        for reasons in refusal.fields.values():
            for reason in reasons:
                messages.error(request, reason)
    else:
        messages.success(request, _("Read again. Look at the first rows and at the columns once more."))
    return redirect("sellers:import", job.public_id)


@login_required
@require_safe
def report(request: HttpRequest, public_id: str) -> StreamingHttpResponse:
    """Every row that was left out as it stood in the file, with one more column: what to do. Streamed."""
    job = queries.own_import(actor_of(request), public_id)
    response = StreamingHttpResponse(report_lines(job), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{job.public_id}-rows-to-correct.csv"'
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


class _Echo:
    def write(self, text: str) -> str:
        return text


def report_lines(job: CatalogueImport) -> Iterator[str]:
    """Give the lines of the report: the file's own columns, so that corrected rows can be sent again as they are."""
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow([*map(escaped, job.header), _("What to do")])
    problems = queries.problems_of(job, warnings=False).iterator(chunk_size=2_000)
    problem = next(problems, None)
    if problem is None:
        return
    with open_file(job.file) as file:
        for number, row in rows_after(file, format_of(job), problem.row - 1):
            said = []
            while problem is not None and problem.row <= number:
                if problem.row == number:
                    said.append(f"{problem.column}: {problem.reason}" if problem.column else problem.reason)
                problem = next(problems, None)
            if said:
                cells = (
                    [row.get(name, "") for name in job.header]
                    if isinstance(row, dict)
                    else [*row[: len(job.header)], *[""] * (len(job.header) - len(row))]
                    if isinstance(row, list)
                    else [""] * len(job.header)
                )
                yield writer.writerow([*(cell if cell[:1] == "'" else escaped(cell) for cell in cells), " ".join(said)])
            if problem is None:
                return


def _head(request: HttpRequest, job: CatalogueImport, step: str) -> dict[str, Any]:
    state = job.state
    order = ("columns", "check", "import")
    at = 0 if step == "columns" else 1 if job.confirmed_at is None else 2
    labels = {"columns": _("Match the columns"), "check": _("Look it over"), "import": _("Import")}
    done = state in (_State.DONE, _State.UNDONE)
    share_total = job.later_total if state in (_State.FETCHING, _State.SUBMITTING, _State.UNDOING) else job.rows_total
    share_done = (
        job.later_done + job.later_failed
        if state in (_State.FETCHING, _State.SUBMITTING, _State.UNDOING)
        else job.rows_done
    )
    return {
        "job": job,
        "kind": IMPORT_STATE_KINDS[state],
        "may_edit": actor_of(request).may("listings.edit"),
        "total": share_total,
        "done": share_done,
        "steps": [
            {
                "label": labels[name],
                "state": "done" if place < at or (done and place == at) else "current" if place == at else "todo",
                "url": reverse("sellers:import", args=[job.public_id]) + "?columns=1"
                if name == "columns" and state == _State.CHECKED
                else "",
            }
            for place, name in enumerate(order)
        ],
    }


def _example(each: dict[str, Any]) -> dict[str, Any]:
    """An example with its fields named for people."""
    names = {"tiers": _("Prices"), "stock_available": _("In stock")}
    words = [
        (names.get(name) or (target_label(BY_CODE[name]) if name in BY_CODE else name), *rest)
        for name, *rest in each["words"]
    ]
    return each | {"words": words}


def _shown(request: HttpRequest, job: CatalogueImport) -> dict[str, Any]:
    only = request.GET.get("show", "")
    found = queries.problems_of(job, warnings={"errors": False, "notes": True}.get(only))
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    pictures = queries.failed_pictures_of(job)
    return _head(request, job, "check") | {
        "page": page,
        "only": only,
        "failed_pictures": pictures[:20],
        "failed_picture_count": pictures.count(),
        "is_last": job.may_be_undone and queries.is_last_import(job),
        "examples": [_example(each) for each in sorted(job.examples, key=lambda each: each["is_new"])],
    }
