"""Claims as buyers see them, and as their seller looks after them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Case, Prefetch, Q, QuerySet, When

from accounts.actor import Actor
from accounts.models import Organisation
from marketplace.kernel.refusals import NotFound
from sellers.claims import KINDS, LISTINGS, REMINDERS, SHOWN, SITE
from sellers.models import EvidenceCover, Listing, TradeEvidence


@dataclass(frozen=True)
class ShownClaim:
    """
    One claim as anybody may read it: never a bare badge, always who vouches, who checked what and when, until when.

    `ends_soon` is true in its last 60 days.
    """

    public_id: str
    code: str
    label: str
    says: str
    number: str
    issuer: str
    issued_on: date | None
    expires_on: date | None
    checked_on: date | None
    checked_against: str
    scope: str
    site: str
    skus: Sequence[str] = field(default_factory=list)
    countries: Sequence[str] = field(default_factory=list)
    is_published: bool = False
    ends_soon: bool = False


def claims_shown(organisation: Organisation | int, on: date) -> list[ShownClaim]:
    """Return what a seller's company and sites may show on a day, in the order of the table of kinds; one query."""
    pk = organisation if isinstance(organisation, int) else organisation.pk
    papers = TradeEvidence.objects.counting(on).filter(organisation_id=pk, document__in=SHOWN)
    return _in_order(_shown(paper, on) for paper in papers.exclude(scope=LISTINGS))


def listing_claims_shown(listing: Listing, on: date) -> list[ShownClaim]:
    """Return what may be shown of one listing and its SKUs on a day, in the order of the table of kinds."""
    return claims_beside(listing, on)[0]


def claims_beside(listing: Listing, on: date) -> tuple[list[ShownClaim], list[ShownClaim]]:
    """Return what may be shown of a listing, and of its seller, on a day: one query, two where there is anything."""
    covers = EvidenceCover.objects.filter(listing=listing).select_related("variant")
    papers = (
        TradeEvidence.objects.counting(on)
        .filter(
            ~Q(scope=LISTINGS) | Q(covers__listing=listing),
            organisation_id=listing.organisation_id,
            document__in=SHOWN,
        )
        .distinct()
        .prefetch_related(Prefetch("covers", covers, to_attr="covered_here"))
    )
    own: list[ShownClaim] = []
    seller: list[ShownClaim] = []
    for paper in papers:
        if paper.scope == LISTINGS:
            own.append(_shown(paper, on, skus=_skus(paper.covered_here)))  # type: ignore[attr-defined]
        else:
            seller.append(_shown(paper, on))
    return _in_order(own), _in_order(seller)


def published_scan(public_id: str, on: date) -> TradeEvidence:
    """
    Return a claim whose scan its seller shows to everybody.

    :raises NotFound: if there is none, it is private, or the claim no longer counts.
    """
    paper = TradeEvidence.objects.counting(on).filter(public_id=public_id, is_published=True).exclude(file="").first()
    if paper is None or paper.document not in SHOWN:
        raise NotFound
    return paper


def claims_of(actor: Actor, *, state: str = "") -> QuerySet[TradeEvidence]:
    """
    Return the claims of the actor's organisation, newest first; those taken back only when asked for by `state`.

    :raises NotAllowed: if the actor may not see listings.
    """
    actor.must("listings.view_own")
    papers = TradeEvidence.objects.filter(organisation_id=actor.organisation_id).prefetch_related(
        "covers__listing", "covers__variant"
    )
    if state in TradeEvidence.State.values:
        return papers.filter(state=state)
    return papers.exclude(state=TradeEvidence.State.WITHDRAWN)


def claims_to_renew(actor: Actor, on: date) -> QuerySet[TradeEvidence]:
    """The actor's claims that end within 60 days or ended in the last 30, and that nothing accepted renews."""
    actor.must("listings.view_own")
    return (
        TradeEvidence.objects.filter(
            organisation_id=actor.organisation_id,
            state=TradeEvidence.State.APPROVED,
            expires_on__lte=date.fromordinal(on.toordinal() + max(REMINDERS)),
            expires_on__gte=date.fromordinal(on.toordinal() - 30),
        )
        .exclude(successors__state=TradeEvidence.State.APPROVED)
        .order_by("expires_on")
    )


def due_for_reminder(on: date) -> Iterable[int]:
    """Primary keys of accepted claims that end within 60 days, soonest first."""
    return (
        TradeEvidence.objects.filter(
            Q(expires_on__lte=date.fromordinal(on.toordinal() + max(REMINDERS))),
            expires_on__gte=date.fromordinal(on.toordinal() - 14),
            state=TradeEvidence.State.APPROVED,
        )
        .order_by("expires_on", "pk")
        .values_list("pk", flat=True)
        .iterator()
    )


def coverable(actor: Actor) -> list[tuple[str, str]]:
    """What a claim of the actor's may be for: (public id, name) of each listing and, below it, of its SKUs."""
    actor.must("listings.view_own")
    listings = (
        Listing.objects.filter(organisation_id=actor.organisation_id)
        .exclude(status=Listing.Status.ARCHIVED)
        .prefetch_related("variants")
        # What buyers see first: papers are mostly for that.
        .order_by(Case(When(status=Listing.Status.LIVE, then=0), default=1), "title", "pk")[:500]
    )
    rows: list[tuple[str, str]] = []
    for listing in listings:
        rows.append((listing.public_id, str(listing)))
        variants = list(listing.variants.all())
        if len(variants) > 1:
            rows += [(each.public_id, f"{listing} · {each.sku or each.label}") for each in variants]
    return rows


def _skus(covers: Iterable[EvidenceCover]) -> list[str]:
    rows = list(covers)
    if any(cover.variant is None for cover in rows):
        return []
    return [str(cover.variant) for cover in rows]


def _shown(paper: TradeEvidence, on: date, skus: Sequence[str] = ()) -> ShownClaim:
    kind = KINDS[paper.document]
    return ShownClaim(
        public_id=paper.public_id,
        code=paper.document,
        label=str(kind.label),
        says=str(kind.says),
        number=paper.number,
        issuer=paper.issuer,
        issued_on=paper.issued_on,
        expires_on=paper.expires_on,
        checked_on=paper.decided_at.date() if paper.decided_at else None,
        checked_against=paper.checked_against,
        scope=paper.scope,
        site=paper.site if paper.scope == SITE else "",
        skus=list(skus),
        countries=paper.countries,
        is_published=paper.is_published and bool(paper.file),
        ends_soon=paper.expires_on is not None and (paper.expires_on - on).days <= max(REMINDERS),
    )


_PLACE = {code: place for place, code in enumerate(KINDS)}


def _in_order(claims: Iterable[ShownClaim]) -> list[ShownClaim]:
    # Of two of one kind and scope, such as the old certificate and the new one, the one that lasts longest is shown.
    best: dict[Any, ShownClaim] = {}
    for claim in sorted(claims, key=lambda claim: claim.expires_on or date.max):
        best[claim.code, claim.scope, claim.site, tuple(claim.skus), claim.issuer, tuple(claim.countries)] = claim
    return sorted(best.values(), key=lambda claim: (_PLACE[claim.code], claim.public_id))
