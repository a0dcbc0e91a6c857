"""Many listings at once, as cards show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Exists, Max, Min, OuterRef, Q
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import Coalesce
from django.utils.translation import get_language

from marketplace.kernel.money import Money
from sellers.lead_times import lead_time_for
from sellers.models import Listing, ListingPicture, PriceTier, Variant
from sellers.models.listings import listing_address
from sellers.models.pictures import renditions_of
from sellers.models.profiles import storefront_address
from sellers.packaging import CARTON
from sellers.prices import GivenPrices
from sellers.pricing import Tier, unit_price
from sellers.queries.price_lists import prices_given_to
from sellers.units import unit_label
from trade import dangerous
from trade.packing import Carton


@dataclass(frozen=True, slots=True)
class Cover:
    """The picture a card shows; `file` is the stem in storage."""

    file: str
    alt_text: str
    width: int
    height: int

    @property
    def renditions(self) -> dict[int, str]:
        """Width in pixels to address."""
        return renditions_of(self.file)


@dataclass(frozen=True, slots=True)
class Way:
    """The way to the reader, as the compact route line shows it; `days` in words."""

    from_country: str
    to_country: str
    days: str


@dataclass(frozen=True, slots=True)
class ListingCard:
    """
    What a card needs of a listing, in the listing's own currency; names are those of the `c-listing-card` component.

    Cards of the same content are equal. Whoever shows one may make another of it with what depends on the reader:
    converted prices with `approx`, `landed_unit`, `landed`, `route`.
    """

    listing_id: int
    public_id: str
    slug: str
    title: str
    summary: str
    kind: str
    category_id: int | None
    picture: Cover | None
    tiers: tuple[Tier, ...]
    currency: str
    price_from: Money
    price_to: Money
    moq: int
    unit_code: str
    lead_time_days: int | None
    # Rows of (up to this quantity, days); where there are any, they decide.
    lead_times: tuple[tuple[int, int], ...]
    in_stock: bool
    hs_code: str
    origin_country: str
    ships_from_country: str
    weight_g: int | None
    size_mm: tuple[int, int, int] | None
    carton: Carton | None
    # A code of `trade.dangerous`, '' for goods that are not.
    dangerous: str
    seller_id: int
    seller_name: str
    seller_country: str
    seller_slug: str
    rating: Decimal | None
    rating_count: int
    ships_to: tuple[str, ...]
    # What one is charged at, where the reader was given prices of their own; else the tiers above.
    your_price: bool = False
    approx: bool = False
    landed_unit: Money | None = None
    landed: Any = None
    route: Way | None = None

    @property
    def url(self) -> str:
        """The address of the product page."""
        return listing_address(self.slug, self.public_id)

    @property
    def seller_url(self) -> str:
        """The address of the seller's storefront."""
        return storefront_address(self.seller_slug)

    @property
    def unit(self) -> str:
        """The unit it is sold by, in the language in force."""
        return unit_label(self.unit_code)

    def price_for(self, quantity: int) -> Decimal:
        """Return what one unit costs when `quantity` are bought, in the listing's currency."""
        return unit_price(self.tiers, quantity)

    def lead_days(self, quantity: int) -> int | None:
        """In how many days `quantity` is ready; None if the seller has to be asked, or has not said."""
        return lead_time_for(self.lead_times, quantity, usual=self.lead_time_days)


_COLUMNS = (
    "pk", "public_id", "slug", "title", "summary", "kind", "category_id", "currency", "moq", "unit", "lead_time_days",
    "lead_times", "options", "hs_code", "origin_country", "ships_from_country", "weight_g", "length_mm",
    "width_mm", "height_mm", "units_per_carton", *CARTON,
    "rating_average", "rating_count", "organisation_id", "organisation__name", "organisation__country",
    "organisation__seller_profile__slug", "organisation__seller_profile__ships_to",
)  # fmt: skip

_OF_VARIANT = ("variant__weight_g", "variant__length_mm", "variant__width_mm", "variant__height_mm")


