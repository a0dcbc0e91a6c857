"""Claim something, with the document that proves it."""

from collections.abc import Mapping
from datetime import datetime
from typing import IO, Any

from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from marketplace.kernel import events
from marketplace.kernel.operations import entry
from marketplace.kernel.private_files import delete_private, keep_private
from marketplace.kernel.refusals import InvalidInput, NotFound
from marketplace.kernel.scans import read_scan
from sellers.claims import KINDS, LISTINGS
from sellers.models import TradeEvidence
from sellers.operations._evidence import FIELDS, MOST_COVERED, find_covered, read_paper, read_scope, write_covers


def add_evidence(*, actor: Actor, content: Mapping[str, Any], upload: IO[bytes] | None, now: datetime) -> TradeEvidence:
    """
    Keep a claim and its document on file; staff check it next, and until they have, nobody else sees it.

    `content` has what stands on the paper (`document` is a code of `sellers.claims.KINDS`, `number`, `issuer`,
    `issued_on`, `expires_on`), `destinations` it is good for (none: all), and what it is said of: `scope` (company,
    site or listings), `site`, `listings` (public ids of listings and of SKUs). `replaces` names a paper it renews.
    The scan is written anew and kept apart before the transaction begins; if the row is refused, it is deleted again.

    :raises NotAllowed: if the actor may not edit listings.
    :raises NotFound: if a listing, or the paper renewed, is another organisation's.
    :raises BadPicture: if the scan will not do.
    :raises InvalidInput: with a reason at each field that is missing or wrong.
    """
    actor.must("listings.edit")
    actor.must_act_for_an_organisation()
    values, listings = _read(content, has_scan=upload is not None, now=now)
    name = ""
    if upload is not None:
        scan = read_scan(upload)
        name = keep_private(scan.content, folder="evidence", extension=scan.extension)
    try:
        return _keep(
            actor=actor, values=values, listings=listings, replaces=content.get("replaces") or "", name=name, now=now
        )
    except BaseException:
        delete_private(name)
        raise


@entry
def _keep(
    *, actor: Actor, values: dict[str, Any], listings: list[Any], replaces: str, name: str, now: datetime
) -> TradeEvidence:
    organisation = actor.must_act_for_an_organisation()
    covered = find_covered(listings, organisation_id=organisation.pk)
    renewed = None
    if replaces:
        renewed = TradeEvidence.objects.filter(organisation=organisation, public_id=replaces).first()
        if renewed is None:
            raise NotFound
    paper = TradeEvidence.objects.create(
        organisation=organisation, file=name, replaces=renewed, submitted_at=now, **values
    )
    write_covers(evidence=paper, covered=covered)
    events.record("sellers.evidence.submitted", subject=paper, actor=actor, at=now)
    return paper


def _read(content: Mapping[str, Any], *, has_scan: bool, now: datetime) -> tuple[dict[str, Any], list[Any]]:
    document = str(content.get("document") or "")
    wrong: dict[str, list[Any]] = {name: [_("There is no such field.")] for name in content if name not in FIELDS}
    kind = KINDS.get(document)
    if kind is None:
        wrong["document"] = [_("Choose a document from the list.")]
    paper, wrong_paper = read_paper(content, document=document, on=now.date())
    scope, wrong_scope = read_scope(content, document=document)
    listings = list(content.get("listings") or []) if scope["scope"] == LISTINGS else []
    if scope["scope"] == LISTINGS and not 1 <= len(listings) <= MOST_COVERED:
        wrong["listings"] = [_("Choose what it is for: at least one listing, at most 200.")]
    if kind is not None and kind.must_show and not has_scan:
        wrong["file"] = [_("Add a picture or PDF of it. Only you and our reviewers see it, unless you publish it.")]
    wrong |= wrong_paper | wrong_scope
    if wrong:
        raise InvalidInput(fields=wrong)
    return {"document": document, **paper, **scope}, listings
