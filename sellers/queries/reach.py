"""Where listings may go, with the papers their sellers have on file."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import F, Q, QuerySet

from accounts.actor import Actor
from marketplace.kernel.refusals import NotFound
from sellers.claims import LISTINGS
from sellers.models import Listing, TradeEvidence
from trade import queries as trade
from trade.restrictions import Evidence, Goods, Reach

# Those who buy here import as businesses; a private importer is asked about where one is named.
IMPORTER = "business"
GOODS_COLUMNS = (
    "id", "organisation_id", "kind", "title", "summary", "description", "attributes", "hs_code", "origin_country",
    "ships_from_country", "organisation__country",
)  # fmt: skip


def goods_of(listing: Listing, papers: Iterable[Evidence] = ()) -> Goods:
    """Return a listing as the restrictions look at it; the organisation must be loaded."""
    return goods_from(
        kind=listing.kind,
        title=listing.title,
        summary=listing.summary,
        description=listing.description,
        attributes=listing.attributes,
        hs_code=listing.hs_code,
        origin=listing.origin_country,
        ship_from=listing.ships_from_country or listing.organisation.country,
        papers=tuple(papers),
    )


def goods_of_listings(listings: Sequence[Listing]) -> dict[int, Goods]:
    """Return listings with the papers on file, by primary key, in one query."""
    papers = papers_of((listing.pk, listing.organisation_id) for listing in listings)
    return {listing.pk: goods_of(listing, papers.get(listing.pk, ())) for listing in listings}


def goods_by_id(ids: Iterable[int]) -> dict[int, Goods]:
    """Return the listings with these primary keys and the papers on file, in two queries."""
    rows = list(Listing.objects.filter(pk__in=list(ids)).values(*GOODS_COLUMNS))
    papers = papers_of((row["id"], row["organisation_id"]) for row in rows)
    return {
        row["id"]: goods_from(
            kind=row["kind"],
            title=row["title"],
            summary=row["summary"],
            description=row["description"],
            attributes=row["attributes"],
            hs_code=row["hs_code"],
            origin=row["origin_country"],
            ship_from=row["ships_from_country"] or row["organisation__country"],
            papers=papers.get(row["id"], ()),
        )
        for row in rows
    }


def papers_of(listings: Iterable[tuple[int, int]]) -> dict[int, tuple[Evidence, ...]]:
    """Return the approved papers of listings (primary key, organisation), with those of the whole organisation."""
    wanted = list(listings)
    # What is said of one SKU opens no country to the other SKUs of its listing.
    found = TradeEvidence.objects.filter(
        ~Q(scope=LISTINGS) | Q(covers__listing_id__in=[pk for pk, _seller in wanted], covers__variant=None),
        organisation_id__in={seller for _pk, seller in wanted},
        state=TradeEvidence.State.APPROVED,
    ).annotate(covered=F("covers__listing_id"))
    own: dict[int, list[Evidence]] = defaultdict(list)
    shared: dict[int, list[Evidence]] = defaultdict(list)
    for paper in found.order_by("id"):
        if paper.covered is None:
            shared[paper.organisation_id].append(paper.as_value())
        else:
            own[paper.covered].append(paper.as_value())
    return {pk: (*own.get(pk, ()), *shared.get(seller, ())) for pk, seller in wanted}


def reach_of_listing(listing: Listing, on: date) -> Reach:
    """Say where a listing may be sold on a day."""
    return trade.reach_of(goods_of_listings([listing])[listing.pk], on)


def evidence_of(actor: Actor, listing: Listing | None = None) -> QuerySet[TradeEvidence]:
    """
    Return the papers of the actor's organisation; with a listing, those that can stand for it.

    :raises NotAllowed: if the actor may not see listings.
    """
    actor.must("listings.view_own")
    papers = (
        TradeEvidence.objects.filter(organisation_id=actor.organisation_id)
        .exclude(state=TradeEvidence.State.WITHDRAWN)
        .prefetch_related("covers__listing", "covers__variant")
    )
    return papers if listing is None else papers.filter(~Q(scope=LISTINGS) | Q(covers__listing=listing)).distinct()


def one_evidence(actor: Actor, public_id: str) -> TradeEvidence:
    """
    Return a paper that the actor may look at: its organisation's, or any for platform staff.

    :raises NotFound: if there is none, or it is another organisation's.
    """
    papers = TradeEvidence.objects.all()
    if not actor.is_platform:
        actor.must("listings.view_own")
        papers = papers.filter(organisation_id=actor.organisation_id)
    paper = papers.filter(public_id=public_id).first()
    if paper is None:
        raise NotFound
    return paper


def goods_from(*, kind: str, ship_from: str, papers: tuple[Evidence, ...], attributes: Any, **texts: str) -> Goods:
    """Return goods from a listing's columns: `title`, `summary`, `description`, `hs_code` and `origin` as `texts`."""
    given: Mapping[str, Any] = attributes if isinstance(attributes, Mapping) else {}
    return Goods(
        hs_code=texts["hs_code"],
        origin=texts["origin"] or ship_from,
        ship_from=ship_from,
        title=texts["title"],
        text=f"{texts['summary']} \n~ {texts['description']}",
        kind="service" if kind == Listing.Kind.SERVICE else "goods",
        importer=IMPORTER,
        attributes={str(name): str(value) for name, value in given.items()},
        evidence=papers,
    )
