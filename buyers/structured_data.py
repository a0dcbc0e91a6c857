"""
What search engines read of the market and of a listing: schema.org.

Only what is true is said: there is no return policy of the market's, so none is named; a price has an end only where
the goods have one; freight stands there where a carrier's price to the reader's country is known.
"""

from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse

from buyers.product_page import PriceView
from marketplace.kernel.addresses import absolute
from sellers.models import Listing, PriceTier
from sellers.models.pictures import WIDTHS

_IN_STOCK = "https://schema.org/InStock"
_OUT_OF_STOCK = "https://schema.org/OutOfStock"
_MADE_TO_ORDER = "https://schema.org/MadeToOrder"


def market_data() -> list[dict[str, Any]]:
    """Return the market itself: who runs it, and how it is searched."""
    home = absolute(reverse("buyers:home"))
    return [
        {"@type": "Organization", "@id": f"{home}#market", "name": "Bridgeway", "url": home},
        {
            "@type": "WebSite",
            "name": "Bridgeway",
            "url": home,
            "publisher": {"@id": f"{home}#market"},
            "potentialAction": {
                "@type": "SearchAction",
                "target": absolute(reverse("buyers:search")) + "?q={words}",
                "query-input": "required name=words",
            },
        },
    ]


def product_data(listing: Listing, tiers: list[PriceTier], *, view: PriceView, on: date) -> dict[str, Any]:
    """Return `listing` as schema.org reads it, with the prices of `tiers`, as `view` shows it on the day `on`."""
    url = absolute(listing.get_absolute_url())
    data: dict[str, Any] = {
        "@type": "Service" if listing.is_service else "Product",
        "@id": f"{url}#thing",
        "name": listing.title,
        "description": listing.summary or listing.description[:500],
        "url": url,
        "offers": _offers(listing, tiers, view, url, on),
    }
    pictures = [absolute(picture.url(WIDTHS[-1])) for picture in listing.shown_pictures]  # type: ignore[attr-defined]
    if pictures:
        data["image"] = pictures
    if not listing.is_service:
        data |= _goods(listing, view)
    if listing.rating_average is not None:
        data["aggregateRating"] = {
            "@type": "AggregateRating",
            "ratingValue": f"{listing.rating_average:f}",
            "reviewCount": listing.rating_count,
        }
    return data


def _goods(listing: Listing, view: PriceView) -> dict[str, Any]:
    found: dict[str, Any] = {"sku": view.choice.variant.sku or view.choice.variant.public_id}
    if listing.category is not None:
        found["category"] = listing.category.label()
    if listing.origin_country:
        found["countryOfOrigin"] = {"@type": "Country", "name": listing.origin_country}
    if listing.weight_g:
        found["weight"] = {"@type": "QuantitativeValue", "value": listing.weight_g, "unitCode": "GRM"}
    return found


def _offers(listing: Listing, tiers: list[PriceTier], view: PriceView, url: str, on: date) -> dict[str, Any]:
    """One offer, or several under one roof where the price falls with the quantity."""
    shown = [(row.start, row.until, row.price) for row in view.tiers] or [(1, None, tier.unit_price) for tier in tiers]
    each = [_offer(listing, view, url, on, start, until, price) for start, until, price in shown]
    if len(each) == 1:
        return each[0]
    prices: list[Decimal] = [price for _start, _until, price in shown]
    return {
        "@type": "AggregateOffer",
        "url": url,
        "priceCurrency": listing.currency,
        "lowPrice": f"{min(prices):f}",
        "highPrice": f"{max(prices):f}",
        "offerCount": len(each),
        "availability": each[0]["availability"],
        "offers": each,
    }


def _offer(
    listing: Listing, view: PriceView, url: str, on: date, start: int, until: int | None, price: Decimal
) -> dict[str, Any]:
    quantity: dict[str, Any] = {"@type": "QuantitativeValue", "minValue": start, "unitText": listing.unit}
    if until is not None:
        quantity["maxValue"] = until
    offer: dict[str, Any] = {
        "@type": "Offer",
        "url": url,
        "price": f"{price:f}",
        "priceCurrency": listing.currency,
        # Prices are the seller's own; tax and duty of the way are worked out for each reader.
        "priceSpecification": {
            "@type": "UnitPriceSpecification",
            "price": f"{price:f}",
            "priceCurrency": listing.currency,
            "valueAddedTaxIncluded": False,
            "eligibleQuantity": quantity,
        },
        "eligibleQuantity": quantity,
        "availability": _availability(listing, view),
        "seller": {
            "@type": "Organization",
            "name": listing.organisation.name,
            "url": absolute(listing.organisation.seller_profile.get_absolute_url()),
        },
    }
    dates = [lot.best_before_date for lot in view.choice.variant.lots.all() if lot.best_before_date > on]
    if dates:
        # Nobody sells a lot past its date, so its price ends with it.
        offer["priceValidUntil"] = max(dates).isoformat()
    if view.choice.quantity >= start and (until is None or view.choice.quantity <= until):
        shipping = _shipping(listing, view)
        if shipping:
            offer["shippingDetails"] = shipping
    return offer


def _availability(listing: Listing, view: PriceView) -> str:
    if listing.kind == Listing.Kind.MADE_TO_ORDER:
        return _MADE_TO_ORDER
    return _IN_STOCK if view.choice.variant.has(listing.moq) else _OUT_OF_STOCK


def _shipping(listing: Listing, view: PriceView) -> dict[str, Any] | None:
    """Freight to the country the page was worked out for, if a carrier's price is known."""
    freight = view.door.freight if view.door is not None else None
    if freight is None or not view.delivers:
        return None
    time: dict[str, Any] = {"@type": "ShippingDeliveryTime", "transitTime": _days(freight.min_days, freight.max_days)}
    if listing.lead_time_days is not None:
        time["handlingTime"] = _days(0, listing.lead_time_days)
    return {
        "@type": "OfferShippingDetails",
        "shippingRate": {
            "@type": "MonetaryAmount",
            "value": f"{freight.price.amount:f}",
            "currency": freight.price.currency.code,
        },
        "shippingDestination": {"@type": "DefinedRegion", "addressCountry": view.choice.ship_to},
        "deliveryTime": time,
    }


def _days(least: int, most: int) -> dict[str, Any]:
    return {"@type": "QuantitativeValue", "minValue": least, "maxValue": most, "unitCode": "DAY"}
