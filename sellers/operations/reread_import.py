"""Read the file of an import once more, in other letters or cut by another sign."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from marketplace.kernel import events
from marketplace.kernel.operations import entry
from marketplace.kernel.refusals import InvalidInput
from sellers.bulk.files import format_of, open_file, samples_of
from sellers.imports.encodings import ENCODINGS
from sellers.imports.files import DELIMITERS, Format, header_of, look_at
from sellers.imports.guessing import guess_mapping
from sellers.models import CatalogueImport
from sellers.operations._imports import lock_own_import

_State = CatalogueImport.State


@entry
def reread_import(
    *, actor: Actor, job: CatalogueImport, now: datetime, encoding: str = "", delimiter: str = ""
) -> CatalogueImport:
    """
    Take the file of an import as `encoding` and its cells as parted by `delimiter`, and guess its columns anew.

    An empty value is found out from the file, as at first.

    :raises NotAllowed: if the actor may not edit listings.
    :raises NotFound: if it is another organisation's.
    :raises WrongImportState: if it is at work or done.
    :raises InvalidInput: if there is no such encoding or delimiter, or the file was a spreadsheet, which says both.
    :raises FileRefused: if the file makes no table that way.
    """
    job = lock_own_import(actor=actor, job=job, states=(_State.MAPPING, _State.CHECKED))
    errors: dict[str, list[Any]] = {}
    if encoding and encoding not in ENCODINGS:
        errors["encoding"] = [_("Choose an encoding from the list.")]
    if delimiter and delimiter not in DELIMITERS:
        errors["delimiter"] = [_("Choose a sign from the list.")]
    before = format_of(job)
    if before.came_as:
        errors["encoding"] = [_("A spreadsheet says itself how it is read.")]
    if errors:
        raise InvalidInput(fields=errors)
    packed = Format(packed=before.packed, member=before.member)
    with open_file(job.file) as file:
        form = look_at(file, form=packed, encoding=encoding, delimiter=delimiter)
        header = header_of(file, form)
        mapping = guess_mapping(header, samples_of(file, form, header))
    job.format, job.header, job.mapping = form.as_json(), header, mapping.as_json()
    job.state = _State.MAPPING
    job.save(update_fields=["format", "header", "mapping", "state"])
    events.record("sellers.import.read_again", subject=job, actor=actor, at=now)
    return job
