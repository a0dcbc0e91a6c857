"""Exchange rates: conversion, age, spread, the ECB feed and what is stored."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import httpx
import pytest
import respx
from django.db import transaction
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from accounts.actor import Actor
from marketplace.kernel.models import Event
from marketplace.kernel.money import Money, from_minor
from marketplace.kernel.refusals import InvalidInput, NotAllowed
from tests.accounts.factories import actor_for, make_organisation, platform_actor
from tests.trade.factories import NOW, ON, make_rates
from trade.editions import forget_all
from trade.fx import RateStale, RateTable, RateUnknown, current_rates, rate_text
from trade.fx.table import Rate
from trade.models import ExchangeRate
from trade.operations import (
    load_reference_rates,
    lock_fx_quote,
    record_exchange_rates,
    record_manual_rate,
    use_fx_quotes,
)
from trade.operations.lock_fx_quote import FxQuoteExpired
from trade.operations.record_manual_rate import RateImplausible, RateStands
from trade.sources.rates import (
    ECB_DAILY_URL,
    FeedUnusable,
    embedded_rates,
    fetch_ecb_daily,
    other_rates,
    parse_ecb_daily,
)
from trade.tasks import refresh_exchange_rates

RECORDED = b"""<?xml version="1.0" encoding="UTF-8"?>
<gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01"
 xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref">
