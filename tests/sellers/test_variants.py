"""Variants made from options: what exists, what each costs, and what orders point to stays."""

from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from marketplace.kernel.refusals import InvalidInput, NotFound
from sellers.content.options import Option, combinations, read_options, renamed
from sellers.gtin import read_gtin
from sellers.models import Listing, PriceTier, Variant
from sellers.operations import edit_listing, edit_variants, set_variants
from sellers.operations._listings import ListingChanged
from tests.accounts.factories import actor_for
from tests.sellers.factories import make_listing, make_seller

pytestmark = pytest.mark.django_db
COLOURS = {"name": "Colour", "values": ["Red", "Blue"]}
SIZES = {"name": "Size", "values": ["S", "M", "L"]}


def _set(listing: Listing, options: list[dict[str, Any]], variants: Any = None, **over: Any) -> list[Variant]:
    given = {"actor": actor_for(listing.organisation), "listing": listing, "now": timezone.now(), **over}
    return set_variants(options=options, variants=variants, **given)


def _row(colour: str, size: str, **cells: Any) -> dict[str, Any]:
    return {"options": {"Colour": colour, "Size": size}, **cells}


def _prices(listing: Listing) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for tier in PriceTier.objects.filter(listing=listing, variant__archived_at=None).order_by("min_quantity"):
        found.setdefault(str(tier.variant), []).append(f"{tier.min_quantity}: {tier.unit_price:.2f}")
    return found


def test_every_combination_is_made_in_the_order_of_the_values_and_follows_the_listings_price() -> None:
    listing = make_listing(tiers=[(1, "10"), (10, "8")], status="draft", stock=40)
    made = _set(listing, [COLOURS, SIZES])
    assert [variant.label for variant in made] == ["Red / S", "Red / M", "Red / L", "Blue / S", "Blue / M", "Blue / L"]
    assert [variant.is_default for variant in made] == [True] + [False] * 5
    assert set(map(tuple, _prices(listing).values())) == {("1: 10.00", "10: 8.00")}
    # What stood there without options is the first of them now.
    assert [variant.stock_available for variant in made] == [40, 0, 0, 0, 0, 0]

    edit_listing(
        actor=actor_for(listing.organisation), listing=listing, now=timezone.now(),
        content={"tiers": [{"min_quantity": 1, "unit_price": "9"}]},
    )  # fmt: skip
    assert set(map(tuple, _prices(listing).values())) == {("1: 9.00",)}


def test_a_variant_may_have_prices_and_figures_of_its_own() -> None:
    listing = make_listing(price="10.00")
    rows = [
        _row("Red", "S", sku="R-S", gtin="4006381333931", stock=5),
        _row("Red", "L", sku="R-L", moq=4, order_step=2, weight_g=950, tiers=[{"min_quantity": 4, "unit_price": "12"}]),
    ]
    _set(listing, [COLOURS, SIZES], rows)
    large = Variant.objects.get(listing=listing, sku="R-L")
    assert (large.minimum, large.step, large.packed_weight_g) == (4, 2, 950)
    assert _prices(listing) == {"Red / S": ["1: 10.00"], "Red / L": ["4: 12.00"]}
    assert large.packed_size_mm == listing.size_mm

    edit_variants(
        actor=actor_for(listing.organisation), listing=listing, now=timezone.now(),
        variants=[{"id": large.public_id, "tiers": [], "stock": 3}],
    )  # fmt: skip
    large.refresh_from_db()
    assert (large.stock_available, large.has_own_tiers, large.moq) == (3, False, 4)
    assert _prices(listing)["Red / L"] == ["1: 10.00"]


@pytest.mark.parametrize(
    ("options", "variants", "field"),
    [
        ([{"name": "", "values": ["Red"]}], None, "options.0.name"),
        ([{"name": "Colour", "values": []}], None, "options.0.values"),
        ([{"name": "Colour", "values": ["Red", "Red"]}], None, "options.0.values"),
        ([{"name": "Colour", "values": [f"{n}" for n in range(101)]}], None, "options.0.values"),
        ([{"name": "Colour", "values": ["write to me@shop.example"]}], None, "options.0.values"),
        ([COLOURS, {"name": "colour", "values": ["x"]}], None, "options.1.name"),
        ([{"name": f"O{n}", "values": ["x"]} for n in range(4)], None, "options"),
        ([{"name": f"O{n}", "values": [f"{v}" for v in range(17)]} for n in range(3)], None, "options"),
        ([COLOURS], [{"options": {"Colour": "Red"}}] * 5000, "variants"),
        ([COLOURS], [], "variants"),
        ([COLOURS], [{"options": {"Colour": "Green"}}], "variants.0.options"),
        ([COLOURS], [{"options": {"Colour": "Red"}}, {"options": {"Colour": "Red"}}], "variants.1.options"),
        ([COLOURS], [{"options": {"Colour": "Red"}, "gtin": "4006381333932"}], "variants.0.gtin"),
        ([COLOURS], [{"options": {"Colour": "Red"}, "stock": "-1"}], "variants.0.stock"),
        ([COLOURS], [{"options": {"Colour": "Red"}, "moq": "0"}], "variants.0.moq"),
        ([COLOURS], [{"options": {"Colour": "Red"}, "picture": "pic_nobody"}], "variants.0.picture"),
        ([COLOURS], [{"options": {"Colour": "Red"}, "colour": "x"}], "variants.0.colour"),
        ([COLOURS], [{"options": {"Colour": "Red"}, "sku": "TAKEN"}], "variants.0.sku"),
        (
            [COLOURS],
            [{"options": {"Colour": c}, "sku": "TWICE"} for c in ("Red", "Blue")],
            "variants.1.sku",
        ),
        (
            [COLOURS],
            [{"options": {"Colour": "Red"}, "tiers": [{"min_quantity": 1, "unit_price": p} for p in (5, 4)]}],
            "variants.0.tiers.1.min_quantity",
        ),
        (
            [COLOURS],
            [{"options": {"Colour": "Red"}, "tiers": [{"min_quantity": q, "unit_price": 5} for q in (1, 2)]}],
            "variants.0.tiers.1.unit_price",
        ),
        ([COLOURS], [{"options": {"Colour": "Red"}, "is_active": False}], "variants"),
    ],
)
def test_what_cannot_stand_is_refused_at_its_cell_and_nothing_is_kept(
    options: list[dict[str, Any]], variants: Any, field: str
) -> None:
    seller = make_seller()
    other = make_listing(seller)
    other.variants.update(sku="TAKEN")
    listing = make_listing(seller)
    before = list(Variant.objects.filter(listing=listing).values())
    with pytest.raises(InvalidInput) as refused:
        _set(listing, options, variants)
    assert field in refused.value.fields
    listing.refresh_from_db()
    assert listing.options == []
    assert list(Variant.objects.filter(listing=listing).values()) == before


