"""Draw an issued paper: its PDF, its picture and, for invoices, its e-invoice."""

import hashlib
from datetime import datetime

import structlog
from django.conf import settings
from django.db.models import F
from django.urls import reverse

from accounts.actor import Actor
from marketplace.kernel.operations import entry
from marketplace.kernel.refusals import NotFound
from orders.models import Paper, PaperFile
from trade.papers import Content, einvoice
from trade.papers.content import code_of
from trade.papers.factur_x import mark_factur_x
from trade.papers.render import draw_pdf, draw_preview
from trade.papers.sheets import sheet_of

log = structlog.get_logger(__name__)


def render_paper(*, actor: Actor, public_id: str, now: datetime) -> Paper:
    """
    Draw the paper and keep its files; it is ready then. Drawing again gives the same bytes and keeps nothing twice.

    A failure is written on the paper and raised, so that the delivery that asked for it is tried again.

    :raises NotFound: if there is no such paper.
    """
    actor.must("orders.operate")
    paper = Paper.objects.filter(public_id=public_id).first()
    if paper is None:
        raise NotFound
    try:
        files = draw(paper)
    except Exception as failure:
        log.exception("paper_not_drawn", paper=public_id)
        problem = f"{type(failure).__name__}: {failure}"[:500]
        Paper.objects.filter(pk=paper.pk).exclude(state=Paper.State.READY).update(
            state=Paper.State.FAILED, attempts=F("attempts") + 1, problem=problem
        )
        raise
    return keep_files(paper=paper, files=files, now=now)


@entry
def keep_files(*, paper: Paper, files: dict[str, bytes], now: datetime) -> Paper:
    """Keep what was drawn and call the paper ready."""
    locked = Paper.objects.select_for_update().get(pk=paper.pk)
    for name, data in files.items():
        digest = hashlib.sha256(data).hexdigest()
        if not PaperFile.objects.filter(paper=locked, name=name, sha256=digest).exists():
            PaperFile.objects.create(
                paper=locked,
                organisation_id=locked.organisation_id,
                name=name,
                data=data,
                size=len(data),
                sha256=digest,
                drawn_at=now,
            )
    locked.state, locked.problem = Paper.State.READY, ""
    locked.attempts += 1
    locked.ready_at = locked.ready_at or now
    locked.save(update_fields=["state", "problem", "attempts", "ready_at"])
    return locked


def draw(paper: Paper) -> dict[str, bytes]:
    """Return the paper's files by name. Pure apart from the site's address."""
    content = Content.from_json(paper.content)
    files: dict[str, bytes] = {}
    if einvoice.has_twin(content):
        files[PaperFile.Name.CII] = einvoice.cii_xml(content)
        files[PaperFile.Name.UBL] = einvoice.ubl_xml(content)
    sheet = sheet_of(content, digest=paper.content_hash, verify_url=verify_url(paper))
    pdf = draw_pdf(sheet, xml=files.get(PaperFile.Name.CII, b""))
    files[PaperFile.Name.PDF] = mark_factur_x(pdf) if PaperFile.Name.CII in files else pdf
    files[PaperFile.Name.PREVIEW] = draw_preview(sheet)
    return files


def verify_url(paper: Paper) -> str:
    """Return the public address where the paper is checked; the code comes along for the reader of the square."""
    path = reverse("orders:verify_paper", args=[paper.public_id])
    return f"{settings.PUBLIC_URL.rstrip('/')}{path}?code={code_of(paper.content_hash)}"
