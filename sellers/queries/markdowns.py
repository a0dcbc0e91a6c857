"""Lots whose date draws near: what is at risk, what is done about it, what that saved."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.models import Exists, F, OuterRef, Prefetch, Q, Subquery, Sum

from accounts.actor import Actor
from marketplace.kernel.money import Money, round_money
from marketplace.kernel.refusals import NotFound
from sellers.markdowns import Step, next_step, read_tiers
from sellers.models import Listing, ListingPicture, Lot, LotHold, Markdown, MarkdownStep, StockHold, Variant
from sellers.pricing import HasTier, unit_price
from trade.freight import Parcel
from trade.queries import reachable_destinations, ruled_destinations

SHOWN = 100
# Beyond this a lot is not yet called at risk, unless it is marked down already.
NEAR_DAYS = 45
# What a buyer needs of a lot's life after it has come.
LIFE_LEFT_DAYS = 2


def variants_to_mark_down(today: date) -> Iterator[int]:
    """
    Give the primary keys of variants whose lot a schedule may reach, or whose date has come, the nearest first.

    A day is added on either side: the day is the seller's own, wherever that is.
    """
    scheduled = MarkdownStep.objects.filter(organisation=OuterRef("variant__organisation"))
    reached = scheduled.filter(Q(listing=None) | Q(listing=OuterRef("listing")))
    lots = Lot.objects.filter(listing__status=Listing.Status.LIVE, closed_at=None).filter(
        Q(best_before_date__lte=today + timedelta(days=1))
        | Q(Exists(reached), best_before_date__lte=today + timedelta(days=367))
        | Q(Exists(Markdown.objects.filter(variant=OuterRef("variant"), ended_at=None)))
    )
    seen: set[int] = set()
    for variant_id in (
        lots.order_by("best_before_date", "pk").values_list("variant", flat=True).iterator(chunk_size=1_000)
    ):
        # A variant with several lots is looked at once.
        if variant_id not in seen:
            seen.add(variant_id)
            yield variant_id


@dataclass(frozen=True, slots=True)
class LotAtRisk:
    """
    One lot: what stands to be lost, where it can still go in time, and what is done about it.

    `reached` are countries it reaches with some life left, by what a carrier offers for the minimum order today.
    `is_next` says that it is sold before the variant's other lots, so that a markdown is about it.
    """

    listing: Listing
    variant: Variant
    lot: Lot
    is_next: bool
    best_before: date
    days_left: int
    value: Money
    markdown: Markdown | None
    upcoming: Step | None
    upcoming_in: int
    reached: list[str]
    asked: int


def lots_at_risk(actor: Actor, *, now: datetime) -> list[LotAtRisk]:
    """
    Return the actor's lots on sale that near their date or are marked down, the nearest first.

    :raises SignInNeeded: if nobody is signed in.
    :raises NotAllowed: if the actor may not see listings.
    """
    actor.must("listings.view_own")
    today = now.date()
    near = today + timedelta(days=NEAR_DAYS)
    open_markdown = Markdown.objects.filter(
        Q(lot=OuterRef("pk")) | Q(lot=None, variant=OuterRef("variant")), ended_at=None
    )
    earlier = Lot.objects.filter(variant=OuterRef("variant"), closed_at=None, available__gt=0).order_by(
        "best_before_date", "pk"
    )
    lots = (
        Lot.objects.filter(listing__organisation=actor.organisation_id, listing__status=Listing.Status.LIVE)
        .filter(Q(best_before_date__lte=near) | Q(Exists(open_markdown)))
        .filter(closed_at=None, available__gt=0)
        .annotate(next_lot=Subquery(earlier.values("pk")[:1]))
        .select_related("listing__organisation__seller_profile", "variant")
        .prefetch_related(
            "variant__tiers",
            Prefetch("listing__pictures", ListingPicture.objects.filter(is_shown=True), to_attr="shown_pictures"),
            Prefetch("variant__markdowns", Markdown.objects.filter(ended_at=None), to_attr="standing"),
            Prefetch("listing__markdown_steps", to_attr="own_steps"),
        )
        .order_by("best_before_date", "pk")[:SHOWN]
    )
    general = [Step(row.days_left, row.percent) for row in MarkdownStep.objects.filter(
        organisation=actor.organisation_id, listing=None
    )]  # fmt: skip
    destinations = ruled_destinations(today)
    return [_at_risk(lot, general, destinations, today) for lot in lots]


def _at_risk(lot: Lot, general: list[Step], destinations: list[str], today: date) -> LotAtRisk:
    listing, variant = lot.listing, lot.variant
    tiers: list[HasTier] = list(variant.tiers.all())
    own = [Step(row.days_left, row.percent) for row in listing.own_steps]  # type: ignore[attr-defined]
    is_next = lot.next_lot == lot.pk  # type: ignore[attr-defined]
    # Only the lot that is sold next is marked down.
    upcoming = next_step(own or general, best_before=lot.best_before_date, on=today) if is_next else None
    delivered = [country for country in destinations if listing.organisation.seller_profile.delivers_to(country)]
    standing = next(iter(variant.standing), None) if is_next else None  # type: ignore[attr-defined]
    if not is_next and variant.standing and tiers:  # type: ignore[attr-defined]
        tiers = [*read_tiers(variant.standing[0].before)]  # type: ignore[attr-defined]
    price = unit_price(tiers, variant.moq or listing.moq) if tiers else Decimal(0)
    return LotAtRisk(
        listing=listing,
        variant=variant,
        lot=lot,
        is_next=is_next,
        best_before=lot.best_before_date,
        days_left=(lot.best_before_date - today).days,
        value=round_money(Money(price * lot.available, listing.currency)),
        markdown=standing,
        upcoming=upcoming[0] if upcoming else None,
        upcoming_in=upcoming[1] if upcoming else 0,
        reached=reach_of_lot(lot, delivered, on=today),
        asked=len(delivered),
    )


def reach_of_lot(lot: Lot, destinations: list[str], *, on: date) -> list[str]:
    """Return the countries among `destinations` that a minimum order handed over after its lead time reaches alive."""
    listing = lot.listing
    if not listing.weight_g or not listing.ships_from_country:
        return []
    length, width, height = listing.size_mm or (None, None, None)
    leaves_on = on + timedelta(days=listing.lead_time_days or 0)
    found = reachable_destinations(
        ship_from=listing.ships_from_country,
        parcels=[Parcel(listing.weight_g, length, width, height, count=listing.moq)],
        destinations=destinations,
        on=max(leaves_on, lot.leaves_from_date or leaves_on),
        best_before=lot.best_before_date,
        margin_days=LIFE_LEFT_DAYS,
        needs_cold_chain=lot.needs_cold_chain,
    )
    return [country for country, offer in found.items() if offer is not None]


@dataclass(frozen=True, slots=True)
class Saved:
    """What was sold after its price was lowered, and what was lost because its date came, in one currency."""

    units: int
    value: Money
    told: int


def saved_by_markdowns(actor: Actor, *, currency: str, since: datetime) -> Saved:
    """
    Return what the actor's markdowns since then sold: paid for and taken off the shelf while the lower price stood.

    :raises SignInNeeded: if nobody is signed in.
    :raises NotAllowed: if the actor may not see listings.
    """
    actor.must("listings.view_own")
    markdowns = Markdown.objects.filter(
        organisation=actor.organisation_id, marked_at__gte=since, listing__currency=currency
    )
    by_variant = StockHold.objects.filter(
        Q(created_at__lte=F("variant__markdowns__ended_at")) | Q(variant__markdowns__ended_at=None),
        state=StockHold.State.COMMITTED,
        variant__markdowns__in=markdowns.filter(lot=None),
        created_at__gte=F("variant__markdowns__marked_at"),
    ).values_list("quantity", "variant__markdowns__after")
    # Who bought more than was left of the lot paid the prices from before.
    by_lot = LotHold.objects.filter(
        Q(hold__created_at__lte=F("lot__markdowns__ended_at")) | Q(lot__markdowns__ended_at=None),
        hold__state=StockHold.State.COMMITTED,
        hold__quantity=F("quantity"),
        lot__markdowns__in=markdowns,
        hold__created_at__gte=F("lot__markdowns__marked_at"),
    ).values_list("quantity", "lot__markdowns__after")
    sold = [*by_variant, *by_lot]
    units, value = 0, Decimal(0)
    for quantity, after in sold:
        reached = [Decimal(price) for least, price in after if least <= quantity] or [Decimal(after[0][1])]
        units, value = units + quantity, value + quantity * reached[-1]
    told = markdowns.aggregate(all=Sum("told"))["all"] or 0
    return Saved(units, round_money(Money(value, currency)), told)


def standing_markdown(variant: Variant) -> Markdown | None:
    """Return the markdown a variant is sold at now, if there is one."""
    return Markdown.objects.filter(variant=variant, ended_at=None).first()


def schedule_of(actor: Actor, listing: Listing | None) -> list[MarkdownStep]:
    """Return the schedule of one of the actor's listings, or of all its lots."""
    actor.must("listings.view_own")
    return list(MarkdownStep.objects.filter(organisation=actor.organisation_id, listing=listing))


def markdown_of(actor: Actor, public_id: str) -> Markdown:
    """
    Return one of the actor's own markdowns.

    :raises NotFound: if there is none, or it is another organisation's.
    """
    actor.must("listings.view_own")
    own = Markdown.objects.select_related("listing").filter(organisation=actor.organisation_id)
    found = own.filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found
