"""Amounts: every total is the sum of its lines to the minor unit, in every currency."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db.models import Sum
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.models import Organisation
from marketplace.kernel.money import Money, to_minor
from orders import offers
from orders.models import Order
from orders.offers import Amounts, Item
from payments.amounts import payable_step
from payments.models import Posting
from payments.shares import TooSmallToPayOut
from tests.orders.factories import PERUVIAN_ADDRESS, make_accepted_order, make_buyer, make_locked_checkout, make_order
from tests.sellers.factories import make_listing, make_seller
from tests.trade.factories import make_rates

CURRENCIES = ("EUR", "USD", "JPY", "KWD", "CLP", "GBP")


def item(price: Decimal, quantity: int, currency: str, number: int = 1, kind: str = "goods") -> Item:
    return Item(
        variant_id=number, listing_id=number, variant=f"var_{number}", listing="lst", title="T", variant_label="",
        sku="", unit="piece", kind=kind, hs_code="", origin_country="CL", ships_from="CL", weight_g=1,
        lead_time_days=1, quantity=quantity, unit_price=price, currency=currency,
    )  # fmt: skip


prices = st.decimals(min_value="0.5000", max_value="99999", places=4)


@settings(max_examples=400, deadline=None)
@given(
    lines=st.lists(st.tuples(prices, st.integers(1, 5000), st.sampled_from(CURRENCIES)), min_size=1, max_size=6),
    currency=st.sampled_from(CURRENCIES),
    seller_currency=st.sampled_from(CURRENCIES),
    freight=st.integers(0, 10**7),
    percent=st.decimals(min_value="0", max_value="30", places=3),
)
def test_amounts_add_up_for_both_sides_in_every_currency(
    lines: Any, currency: str, seller_currency: str, freight: int, percent: Decimal
) -> None:
    rates = make_rates(on=date(2026, 11, 22))
    items = [item(price, quantity, of, number) for number, (price, quantity, of) in enumerate(lines)]
    priced = offers.price_lines(items, currency=currency, rates=rates)
    shipping = offers.chargeable(Money(Decimal(freight).scaleb(-2), currency))
    seller = Organisation(pk=1, currency=seller_currency)
    try:
        amounts = offers.amounts_of(
            priced,
            currency=currency,
            freight=shipping,
            landed=None,
            seller=seller,
            commission_percent=percent,
            commission_rule="standard",
            rates=rates,
        )
    except TooSmallToPayOut:
        # Less than the smallest coin paid out (ten fils are 29 pesos): refused before anybody pays.
        assert sum(to_minor(line.total) for line in priced) + to_minor(shipping) <= 100
        return
    assert sum(to_minor(line.total) for line in priced) == amounts.goods
    assert amounts.total == amounts.goods + amounts.freight
    assert amounts.total % payable_step(currency) == 0
    shares = offers.shares_of(amounts, seller)
    assert sum(share.amount_minor for share in shares) == amounts.total
    assert all(share.amount_minor > 0 for share in shares)
    assert shares[0].payout_minor <= amounts.seller_goods + amounts.seller_freight
    assert shares[0].payout_minor % payable_step(seller_currency) == 0
    assert Amounts.from_json(amounts.as_json()) == amounts


def test_a_deal_too_small_to_pay_out_is_refused_in_words() -> None:
    rates = make_rates(on=date(2026, 11, 22))
    priced = offers.price_lines([item(Decimal("0.5000"), 1, "CLP")], currency="CLP", rates=rates)
    with pytest.raises(TooSmallToPayOut):
        offers.amounts_of(
            priced,
            currency="CLP",
            freight=Money(0, "CLP"),
            landed=None,
            seller=Organisation(pk=1, currency="EUR"),
            commission_percent=Decimal(5),
            commission_rule="standard",
            rates=rates,
        )


def test_a_converted_line_keeps_rate_source_and_day() -> None:
    rates = make_rates()
    line = offers.price_lines([item(Decimal("10.00"), 3, "USD")], currency="EUR", rates=rates)[0]
    assert line.converted is not None
    # 30.00 USD at 1.10 for a euro, the spread of 1 % added: 27.5482..., rounded once.
    assert line.total == Money("27.55", "EUR")
    assert line.converted.source == "Test rates"
    assert line.as_json()["list_total_minor"] == 30_00


def test_the_worked_example_of_the_guide() -> None:
    """The figures of docs/ordering.md."""
    rates = make_rates()
    seller = Organisation(pk=1, currency="USD")
    lines = offers.price_lines([item(Decimal("10.00"), 3, "USD")], currency="EUR", rates=rates)
    amounts = offers.amounts_of(
        lines,
        currency="EUR",
        freight=Money("70.00", "EUR"),
        landed=None,
        seller=seller,
        commission_percent=Decimal(5),
        commission_rule="standard",
        rates=rates,
    )
    assert (amounts.goods, amounts.freight, amounts.seller_goods, amounts.seller_freight) == (2755, 7000, 3000, 7623)
    share, commission = offers.shares_of(amounts, seller)
    assert (share.amount_minor, commission.amount_minor, share.payout_minor) == (9617, 138, 10473)


@pytest.mark.django_db
@pytest.mark.usefixtures("world")
@pytest.mark.parametrize(("currency", "step"), [("JPY", 1), ("KWD", 10), ("EUR", 1)])
def test_an_order_charged_in_any_currency_is_exact(currency: str, step: int) -> None:
    order = make_order(currency=currency, quantity=7, price="12.3456")
    assert order.currency == currency
    assert order.total_minor % step == 0
    assert order.total_minor == sum(
        getattr(order, f"{part}_minor") for part in ("goods", "freight", "duty", "tax", "fees")
    )
    assert order.lines.aggregate(total=Sum("total_minor"))["total"] == order.goods_minor
    assert order.escrow.shares.aggregate(total=Sum("amount_minor"))["total"] == order.total_minor


@pytest.mark.django_db
@pytest.mark.usefixtures("world")
def test_a_seller_in_dinar_is_owed_what_can_be_paid_out() -> None:
    listing = make_listing(make_seller(country="KW", currency="KWD"), price="1.2345")
    order = make_order(listing=listing, quantity=9)
    assert order.seller_currency == "KWD"
    assert order.seller_net_minor % 10 == 0
    assert order.seller_goods_minor == 11_110


@pytest.mark.django_db
@pytest.mark.usefixtures("world")
def test_duty_that_is_not_known_is_not_collected_and_never_zero() -> None:
    checkout = make_locked_checkout(address=PERUVIAN_ADDRESS)
    assert checkout.incoterm == "DAP"
    assert checkout.landed["duty"] is None
    assert checkout.landed["total"] is None
    assert checkout.landed["status"] == "unknown"
    assert checkout.amounts["total"] == checkout.amounts["goods"] + checkout.amounts["freight"]


@pytest.mark.django_db
@pytest.mark.usefixtures("world")
def test_prices_are_taken_at_the_tier_that_the_quantity_reaches() -> None:
    seller = make_seller(country="CL", currency="USD")
    listing = make_listing(seller, tiers=[(1, "10.00"), (10, "8.00")], stock=500)
    few = make_locked_checkout(listing=listing, quantity=9, buyer=make_buyer())
    many = make_locked_checkout(listing=listing, quantity=10, buyer=make_buyer())
    assert few.lines[0]["list_unit_price"] == "10.0000"
    assert many.lines[0]["list_total_minor"] == 80_00


@pytest.mark.django_db
@pytest.mark.usefixtures("world")
def test_each_order_and_its_money_are_one_to_one() -> None:
    orders = [make_accepted_order() for _number in range(2)]
    for order in Order.objects.filter(pk__in=[order.pk for order in orders]):
        received = Posting.objects.filter(
            entry__kind="payment.received", entry__reference=order.escrow.public_id, account__purpose="processor"
        )
        assert [posting.amount_minor for posting in received] == [order.total_minor]
        released = Posting.objects.filter(entry__kind="escrow.released", entry__reference=order.escrow.public_id)
        by_purpose = {
            (posting.account.purpose, posting.currency): posting.amount_minor
            for posting in released.select_related("account")
        }
        assert by_purpose["escrow", order.currency] == order.total_minor
        assert by_purpose["customs", order.currency] == -order.customs_minor
        assert by_purpose["commission", order.currency] == -order.commission_minor
        assert by_purpose["available", order.seller_currency] == -order.seller_net_minor
