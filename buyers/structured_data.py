"""What search engines read of a listing: schema.org Product and Offer."""

import json
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from sellers.models import Listing, PriceTier

_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def product_data(listing: Listing, tiers: list[PriceTier], *, in_stock: bool) -> SafeString:
    """Return the JSON-LD of `listing`, safe to stand in a script element."""
    url = settings.PUBLIC_URL + listing.get_absolute_url()
    prices = [tier.unit_price for tier in tiers]
    offer: dict[str, Any] = {
        "@type": "AggregateOffer" if len(prices) > 1 else "Offer",
        "url": url,
        "priceCurrency": listing.currency,
        "availability": "https://schema.org/InStock" if in_stock else "https://schema.org/OutOfStock",
        "seller": {"@type": "Organization", "name": listing.organisation.name},
        "eligibleQuantity": {"@type": "QuantitativeValue", "minValue": listing.moq},
    }
    if len(prices) > 1:
        offer |= {"lowPrice": f"{min(prices):f}", "highPrice": f"{max(prices):f}", "offerCount": len(prices)}
    else:
        offer["price"] = f"{prices[0]:f}"
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Service" if listing.is_service else "Product",
        "name": listing.title,
        "description": listing.summary or listing.description[:500],
        "url": url,
        "offers": offer,
    }
    pictures = [_absolute(picture.url(960)) for picture in listing.shown_pictures]  # type: ignore[attr-defined]
    if pictures:
        data["image"] = pictures
    if not listing.is_service:
        data["sku"] = listing.public_id
        data["countryOfOrigin"] = listing.origin_country
        if listing.weight_g:
            data["weight"] = {"@type": "QuantitativeValue", "value": listing.weight_g, "unitCode": "GRM"}
    if listing.rating_average is not None:
        data["aggregateRating"] = {
            "@type": "AggregateRating",
            "ratingValue": f"{listing.rating_average:f}",
            "reviewCount": listing.rating_count,
        }
    # Escaped so that no title can close the script element it stands in.
    return mark_safe(json.dumps(data, ensure_ascii=False).translate(_ESCAPES))  # noqa: S308


def _absolute(url: str) -> str:
    return url if url.startswith("http") else settings.PUBLIC_URL + url
