"""A seller's catalogue, read for a feed: in batches, in flat memory, each variant an item or a reason."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import Prefetch

from marketplace.kernel.addresses import absolute, in_language
from sellers.feeds.item import (
    LONGEST_BRAND,
    LONGEST_DESCRIPTION,
    LONGEST_TITLE,
    Availability,
    Item,
    LeftOut,
    Reason,
    trait_of,
    valid_gtin,
)
from sellers.feeds.price import Asked, Pricing
from sellers.models import Category, Listing, ListingPicture, ProductFeed, Variant
from sellers.models.pictures import WIDTHS
from sellers.pricing import unit_price
from sellers.queries.reach import goods_of_listings
from sellers.units import unit_label
from trade import queries as trade
from trade.dangerous import dangerous_of

BATCH = 200
CONDITIONS = {"new": "new", "used": "used", "refurbished": "refurbished", "second-hand": "used"}


def read(feed: ProductFeed, *, on: date) -> Iterator[Item | LeftOut]:
    """Yield every variant on sale of the feed's seller, as an item or as what is left out and why."""
    catalogue = _Catalogue(feed, on)
    after = 0
    while batch := list(_batch(feed.organisation_id, after)):
        goods = goods_of_listings(batch)
        for listing in batch:
            yield from catalogue.items(listing, goods[listing.pk])
        after = batch[-1].pk


def _batch(organisation_id: int, after: int) -> Any:
    # Asked from the key on, never by offset: the last batch of a million costs what the first does.
    offered = Variant.objects.filter(is_active=True).order_by("position", "id").select_related("picture")
    return (
        Listing.objects.on_sale()
        .filter(organisation_id=organisation_id, pk__gt=after)
        .select_related("category", "organisation__seller_profile")
        .prefetch_related(
            Prefetch("variants", offered.prefetch_related("tiers", "lots"), to_attr="offered"),
            Prefetch("pictures", ListingPicture.objects.filter(is_shown=True), to_attr="shown_pictures"),
        )
        .order_by("pk")[:BATCH]
    )


