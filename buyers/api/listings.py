"""Search and listings, priced at the caller's door."""

from typing import Any, ClassVar

from django.utils import timezone
from django.utils.translation import get_language
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.preferences import Preferences, checked, preferences_of
from buyers.categories import tree
from buyers.market import find
from buyers.market_state import MarketState
from buyers.offers import Offer, offers
from buyers.suggestions import suggestions_for
from marketplace.kernel.api import ActorAPIView
from marketplace.kernel.money import Money, currency_code
from marketplace.kernel.refusals import InvalidInput, NotFound
from sellers import queries as sellers
from sellers.content.languages import TEXTS
from sellers.models import Listing
from sellers.specs import shown_specs
from sellers.texts import binding_language
from trade import queries as trade
from trade.api.restrictions import MayItGoOut
from trade.presenting.restrictions import reach_json

from .serializers import ListingDetailOut, ListingQuery, ListingsOut, SuggestionQuery, SuggestionsOut


class Listings(ActorAPIView):
    """Everything on sale."""

    public_methods: ClassVar = frozenset({"GET"})

    @extend_schema(operation_id="search_listings", parameters=[ListingQuery], responses=ListingsOut, tags=["listings"])
    def get(self, request: Request) -> Response:
        """Search listings, each with its price at a door in `ship_to`, and count them by every filter."""
        asked = _asked(request)
        preferences = _preferences(request, asked)
        state = MarketState(
            text=asked["q"][:600].strip(),
            category=_category(asked["category"]),
            kinds=tuple(asked["kind"]),
            origins=tuple(asked["origin"]),
            ships_from=tuple(asked["ships_from"]),
            seller=asked["seller"],
            price_from=asked["price_min"],
            price_to=asked["price_max"],
            moq=asked["moq_max"] or 0,
            lead_time=asked["lead_time_max"] or 0,
            rating=str(asked["rating_min"] or ""),
            in_stock=asked["in_stock"],
            anywhere=asked["anywhere"],
            quantity=asked["quantity"],
            sort=asked["sort"],
            page=asked["page"],
            as_typed=asked["exact"],
            specs=tuple(asked["attr"]),
        )
        market = find(
            state,
            preferences,
            on=timezone.now().date(),
            page_size=asked["page_size"],
            buyer_id=self.actor.organisation_id,
        )
        return Response(
            {
                "count": market.result.count,
                "page": asked["page"],
                "page_size": asked["page_size"],
                "corrected": market.result.corrected or None,
                "results": [_listing(offer, preferences) for offer in market.offers],
                "facets": _facets(market.facets, market.borders),
                "took_ms": market.result.took_ms,
            }
        )


class OneListing(ActorAPIView):
    """One listing."""

    public_methods: ClassVar = frozenset({"GET"})

    @extend_schema(operation_id="get_listing", parameters=[ListingQuery], responses=ListingDetailOut, tags=["listings"])
    def get(self, request: Request, public_id: str) -> Response:
        """A listing on sale, with variants, tiers, lots and its price at the door."""
        asked = _asked(request)
        preferences = _preferences(request, asked)
        listing = sellers.live_listing(public_id)
        buyer_id = self.actor.organisation_id
        found = offers(
            [listing.pk], preferences, on=timezone.now().date(), quantity=asked["quantity"], buyer_id=buyer_id
        )
        if not found:
            raise NotFound
        return Response(_listing(found[0], preferences) | _details(listing))


class ListingDestinations(ActorAPIView):
    """Where a listing on sale may go today."""

    public_methods: ClassVar = frozenset({"GET"})

    @extend_schema(operation_id="listing_destinations", responses=MayItGoOut, tags=["listings"])
    def get(self, request: Request, public_id: str) -> Response:
        """Every country whose rules are kept: whether it may go there, why not, and what is to be done."""
        listing = sellers.live_listing(public_id)
        goods, on = sellers.goods_of_listings([listing])[listing.pk], timezone.now().date()
        return Response(reach_json(trade.reach_of(goods, on), goods, version=trade.rule_book(on).version, on=on))


class Suggestions(ActorAPIView):
    """Type-ahead."""

    public_methods: ClassVar = frozenset({"GET"})

    @extend_schema(operation_id="suggest", parameters=[SuggestionQuery], responses=SuggestionsOut, tags=["listings"])
    def get(self, request: Request) -> Response:
        """What the words so far may become: queries, categories, sellers and listings."""
        given = SuggestionQuery(data=request.query_params)
        if not given.is_valid():
            raise InvalidInput(fields=dict(given.errors))
        preferences = preferences_of(request._request)
        found = suggestions_for(given.validated_data["q"], preferences.language)
        return Response(
            {
                "queries": found.queries,
                "categories": [{"name": branch.label, "url": branch.url} for branch in found.categories],
                "sellers": [{"name": each.organisation.name, "url": each.get_absolute_url()} for each in found.sellers],
                "listings": [{"name": each.title, "url": each.get_absolute_url()} for each in found.listings],
            }
        )


def _asked(request: Request) -> dict[str, Any]:
    given = ListingQuery(data=request.query_params)
    if not given.is_valid():
        raise InvalidInput(fields=dict(given.errors))
    return dict(given.validated_data)


