"""When customs charges are a promise: the most particular row decides, and anything unsure makes it an estimate."""

from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from marketplace.kernel.money import Money
from trade.guarantee import PolicyRow, decide

ROWS = [
    PolicyRow("", "", Decimal(25000), label="all"),
    PolicyRow("", "22", Decimal(0), is_guaranteed=False, label="drinks"),
    PolicyRow("EU", "", Decimal(50000), margin_percent=Decimal(1), label="union"),
    PolicyRow("DE", "64", Decimal(1000), only_confirmed=False, margin_percent=Decimal(3), label="german shoes"),
]


def asked(ship_to: str, *codes: str) -> Any:
    return SimpleNamespace(
        ship_to=ship_to, lines=[SimpleNamespace(kind="goods", hs_code=code) for code in codes]
    )  # fmt: skip


def landed(*, known: bool = True, missing: tuple[str, ...] = (), shaky: bool = False) -> Any:
    return SimpleNamespace(is_known=known, missing=missing, explanation=[SimpleNamespace(is_shaky=shaky)])


@pytest.mark.parametrize(
    ("ship_to", "codes", "cost", "goods", "status", "why", "margin"),
    [
        ("GB", ["610910"], landed(), 100, "guaranteed", ["within_policy"], 0),
        ("FR", ["610910"], landed(), 100, "guaranteed", ["within_policy"], 1),
        ("DE", ["640399"], landed(shaky=True), 100, "guaranteed", ["within_policy"], 3),
        ("DE", ["640399", "610910"], landed(), 100, "guaranteed", ["within_policy"], 3),
        ("DE", ["640399", "610910"], landed(), 1001, "estimate", ["too_valuable"], 0),
        ("GB", ["220421"], landed(), 100, "estimate", ["no_policy"], 0),
        ("GB", ["610910", "220421"], landed(), 100, "estimate", ["no_policy"], 0),
        ("GB", ["610910"], landed(shaky=True), 100, "estimate", ["unconfirmed"], 0),
        ("GB", ["610910"], landed(missing=("hs_code",)), 100, "estimate", ["missing"], 0),
        ("GB", ["610910"], landed(known=False), 100, "unknown", ["unknown"], 0),
    ],
)
def test_the_decision(
    ship_to: str, codes: list[str], cost: Any, goods: int, status: str, why: list[str], margin: int
) -> None:
    promise = decide(asked(ship_to, *codes), cost, ROWS, goods_eur=Money(goods, "EUR"))
    assert (promise.status, list(promise.why), promise.margin_percent) == (status, why, margin)


def test_without_a_policy_nothing_is_promised() -> None:
    assert decide(asked("GB", "610910"), landed(), [], goods_eur=Money(1, "EUR")).status == "estimate"