<gesmes:subject>Reference rates</gesmes:subject>
<gesmes:Sender><gesmes:name>European Central Bank</gesmes:name></gesmes:Sender>
<Cube><Cube time='2026-11-20'><Cube currency='USD' rate='1.1034'/><Cube currency='JPY' rate='171.22'/></Cube></Cube>
</gesmes:Envelope>"""
CURRENCIES = ["EUR", "USD", "JPY", "KWD", "CLP", "GBP", "VND"]


@given(st.integers(1, 10**12), st.sampled_from(CURRENCIES), st.sampled_from(CURRENCIES))
def test_there_and_back_never_gains(minor: int, here: str, there: str) -> None:
    table, money = make_rates(), from_minor(minor, here)
    for way in (table.convert, table.pay_out):
        out = way(money, there)
        back = way(Money(out.exact, there), here)
        assert back.exact <= money.amount


@given(st.integers(1, 10**10), st.sampled_from(CURRENCIES), st.sampled_from(CURRENCIES))
def test_the_spread_is_on_our_side_both_ways(minor: int, here: str, there: str) -> None:
    table, money = make_rates(), from_minor(minor, here)
    charged, mid, paid = table.charge(money, there), table.convert(money, there), table.pay_out(money, there)
    assert paid.exact <= mid.exact <= charged.exact
    if here == there:
        assert charged.money == paid.money == money
        assert not charged.margin


def test_a_conversion_says_how_it_was_made() -> None:
    made = make_rates(USD="1.25", JPY="150").convert(Money("100.00", "USD"), "JPY")
    assert (made.money, made.rate, made.as_of, made.source) == (Money("12000", "JPY"), Decimal(120), ON, "Test rates")


def test_charging_shows_the_margin() -> None:
    made = make_rates(spread_percent="1.0").charge(Money("99.00", "EUR"), "USD")
    assert made.money == Money("110.00", "USD")
    assert made.margin == Money("1.10", "USD")


def test_an_unknown_currency_is_refused() -> None:
    with pytest.raises(RateUnknown):
        make_rates().convert(Money("1", "EUR"), "ISK")


def test_a_rate_past_its_limit_is_refused_and_said() -> None:
    def table(age: int) -> RateTable:
        return RateTable([Rate("USD", Decimal("1.1"), ON - timedelta(days=age), "x", 45)], on=ON)

    assert "USD" in table(45)
    assert "USD" not in table(46)
    with pytest.raises(RateStale) as refused:
        table(46).convert(Money("1", "EUR"), "USD")
    assert refused.value.facts["limit_days"] == 45


def test_the_ecb_feed_is_read() -> None:
    rates = parse_ecb_daily(RECORDED)
    assert [(rate.currency, rate.per_eur, rate.date) for rate in rates] == [
        ("USD", Decimal("1.1034"), date(2026, 11, 20)),
        ("JPY", Decimal("171.22"), date(2026, 11, 20)),
    ]


@pytest.mark.parametrize(
    "document",
    [
        b"",
        b"<html>maintenance</html>",
        RECORDED.replace(b"1.1034", b"-1"),
        RECORDED.replace(b"1.1034", b"NaN"),
        RECORDED.replace(b"1.1034", b"much"),
        RECORDED.replace(b"2026-11-20", b"soon"),
        b'<!DOCTYPE x [<!ENTITY a "b">]>' + RECORDED.split(b"?>")[1],
    ],
)
def test_a_feed_that_is_not_what_it_should_be_is_unusable(document: bytes) -> None:
    with pytest.raises(FeedUnusable):
        parse_ecb_daily(document)


@respx.mock
def test_a_feed_that_is_away_is_unusable() -> None:
    respx.get(ECB_DAILY_URL).mock(side_effect=httpx.ConnectTimeout("away"))
    with pytest.raises(FeedUnusable):
        fetch_ecb_daily()


def test_embedded_rates_cover_what_the_marketplace_offers(settings) -> None:  # type: ignore[no-untyped-def]
    covered = {rate.currency for rate in embedded_rates(on=ON)} | {"EUR"}
    assert set(settings.CURRENCIES_OFFERED) <= covered


def test_a_peg_follows_its_anchor() -> None:
    market = [ExchangeRate(date=ON, currency="USD", per_eur=Decimal("1.20"))]
    aed = next(rate for rate in other_rates(market) if rate.currency == "AED")
    assert (aed.per_eur, aed.date) == (Decimal("4.4070000000"), ON)


@pytest.mark.django_db
def test_stored_rates_are_used_by_their_day_and_recorded_once() -> None:
    forget_all()

    def dollar(day: date, per_eur: str) -> ExchangeRate:
        return ExchangeRate(date=day, currency="USD", per_eur=Decimal(per_eur), source="x")

    assert record_exchange_rates(rates=[dollar(ON, "1.10"), dollar(ON - timedelta(days=3), "1.00")], now=NOW) == 2
    assert current_rates(ON).rate_of("USD").per_eur == Decimal("1.10")
    assert current_rates(ON - timedelta(days=1)).rate_of("USD").per_eur == Decimal("1.00")
    assert record_exchange_rates(rates=[dollar(ON, "9.99")], now=NOW) == 0
    assert current_rates(ON).rate_of("USD").per_eur == Decimal("1.10")


@pytest.mark.django_db
@respx.mock
def test_the_refresh_stores_the_feed_and_what_hangs_on_it() -> None:
    forget_all()
    respx.get(ECB_DAILY_URL).mock(return_value=httpx.Response(200, content=RECORDED))
    assert refresh_exchange_rates() > 2
    table = current_rates(date(2026, 11, 22))
    assert table.rate_of("USD").per_eur == Decimal("1.1034")
    assert table.rate_of("SAR").as_of == date(2026, 11, 20)
    assert refresh_exchange_rates() == 0


@pytest.mark.django_db
@respx.mock
def test_the_refresh_falls_back_on_the_embedded_rates() -> None:
    ExchangeRate.objects.all().delete()
    forget_all()
    respx.get(ECB_DAILY_URL).mock(return_value=httpx.Response(503))
    assert refresh_exchange_rates() > 100
    assert ExchangeRate.objects.filter(currency="USD").exists()


@pytest.mark.django_db
def test_loading_the_embedded_rates_again_changes_nothing() -> None:
    ExchangeRate.objects.all().delete()
    assert load_reference_rates(now=NOW) > 100
    assert load_reference_rates(now=NOW) == 0


@pytest.mark.parametrize(
    ("rate", "text"),
    [
        ("0.000041234567", "0.0000412346"), ("0.00004123", "0.00004123"), ("1.1", "1.1000"), ("7.6123456", "7.61235"),
        ("29450.123456", "29450.1"), ("1234567.89", "1234568"), ("150", "150"), ("0", "0"), ("1E-7", "0.0000001"),
    ],
)  # fmt: skip
def test_a_rate_keeps_the_digits_that_matter(rate: str, text: str) -> None:
    assert rate_text(Decimal(rate)) == text


@pytest.mark.parametrize(("age", "is_used"), [(44, True), (45, True), (46, False)])
@pytest.mark.django_db
def test_a_past_day_takes_the_last_rate_before_it_within_the_limit(age: int, is_used: bool, settings: Any) -> None:
    settings.TRADE_FX_MAX_AGE_DAYS = 45
    ExchangeRate.objects.all().delete()
    day = date(2026, 3, 2)
    record_exchange_rates(
        rates=[ExchangeRate(date=day, currency="USD", per_eur=Decimal("1.05"), source_code="ecb", source="x")], now=NOW
    )
    forget_all()
    table = current_rates(day + timedelta(days=age))
    assert ("USD" in table) is is_used
    if is_used:
        assert table.rate_of("USD").as_of == day
    assert "USD" not in current_rates(day - timedelta(days=1))


def staff() -> Actor:
    return platform_actor()


@pytest.mark.django_db
def test_a_rate_set_by_hand_is_used_and_says_so() -> None:
    forget_all()
    last = current_rates(ON).rate_of("NGN").per_eur
    day = ExchangeRate.objects.filter(currency="NGN").latest("date").date + timedelta(days=1)
    now = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    made = record_manual_rate(
        actor=staff(), currency="ngn", per_eur=last * Decimal("1.1"), day=day, reason="Central bank notice", now=now
    )
    assert (made.currency, made.kind, made.source_code) == ("NGN", "manual", "manual")
    assert current_rates(day).convert(Money(1, "EUR"), "NGN").source == "manual"
    assert Event.objects.filter(name="trade.rate.set_by_hand").exists()
    with pytest.raises(RateStands):
        record_manual_rate(actor=staff(), currency="NGN", per_eur=last, day=day, reason="Again", now=now)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"currency": "EUR"}, "currency"), ({"currency": "XYZW"}, "currency"), ({"per_eur": Decimal(0)}, "per_eur"),
        ({"per_eur": Decimal("NaN")}, "per_eur"), ({"day": date(2030, 1, 1)}, "date"), ({"reason": "  "}, "reason"),
    ],
)  # fmt: skip
@pytest.mark.django_db
def test_a_rate_set_by_hand_is_checked(change: dict[str, Any], field: str) -> None:
    given: dict[str, Any] = {"currency": "NGN", "per_eur": Decimal(1700), "day": ON, "reason": "Notice"} | change
    before = ExchangeRate.objects.count()
    with pytest.raises(InvalidInput) as refused:
        record_manual_rate(actor=staff(), now=NOW, **given)
    assert field in refused.value.fields
    assert ExchangeRate.objects.count() == before


@pytest.mark.django_db
def test_a_leap_must_be_confirmed() -> None:
    ExchangeRate.objects.filter(currency="NGN").delete()
    record_exchange_rates(
        rates=[ExchangeRate(date=ON - timedelta(days=1), currency="NGN", per_eur=Decimal(1000), source="x")], now=NOW
    )
    given: dict[str, Any] = {"actor": staff(), "currency": "NGN", "day": ON, "reason": "Devaluation", "now": NOW}
    with pytest.raises(RateImplausible):
        record_manual_rate(per_eur=Decimal(1201), **given)
    assert not ExchangeRate.objects.filter(currency="NGN", date=ON).exists()
    assert record_manual_rate(per_eur=Decimal(1201), is_confirmed=True, **given).per_eur == 1201


@pytest.mark.django_db
def test_sellers_do_not_set_rates() -> None:
    with pytest.raises(NotAllowed):
        record_manual_rate(
            actor=actor_for(make_organisation()), currency="USD", per_eur=Decimal(1), day=ON, reason="x", now=NOW
        )


@pytest.mark.parametrize(("seconds", "stands"), [(1799, True), (1800, False), (86400, False)])
@pytest.mark.django_db
def test_a_promised_rate_stands_for_half_an_hour_and_not_a_second_longer(seconds: int, stands: bool) -> None:
    quote = lock_fx_quote(
        actor=actor_for(make_organisation()), source="EUR", target="USD", rates=make_rates(USD="1.25"), now=NOW
    )
    assert quote.mid_rate == Decimal("1.25")
    assert quote.rate > quote.mid_rate
    later = NOW + timedelta(seconds=seconds)
    with transaction.atomic():
        if stands:
            use_fx_quotes(public_ids=[quote.public_id], now=later)
            use_fx_quotes(public_ids=[quote.public_id], now=later + timedelta(days=1))
        else:
            with pytest.raises(FxQuoteExpired):
                use_fx_quotes(public_ids=[quote.public_id], now=later)
    quote.refresh_from_db()
    assert (quote.used_at is not None) is stands


@pytest.mark.django_db
def test_the_page_shows_every_currency_and_converts(client: Client) -> None:
    page = client.get("/exchange-rates/").content.decode()
    assert all(code in page for code in ("USD", "KWD", "NGN"))
    assert "<svg" in page
    # The euro has taken its place.
    assert "BGN" not in page and "BGN" in current_rates(date(2025, 12, 31)).currencies
    query = {"amount": "1000", "source": "EUR", "target": "JPY"}
    assert 'role="status"' in client.get("/exchange-rates/", query).content.decode()
    assert client.get("/exchange-rates/", query | {"amount": "-1"}).status_code == 422


@pytest.mark.django_db
def test_the_api_gives_a_currencys_history(client: Client) -> None:
    answer = client.get("/api/v1/exchange-rates/usd", {"from": "2026-01-01", "to": "2026-11-22"}).json()
    days = [each["date"] for each in answer["rates"]]
    assert len(days) > 20
    assert days == sorted(days)
    assert client.get("/api/v1/exchange-rates/usd", {"from": "yesterday"}).status_code == 422
    assert client.get("/api/v1/exchange-rates/zzz").status_code == 404
