"""
Scans of papers that people upload: a picture, or a PDF. Neither is kept as it came.

A picture is decoded and written again. A PDF is copied page by page into a new file, and whatever acts is left behind:
scripts, actions, attached files, media, links.
"""

from dataclasses import dataclass
from io import BytesIO
from typing import IO

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject

from .pictures import BadPicture, decode_image, flattened, narrowed

# A page of print is readable at this width.
SCAN_WIDTH = 1600
MOST_PAGES = 40
MEDIA_TYPES = {"webp": "image/webp", "pdf": "application/pdf"}
# What stands on a page besides its print, and does nothing: stamps, signatures, notes, marks.
_QUIET = {
    "/Stamp",
    "/Widget",
    "/FreeText",
    "/Highlight",
    "/Underline",
    "/StrikeOut",
    "/Ink",
    "/Square",
    "/Circle",
    "/Line",
}
_ACTING = ("/A", "/AA", "/PA", "/JS", "/FS", "/RichMediaContent", "/Parent", "/Popup", "/IRT")


@dataclass(frozen=True, slots=True)
class Scan:
    """A paper in our own making: `extension` is webp or pdf."""

    extension: str
    content: bytes


def read_scan(upload: IO[bytes]) -> Scan:
    """
    Return an uploaded picture or PDF, written anew.

    :raises BadPicture: if it is too large, damaged, locked, or neither.
    """
    content = upload.read(settings.PICTURE_MAX_BYTES + 1)
    if len(content) > settings.PICTURE_MAX_BYTES:
        raise BadPicture(
            _("This file is larger than %(most)s MB. Save it smaller and try again."),
            most=settings.PICTURE_MAX_BYTES // 1024 // 1024,
        )
    if not content:
        raise BadPicture(_("This file is empty. Choose it again."))
    if content[:1024].lstrip().startswith(b"%PDF-"):
        return Scan("pdf", _copied(content))
    image = narrowed(flattened(decode_image(content, width=SCAN_WIDTH)), SCAN_WIDTH)
    buffer = BytesIO()
    image.save(buffer, "WEBP", quality=82, method=4, exif=b"", icc_profile=None, xmp=b"")
    return Scan("webp", buffer.getvalue())


def refuse_scripts(upload: IO[bytes]) -> None:
    """
    Refuse a PDF that carries a program: of a paper that shows who somebody is, that is no accident.

    The upload is left at its beginning. What is no PDF, or cannot be read, is left to `read_scan`.

    :raises BadPicture: if it carries a script or launches something.
    """
    content = upload.read(settings.PICTURE_MAX_BYTES + 1)
    upload.seek(0)
    if not content[:1024].lstrip().startswith(b"%PDF-") or len(content) > settings.PICTURE_MAX_BYTES:
        return
    try:
        reader = PdfReader(BytesIO(content), strict=False)
        if reader.is_encrypted:
            return
        root = reader.root_object
        parts: list[DictionaryObject] = [root, *reader.pages]
        names = root.get("/Names")
        acts = any(_acts(part) for part in parts) or (names is not None and "/JavaScript" in names.get_object())
    except Exception:
        return
    if acts:
        raise BadPicture(_("This PDF carries a program. Print it to a new PDF, or send a picture of it."))


def _acts(part: DictionaryObject) -> bool:
    """Whether opening a document or page would do something: run a script, launch a program, send a form."""
    actions = [part.get("/OpenAction"), *(part.get("/AA") or {}).values()]
    for action in actions:
        found = action.get_object() if action is not None else None
        if isinstance(found, DictionaryObject) and found.get("/S") in ("/JavaScript", "/Launch", "/SubmitForm"):
            return True
    return False


def media_type(name: str) -> str:
    """Return the media type of a scan by its name in storage."""
    return MEDIA_TYPES.get(name.rpartition(".")[2], "application/octet-stream")


def _copied(content: bytes) -> bytes:
    try:
        reader = PdfReader(BytesIO(content), strict=False)
        if reader.is_encrypted:
            raise BadPicture(_("This PDF is locked with a password. Save it without one and try again."))
        if not 1 <= len(reader.pages) <= MOST_PAGES:
            raise BadPicture(
                _("This PDF has no page, or more than %(most)s. Send the pages that matter."), most=MOST_PAGES
            )
        writer = PdfWriter()
        for page in reader.pages:
            copied = writer.add_page(page, excluded_keys=("/AA", "/B", "/PieceInfo"))
            copied.pop(NameObject("/AA"), None)
            kept = ArrayObject()
            for mark in copied.get("/Annots") or ():
                row = mark.get_object()
                if isinstance(row, DictionaryObject) and row.get("/Subtype") in _QUIET:
                    for name in _ACTING:
                        row.pop(NameObject(name), None)
                    kept.append(mark)
            copied[NameObject("/Annots")] = kept
        writer.compress_identical_objects(remove_unreferenced=True)
        buffer = BytesIO()
        writer.write(buffer)
        return buffer.getvalue()
    except BadPicture:
        raise
    except Exception as damage:
        # A parser raises nearly anything on hostile bytes; all of it means the same to the person who sent them.
        raise BadPicture(_("This PDF is damaged. Save it again, or send a picture of it.")) from damage
