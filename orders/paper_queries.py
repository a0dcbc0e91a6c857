"""Every read of papers, each scoped to who asks."""

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from accounts.actor import Actor
from marketplace.kernel.refusals import NotFound
from orders import queries
from orders.models import AuthorityPaper, Order, Paper, PaperFile
from orders.operations._papers import current_papers
from trade.papers import Kind


@dataclass(frozen=True, slots=True)
class Shown:
    """A paper as a row: the paper, its file names, whether it is in force, and characters that no font had."""

    paper: Paper
    files: frozenset[str]
    is_current: bool
    why_no_xml: str = ""


def papers_of(order: Order) -> list[Shown]:
    """Return an order's papers, oldest first, without their bytes. The caller holds an order the actor may see."""
    rows = list(Paper.objects.filter(order=order).select_related("corrects").order_by("pk"))
    names: dict[int, set[str]] = {}
    for paper_id, name in PaperFile.objects.filter(paper__in=rows).values_list("paper_id", "name"):
        names.setdefault(paper_id, set()).add(name)
    current = {paper.pk for paper in current_papers(order).values()}
    return [
        Shown(
            paper=row,
            files=frozenset(names.get(row.pk, ())),
            is_current=row.pk in current or row.kind == Kind.CREDIT_NOTE,
            why_no_xml=_why_no_xml(row, names.get(row.pk, set())),
        )
        for row in rows
    ]


def _why_no_xml(paper: Paper, files: set[str]) -> str:
    from trade.papers import Content, einvoice

    if paper.kind not in (Kind.INVOICE, Kind.CREDIT_NOTE) or PaperFile.Name.CII in files or not paper.is_ready:
        return ""
    return einvoice.why_not(Content.from_json(paper.content))


def paper_of(actor: Actor, public_id: str) -> Paper:
    """
    Return one paper of an order that the actor's organisation placed or received.

    :raises SignInNeeded, NotAllowed: as for orders.
    :raises NotFound: if there is none, or it is others' business.
    """
    actor.must("orders.view")
    paper = Paper.objects.select_related("order").filter(public_id=public_id).first()
    if paper is None:
        raise NotFound
    queries.order_of(actor, paper.order.public_id)
    return paper


def file_of(paper: Paper, name: str) -> PaperFile:
    """
    Return the newest file of that name.

    :raises NotFound: if it was not drawn, or there is none.
    """
    found = PaperFile.objects.filter(paper=paper, name=name).order_by("-pk").first()
    if found is None:
        raise NotFound
    return found


def authority_paper_of(order: Order, kind: str) -> AuthorityPaper:
    """
    Return the paper of that kind with its copy.

    :raises NotFound: if there is none.
    """
    found = AuthorityPaper.objects.filter(order=order, kind=kind).first()
    if found is None:
        raise NotFound
    return found


def paper_to_verify(public_id: str) -> Paper:
    """
    Return a paper for anybody who holds its address; the page shows number, issuer, day and hashes only.

    :raises NotFound: if there is none.
    """
    paper = Paper.objects.select_related("organisation").filter(public_id=public_id).first()
    if paper is None:
        raise NotFound
    return paper


def hashes_of(paper: Paper) -> Sequence[str]:
    """Return the SHA-256 of every PDF that was ever drawn of the paper, newest first."""
    rows = PaperFile.objects.filter(paper=paper, name=PaperFile.Name.PDF)
    return list(rows.order_by("-pk").values_list("sha256", flat=True))


def zip_of(order: Order) -> bytes:
    """Return the order's papers in force as one ZIP: PDFs, XML, and copies of authorities' papers."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for shown in papers_of(order):
            if not shown.is_current:
                continue
            for name in sorted(shown.files - {PaperFile.Name.PREVIEW}):
                suffix = SUFFIXES[PaperFile.Name(name)]
                data = bytes(file_of(shown.paper, name).data)
                archive.writestr(_entry(shown.paper.file_name(suffix)), data)
        for given in AuthorityPaper.objects.filter(order=order).exclude(file=None):
            archive.writestr(_entry(given.file_name), bytes(given.file or b""))
    return buffer.getvalue()


def _entry(name: str) -> Any:
    """Entries carry no clock, so that the same papers make the same ZIP."""
    return zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))


SUFFIXES = {
    PaperFile.Name.PDF: "pdf",
    PaperFile.Name.PREVIEW: "png",
    PaperFile.Name.CII: "cii.xml",
    PaperFile.Name.UBL: "ubl.xml",
}
TYPES = {
    PaperFile.Name.PDF: "application/pdf",
    PaperFile.Name.PREVIEW: "image/png",
    PaperFile.Name.CII: "application/xml",
    PaperFile.Name.UBL: "application/xml",
}


def invoice_of(order: Order) -> Paper | None:
    """Return the order's invoice in force with its content, or None."""
    held = current_papers(order).get(Kind.INVOICE)
    return Paper.objects.filter(pk=held.pk).first() if held else None
