"""Price by quantity: the table of docs/selling.md, and what is refused."""

from decimal import Decimal

import pytest

from marketplace.kernel.money import Money
from sellers.pricing import Tier, check_tiers, line_total, next_tier, saving_percent, unit_price

BOWLS = [Tier(1, Decimal("12")), Tier(10, Decimal("10.50")), Tier(100, Decimal("9.3333"))]


@pytest.mark.parametrize(
    ("quantity", "unit", "total"),
    [
        (1, "12", "12.00"),
        (9, "12", "108.00"),
        (10, "10.50", "105.00"),
        (99, "10.50", "1039.50"),
        (100, "9.3333", "933.33"),
        (150, "9.3333", "1400.00"),
    ],
)
def test_the_tier_reached_prices_every_unit_of_the_line(quantity: int, unit: str, total: str) -> None:
    assert unit_price(BOWLS, quantity) == Decimal(unit)
    assert line_total(BOWLS, quantity, "EUR") == Money(total, "EUR")


def test_line_total_is_rounded_once_in_the_currencys_own_decimals() -> None:
    tiers = [Tier(1, Decimal("0.3333"))]
    assert line_total(tiers, 3, "JPY") == Money("1", "JPY")
    assert line_total(tiers, 3, "KWD") == Money("1.000", "KWD")
    assert line_total(tiers, 7, "EUR") == Money("2.33", "EUR")


def test_below_the_first_tier_its_price_is_quoted() -> None:
    assert unit_price([Tier(50, Decimal("4"))], 1) == Decimal("4")


def test_unit_price_without_tiers_is_an_error_and_not_zero() -> None:
    with pytest.raises(ValueError, match="no price tiers"):
        unit_price([], 1)


def test_next_tier_is_the_nearest_cheaper_one() -> None:
    assert next_tier(BOWLS, 3) == BOWLS[1]
    assert next_tier(BOWLS, 100) is None
    assert saving_percent(BOWLS, BOWLS[2]) == 22


def rows(*pairs: tuple[object, object]) -> list[dict[str, object]]:
    return [{"min_quantity": quantity, "unit_price": price} for quantity, price in pairs]


def test_check_tiers_reads_text_in_any_order_and_skips_empty_rows() -> None:
    tiers, errors = check_tiers(rows(("10", "9.5"), ("", ""), ("1", " 10 ")), moq=1)
    assert errors == {}
    assert tiers == [Tier(1, Decimal("10")), Tier(10, Decimal("9.5"))]


@pytest.mark.parametrize("price", ["0", "-1", "NaN", "Infinity", "1e400", "ten", "0.00001", "1e9", None])
def test_check_tiers_refuses_a_price_that_is_none(price: object) -> None:
    _tiers, errors = check_tiers(rows((1, price)), moq=1)
    assert list(errors) == ["tiers.0.unit_price"]


@pytest.mark.parametrize("quantity", ["0", "-3", "1.5", "many", "9" * 5000, 10_000_001])
def test_check_tiers_refuses_a_quantity_that_is_none(quantity: object) -> None:
    _tiers, errors = check_tiers(rows((quantity, "5")), moq=1)
    assert "tiers.0.min_quantity" in errors


def test_check_tiers_refuses_overlap_at_its_row() -> None:
    _tiers, errors = check_tiers(rows((1, "5"), (10, "4"), (10, "3")), moq=1)
    assert list(errors) == ["tiers.2.min_quantity"]


def test_check_tiers_refuses_a_price_that_does_not_fall() -> None:
    _tiers, errors = check_tiers(rows((1, "5"), (10, "5")), moq=1)
    assert list(errors) == ["tiers.1.unit_price"]


def test_check_tiers_refuses_a_gap_below_the_first_tier() -> None:
    _tiers, errors = check_tiers(rows((20, "5")), moq=5)
    assert list(errors) == ["tiers.0.min_quantity"]