def test_a_live_listing_keeps_what_was_sold_and_a_draft_keeps_nothing() -> None:
    for status, kept in (("live", 2), ("draft", 0)):
        listing = make_listing(status=status)
        first = {variant.label: variant for variant in _set(listing, [COLOURS])}
        Variant.objects.filter(pk=first["Blue"].pk).update(sku="BLUE", stock_available=7)
        _set(listing, [{"name": "Colour", "values": ["Red", "Navy"]}])
        archived = Variant.objects.filter(listing=listing, archived_at__isnull=False)
        # The one from before there were options, and Blue.
        assert archived.count() == kept
        navy = Variant.objects.get(listing=listing, label="Navy")
        # A value renamed in its place carries its figures on.
        assert (navy.sku, navy.stock_available) == ("BLUE", 7)
        assert Variant.objects.filter(listing=listing, is_default=True).get().label == "Red"
        if kept:
            back = _set(listing, [{"name": "Colour", "values": ["Red", "Navy", "Blue"]}])
            assert first["Blue"].pk in {variant.pk for variant in back}


def test_nobody_elses_variants_can_be_changed_and_an_older_window_is_refused() -> None:
    listing, stranger = make_listing(), make_listing()
    with pytest.raises(NotFound):
        _set(listing, [COLOURS], actor=actor_for(stranger.organisation))
    with pytest.raises(InvalidInput) as refused:
        edit_variants(
            actor=actor_for(listing.organisation), listing=listing, now=timezone.now(),
            variants=[{"id": stranger.variants.get().public_id, "stock": 1}],
        )  # fmt: skip
    assert "variants.0.id" in refused.value.fields
    _set(listing, [COLOURS], version=1)
    with pytest.raises(ListingChanged):
        _set(listing, [SIZES], version=1)
    assert stranger.variants.get().stock_available == 100


def test_numbers_may_change_places_between_variants() -> None:
    listing = make_listing()
    red, blue = _set(listing, [COLOURS], [{"options": {"Colour": c}, "sku": c[0]} for c in ("Red", "Blue")])
    edit_variants(
        actor=actor_for(listing.organisation), listing=listing, now=timezone.now(),
        variants=[{"id": red.public_id, "sku": "B"}, {"id": blue.public_id, "sku": "R"}],
    )  # fmt: skip
    assert dict(listing.variants.filter(archived_at=None).values_list("label", "sku")) == {"Red": "B", "Blue": "R"}


def test_500_variants_are_written_in_few_statements(django_assert_max_num_queries: Any) -> None:
    listing = make_listing(tiers=[(1, "10"), (10, "8"), (100, "7")])
    options = [
        {"name": "A", "values": [f"{n}" for n in range(50)]},
        {"name": "B", "values": [f"{n}" for n in range(10)]},
    ]
    with django_assert_max_num_queries(40):
        made = _set(listing, options)
    assert len(made) == 500
    assert PriceTier.objects.filter(listing=listing, unit_price=Decimal(7)).count() == 501


@pytest.mark.parametrize(
    ("written", "digits"),
    [
        ("4006381333931", "4006381333931"), ("400-6381-33393 1", "4006381333931"), ("96385074", "96385074"),
        ("036000291452", "036000291452"), ("4006381333932", None), ("123", None), ("", None), ("٤٠٠٦٣٨١٣٣٣٩٣١", None),
    ],
)  # fmt: skip
def test_a_gtin_is_told_by_its_check_digit(written: str, digits: str | None) -> None:
    assert read_gtin(written) == digits


def test_a_word_replaced_in_its_place_is_a_new_word_for_the_same_thing() -> None:
    old = [Option("Color", ("Rde", "Blue")), Option("Size", ("S", "M"))]
    new = [Option("Colour", ("Red", "Blue")), Option("Size", ("S", "M", "L"))]
    assert renamed(old, new) == {
        "Color": ("Colour", {"Blue": "Blue", "Rde": "Red"}),
        "Size": ("Size", {"S": "S", "M": "M"}),
    }
    assert renamed(old, new[:1]) == {}
    read, errors = read_options(
        [{"name": " Colour ", "values": ["Red\n", "", " Blue  sky"]}, {"name": "", "values": []}]
    )
    assert (read, errors) == ([Option("Colour", ("Red", "Blue sky"))], {})
    assert combinations(read) == [{"Colour": "Red"}, {"Colour": "Blue sky"}]