class _Catalogue:
    """What is the same for every listing of one feed, and the making of its items."""

    def __init__(self, feed: ProductFeed, on: date) -> None:
        self.feed, self.on = feed, on
        self.pricing = Pricing(feed.country, feed.currency, on, trade.current_rates(on))
        self.labels = {row.path: row.label(feed.language) for row in Category.objects.all()}

    def items(self, listing: Listing, goods: Any) -> Iterator[Item | LeftOut]:
        """Yield the items of one listing, or why it has none."""
        reason = self._whole(listing, goods)
        if reason is not None:
            yield LeftOut(listing.public_id, listing.title, "", reason)
            return
        variants: list[Variant] = listing.offered  # type: ignore[attr-defined]
        # Variants that cost and weigh the same are reckoned once.
        known: dict[Asked, Any] = {}
        for variant in variants:
            # Read with the listing: its own minimum falls back on the listing's.
            variant.listing = listing
            made = self._item(variant, known, is_one_of_many=len(variants) > 1)
            yield made if isinstance(made, Item) else LeftOut(listing.public_id, listing.title, variant.sku, made)

    def _whole(self, listing: Listing, goods: Any) -> Reason | None:
        """Why no variant of the listing can be in the feed."""
        if listing.is_service:
            return Reason.SERVICE
        if listing.language.split("-")[0] != self.feed.language.split("-")[0]:
            return Reason.LANGUAGE
        if not listing.shown_pictures:  # type: ignore[attr-defined]
            return Reason.PICTURE
        if not listing.organisation.seller_profile.delivers_to(self.feed.country):
            return Reason.NOT_DELIVERED
        if not trade.may_it_go(goods, self.feed.country, self.on).may_be_sold:
            return Reason.RULES
        return None

    def _item(self, variant: Variant, known: dict[Asked, Any], *, is_one_of_many: bool) -> Item | Reason:
        listing = variant.listing
        tiers = list(variant.tiers.all())
        if not tiers:
            return Reason.PRICE
        lots = [lot for lot in variant.lots.all() if lot.is_open and lot.best_before_date > self.on]
        if listing.kind == Listing.Kind.PERISHABLE_LOT and not lots:
            return Reason.PAST
        asked = Asked(
            unit_price=unit_price(tiers, variant.minimum),
            currency=listing.currency,
            quantity=variant.minimum,
            hs_code=listing.hs_code,
            origin=listing.origin_country,
            ships_from=listing.ships_from_country,
            weight_g=variant.packed_weight_g,
            size_mm=variant.packed_size_mm,
            needs_cold_chain=any(lot.needs_cold_chain for lot in lots),
            dangerous=dangerous_of(listing.hs_code, listing.attributes),
        )
        if asked not in known:
            known[asked] = self.pricing.of(asked)
        priced = known[asked]
        if isinstance(priced, Reason):
            return priced
        price, freight = priced
        availability, available_on = self._availability(variant, lots)
        attributes = {str(name).strip().casefold(): str(value) for name, value in listing.attributes.items()}
        return Item(
            id=variant.public_id,
            group=listing.public_id if is_one_of_many else "",
            title=self._title(variant, is_one_of_many),
            description=self._description(variant),
            link=self._link(variant),
            pictures=self._pictures(variant),
            availability=availability,
            available_on=available_on,
            price=price,
            quantity=variant.minimum,
            unit=listing.unit,
            brand=(attributes.get("brand") or listing.organisation.name)[:LONGEST_BRAND],
            gtin=valid_gtin(variant.gtin),
            mpn=attributes.get("mpn", "")[:LONGEST_BRAND],
            condition=CONDITIONS.get(attributes.get("condition", "new").strip().casefold(), "new"),
            product_type=self._product_type(listing),
            country=self.feed.country,
            freight=freight,
            weight_g=asked.weight_g * asked.quantity if asked.weight_g else None,
            handling_days=listing.lead_time_days,
            stock=variant.stock_available if variant.tracks_stock else None,
            traits=_traits(listing.attributes, variant.options),
            sku=variant.sku,
        )

    def _availability(self, variant: Variant, lots: list[Any]) -> tuple[Availability, date | None]:
        listing = variant.listing
        if listing.kind == Listing.Kind.MADE_TO_ORDER and listing.lead_time_days:
            # Made once it is ordered: it may be bought now and leaves after its lead time.
            return Availability.BACKORDER, self.on + timedelta(days=listing.lead_time_days)
        if not variant.has(variant.minimum):
            return Availability.OUT_OF_STOCK, None
        leaves = [lot.leaves_from_date for lot in lots]
        if leaves and all(day is not None and day > self.on for day in leaves):
            return Availability.PREORDER, min(leaves)
        return Availability.IN_STOCK, None

    def _title(self, variant: Variant, is_one_of_many: bool) -> str:
        own = variant.label or ", ".join(map(str, variant.options.values()))
        title = f"{variant.listing.title}, {own}" if is_one_of_many and own else variant.listing.title
        return title[:LONGEST_TITLE]

    def _description(self, variant: Variant) -> str:
        listing = variant.listing
        text = " ".join((listing.description or listing.summary or listing.title).split())
        if variant.minimum > 1:
            # The price is of the least that can be bought; who reads it must know how much that is.
            text = f"{variant.minimum} × {unit_label(listing.unit)}. {text}"
        return text[:LONGEST_DESCRIPTION]

    def _link(self, variant: Variant) -> str:
        query: dict[str, Any] = {"ship_to": self.feed.country, "quantity": variant.minimum}
        if not variant.is_default:
            query["variant"] = variant.public_id
        return in_language(variant.listing.get_absolute_url(), self.feed.language, query)

    def _pictures(self, variant: Variant) -> tuple[str, ...]:
        pictures: list[ListingPicture] = list(variant.listing.shown_pictures)  # type: ignore[attr-defined]
        if variant.picture is not None and variant.picture.is_shown:
            pictures = [variant.picture, *(each for each in pictures if each.pk != variant.picture_id)]
        return tuple(absolute(picture.url(WIDTHS[-1])) for picture in pictures)

    def _product_type(self, listing: Listing) -> str:
        if listing.category is None:
            return ""
        path = listing.category.path
        step = Category.steplen
        labels = [self.labels.get(path[:end], "") for end in range(step, len(path) + 1, step)]
        return " > ".join(label for label in labels if label)


def _traits(attributes: dict[str, Any], options: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    """The traits both specifications know; what the variant says wins over what the listing says."""
    found: dict[str, str] = {}
    for name, value in (*attributes.items(), *options.items()):
        trait = trait_of(str(name))
        if trait and str(value).strip():
            found[trait] = str(value).strip()[:100]
    return tuple(sorted(found.items()))
