"""What the operations on claims share: how what is sent is read, and who may touch one."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from accounts.places import COUNTRIES
from marketplace.kernel.operations import part
from marketplace.kernel.refusals import NotFound, Refusal
from sellers.claims import KINDS, LISTINGS, SITE
from sellers.content import read_text
from sellers.models import EvidenceCover, EvidenceDecision, Listing, ListingChange, TradeEvidence, Variant

Wrong = dict[str, list[Any]]
PAPER = ("number", "issuer", "issued_on", "expires_on")
FIELDS = ("document", *PAPER, "destinations", "scope", "site", "listings", "replaces")
MOST_COUNTRIES = 60
MOST_COVERED = 200


class EvidenceDecided(Refusal):
    """Somebody decided about it, or its seller took it back. Facts: `state`."""

    code = "evidence_decided"
    status = 409
    title = _("Already decided")
    message = _("This cannot be done with it any more. Where it stands: %(state)s.")


def lock_evidence(*, actor: Actor, evidence: TradeEvidence) -> TradeEvidence:
    """
    Return the row of one of the actor's own papers, locked.

    :raises NotAllowed: if the actor may not edit listings.
    :raises NotFound: if it is another organisation's.
    """
    actor.must("listings.edit")
    rows = TradeEvidence.objects.select_for_update()
    paper = rows.filter(pk=evidence.pk, organisation_id=actor.organisation_id).first()
    if paper is None:
        raise NotFound
    return paper


def read_paper(content: Mapping[str, Any], *, document: str, on: date) -> tuple[dict[str, Any], Wrong]:
    """Return what stands on the paper (`PAPER`), and what is wrong with it by field."""
    kind, wrong = KINDS.get(document), Wrong()
    values: dict[str, Any] = {}
    for name, longest in (("number", 80), ("issuer", 120)):
        try:
            values[name] = read_text(name, content.get(name), longest=longest)
        except ValueError as refused:
            wrong[name] = [str(refused)]
    needs_number = kind is None or kind.must_show or kind.group == "trade"
    if needs_number and not values.get("number") and "number" not in wrong:
        wrong["number"] = [_("Enter the number that stands on it.")]
    if kind is not None and kind.group != "trade" and kind.must_show and not values.get("issuer"):
        wrong.setdefault("issuer", [_("Enter who issued it; buyers read the name.")])
    for name in ("issued_on", "expires_on"):
        try:
            values[name] = _date(content.get(name))
        except ValueError:
            wrong[name] = [_("Enter a date such as 2026-12-03.")]
    if not wrong.keys() & {"issued_on", "expires_on"}:
        issued, expires = values["issued_on"], values["expires_on"]
        if issued is not None and issued > on:
            wrong["issued_on"] = [_("This day is still to come.")]
        if expires is None and kind is not None and kind.must_end:
            wrong["expires_on"] = [_("Enter the last day it is valid. It is shown until then, and not longer.")]
        if expires is not None and expires < on:
            wrong["expires_on"] = [_("It has expired already. Send the new one.")]
        if issued and expires and expires < issued:
            wrong["expires_on"] = [_("It would end before it begins.")]
    return values, wrong


def read_scope(content: Mapping[str, Any], *, document: str) -> tuple[dict[str, Any], Wrong]:
    """Return `scope`, `site` and `destinations`, and what is wrong with them."""
    kind, wrong = KINDS.get(document), Wrong()
    values: dict[str, Any] = {"scope": str(content.get("scope") or "company"), "site": ""}
    if kind is not None and values["scope"] not in kind.scopes:
        wrong["scope"] = [_("This kind cannot be said of that. Choose another scope.")]
    if values["scope"] == SITE:
        try:
            values["site"] = read_text("site", content.get("site"), longest=200)
        except ValueError as refused:
            wrong["site"] = [str(refused)]
        if not values["site"]:
            wrong.setdefault("site", [_("Enter the address of the site.")])
    given = content.get("destinations") or []
    codes = given.split() if isinstance(given, str) else [str(code) for code in given]
    if any(code not in COUNTRIES for code in codes) or len(codes) > MOST_COUNTRIES:
        wrong["destinations"] = [_("Choose countries from the list.")]
    values["destinations"] = " ".join(sorted(set(codes)))
    return values, wrong


def find_covered(ids: Sequence[Any], *, organisation_id: int) -> list[tuple[int, int | None]]:
    """
    Return (listing, variant or None) for public ids of listings and of SKUs.

    :raises NotFound: if one is not there, or another organisation's.
    """
    wanted = {str(each) for each in ids}
    listings = Listing.objects.filter(organisation_id=organisation_id, public_id__in=wanted)
    variants = Variant.objects.filter(organisation_id=organisation_id, public_id__in=wanted)
    whole: list[tuple[int, int | None]] = [(pk, None) for pk in listings.order_by("pk").values_list("pk", flat=True)]
    known = {pk for pk, _variant in whole}
    single = list(variants.order_by("pk").values_list("listing_id", "pk"))
    if len(whole) + len(single) != len(wanted):
        raise NotFound
    # A SKU of a listing that is covered as a whole says nothing more.
    return whole + [(listing, variant) for listing, variant in single if listing not in known]


@part
def write_covers(*, evidence: TradeEvidence, covered: Sequence[tuple[int, int | None]]) -> None:
    """Say what a paper of scope `listings` is for."""
    EvidenceCover.objects.bulk_create(
        EvidenceCover(evidence=evidence, listing_id=listing, variant_id=variant) for listing, variant in covered
    )


@part
def note_decision(
    *, evidence: TradeEvidence, decision: str, actor: Actor, now: datetime, reason: str = ""
) -> EvidenceDecision:
    """Keep what was decided or sent, by whom and when."""
    return EvidenceDecision.objects.create(
        evidence=evidence, decision=decision, reason=reason, by_id=actor.user_id, at=now
    )


@part
def tell_search_of_evidence(*, evidence: TradeEvidence) -> None:
    """Append to the change feed the listings on sale that a paper can stand for."""
    ListingChange.objects.bulk_create(
        [ListingChange(listing_id=pk) for pk in sorted(live_listings_of(evidence))], batch_size=1000
    )


def live_listings_of(evidence: TradeEvidence) -> set[int]:
    """Return the primary keys of the listings on sale that a paper is said of."""
    listings = Listing.objects.filter(organisation_id=evidence.organisation_id, status=Listing.Status.LIVE)
    if evidence.scope == LISTINGS:
        listings = listings.filter(evidence_covers__evidence=evidence)
    return set(listings.values_list("pk", flat=True))


def _date(value: Any) -> date | None:
    if value in (None, ""):
        return None
    return value if isinstance(value, date) else date.fromisoformat(str(value))
