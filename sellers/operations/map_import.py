"""Say what the columns of an import are, and have it checked."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from marketplace.kernel import events
from marketplace.kernel.operations import entry
from marketplace.kernel.refusals import InvalidInput
from sellers.content import read_content
from sellers.imports.converting import constant_values
from sellers.imports.mapping import ColumnMapping, check_mapping, header_key
from sellers.models import CatalogueImport, ImportedRow, ImportProblem, SavedMapping
from sellers.operations._imports import lock_own_import

_State = CatalogueImport.State
_MAY_BE_MAPPED = (_State.MAPPING, _State.CHECKED)


@entry
def map_import(
    *,
    actor: Actor,
    job: CatalogueImport,
    mapping: Mapping[str, Any],
    now: datetime,
    wants_review: bool | None = None,
    at_once: bool = False,
) -> CatalogueImport:
    """
    Keep what the columns are, for this file and for later ones with the same header, and let a worker check every row.

    Checking writes nothing to the catalogue; `start_import` then does. `at_once` writes in the same pass that checks:
    good rows land, bad ones are reported, for programs that need not look first. `mapping` is as
    `ColumnMapping.as_json` gives it.

    :raises NotAllowed: if the actor may not edit listings.
    :raises NotFound: if it is another organisation's.
    :raises WrongImportState: if it is at work or done.
    :raises InvalidInput: with a reason at each column or constant that cannot stand.
    """
    job = lock_own_import(actor=actor, job=job, states=_MAY_BE_MAPPED)
    read = read_mapping(mapping, job.header)
    job.mapping = read.as_json()
    if wants_review is not None:
        job.wants_review = wants_review
    SavedMapping.objects.update_or_create(
        organisation_id=job.organisation_id,
        header_key=header_key(job.header),
        defaults={"mapping": job.mapping, "saved_at": now},
    )
    begin_pass(job, _State.RUNNING if at_once else _State.CHECKING, now)
    job.confirmed_at = now if at_once else None
    job.save()
    events.record("sellers.import.mapped", subject=job, actor=actor, at=now)
    if at_once:
        events.record("sellers.import.started", subject=job, actor=actor, at=now)
    return job


def read_mapping(mapping: Mapping[str, Any], header: list[str]) -> ColumnMapping:
    """
    Return a mapping as it was sent, checked against the header and, for its constants, against the rules of content.

    :raises InvalidInput: with a reason at each column or constant that cannot stand.
    """
    try:
        read = ColumnMapping.from_json(mapping)
    except ValueError:
        raise InvalidInput(fields={"mapping": [_("Send columns, constants and categories as objects.")]}) from None
    errors: dict[str, list[Any]] = dict(check_mapping(read, header))
    constants = {name: value for name, value in read.constants.items() if name not in ("incoterms", "category")}
    if constants and not errors:
        _clean, wrong = read_content(constant_values(read, constants), moq=None)
        errors |= {f"constants.{name}": reasons for name, reasons in wrong.items()}
    if errors:
        raise InvalidInput(fields=errors)
    return read


def begin_pass(job: CatalogueImport, state: str, now: datetime) -> None:
    """Put `job` at the beginning of a pass over all rows; the caller saves it."""
    ImportProblem.objects.filter(catalogue_import=job).delete()
    ImportedRow.objects.filter(catalogue_import=job, is_check=True).delete()
    job.state, job.stopped_in = state, ""
    job.position = job.taken_to = job.rows_done = 0
    job.pass_number += 1
    job.new_count = job.changed_count = job.unchanged_count = job.bad_count = job.warning_count = 0
    job.examples, job.failure = [], ""
    job.worked_at, job.finished_at = now, None
