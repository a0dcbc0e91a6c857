"""A catalogue of any size for benchmarks, written with COPY out of generators: memory stays flat."""

import json
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from time import monotonic
from typing import Any

from django.db import connection, transaction

from accounts.models import Organisation
from demo.art.render import name_of, render_all, rendition
from demo.art.scenes import draw
from demo.art.worker import DRAWN_WIDTH
from demo.catalogue.family import SEED, Offer
from demo.catalogue.world import catalogue
from demo.storage import keep
from sellers.models import Category, SellerProfile
from sellers.models.pictures import WIDTHS

LISTINGS_PER_SELLER = 500
# So many listings are built, copied and forgotten at a time.
BATCH = 20_000
SHARED_PICTURES = 60
_WORDS = (
    "harbour", "north", "river", "field", "stone", "early", "quiet", "broad", "silver", "amber", "cedar", "linen", "coast",
    "valley", "market", "bridge", "garden", "island", "winter", "summer", "copper", "forest", "meadow", "lantern",
)  # fmt: skip


@dataclass(frozen=True)
class Copied:
    """What was written and how long it took."""

    listings: int
    rows: int
    seconds: float

    @property
    def listings_per_second(self) -> int:
        return round(self.listings / self.seconds) if self.seconds else 0


class _Rows:
    """A file of COPY text, made line by line as it is read."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._rest = ""
        self.count = 0

    def read(self, size: int = 8192) -> str:
        parts, length = [self._rest], len(self._rest)
        while length < size:
            line = next(self._lines, None)
            if line is None:
                break
            self.count += 1
            parts.append(line)
            length += len(line)
        text = "".join(parts)
        self._rest = text[size:]
        return text[:size]


def load_scale(number: int, *, now: datetime, say: Callable[[str], object]) -> Copied:
    """
    Add `number` live listings of generated sellers, with variants, price tiers, pictures and entries in the change feed.

    The offers are those of the demo world, with another name and price each. The pictures' rows share a few drawings:
    each row has a stem of its own, as the catalogue demands, that leads to a shared drawing.
    """
    offers = [offer for offer in catalogue(today=now.date()) if offer.kind in ("goods", "made_to_order")]
    pictures = _shared_pictures(offers)
    sellers = _sellers(number, now)
    categories = dict(Category.objects.values_list("slug", "pk"))
    started, rows, done = monotonic(), 0, 0
    with connection.cursor() as cursor:
        first = _reserve(cursor, ("sellers_listing", "sellers_variant"), number)
    while done < number:
        count = min(BATCH, number - done)
        batch = _Batch(first + done, count, offers, sellers, categories, pictures, now)
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = 0; SET LOCAL synchronous_commit = off")
            for table, columns, lines in batch.tables():
                copied = _Rows(lines)
                cursor.copy_expert(f"COPY {table} ({', '.join(columns)}) FROM STDIN", copied, size=1 << 16)
                rows += copied.count
        done += count
        if done % (BATCH * 5) == 0 or done == number:
            say(f"  {done:,} of {number:,} listings, {done / (monotonic() - started):,.0f} a second")
    return Copied(number, rows, monotonic() - started)


class _Batch:
    """The rows of consecutive listings; the listing's key is also its variant's, so that nothing is read back."""

    def __init__(
        self, first: int, count: int, offers: list[Offer], sellers: list[int], categories: dict[str, int],
        pictures: list[str], now: datetime,
    ) -> None:  # fmt: skip
        self.keys = range(first, first + count)
        self.offers, self.sellers, self.categories, self.pictures = offers, sellers, categories, pictures
        self.stamp = now.astimezone(UTC).isoformat()
        self.days = [(now - timedelta(days=age)).astimezone(UTC).isoformat() for age in range(365)]

    def tables(self) -> Iterator[tuple[str, tuple[str, ...], Iterator[str]]]:
        yield (
            "sellers_listing",
            (
                "id", "public_id", "organisation_id", "category_id", "kind", "status", "title", "slug", "summary",
                "description", "language", "currency", "unit", "moq", "lead_time_days", "origin_country",
                "ships_from_country", "hs_code", "weight_g", "length_mm", "width_mm", "height_mm", "attributes", "incoterms",
                "rating_count", "version", "published_at", "created_at", "updated_at", "specs",
            ),
            map(self._listing, self.keys),
        )  # fmt: skip
        yield (
            "sellers_variant",
            ("id", "public_id", "listing_id", "organisation_id", "sku", "options", "label", "stock_available", "tracks_stock", "is_default", "position"),
            map(self._variant, self.keys),
        )  # fmt: skip
        yield "sellers_pricetier", ("variant_id", "listing_id", "min_quantity", "unit_price"), self._tiers()
        yield (
            "sellers_listingpicture",
            ("public_id", "listing_id", "position", "file", "alt_text", "width", "height", "is_shown"),
            map(self._picture, self.keys),
        )
        yield "sellers_listingchange", ("listing_id",), (f"{key}\n" for key in self.keys)

    def _offer(self, key: int) -> Offer:
        return self.offers[key * 7919 % len(self.offers)]

    def _seller(self, key: int) -> int:
        return self.sellers[key // LISTINGS_PER_SELLER % len(self.sellers)]

    def _listing(self, key: int) -> str:
        offer = self._offer(key)
        word, other = _WORDS[key % 24], _WORDS[key // 24 % 24]
        length, width, height = offer.size_mm or (100, 100, 100)
        title = f"{offer.title} {word} {other} {key % 10_000}"[:140]
        return _line(
            key, f"lst_{_code(key)}", self._seller(key), self.categories[offer.category], offer.kind, "live", title,
            f"{word}-{other}-{key}", offer.summary, offer.description, offer.language, offer.currency, offer.unit,
            offer.moq, offer.lead_days, offer.origin, offer.ships_from, offer.hs, offer.weight_g or 500, length, width,
            height, "{}", "[]", 0, 1, self.days[key % 365], self.stamp, self.stamp, json.dumps(offer.specs),
        )  # fmt: skip

    def _variant(self, key: int) -> str:
        offer = self._offer(key)
        return _line(
            key, f"var_{_code(key)}", key, self._seller(key), "", "{}", "", 50 + key % 5000,
            "t" if offer.kind == "goods" else "f", "t", 0,
        )  # fmt: skip

    def _tiers(self) -> Iterator[str]:
        for key in self.keys:
            # Prices spread from four fifths to six fifths of the pattern's, falling with quantity as the pattern's do.
            share = 80 + key * 31 % 41
            for quantity, price in self._offer(key).tiers:
                yield _line(key, key, quantity, f"{price * share / 100:.4f}")

    def _picture(self, key: int) -> str:
        # A step aside and back: another stem for each row, the same file for all, once an address is made of it.
        folder, rest = self.pictures[key % len(self.pictures)].split("/", 1)
        return _line(
            f"pic_{_code(key)}", key, 0, f"{folder}/{key}/../{rest}", "", DRAWN_WIDTH, DRAWN_WIDTH * 3 // 4, "t"
        )


def _line(*values: Any) -> str:
    return "\t".join(_escaped(value) for value in values) + "\n"


def _escaped(value: Any) -> str:
    text = str(value)
    if "\n" in text or "\\" in text or "\t" in text:
        text = text.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t")
    return text


_DIGITS = "0123456789abcdefghjkmnpqrstvwxyz"


def _code(key: int) -> str:
    """Sixteen signs that follow from the key and look like the random ones."""
    number, signs = (key * 0x9E3779B97F4A7C15 + 0x5851F42D4C957F2D) % (1 << 80), []
    for _ in range(16):
        signs.append(_DIGITS[number & 31])
        number >>= 5
    return "".join(signs)


def _reserve(cursor: Any, tables: Sequence[str], number: int) -> int:
    """
    Take `number` consecutive keys that are free in all `tables` out of their sequences; returns the first.

    A listing of the demo world may have several variants, so the tables' own sequences are not in step.
    """
    first = 0
    for table in tables:
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id'))", [table])
        first = max(first, int(cursor.fetchone()[0]))
    for table in tables:
        cursor.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", [table, first + number])
    return first


def _shared_pictures(offers: list[Offer]) -> list[str]:
    drawn = [draw(offer.pictures[0][0]) for offer in random.Random(SEED).sample(offers, SHARED_PICTURES)]
    for _done in render_all(drawn):
        pass
    return [keep(name_of(svg), {width: rendition(name_of(svg), width) for width in WIDTHS}) for svg in drawn]


def _sellers(number: int, now: datetime) -> list[int]:
    """Generated sellers in the demo world's countries; made once, found again later."""
    count = max(1, -(-number // LISTINGS_PER_SELLER))
    there = set(Organisation.objects.filter(slug__startswith="scale-").values_list("slug", flat=True))
    places = (
        ("CL", "CLP"),
        ("FR", "EUR"),
        ("JP", "JPY"),
        ("TR", "TRY"),
        ("DK", "DKK"),
        ("MX", "MXN"),
        ("PL", "PLN"),
        ("CN", "CNY"),
    )
    fresh = Organisation.objects.bulk_create(
        [
            Organisation(
                name=f"{_WORDS[at % 24].title()} {_WORDS[at // 24 % 24].title()} Trading {at + 1}", slug=f"scale-{at + 1}",
                country=places[at % 8][0], currency=places[at % 8][1], sells=True, buys=False, created_at=now,
            )
            for at in range(count)
            if f"scale-{at + 1}" not in there
        ],
        batch_size=1000,
    )  # fmt: skip
    SellerProfile.objects.bulk_create(
        [
            SellerProfile(
                organisation=each, slug=each.slug, tagline="Generated for measuring.", story="Generated for measuring.",
                status=SellerProfile.Status.APPROVED,
            )
            for each in fresh
        ],
        batch_size=1000,
    )  # fmt: skip
    return list(
        Organisation.objects.filter(slug__startswith="scale-").order_by("pk").values_list("pk", flat=True)[:count]
    )
