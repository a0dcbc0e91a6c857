"""Read listings out of Postgres as the index wants them: a few set-based queries for thousands of listings."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from sellers import queries as sellers
from sellers.models import Category, Listing, PriceTier, Variant
from sellers.specs import Definition, facet_values, spec_words
from trade import queries as trade
from trade.fx import RateStale, RateTable, RateUnknown
from trade.restrictions import Evidence

from .schema import EVERYWHERE, ListingDocument

BATCH = 4_000
_COLUMNS = (
    "id", "title", "summary", "description", "language", "kind", "organisation_id", "organisation__name",
    "organisation__seller_profile__ships_to", "category_id", "origin_country", "ships_from_country", "currency",
    "moq", "lead_time_days", "rating_average", "rating_count", "published_at", "attributes", "hs_code",
    "organisation__country", "specs", "translations",
)  # fmt: skip


@dataclass(frozen=True)
class Surroundings:
    """What all listings share while they are read: the category tree, what it asks, and the exchange rates."""

    paths: Mapping[int, tuple[int, ...]]
    names: Mapping[int, tuple[str, ...]]
    per_euro_cent: Mapping[str, Decimal | None]
    on: date
    definitions: Mapping[int, list[Definition]]


def surroundings(rates: RateTable) -> Surroundings:
    """Read the category tree; reckon what a unit of each currency is in cents of a euro."""
    by_path: dict[str, int] = {}
    paths: dict[int, tuple[int, ...]] = {}
    own: dict[int, tuple[str, ...]] = {}
    names: dict[int, tuple[str, ...]] = {}
    step = Category.steplen
    for pk, path, name, translations in Category.objects.order_by("path").values_list(
        "id", "path", "name", "name_translations"
    ):
        by_path[path] = pk
        own[pk] = (name, *map(str, translations.values()))
        paths[pk] = (*paths.get(by_path.get(path[:-step], 0), ()), pk)
        names[pk] = tuple(word for part in paths[pk] for word in own[part])
    cents = {currency: _cents(rates, currency) for currency in rates.currencies}
    return Surroundings(paths, names, cents, rates.on, sellers.all_definitions())


def _cents(rates: RateTable, currency: str) -> Decimal | None:
    try:
        return rates.cross(currency, "EUR")[0] * 100
    except (RateUnknown, RateStale):
        return None


def all_documents(around: Surroundings) -> Iterator[list[ListingDocument]]:
    """Yield every listing on sale, in batches by primary key: flat memory however many there are."""
    last = 0
    on_sale = Listing.objects.on_sale().order_by("id")
    while rows := list(on_sale.filter(id__gt=last).values_list(*_COLUMNS)[:BATCH]):
        first, last = rows[0][0], rows[-1][0]
        yield _documents(rows, {"listing_id__gte": first, "listing_id__lte": last}, around)


def documents_of(listing_ids: Sequence[int], around: Surroundings) -> list[ListingDocument]:
    """Return those of `listing_ids` that are on sale."""
    rows = list(Listing.objects.on_sale().filter(id__in=listing_ids).values_list(*_COLUMNS))
    return _documents(rows, {"listing_id__in": [row[0] for row in rows]}, around) if rows else []


def _documents(
    rows: Sequence[tuple[Any, ...]], which: Mapping[str, Any], around: Surroundings
) -> list[ListingDocument]:
    variants: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for listing_id, *variant in Variant.objects.filter(**which).values_list(
        "listing_id", "id", "is_default", "tracks_stock", "stock_available", "sku", "label"
    ):
        variants[listing_id].append(tuple(variant))
    tiers: dict[int, list[tuple[int, int, Decimal]]] = defaultdict(list)
    for listing_id, variant_id, quantity, price in PriceTier.objects.filter(**which).values_list(
        "listing_id", "variant_id", "min_quantity", "unit_price"
    ):
        tiers[listing_id].append((variant_id, quantity, price))
    papers = sellers.papers_of((row[0], row[6]) for row in rows)
    return [_document(row, variants[row[0]], tiers[row[0]], around, papers[row[0]]) for row in rows]


def _document(
    row: tuple[Any, ...],
    variants: Sequence[tuple[Any, ...]],
    tiers: Sequence[tuple[int, int, Decimal]],
    around: Surroundings,
    papers: tuple[Evidence, ...],
) -> ListingDocument:
    (
        pk, title, summary, description, language, kind, seller_id, seller_name, ships_to, category_id, origin,
        ships_from, currency, moq, lead_time, rating, rating_count, published_at, attributes, hs_code,
        seller_country, specs, translations,
    ) = row  # fmt: skip
    default = next((variant[0] for variant in variants if variant[1]), None)
    labels = [str(variant[5]) for variant in variants if variant[5]]
    codes = [str(variant[4]) for variant in variants if variant[4]]
    asked = around.definitions.get(category_id, [])
    goods = sellers.goods_from(
        kind=kind, title=title, summary=summary, description=description, attributes=attributes, hs_code=hs_code,
        origin=origin, ship_from=ships_from or seller_country, papers=papers,
    )  # fmt: skip
    return ListingDocument(
        id=pk,
        title=title,
        language=language,
        kind=kind,
        seller_id=seller_id,
        seller_name=seller_name,
        origin=origin,
        ships_from=ships_from,
        category_ids=around.paths.get(category_id, ()),
        tags=around.names.get(category_id, ()),
        body=(summary, *_words_of(attributes), *spec_words(asked, specs), *labels, description),
        codes=tuple(codes) + ((hs_code,) if hs_code else ()),
        ships_to=tuple(ships_to) if ships_to else (EVERYWHERE,),
        texts=tuple(
            (code, str(texts.get("title", "")), f"{texts.get('summary', '')} {texts.get('description', '')}")
            for code, texts in translations.items()
        ),
        specs=tuple(facet_values(asked, specs)),
        stopped_in=tuple(trade.stopped_in(goods, around.on)),
        price_minor=_price_minor(tiers, default, moq, around.per_euro_cent.get(currency)),
        moq=moq,
        lead_time_days=lead_time or 0,
        rating_tenths=int(rating * 10) if rating is not None else 0,
        rating_count=rating_count,
        in_stock=any(not variant[2] or variant[3] >= moq for variant in variants),
        published=int(published_at.timestamp()) if published_at else 0,
    )


def _price_minor(
    tiers: Iterable[tuple[int, int, Decimal]], variant: int | None, moq: int, cents: Decimal | None
) -> int | None:
    """Return the default variant's unit price at the minimum order in cents of a euro."""
    if cents is None:
        return None
    reached = [(start, price) for owner, start, price in tiers if owner == variant and start <= moq]
    price = max(reached)[1] if reached else min(((t[1], t[2]) for t in tiers if t[0] == variant), default=(0, None))[1]
    return None if price is None else int((price * cents).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def _words_of(attributes: Any) -> Iterator[str]:
    if isinstance(attributes, Mapping):
        for name, value in attributes.items():
            yield str(name)
            yield from _words_of(value)
    elif isinstance(attributes, list):
        for value in attributes:
            yield from _words_of(value)
    elif attributes not in (None, True, False):
        yield str(attributes)