def _preferences(request: Request, asked: dict[str, Any]) -> Preferences:
    own = preferences_of(request._request)
    return checked(own, ship_to=asked.get("ship_to"), currency=asked.get("currency"))


def _category(slug: str) -> str:
    if slug and slug not in tree().by_slug:
        raise InvalidInput(fields={"category": ["There is no such category."]})
    return slug


def _facets(facets: Any, borders: list[Any]) -> dict[str, dict[str, int]]:
    known = tree()
    told: dict[str, dict[str, int]] = {}
    for name, counts in facets.items():
        if name == "category":
            summed = known.counts(counts)
            told[name] = {known.by_id[pk].slug: count for pk, count in summed.items()}
        elif name == "price":
            ends = ["", *(f"{border:f}" for border in borders), ""]
            told[name] = {f"{ends[place]}-{ends[place + 1]}": count for place, count in counts.items()}
        elif name != "seller":
            told[name] = {str(value): count for value, count in counts.items()}
    return told


def _money(amount: Money | None) -> dict[str, str] | None:
    return None if amount is None else {"amount": f"{amount.amount:f}", "currency": currency_code(amount)}


def _plain(amount: Money | None) -> str | None:
    return None if amount is None else f"{amount.amount:f}"


def _listing(offer: Offer, preferences: Preferences) -> dict[str, Any]:
    card, door = offer.card, offer.door
    landed = door.landed if offer.delivers else None
    unit_price = Money(card.price_for(door.quantity), card.currency)
    shown = None if door.goods is None else Money(door.goods.amount / door.quantity, preferences.currency)
    branch = tree().by_id.get(card.category_id or 0)
    missing = list(landed.missing) if landed else ["delivery" if not offer.delivers else "freight"]
    return {
        "id": card.public_id,
        "title": card.title,
        "summary": card.summary,
        "kind": card.kind,
        "category": branch.slug if branch else None,
        "url": card.url,
        "picture": card.picture.renditions[480] if card.picture else None,
        "seller": {"name": card.seller_name, "country": card.seller_country, "url": card.seller_url},
        "price": _money(unit_price),
        "price_shown": shown and {"amount": f"{shown.amount:.4f}", "currency": preferences.currency},
        "landed_price": {
            "quantity": door.quantity,
            "ship_to": preferences.ship_to,
            "currency": preferences.currency,
            "goods": _plain(door.goods),
            "freight": _plain(door.freight.price if door.freight else (landed.freight if landed else None)),
            "insurance": _plain(landed.insurance) if landed else None,
            "duty": _plain(landed.duty) if landed else None,
            "tax": _plain(landed.tax) if landed else None,
            "fees": _plain(landed.fees) if landed else None,
            "total": _plain(landed.total) if landed else None,
            "per_unit": _plain(door.landed_unit) if landed else None,
            "status": landed.status if landed else "unknown",
            "missing": missing,
            "transit_days": [door.freight.min_days, door.freight.max_days] if door.freight else None,
        },
        "moq": card.moq,
        "unit": card.unit,
        "lead_time_days": card.lead_time_days,
        "in_stock": card.in_stock,
        "delivers": offer.delivers,
        "origin_country": card.origin_country,
        "ships_from_country": card.ships_from_country,
        "hs_code": card.hs_code,
        "rating": None if card.rating is None else f"{card.rating:f}",
        "rating_count": card.rating_count,
    }


def _details(listing: Listing) -> dict[str, Any]:
    variants = [variant for variant in listing.variants.all() if variant.is_active]
    return {
        "description": listing.description,
        "language": listing.language,
        "currency": listing.currency,
        "attributes": listing.attributes,
        "texts": [
            {"language": code, "by": texts.get("by", ""), **{name: texts.get(name, "") for name in TEXTS}}
            for code, texts in listing.translations.items()
        ],
        "binding_language": binding_language(listing),
        "options": listing.options,
        "counts_variants_together": listing.counts_variants_together,
        "lead_times": [{"up_to": most, "days": days} for most, days in listing.lead_times],
        "making": listing.making_terms,
        "service": listing.service_terms,
        "specs": [
            {"label": label, "value": value}
            for label, value, _free in shown_specs(
                sellers.definitions_of(listing.category), listing.specs, get_language() or "en"
            )
        ],
        "pictures": [picture.url(960) for picture in listing.shown_pictures],  # type: ignore[attr-defined]
        "variants": [
            {
                "id": variant.public_id,
                "sku": variant.sku,
                "label": variant.label,
                "options": variant.options,
                "gtin": variant.gtin,
                "moq": variant.minimum,
                "order_step": variant.step,
                "stock": variant.stock_available if variant.tracks_stock else None,
                "tiers": [
                    {"min_quantity": tier.min_quantity, "unit_price": f"{tier.unit_price:f}"}
                    for tier in variant.tiers.all()
                ],
            }
            for variant in variants
        ],
        "lots": [
            {
                "variant": variant.public_id,
                "code": lot.code,
                "available": lot.available,
                "leaves_from_date": lot.leaves_from_date,
                "arrive_by_date": lot.arrive_by_date,
                "harvest_date": lot.harvest_date,
                "best_before_date": lot.best_before_date,
                "grade": lot.grade,
            }
            for variant in variants
            for lot in variant.lots.all()
        ],
    }
