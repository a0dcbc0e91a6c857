"""Exact money: exponents, rounding, and splits that lose nothing."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.kernel.money import Money, allocate, exponent, from_minor, round_money, to_minor


@pytest.mark.parametrize(("currency", "decimals"), [("JPY", 0), ("EUR", 2), ("KWD", 3), ("CLF", 4), ("CLP", 0)])
def test_exponent_is_the_currencys_own(currency: str, decimals: int) -> None:
    assert exponent(currency) == decimals


def test_exponent_refuses_an_unknown_currency() -> None:
    with pytest.raises(ValueError, match="no such currency"):
        exponent("XXQ")


def test_round_money_rounds_half_up() -> None:
    assert round_money(Money("0.125", "EUR")).amount == Decimal("0.13")
    assert round_money(Money("2.5", "JPY")).amount == Decimal(3)


def test_to_minor_refuses_what_is_finer_than_a_cent() -> None:
    assert to_minor(Money("12.34", "EUR")) == 1234
    with pytest.raises(ValueError, match="finer"):
        to_minor(Money("12.345", "EUR"))


@given(minor=st.integers(-(10**15), 10**15), currency=st.sampled_from(["JPY", "EUR", "KWD", "CLF"]))
def test_minor_units_round_trip(minor: int, currency: str) -> None:
    assert to_minor(from_minor(minor, currency)) == minor


@given(
    total=st.integers(-(10**12), 10**12),
    weights=st.lists(st.one_of(st.integers(0, 10**9), st.decimals(0, 10**6, places=4)), min_size=1, max_size=12),
)
def test_allocate_loses_nothing_and_is_fair(total: int, weights: list[int | Decimal]) -> None:
    parts = allocate(total, weights)
    assert sum(parts) == total
    assert all(part * total >= 0 for part in parts)
    whole = sum(Decimal(weight) for weight in weights)
    if whole:
        assert all(
            abs(part - Decimal(total) * Decimal(weight) / whole) < 1
            for part, weight in zip(parts, weights, strict=True)
        )


def test_allocate_refuses_negative_weights() -> None:
    with pytest.raises(ValueError, match="weights"):
        allocate(10, [1, -1])
