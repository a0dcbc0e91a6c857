"""What the index holds of a listing. A change here makes a new VERSION, and every host rebuilds its index."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from tantivy import Document, Schema, SchemaBuilder

from .analysis import index_terms, index_words, shared_terms, shared_words

VERSION = 3

# Listings that may go to every country carry this in place of country codes.
EVERYWHERE = "*"

TEXT_FIELDS = ("title", "tags", "body")
CHOICE_FIELDS = ("category", "kind", "origin", "ships_from", "seller", "stock")
NUMBER_FIELDS = ("price", "moq", "lead_time", "rating", "published", "standing")


@dataclass(frozen=True, slots=True)
class ListingDocument:
    """
    A listing as the index wants it: plain values, no models.

    `price_minor` is the unit price at the minimum order quantity in cents of a euro (None if it cannot be
    converted), `rating_tenths` 0 to 50, `published` seconds since 1970, `category_ids` the path from the root.
    """

    id: int
    title: str
    language: str
    kind: str
    seller_id: int
    origin: str
    ships_from: str
    category_ids: tuple[int, ...]
    tags: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    ships_to: tuple[str, ...] = (EVERYWHERE,)
    # Where rules forbid the sale today; everywhere else it may go.
    stopped_in: tuple[str, ...] = ()
    price_minor: int | None = None
    moq: int = 1
    lead_time_days: int = 0
    rating_tenths: int = 0
    rating_count: int = 0
    in_stock: bool = True
    published: int = 0
    seller_name: str = ""
    codes: tuple[str, ...] = field(default=())
    # Answers to what the category asks, `code=value`, as `sellers.specs.facet_values` gives them.
    specs: tuple[str, ...] = ()
    # The seller's own translations: language, title, body.
    texts: tuple[tuple[str, str, str], ...] = ()


def make_schema() -> Schema:
    """Return the index's schema."""
    builder = SchemaBuilder()
    builder.add_unsigned_field("id", indexed=True, fast=True)
    # Terms are made in analysis.py and only split at spaces here, so that every language shares the fields.
    builder.add_text_field("title", tokenizer_name="whitespace", index_option="position")
    builder.add_text_field("tags", tokenizer_name="whitespace", index_option="position")
    builder.add_text_field("body", tokenizer_name="whitespace", index_option="position")
    builder.add_text_field("words", tokenizer_name="whitespace", index_option="basic")
    builder.add_text_field("seller_words", tokenizer_name="whitespace", index_option="basic")
    builder.add_text_field("codes", tokenizer_name="raw", index_option="basic")
    for name in CHOICE_FIELDS:
        builder.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("spec", fast=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("path", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("ships_to", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("stopped_in", tokenizer_name="raw", index_option="basic")
    for name in NUMBER_FIELDS:
        builder.add_unsigned_field(name, indexed=True, fast=True)
    return builder.build()


SCHEMA = make_schema()


def to_tantivy(listing: ListingDocument) -> Document:
    """Return the index document of `listing`."""
    titles = [(listing.language, listing.title), *((code, title) for code, title, _body in listing.texts)]
    bodies = [(listing.language, " ".join(listing.body)), *((code, body) for code, _title, body in listing.texts)]
    tags, seller = " ".join(listing.tags), listing.seller_name
    values: dict[str, object] = {
        "id": listing.id,
        "title": " ".join(index_terms(text, code) for code, text in titles),
        "tags": f"{shared_terms(tags, listing.language)} {shared_terms(seller, listing.language)}",
        "body": " ".join(index_terms(text, code) for code, text in bodies),
        "words": f"{' '.join(index_words(text) for _code, text in titles)} {shared_words(tags)} {shared_words(seller)}",
        "seller_words": shared_words(seller),
        "codes": [fold_code(code) for code in listing.codes],
        "category": str(listing.category_ids[-1]) if listing.category_ids else "",
        "path": [str(category) for category in listing.category_ids],
        "kind": listing.kind,
        "origin": listing.origin,
        "ships_from": listing.ships_from,
        "seller": str(listing.seller_id),
        "stock": "yes" if listing.in_stock else "no",
        "ships_to": list(listing.ships_to),
        "stopped_in": list(listing.stopped_in),
        "spec": list(listing.specs),
        "moq": listing.moq,
        "lead_time": listing.lead_time_days,
        "rating": listing.rating_tenths,
        "published": max(0, listing.published),
        "standing": standing(listing),
    }
    if listing.price_minor is not None:
        values["price"] = listing.price_minor
    return Document.from_dict(values, SCHEMA)


def fold_code(code: str) -> str:
    """Return an article number without case, spaces and dashes, as people copy it in many ways."""
    return "".join(character for character in code.casefold() if character.isalnum())


def standing(listing: ListingDocument) -> int:
    """
    Return the order of browsing without words: well rated by many first, then what is in stock, then the newest.

    The rating is Bayesian: five imagined ratings of 3.5 keep one lone 5.0 from standing above forty of 4.8.
    """
    average = Decimal(listing.rating_tenths * listing.rating_count + 35 * 5) / (listing.rating_count + 5)
    days = max(0, listing.published) // 86_400
    return (int(average * 10) * 2 + int(listing.in_stock)) * 100_000 + min(days, 99_999)


def to_tantivy_many(listings: Iterable[ListingDocument]) -> Iterable[Document]:
    """Return the index documents of `listings`, lazily."""
    return map(to_tantivy, listings)