def cards(
    ids: Iterable[int], *, only_on_sale: bool = True, buyer_id: int | None = None, on: date | None = None
) -> list[ListingCard]:
    """
    Return the cards of the listings with these primary keys, in this order, in three queries however many they are,
    and one more where there are variants.

    Listings that are gone from sale meanwhile are left out, unless `only_on_sale` is False. With `buyer_id`, an
    organisation, the price lists given to it on that day price the cards, for one or two queries more.
    """
    wanted = list(dict.fromkeys(ids))
    listings = Listing.objects.on_sale() if only_on_sale else Listing.objects.all()
    in_stock = Variant.objects.filter(
        Q(tracks_stock=False) | Q(stock_available__gte=Coalesce("moq", OuterRef("moq"))),
        listing_id=OuterRef("pk"),
        is_active=True,
    )
    language = get_language() or "en"
    own = {
        f"own_{name}": KeyTextTransform(name, KeyTransform(language, "translations")) for name in ("title", "summary")
    }
    own["dangerous"] = KeyTextTransform(dangerous.ATTRIBUTE, "attributes")
    rows = listings.filter(pk__in=wanted).annotate(in_stock=Exists(in_stock), **own)
    found = {row["pk"]: row for row in rows.values(*_COLUMNS, "in_stock", *own)}
    tiers: dict[int, list[Tier]] = {}
    packed: dict[int, tuple[int | None, ...]] = {}
    for listing_id, quantity, price, *own_packing in (
        PriceTier.objects.filter(listing_id__in=found, variant__is_default=True)
        .order_by("listing_id", "min_quantity")
        .values_list("listing_id", "min_quantity", "unit_price", *_OF_VARIANT)
    ):
        tiers.setdefault(listing_id, []).append(Tier(quantity, price))
        packed[listing_id] = tuple(own_packing)
    covers = {
        listing_id: Cover(file, alt_text, width, height)
        for listing_id, file, alt_text, width, height in ListingPicture.objects.filter(
            listing_id__in=found, is_shown=True
        )
        .order_by("listing_id", "position", "id")
        .distinct("listing_id")
        .values_list("listing_id", "file", "alt_text", "width", "height")
    }
    spans = _spans([pk for pk, row in found.items() if row["options"]])
    given = _given(found, buyer_id, on) if buyer_id is not None and on is not None else None
    return [
        _card(found[pk], tuple(tiers[pk]), packed[pk], covers.get(pk), spans.get(pk), given)
        for pk in wanted
        # Without a price there is nothing to show a buyer; a draft may have none.
        if pk in found and pk in tiers
    ]


def _size(length: int | None, width: int | None, height: int | None) -> tuple[int, int, int] | None:
    return (length, width, height) if length and width and height else None


def _spans(listing_ids: list[int]) -> dict[int, tuple[Decimal, Decimal]]:
    """Return the lowest and highest price over all offered variants, of listings that have several."""
    if not listing_ids:
        return {}
    offered = PriceTier.objects.filter(listing_id__in=listing_ids, variant__is_active=True)
    rows = offered.order_by().values_list("listing_id").annotate(Min("unit_price"), Max("unit_price"))
    return {listing_id: (least, most) for listing_id, least, most in rows}


def _given(found: dict[int, dict[str, Any]], buyer_id: int, on: date) -> tuple[list[GivenPrices], dict[int, int]]:
    """Return the reader's own price lists of these sellers, and each listing's default variant if there are any."""
    lists = prices_given_to(buyer_id, on=on, sellers={row["organisation_id"] for row in found.values()}, listings=found)
    if not lists:
        return [], {}
    defaults = Variant.objects.filter(listing_id__in=found, is_default=True).values_list("listing_id", "pk")
    return lists, dict(defaults)


def _card(
    row: dict[str, Any],
    tiers: tuple[Tier, ...],
    packed: tuple[int | None, ...],
    cover: Cover | None,
    span: tuple[Decimal, Decimal] | None,
    given: tuple[list[GivenPrices], dict[int, int]] | None,
) -> ListingCard:
    lists, defaults = given or ([], {})
    your_price = False
    for each in lists:
        own = each.tiers_for(defaults.get(row["pk"], 0), row["organisation_id"], row["currency"], tiers)
        if own and unit_price(own, row["moq"]) < unit_price(tiers, row["moq"]):
            tiers, span, your_price = tuple(Tier(t.min_quantity, t.unit_price) for t in own), None, True
    prices = [tier.unit_price for tier in tiers] + list(span or ())
    size = (row["length_mm"], row["width_mm"], row["height_mm"])
    own_weight, *own_size = packed
    carton = tuple(row[name] for name in ("units_per_carton", *CARTON))
    return ListingCard(
        listing_id=row["pk"],
        public_id=row["public_id"],
        slug=row["slug"],
        # In the reader's language, where the seller has it in it.
        title=row.get("own_title") or row["title"],
        summary=row.get("own_summary") or row["summary"],
        kind=row["kind"],
        category_id=row["category_id"],
        picture=cover,
        tiers=tiers,
        currency=row["currency"],
        price_from=Money(min(prices), row["currency"]),
        price_to=Money(max(prices), row["currency"]),
        moq=row["moq"],
        unit_code=row["unit"],
        lead_time_days=row["lead_time_days"],
        lead_times=tuple((most, days) for most, days in row["lead_times"]),
        in_stock=row["in_stock"],
        hs_code=row["hs_code"],
        origin_country=row["origin_country"],
        ships_from_country=row["ships_from_country"],
        # As `Variant` says it: the default one's own where it has it, else the listing's.
        weight_g=own_weight or row["weight_g"],
        size_mm=_size(*own_size) or _size(*size),
        carton=Carton(*carton) if all(carton) and own_weight is None else None,
        dangerous=dangerous.dangerous_of(row["hs_code"], {dangerous.ATTRIBUTE: row["dangerous"]}),
        seller_id=row["organisation_id"],
        seller_name=row["organisation__name"],
        seller_country=row["organisation__country"],
        seller_slug=row["organisation__seller_profile__slug"],
        rating=row["rating_average"],
        rating_count=row["rating_count"],
        ships_to=tuple(row["organisation__seller_profile__ships_to"]),
        your_price=your_price,
    )
