"""Towels with edging and embroidery, cables in packs, further lots of fruit, and prices for a chosen buyer."""

from datetime import datetime, timedelta
from typing import Any

from demo.people import Cast
from sellers import operations
from sellers.models import Listing, PriceList

WEAVER, CABLES, FRUIT = "denizli-dokuma", "ningbo-hailan", "arandanos-del-maule"
OPTIONS = (
    {"name": "Edging", "values": ["Fringed", "Hemmed", "Scalloped"]},
    {"name": "Embroidery", "values": ["Plain", "Initials", "House mark"]},
)
# Stock by embroidery; nothing is left of one, and one is not made with every edging.
STOCK = {"Plain": 600, "Initials": 0, "House mark": 240}
DEAREST = "House mark"
NOT_MADE = ("Scalloped", DEAREST)


def load_variants(*, cast: Cast, now: datetime) -> int:
    """Give some listings variants, packs, lead times and lots, and one buyer prices. Returns how many variants."""
    made = 0
    for listing in _of(cast, WEAVER, kind="goods")[:2]:
        made += _towels(cast, listing, now)
    for listing in _of(cast, CABLES, "")[:2]:
        content = {
            "order_step": 50,
            "lead_times": [{"up_to": 2000, "days": 7}, {"up_to": 10000, "days": 21}, {"up_to": 40000, "days": 45}],
        }
        operations.edit_listing(actor=cast.actor(CABLES), listing=listing, content=content, now=now)
    for at, listing in enumerate(_of(cast, FRUIT, kind="perishable_lot")[:3]):
        _lots(cast, listing, at, now)
    _prices(cast, now)
    return made


def _of(cast: Cast, slug: str, category: str = "", **which: Any) -> list[Listing]:
    found = Listing.objects.on_sale().filter(organisation=cast.organisations[slug], **which)
    return list((found.filter(category__slug__contains=category) if category else found).order_by("pk"))


def _towels(cast: Cast, listing: Listing, now: datetime) -> int:
    price = listing.tiers.filter(variant__is_default=True).order_by("min_quantity").first()
    pictures = [picture.public_id for picture in listing.pictures.order_by("position")]
    rows = []
    for at, edging in enumerate(OPTIONS[0]["values"]):
        for place, stitched in enumerate(OPTIONS[1]["values"], start=1):
            if (edging, stitched) == NOT_MADE:
                continue
            row: dict[str, Any] = {
                "options": {"Edging": edging, "Embroidery": stitched},
                "sku": f"DD-{listing.pk}-{edging[:2].upper()}{place}",
                "stock": STOCK[stitched] + 60 * at if STOCK[stitched] else 0,
            }
            if at < len(pictures):
                row["picture"] = pictures[at]
            if stitched == DEAREST and price is not None:
                row["tiers"] = [{"min_quantity": 1, "unit_price": str(round(price.unit_price * 110 / 100, 2))}]
            rows.append(row)
    made = operations.set_variants(
        actor=cast.actor(WEAVER), listing=listing, options=list(OPTIONS), variants=rows, now=now
    )
    operations.edit_listing(
        actor=cast.actor(WEAVER), listing=listing, content={"counts_variants_together": True}, now=now
    )
    return len(made)


def _lots(cast: Cast, listing: Listing, at: int, now: datetime) -> None:
    today = now.date()
    for number, (quantity, days) in enumerate(((400, 34), (650, 48)), start=2):
        operations.add_lot(
            actor=cast.actor(FRUIT),
            listing=listing,
            content={
                "code": f"MAU-{now:%y}{at}{number}",
                "quantity": quantity,
                "harvest_date": (today - timedelta(days=1)).isoformat(),
                "best_before_date": (today + timedelta(days=days)).isoformat(),
                "leaves_from_date": (today + timedelta(days=number)).isoformat(),
                "arrive_by_date": (today + timedelta(days=days - 5)).isoformat(),
                "storage_min_c": "0",
                "storage_max_c": "2",
                "grade": "Premium",
            },
            now=now,
        )


def _prices(cast: Cast, now: datetime) -> PriceList:
    firm = cast.organisations[WEAVER]
    return operations.set_price_list(
        actor=cast.actor(WEAVER),
        price_list=None,
        content={
            "name": "Buying houses",
            "currency": firm.currency,
            "percent_off": "8",
            "ends_on": (now.date() + timedelta(days=180)).isoformat(),
            "buyers": [cast.organisations["hanse-einkauf"].public_id],
        },
        now=now,
    )
