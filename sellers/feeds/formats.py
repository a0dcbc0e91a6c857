"""Feeds as files: Google's RSS 2.0 and Meta's CSV, written item by item."""

import csv
import json
import re
from collections.abc import Iterator
from datetime import date
from typing import IO
from xml.sax.saxutils import escape

from sellers.feeds.item import MOST_PICTURES, Availability, Item, LeftOut, amount, kilograms

# What XML 1.0 cannot hold.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class GoogleWriter:
    """Writes items as RSS 2.0 with Google's namespace to a binary file."""

    def __init__(self, out: IO[bytes], *, title: str, link: str) -> None:
        self._out = out
        self._put('<?xml version="1.0" encoding="UTF-8"?>\n')
        self._put('<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0"><channel>\n')
        self._put(f"<title>{_text(title)}</title><link>{_text(link)}</link><description>{_text(title)}</description>\n")

    def put(self, item: Item) -> None:
        """Write one item."""
        self._put("<item>" + "".join(_element(name, value) for name, value in google_fields(item)) + "</item>\n")

    def close(self) -> None:
        self._put("</channel></rss>\n")

    def _put(self, text: str) -> None:
        self._out.write(text.encode())


def google_fields(item: Item) -> Iterator[tuple[str, str | list[tuple[str, str]]]]:
    """Yield the attributes of an item in Google's names; nested ones as a list."""
    yield "id", item.id
    yield "title", item.title
    yield "description", item.description
    yield "link", item.link
    yield "image_link", item.pictures[0]
    for picture in item.pictures[1 : MOST_PICTURES + 1]:
        yield "additional_image_link", picture
    yield "availability", item.availability.value
    if item.available_on is not None:
        yield "availability_date", _moment(item.available_on)
    yield "price", amount(item.price)
    yield "condition", item.condition
    yield "brand", item.brand
    if item.gtin:
        yield "gtin", item.gtin
    if item.mpn:
        yield "mpn", item.mpn
    if not item.has_identifier:
        yield "identifier_exists", "no"
    if item.group:
        yield "item_group_id", item.group
    if item.product_type:
        yield "product_type", item.product_type
    yield from item.traits
    if item.weight_g:
        yield "shipping_weight", kilograms(item.weight_g)
    if item.freight is not None:
        way = [("country", item.country), ("service", item.freight.service), ("price", amount(item.freight.price))]
        if item.handling_days is not None:
            way += [("min_handling_time", "0"), ("max_handling_time", str(item.handling_days))]
        way += [("min_transit_time", str(item.freight.min_days)), ("max_transit_time", str(item.freight.max_days))]
        yield "shipping", way


def _element(name: str, value: str | list[tuple[str, str]]) -> str:
    inside = _text(value) if isinstance(value, str) else "".join(_element(key, each) for key, each in value)
    return f"<g:{name}>{inside}</g:{name}>"


def _text(text: str) -> str:
    return escape(_CONTROL.sub("", text))


def _moment(day: date) -> str:
    return f"{day:%Y-%m-%d}T00:00Z"


META_COLUMNS = (
    "id", "title", "description", "availability", "condition", "price", "link", "image_link", "brand",
    "additional_image_link", "item_group_id", "gtin", "mpn", "product_type", "color", "size", "material", "pattern",
    "shipping_weight", "shipping", "quantity_to_sell_on_facebook",
)  # fmt: skip
_META_AVAILABILITY = {
    Availability.IN_STOCK: "in stock",
    Availability.OUT_OF_STOCK: "out of stock",
    Availability.PREORDER: "preorder",
    Availability.BACKORDER: "available for order",
}


class _Lines:
    """Lets the csv module write to a binary file."""

    def __init__(self, out: IO[bytes]) -> None:
        self._out = out

    def write(self, text: str) -> int:
        return self._out.write(text.encode())


class MetaWriter:
    """Writes items as Meta's CSV to a binary file."""

    def __init__(self, out: IO[bytes]) -> None:
        self._rows = csv.writer(_Lines(out))
        self._rows.writerow(META_COLUMNS)

    def put(self, item: Item) -> None:
        """Write one item."""
        fields = meta_fields(item)
        self._rows.writerow([_CONTROL.sub("", fields.get(name, "")) for name in META_COLUMNS])


def meta_fields(item: Item) -> dict[str, str]:
    """Return the fields of an item in Meta's names."""
    found = {
        "id": item.id,
        "title": item.title,
        "description": item.description,
        "availability": _META_AVAILABILITY[item.availability],
        "condition": item.condition,
        "price": amount(item.price),
        "link": item.link,
        "image_link": item.pictures[0],
        "brand": item.brand,
        "additional_image_link": ",".join(item.pictures[1 : MOST_PICTURES + 1]),
        "item_group_id": item.group,
        "gtin": item.gtin,
        "mpn": item.mpn,
        "product_type": item.product_type,
        **dict(item.traits),
    }
    if item.weight_g:
        found["shipping_weight"] = kilograms(item.weight_g)
    if item.freight is not None:
        way = {
            "shipping_country": item.country, "shipping_service": item.freight.service,
            "shipping_price_value": f"{item.freight.price.amount:f}",
            "shipping_price_currency": item.freight.price.currency.code,
        }  # fmt: skip
        found["shipping"] = json.dumps([way])
    if item.stock is not None:
        # What is sold in lots of the minimum order can be bought so many times.
        found["quantity_to_sell_on_facebook"] = str(item.stock // item.quantity)
    return found


class ReportWriter:
    """Writes what is left out as CSV to a binary file."""

    def __init__(self, out: IO[bytes]) -> None:
        # A mark at the start, so that spreadsheets read the letters right.
        out.write("\ufeff".encode())
        self._rows = csv.writer(_Lines(out))
        self._rows.writerow(("listing", "title", "sku", "reason", "what_to_do"))

    def put(self, row: LeftOut, words: str) -> None:
        """Write one row; `words` say the reason in the reader's language."""
        # A title that begins like a formula must not become one where the file is opened.
        title = f"'{row.title}" if row.title[:1] in "=+-@\t\r" else row.title
        self._rows.writerow((row.listing, title, row.sku, row.reason.value, words))
