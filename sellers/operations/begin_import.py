"""Take in a catalogue file and say what its columns most likely are."""

import shutil
import tempfile
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from marketplace.kernel import events
from marketplace.kernel.operations import entry
from marketplace.kernel.refusals import RateLimited
from sellers.bulk.files import delete_file, keep_file, samples_of
from sellers.imports.files import FileRefused, Format, header_of, look_at
from sellers.imports.guessing import guess_mapping
from sellers.imports.mapping import ColumnMapping, header_key
from sellers.imports.sheets import convert, is_spreadsheet, names_inside, unpacks_too_large
from sellers.models import CatalogueImport, SavedMapping
from sellers.operations.create_listing import NotSellingYet

# Files that nobody went on with are not heaped up.
MOST_OPEN = 20
_SHEET_PROBLEMS = {
    "password": _("This spreadsheet is locked with a password. Save it without one and send it again."),
    "damaged": _("This spreadsheet is damaged. Open it in your program, save it again and retry."),
    "empty": _("No sheet of this file holds a table: a row with names of columns and rows below."),
    "limits": _("This spreadsheet is too large to unpack. Save the table as CSV and send that."),
    "slow": _("This spreadsheet takes too long to read. Save the table as CSV and send that."),
}


def begin_import(
    *,
    actor: Actor,
    upload: IO[bytes],
    file_name: str,
    now: datetime,
    encoding: str = "",
    delimiter: str = "",
) -> CatalogueImport:
    """
    Keep a file and guess what its columns are; nothing else is read or written yet.

    CSV in any encoding and with any delimiter, spreadsheets (XLSX, ODS, XLS) and JSON Lines are taken, packed with gzip
    or zip too. A mapping that was saved for the same header is used again.

    :raises NotAllowed: if the actor may not edit listings.
    :raises NotSellingYet: if the organisation does not sell.
    :raises RateLimited: if too many files wait already.
    :raises FileRefused: if the file is no table, damaged, too large, or a bomb.
    """
    actor.must("listings.edit")
    organisation = actor.must_act_for_an_organisation()
    if not organisation.sells:
        raise NotSellingYet
    size = _size(upload)
    if not size:
        raise FileRefused(_("This file is empty. Save it again from your program and choose it once more."))
    if size > settings.IMPORT_MAX_BYTES:
        raise FileRefused(
            _("This file is larger than %(most)s MB. Pack it with gzip, or split it."),
            most=settings.IMPORT_MAX_BYTES // 1024 // 1024,
        )
    with tempfile.TemporaryDirectory(prefix="import-") as folder:
        content, came_as = _as_text(upload, size, file_name, Path(folder))
        form = replace(look_at(content, encoding=encoding, delimiter=delimiter), came_as=came_as)
        header = header_of(content, form)
        mapping = _known_mapping(organisation.pk, header) or guess_mapping(header, samples_of(content, form, header))
        name = keep_file(content, "imports")
        if content is not upload:
            content.close()
    try:
        return _keep(
            actor=actor, name=name, file_name=file_name, size=size, form=form, header=header, mapping=mapping, now=now
        )
    except BaseException:
        delete_file(name)
        raise


def _size(upload: IO[bytes]) -> int:
    upload.seek(0, 2)
    size = upload.tell()
    upload.seek(0)
    return size


def _as_text(upload: IO[bytes], size: int, file_name: str, folder: Path) -> tuple[IO[bytes], str]:
    """Return the file itself, or the CSV made of a spreadsheet and what it came as."""
    head, inside = upload.read(8), names_inside(upload)
    upload.seek(0)
    if not is_spreadsheet(head, inside):
        return upload, ""
    if size > settings.SPREADSHEET_MAX_BYTES:
        raise FileRefused(
            _("Spreadsheets may be up to %(most)s MB. Save the table as CSV and send that."),
            most=settings.SPREADSHEET_MAX_BYTES // 1024 // 1024,
        )
    if unpacks_too_large(upload):
        raise FileRefused(_SHEET_PROBLEMS["limits"])
    upload.seek(0)
    source, target = folder / "source", folder / "table.csv"
    with source.open("wb") as file:
        shutil.copyfileobj(upload, file, 1 << 20)
    found = convert(source, target)
    if found.problem:
        raise FileRefused(_SHEET_PROBLEMS.get(found.problem, _SHEET_PROBLEMS["damaged"]))
    return target.open("rb"), Path(file_name).suffix.lower().lstrip(".")[:5] or "xlsx"


def _known_mapping(organisation_id: int, header: list[str]) -> ColumnMapping | None:
    saved = SavedMapping.objects.filter(organisation_id=organisation_id, header_key=header_key(header)).first()
    return ColumnMapping.from_json(saved.mapping) if saved else None


@entry
def _keep(
    *,
    actor: Actor,
    name: str,
    file_name: str,
    size: int,
    form: Format,
    header: list[str],
    mapping: ColumnMapping,
    now: datetime,
) -> CatalogueImport:
    organisation = actor.must_act_for_an_organisation()
    waiting = CatalogueImport.objects.filter(
        organisation=organisation, state__in=[CatalogueImport.State.MAPPING, CatalogueImport.State.CHECKED]
    )
    for old in waiting.order_by("-pk")[MOST_OPEN - 1 :]:
        delete_file(old.file)
        old.delete()
    if CatalogueImport.objects.filter(organisation=organisation, state__in=CatalogueImport.AT_WORK).count() >= 5:
        raise RateLimited(_("Five of your files are being worked on. Wait until one is done, then send the next."))
    job = CatalogueImport.objects.create(
        organisation=organisation,
        created_by=actor.user,
        file=name,
        file_name=_plain_name(file_name),
        file_size=size,
        format=form.as_json(),
        header=header,
        mapping=mapping.as_json(),
        created_at=now,
    )
    events.record("sellers.import.uploaded", subject=job, actor=actor, at=now)
    return job


def _plain_name(name: str) -> str:
    text = "".join(c for c in name.replace("\\", "/").rpartition("/")[2] if c.isprintable())
    return text[-200:] or str(_("catalogue"))


__all__: list[Any] = ["FileRefused", "begin_import"]
