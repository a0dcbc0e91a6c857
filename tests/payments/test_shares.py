"""Splits lose nothing, in any currency, and the provider's units round-trip."""

import ast
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from moneyed import CURRENCIES

from accounts.models import Organisation
from marketplace.kernel.money import exponent
from payments.amounts import (
    NotProviderAmount,
    from_provider,
    payable_step,
    provider_exponent,
    round_to_payable,
    to_provider,
)
from payments.shares import COMMISSION, CUSTOMS, SELLER, Exchange, TooSmallToPayOut, split_sale

ISO = sorted(code for code in CURRENCIES if len(code) == 3 and code not in ("XXX", "XTS"))
AMOUNTS = st.integers(0, 10**12)
PERCENTS = st.decimals(0, 95, places=3)


@settings(max_examples=600, deadline=None)
@given(
    currency=st.sampled_from(ISO), goods=AMOUNTS, freight=AMOUNTS, customs=AMOUNTS, percent=PERCENTS,
    payout=st.one_of(st.none(), st.tuples(st.sampled_from(ISO), st.integers(1, 10**14))),
)  # fmt: skip
def test_split_sale_gives_away_exactly_what_was_paid(
    currency: str, goods: int, freight: int, customs: int, percent: Decimal, payout: tuple[str, int] | None
) -> None:
    exchange = None
    if payout is not None and payout[0] != currency:
        exchange = Exchange(payout[0], payout[1], Decimal("1.25"), "ECB", date(2026, 11, 20))
    seller = Organisation(name="Seller")
    try:
        shares = split_sale(
            seller=seller, currency=currency, goods_minor=goods, freight_minor=freight, customs_minor=customs,
            commission_percent=percent, exchange=exchange,
        )  # fmt: skip
    except TooSmallToPayOut:
        return
    of = {share.purpose: share for share in shares}
    assert sum(share.amount_minor for share in shares) == goods + freight + customs
    assert all(share.amount_minor > 0 for share in shares)
    assert of[SELLER].beneficiary is seller
    assert (of[CUSTOMS].amount_minor if CUSTOMS in of else 0) == customs
    assert of[SELLER].payout_minor is not None and of[SELLER].payout_minor > 0
    assert of[SELLER].payout_minor % payable_step(of[SELLER].payout_currency) == 0
    # The commission is the rate on goods to within one unit, and what the provider's step leaves over.
    commission = of[COMMISSION].amount_minor if COMMISSION in of else 0
    assert abs(commission - Decimal(goods) * percent / 100) < 1 + payable_step(currency)
    if exchange is not None:
        assert of[SELLER].payout_minor <= exchange.gross_minor


def test_split_sale_by_hand() -> None:
    seller = Organisation(name="Seller")
    shares = split_sale(
        seller=seller, currency="EUR", goods_minor=99_99, freight_minor=10_00, customs_minor=7_77,
        commission_percent=Decimal(5),
    )  # fmt: skip
    assert [(share.purpose, share.amount_minor) for share in shares] == [
        (SELLER, 104_99), (COMMISSION, 5_00), (CUSTOMS, 7_77),
    ]  # fmt: skip


@pytest.mark.parametrize("amounts", [(-1, 0, 0), (0, 0, 5), (100, -1, 0)])
def test_split_sale_refuses_amounts_that_make_no_sale(amounts: tuple[int, int, int]) -> None:
    goods, freight, customs = amounts
    with pytest.raises((ValueError, TooSmallToPayOut)):
        split_sale(
            seller=Organisation(), currency="EUR", goods_minor=goods, freight_minor=freight, customs_minor=customs,
            commission_percent=Decimal(5),
        )  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(currency=st.sampled_from(ISO), amount=st.integers(0, 10**12))
def test_providers_units_round_trip(currency: str, amount: int) -> None:
    payable = round_to_payable(amount, currency)
    assert abs(payable - amount) <= payable_step(currency) / 2
    written = to_provider(payable, currency)
    assert from_provider(written, currency) == payable
    assert Decimal(written).scaleb(-provider_exponent(currency)) == Decimal(payable).scaleb(-exponent(currency))
    if payable != amount:
        with pytest.raises(NotProviderAmount):
            to_provider(amount, currency)


@pytest.mark.parametrize(
    ("currency", "minor", "written"),
    [
        ("EUR", 12345, 12345),
        ("JPY", 500, 500),
        ("CLP", 990, 990),
        ("ISK", 500, 50000),
        ("UGX", 7, 700),
        ("KWD", 12340, 12340),
    ],
)
def test_providers_special_currencies(currency: str, minor: int, written: int) -> None:
    assert to_provider(minor, currency) == written
    assert from_provider(written, currency) == minor


def test_three_decimal_currencies_are_charged_in_tens() -> None:
    with pytest.raises(NotProviderAmount):
        to_provider(12345, "KWD")
    assert round_to_payable(12345, "KWD") == 12350


def test_no_float_comes_near_money() -> None:
    """No float literal and no float() in the modules that reckon or store."""
    root = Path(__file__).parents[2]
    modules = [
        *(root / "payments").glob("*.py"), *(root / "payments" / "operations").glob("*.py"),
        *(root / "payments" / "models").glob("*.py"), root / "marketplace" / "kernel" / "money.py",
    ]  # fmt: skip
    assert len(modules) > 30
    found = []
    for path in modules:
        for node in ast.walk(ast.parse(path.read_text())):
            is_float = isinstance(node, ast.Constant) and isinstance(node.value, float)
            is_cast = isinstance(node, ast.Name) and node.id == "float"
            if is_float or is_cast:
                found.append(f"{path.name}:{node.lineno}")
    assert found == []
