"""Send a paper that shows who the organisation is; take it back."""

import hashlib
from datetime import date, datetime
from typing import IO

from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from accounts.models import CompanyDocument, Organisation
from marketplace.kernel import events
from marketplace.kernel.operations import entry
from marketplace.kernel.private_files import delete_private, keep_private
from marketplace.kernel.refusals import InvalidInput, NotFound, Text
from marketplace.kernel.scans import read_scan, refuse_scripts

MOST_DOCUMENTS = 60
IN_USE = (CompanyDocument.State.WAITING, CompanyDocument.State.APPROVED)


def add_company_document(
    *,
    actor: Actor,
    kind: str,
    upload: IO[bytes] | None,
    title: str = "",
    expires_on: date | None = None,
    now: datetime,
) -> CompanyDocument:
    """
    Keep a paper for staff to look at: a picture or a PDF, written anew before it is stored where no address leads.

    The same file sent again is one paper. If it is refused, nothing of it stays.

    :raises NotAllowed: if the actor may not manage the organisation.
    :raises InvalidInput: with the field that will not do.
    :raises BadPicture: if the file is neither a picture nor a PDF, is damaged, locked, or carries a program.
    """
    actor.must("organisation.manage")
    actor.must_act_for_an_organisation()
    problems: dict[str, list[Text]] = {}
    if kind not in CompanyDocument.Kind.values:
        problems["kind"] = [_("Choose what kind of paper it is.")]
    title = " ".join(title.split())
    if len(title) > 120:
        problems["title"] = [_("Use at most 120 characters.")]
    if expires_on is not None and expires_on < now.date():
        problems["expires_on"] = [_("It has expired already. Send the new one.")]
    if upload is None:
        problems["file"] = [_("Choose the file.")]
    if problems or upload is None:
        raise InvalidInput(fields=problems)
    refuse_scripts(upload)
    scan = read_scan(upload)
    name = keep_private(scan.content, folder="company", extension=scan.extension)
    kept: CompanyDocument | None = None
    try:
        kept = _keep(
            actor=actor,
            kind=kind,
            title=title,
            expires_on=expires_on,
            file=name,
            mark=hashlib.sha256(scan.content).hexdigest(),
            now=now,
        )
    finally:
        if kept is None or kept.file != name:
            delete_private(name)
    return kept


@entry
def _keep(
    *, actor: Actor, kind: str, title: str, expires_on: date | None, file: str, mark: str, now: datetime
) -> CompanyDocument:
    # The organisation's row lock makes a double click wait here, then find the paper below.
    organisation = Organisation.objects.select_for_update().get(pk=actor.must_act_for_an_organisation().pk)
    ours = CompanyDocument.objects.filter(organisation=organisation, state__in=IN_USE)
    if (same := ours.filter(fingerprint=mark).first()) is not None:
        return same
    if ours.count() >= MOST_DOCUMENTS:
        raise InvalidInput(fields={"file": [_("There are 60 papers already. Take some back first.")]})
    document = CompanyDocument.objects.create(
        organisation=organisation,
        kind=kind,
        title=title,
        file=file,
        fingerprint=mark,
        expires_on=expires_on,
        sent_by_id=actor.user_id,
        sent_at=now,
    )
    events.record("accounts.document.sent", subject=document, actor=actor, at=now, payload={"kind": kind})
    return document


@entry
def withdraw_company_document(*, actor: Actor, public_id: str, now: datetime) -> CompanyDocument:
    """
    Take a paper back; it counts no more. Staff keep the record of it. Taking back twice is once.

    :raises NotAllowed: if the actor may not manage the organisation.
    :raises NotFound: if it is not one of the organisation's.
    """
    actor.must("organisation.manage")
    document = (
        CompanyDocument.objects.select_for_update()
        .filter(organisation_id=actor.must_act_for_an_organisation().pk, public_id=public_id)
        .first()
    )
    if document is None:
        raise NotFound
    if document.state != CompanyDocument.State.WITHDRAWN:
        document.state = CompanyDocument.State.WITHDRAWN
        document.save(update_fields=["state"])
        events.record("accounts.document.withdrawn", subject=document, actor=actor, at=now)
    return document
