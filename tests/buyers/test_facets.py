"""Filters, counts and orders against a plain count over the same documents."""

import random
from collections import Counter
from dataclasses import replace

import pytest

from buyers.search import SearchRequest, search
from buyers.search.request import LEAD_TIME_STEPS, MOQ_STEPS, RATING_STEPS
from buyers.search.schema import EVERYWHERE, ListingDocument

from .indexes import document, publish_index

EDGES = (500, 2_000, 10_000)


@pytest.fixture(scope="module")
def catalogue() -> list[ListingDocument]:
    chance = random.Random(20)
    return [
        document(
            pk,
            f"{chance.choice(['Blue', 'Red', 'Plain'])} {chance.choice(['bowl', 'lamp', 'gown'])} {pk}",
            kind=chance.choice(["goods", "service", "made_to_order"]),
            origin=chance.choice(["IT", "CL", "CN", ""]),
            ships_from=chance.choice(["IT", "CL"]),
            seller_id=chance.randint(1, 6),
            category_ids=chance.choice([(1, 11), (1, 12), (2, 21), (2, 22, 221)]),
            price_minor=chance.choice([None, *range(100, 20_000, 371)]),
            moq=chance.choice([1, 5, 10, 11, 50, 200, 900]),
            lead_time_days=chance.choice([0, 3, 4, 7, 20, 90]),
            rating_tenths=chance.choice([0, 29, 30, 41, 45, 50]),
            in_stock=chance.random() < 0.7,
            specs=chance.choice([(), ("ware=glass",), ("ware=glass", "ware=stone", "holds=~250"), ("holds=250~500",)]),
            ships_to=chance.choice([(EVERYWHERE,), ("DE", "FR"), ("US",)]),
            published=1_700_000_000 + chance.randint(0, 10**6),
        )
        for pk in range(1, 601)
    ]


REQUESTS = [
    SearchRequest(),
    SearchRequest(text="bowl"),
    SearchRequest(text="blue bowl", kinds=("goods",)),
    SearchRequest(text="lamp", categories=(2,), origins=("IT", "CL")),
    SearchRequest(categories=(1,), moq_at_most=10, in_stock=True),
    SearchRequest(text="gown", price_from=500, price_to=10_000, ship_to="DE"),
    SearchRequest(sellers=(1, 2), rating_at_least=40, lead_time_at_most=7),
    SearchRequest(ships_from=("CL",), ship_to="JP", kinds=("service", "goods")),
    SearchRequest(categories=(1,), spec_codes=("ware", "holds")),
    SearchRequest(specs=("ware=stone", "ware=glass"), spec_codes=("ware", "holds")),
    SearchRequest(specs=("ware=glass", "holds=~250", "holds=250~500"), spec_codes=("ware", "holds"), in_stock=True),
]


def fits(listing: ListingDocument, request: SearchRequest, leaving_out: str = "") -> bool:
    """The same rules, written plainly."""
    words = {"blue", "bowl", "lamp", "gown"} & set(request.text.split())
    checks = {
        "text": words <= set(listing.title.lower().split()),
        "category": not request.categories or bool(set(request.categories) & set(listing.category_ids)),
        "kind": not request.kinds or listing.kind in request.kinds,
        "origin": not request.origins or listing.origin in request.origins,
        "ships_from": not request.ships_from or listing.ships_from in request.ships_from,
        "seller": not request.sellers or listing.seller_id in request.sellers,
        "stock": not request.in_stock or listing.in_stock,
        "ship_to": not request.ship_to or bool({request.ship_to, EVERYWHERE} & set(listing.ships_to)),
        "price": (request.price_from is None or (listing.price_minor or -1) >= request.price_from)
        and (request.price_to is None or (listing.price_minor is not None and listing.price_minor <= request.price_to)),
        "moq": request.moq_at_most is None or listing.moq <= request.moq_at_most,
        "lead_time": request.lead_time_at_most is None or listing.lead_time_days <= request.lead_time_at_most,
        **{
            f"spec:{code}": not wanted or bool(wanted & set(listing.specs))
            for code in ("ware", "holds")
            for wanted in [{spec for spec in request.specs if spec.startswith(f"{code}=")}]
        },
        "rating": request.rating_at_least is None or listing.rating_tenths >= request.rating_at_least,
    }
    return all(fit for name, fit in checks.items() if name != leaving_out)


