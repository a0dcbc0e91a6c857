"""Put the catalogue on the shelves: listings with variants, prices, lots and pictures."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.text import slugify

from demo.art.render import name_of, rendition
from demo.art.scenes import Order, draw
from demo.art.worker import DRAWN_WIDTH
from demo.catalogue.family import Offer
from demo.catalogue.terms import carton_of, making_of, safety_contacts, service_of, translations_of
from demo.people import Cast
from demo.storage import keep
from sellers.models import (
    Category,
    Listing,
    ListingChange,
    ListingPicture,
    Lot,
    ModerationDecision,
    PriceTier,
    SafetyContact,
    Variant,
)
from sellers.models.pictures import WIDTHS

# Every so many-th listing is not on sale yet, or no longer, so that queues and desks have something in them.
_ASIDE = {
    17: Listing.Status.IN_REVIEW, 58: Listing.Status.DRAFT, 93: Listing.Status.REJECTED, 126: Listing.Status.IN_REVIEW,
    171: Listing.Status.PAUSED, 204: Listing.Status.DRAFT, 239: Listing.Status.IN_REVIEW, 266: Listing.Status.REJECTED,
    301: Listing.Status.PAUSED, 333: Listing.Status.IN_REVIEW, 359: Listing.Status.DRAFT, 380: Listing.Status.IN_REVIEW,
}  # fmt: skip
_REASONS = {
    True: "Complete and clear; the code fits the goods.",
    False: "The pictures show another colour than the title names. Please change one of the two and send it again.",
}


@dataclass(frozen=True)
class Drawing:
    """A picture to be rendered: `svg`, and its address in storage, which follows from it."""

    svg: str
    alt: str
    name: str


def drawings_of(offers: Iterable[Offer]) -> dict[str, list[Drawing]]:
    """Return the drawings of each offer, by its key. A drawing that two would share is signed apart."""
    taken: set[str] = set()
    drawn: dict[str, list[Drawing]] = {}
    for offer in offers:
        drawn[offer.key] = []
        for order, alt in offer.pictures:
            svg = _apart(draw(order), order, taken)
            drawn[offer.key].append(Drawing(svg, alt, name_of(svg)))
    return drawn


def _apart(svg: str, order: Order, taken: set[str]) -> str:
    """Each row of pictures has its own stem, so two equal drawings need a mark that nobody sees."""
    signed = svg if name_of(svg) not in taken else svg.replace("</svg>", f"<!-- {order.seed} {order.view} --></svg>")
    taken.add(name_of(signed))
    return signed


def load_shelves(*, offers: list[Offer], drawings: dict[str, list[Drawing]], cast: Cast, now: datetime) -> None:
    """Write all offers in a handful of inserts; search is told through sellers' change feed."""
    categories = {category.slug: category for category in Category.objects.all()}
    listings = Listing.objects.bulk_create(
        [_listing(offer, at, cast, categories, now) for at, offer in enumerate(offers, start=1)], batch_size=500
    )
    variants = Variant.objects.bulk_create(
        [
            Variant(
                listing=listing, organisation_id=listing.organisation_id, sku=offer.sku, stock_available=offer.stock,
                tracks_stock=offer.kind in ("goods", "perishable_lot"), is_default=True,
            )
            for offer, listing in zip(offers, listings, strict=True)
        ],
        batch_size=500,
    )  # fmt: skip
    together = list(zip(offers, listings, variants, strict=True))
    PriceTier.objects.bulk_create(
        [
            PriceTier(variant=variant, listing=listing, min_quantity=quantity, unit_price=price)
            for offer, listing, variant in together
            for quantity, price in offer.tiers
        ],
        batch_size=1000,
    )
    Lot.objects.bulk_create(
        [
            Lot(
                listing=listing, variant=variant, code=offer.lot.code, harvest_date=offer.lot.harvested,
                best_before_date=offer.lot.best_before, storage_min_c=offer.lot.min_c, storage_max_c=offer.lot.max_c,
                grade=offer.lot.grade, received=offer.stock, available=offer.stock,
            )
            for offer, listing, variant in together
            if offer.lot is not None
        ]
    )  # fmt: skip
    ListingPicture.objects.bulk_create(
        [
            ListingPicture(
                listing=listing, position=position, alt_text=drawing.alt, width=DRAWN_WIDTH,
                height=DRAWN_WIDTH * 3 // 4,
                file=keep(drawing.name, {width: rendition(drawing.name, width) for width in WIDTHS}),
            )
            for offer, listing, _variant in together
            for position, drawing in enumerate(drawings[offer.key])
        ],
        batch_size=1000,
    )  # fmt: skip
    SafetyContact.objects.bulk_create(
        SafetyContact(organisation=cast.organisations[seller], market=market, updated_at=now, **contact)
        for seller, market, contact in safety_contacts()
    )
    _decide(listings, cast, now)
    # The feed that search follows: the plural of sellers' own `record_change`.
    ListingChange.objects.bulk_create([ListingChange(listing_id=listing.pk) for listing in listings], batch_size=1000)


def _listing(offer: Offer, at: int, cast: Cast, categories: dict[str, Category], now: datetime) -> Listing:
    status = _ASIDE.get(at, Listing.Status.LIVE)
    # Older sellers have older listings; the newest went on sale this week.
    published = now - timedelta(days=3 + (at * 37) % 300, hours=at % 11)
    waiting = status == Listing.Status.IN_REVIEW
    was_on_sale = status in (Listing.Status.LIVE, Listing.Status.PAUSED)
    length, width, height = offer.size_mm or (None, None, None)
    return Listing(
        organisation=cast.organisations[offer.seller], category=categories[offer.category], kind=offer.kind,
        status=status, title=offer.title, slug=slugify(offer.title, allow_unicode=True)[:80].strip("-"),
        summary=offer.summary, description=offer.description, language=offer.language, currency=offer.currency,
        unit=offer.unit, moq=offer.moq, lead_time_days=offer.lead_days, origin_country=offer.origin,
        ships_from_country=offer.ships_from, hs_code=offer.hs, weight_g=offer.weight_g, length_mm=length,
        width_mm=width, height_mm=height, attributes=offer.attributes, specs=offer.specs,
        making=making_of(offer.category) if offer.kind == "made_to_order" else {},
        service=service_of(offer.category) if offer.kind == "service" else {},
        translations=translations_of(offer.seller, offer.category, offer.title),
        **carton_of(offer.seller, offer.category, offer.weight_g),
        submitted_at=now - timedelta(hours=2 + at % 40) if waiting else published - timedelta(hours=9),
        published_at=published if was_on_sale else None,
    )  # fmt: skip


def _decide(listings: list[Listing], cast: Cast, now: datetime) -> None:
    ModerationDecision.objects.bulk_create(
        [
            ModerationDecision(
                listing=listing,
                decision=ModerationDecision.Decision.REJECTED if rejected else ModerationDecision.Decision.APPROVED,
                reason=_REASONS[not rejected],
                decided_by=cast.staff,
                decided_at=(listing.published_at or now - timedelta(days=1)),
            )
            for listing in listings
            if (rejected := listing.status == Listing.Status.REJECTED) or listing.published_at
        ],
        batch_size=1000,
    )
