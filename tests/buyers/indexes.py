"""Indexes of plain documents for tests: no database needed."""

from collections.abc import Iterable
from typing import Any

from tantivy import Index

from buyers.search import store
from buyers.search.schema import SCHEMA, ListingDocument, to_tantivy


def document(pk: int, title: str, **over: Any) -> ListingDocument:
    """A listing as the index wants it."""
    values: dict[str, Any] = {
        "id": pk,
        "title": title,
        "language": "en",
        "kind": "goods",
        "seller_id": 1,
        "origin": "IT",
        "ships_from": "IT",
        "category_ids": (1,),
        "price_minor": 1000,
        "published": 1_700_000_000 + pk,
    }
    return ListingDocument(**(values | over))


def publish_index(documents: Iterable[ListingDocument], position: int = 0) -> store.Generation:
    """Put an index of `documents` in use on this host."""
    generation = store.new_generation()
    writer = Index(SCHEMA, path=str(generation.folder / "index")).writer(16_000_000, 1)
    listings = list(documents)
    for each in listings:
        writer.add_document(to_tantivy(each))
    writer.commit()
    writer.wait_merging_threads()
    store.publish(generation, position=position, documents=len(listings), rates="")
    return generation