@pytest.mark.parametrize("request_", REQUESTS, ids=range(len(REQUESTS)))
def test_count_and_facets_equal_a_plain_count(catalogue: list[ListingDocument], request_: SearchRequest) -> None:
    publish_index(catalogue)
    request = replace(request_, price_edges=EDGES, limit=100)
    result = search(request)

    assert result.count == sum(fits(listing, request) for listing in catalogue)
    assert set(result.ids) <= {listing.id for listing in catalogue if fits(listing, request)}

    def under(facet: str) -> list[ListingDocument]:
        return [listing for listing in catalogue if fits(listing, request, leaving_out=facet)]

    plain = {
        "category": Counter(str(listing.category_ids[-1]) for listing in under("category")),
        "kind": Counter(listing.kind for listing in under("kind")),
        "origin": Counter(listing.origin for listing in under("origin") if listing.origin),
        "ships_from": Counter(listing.ships_from for listing in under("ships_from")),
        "seller": Counter(str(listing.seller_id) for listing in under("seller")),
        "stock": Counter("yes" if listing.in_stock else "no" for listing in under("stock")),
        "moq": {step: sum(listing.moq <= step for listing in under("moq")) for step in MOQ_STEPS},
        "lead_time": {step: sum(x.lead_time_days <= step for x in under("lead_time")) for step in LEAD_TIME_STEPS},
        "rating": {step: sum(listing.rating_tenths >= step for listing in under("rating")) for step in RATING_STEPS},
        "price": {
            place: sum(
                listing.price_minor is not None and low <= listing.price_minor < high for listing in under("price")
            )
            for place, (low, high) in enumerate(zip((0, *EDGES), (*EDGES, 10**9), strict=True))
        },
    }
    for code in request.spec_codes:
        answers = (spec.split("=") for listing in under(f"spec:{code}") for spec in listing.specs)
        plain[f"spec:{code}"] = Counter(value for name, value in answers if name == code)
    for name, counts in plain.items():
        assert {value: n for value, n in result.facets[name].items() if n} == {v: n for v, n in counts.items() if n}, (
            name
        )


@pytest.mark.parametrize(
    ("sort", "key", "reverse"),
    [
        ("newest", lambda listing: listing.published, True),
        ("rating", lambda listing: listing.rating_tenths, True),
        ("lead_time", lambda listing: listing.lead_time_days, False),
    ],
)
def test_orders_are_kept_over_pages(catalogue, sort, key, reverse) -> None:  # type: ignore[no-untyped-def]
    publish_index(catalogue)
    by_id = {listing.id: listing for listing in catalogue}
    seen = [
        pk
        for offset in range(0, 600, 100)
        for pk in search(SearchRequest(sort=sort, offset=offset, limit=100, facets=False)).ids
    ]
    values = [key(by_id[pk]) for pk in seen]
    assert len(set(seen)) == 600
    assert values == sorted(values, reverse=reverse)


@pytest.mark.parametrize(("sort", "reverse"), [("price", False), ("price_down", True)])
def test_what_has_no_price_comes_last_in_order_of_price(catalogue, sort: str, reverse: bool) -> None:  # type: ignore[no-untyped-def]
    publish_index(catalogue)
    by_id = {listing.id: listing for listing in catalogue}
    priced = search(SearchRequest(sort=sort, limit=100, facets=False)).ids
    values = [by_id[pk].price_minor for pk in priced]
    assert None not in values
    assert values == sorted(values, reverse=reverse)  # type: ignore[type-var]
