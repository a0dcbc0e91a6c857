"""Keep a paper on file."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import IO, Any

from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from accounts.places import COUNTRIES
from marketplace.kernel import events
from marketplace.kernel.operations import entry
from marketplace.kernel.refusals import InvalidInput, NotFound
from sellers.content import read_text
from sellers.models import Listing, TradeEvidence
from sellers.pictures import delete_renditions, read_picture, store_renditions
from trade.restrictions import DOCUMENTS

FIELDS = ("document", "number", "issuer", "issued_on", "expires_on", "destinations")
MOST_COUNTRIES = 60


def add_evidence(
    *, actor: Actor, listing: Listing | None, content: Mapping[str, Any], upload: IO[bytes] | None, now: datetime
) -> TradeEvidence:
    """
    Keep a paper on file for a listing, or without one for everything the organisation sells; staff check it next.

    A picture of it is decoded and stored as our own re-encoding before the transaction begins; if the row is refused,
    the files are deleted again.

    :raises NotAllowed: if the actor may not edit listings.
    :raises NotFound: if the listing is another organisation's.
    :raises BadPicture: if the picture will not do.
    :raises InvalidInput: with a reason at each field that is missing or wrong.
    """
    actor.must("listings.edit")
    actor.must_act_for_an_organisation()
    values = _read(content, on=now.date())
    stem = store_renditions(read_picture(upload), folder="evidence") if upload is not None else ""
    try:
        return _keep(actor=actor, listing=listing, values=values, stem=stem, now=now)
    except BaseException:
        if stem:
            delete_renditions(stem)
        raise


@entry
def _keep(*, actor: Actor, listing: Listing | None, values: dict[str, Any], stem: str, now: datetime) -> TradeEvidence:
    organisation = actor.must_act_for_an_organisation()
    if listing is not None and listing.organisation_id != organisation.pk:
        raise NotFound
    paper = TradeEvidence.objects.create(
        organisation=organisation, listing=listing, file=stem, submitted_at=now, **values
    )
    events.record("sellers.evidence.submitted", subject=paper, actor=actor, at=now)
    return paper


def _read(content: Mapping[str, Any], *, on: date) -> dict[str, Any]:
    wrong: dict[str, list[Any]] = {name: [_("There is no such field.")] for name in content if name not in FIELDS}
    values: dict[str, Any] = {"document": str(content.get("document") or "")}
    if values["document"] not in DOCUMENTS:
        wrong["document"] = [_("Choose a document from the list.")]
    for name, longest in (("number", 80), ("issuer", 120)):
        try:
            values[name] = read_text(name, content.get(name), longest=longest)
        except ValueError as refused:
            wrong[name] = [str(refused)]
    if not values.get("number") and "number" not in wrong:
        wrong["number"] = [_("Enter the number that stands on it.")]
    for name in ("issued_on", "expires_on"):
        try:
            values[name] = _date(content.get(name))
        except ValueError:
            wrong[name] = [_("Enter a date such as 2026-12-03.")]
    if not wrong.keys() & {"issued_on", "expires_on"}:
        issued, expires = values["issued_on"], values["expires_on"]
        if issued is not None and issued > on:
            wrong["issued_on"] = [_("This day is still to come.")]
        if expires is not None and expires < on:
            wrong["expires_on"] = [_("It has expired already. Send the new one.")]
        if issued and expires and expires < issued:
            wrong["expires_on"] = [_("It would end before it begins.")]
    given = content.get("destinations") or []
    codes = given.split() if isinstance(given, str) else [str(code) for code in given]
    if any(code not in COUNTRIES for code in codes) or len(codes) > MOST_COUNTRIES:
        wrong["destinations"] = [_("Choose countries from the list.")]
    values["destinations"] = " ".join(sorted(set(codes)))
    if wrong:
        raise InvalidInput(fields=wrong)
    return values


def _date(value: Any) -> date | None:
    if value in (None, ""):
        return None
    return value if isinstance(value, date) else date.fromisoformat(str(value))
