"""Where exchange rates come from: the ECB's daily feed, its history in a wheel, and the project's own dated table."""

from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

import httpx
from currency_converter import CurrencyConverter, RateNotFoundError
from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from trade.models import ExchangeRate
from trade.reference import read_table

ECB_DAILY_URL = "https://www.ecb.europa.eu/stats/eurofxref/eurofxref-daily.xml"
ECB_NAMESPACE = "{http://www.ecb.int/vocabulary/2002-08-01/eurofxref}"
ECB_LIVE = "European Central Bank, euro reference rates"
ECB_EMBEDDED = "European Central Bank, euro reference rates (embedded history)"
LARGEST_FEED = 200_000
# Rates of currencies that have gone stay out: nothing older than this is loaded at all.
OLDEST_EMBEDDED_DAYS = 400


class FeedUnusable(Exception):
    """The feed did not answer, or not with what it promises. What is stored stays in use."""


def fetch_ecb_daily(timeout: float = 10.0) -> list[ExchangeRate]:
    """
    Return the ECB's reference rates of the last banking day (unsaved).

    :raises FeedUnusable: if the feed cannot be reached or is not what it should be.
    """
    try:
        answer = httpx.get(ECB_DAILY_URL, timeout=timeout, follow_redirects=False)
        answer.raise_for_status()
    except httpx.HTTPError as failure:
        raise FeedUnusable(f"the ECB feed did not answer: {failure}") from failure
    if len(answer.content) > LARGEST_FEED:
        raise FeedUnusable("the ECB feed is larger than it can be")
    return parse_ecb_daily(answer.content)


def parse_ecb_daily(document: bytes) -> list[ExchangeRate]:
    """
    Return the rates in an ECB daily document (unsaved).

    :raises FeedUnusable: if the document has no day, no rates, or a rate that is not a positive number.
    """
    try:
        root = ElementTree.fromstring(document, forbid_dtd=True)
        day = next(cube for cube in root.iter(f"{ECB_NAMESPACE}Cube") if cube.get("time"))
        on = date.fromisoformat(day.get("time", ""))
        rates = [(cube.get("currency", ""), Decimal(cube.get("rate", ""))) for cube in day]
    except (ElementTree.ParseError, DefusedXmlException, StopIteration, ValueError, InvalidOperation) as failure:
        raise FeedUnusable(f"the ECB feed cannot be read: {failure!r}") from failure
    if not rates or any(len(code) != 3 or not rate.is_finite() or rate <= 0 for code, rate in rates):
        raise FeedUnusable("the ECB feed holds no usable rates")
    return [
        ExchangeRate(
            date=on, currency=code, per_eur=rate, kind=ExchangeRate.Kind.MARKET, source=ECB_LIVE, source_code="ecb"
        )
        for code, rate in rates
    ]


def embedded_rates(*, on: date) -> list[ExchangeRate]:
    """
    Return the rates that come with the product (unsaved).

    ECB reference rates of the last year, one day a week and each currency's last day, pegs and own rates.
    """
    history = CurrencyConverter(decimal=True)
    newest: list[ExchangeRate] = []
    past: list[ExchangeRate] = []
    for code in sorted(history.currencies - {"EUR"}):
        last = history.bounds[code].last_date
        for day in (last - timedelta(weeks=week) for week in range((OLDEST_EMBEDDED_DAYS - (on - last).days) // 7 + 1)):
            try:
                rate = history.convert(Decimal(1), "EUR", code, date=day)
            except RateNotFoundError:
                # A bank holiday: the week before stands in.
                continue
            rates = newest if day == last else past
            rates.append(
                ExchangeRate(date=day, currency=code, per_eur=rate, source=ECB_EMBEDDED, source_code="ecb_history")
            )
    return newest + past + other_rates(newest)


def other_rates(market: list[ExchangeRate]) -> list[ExchangeRate]:
    """
    Return the rates of currencies that the ECB does not publish (unsaved), reckoned from those it does.

    A peg moves with its anchor and bears the day of the rates it is reckoned from. An indicative rate bears the day
    it was set.
    """
    anchors = {rate.currency: rate for rate in market}
    newest = max((rate.date for rate in market), default=date.min)
    rates = []
    for row in read_table("other_rates.csv"):
        anchor = anchors.get(row["anchor"])
        if row["currency"] in anchors or (anchor is None and row["anchor"] != "EUR"):
            continue
        per_eur = Decimal(row["per_anchor"]) * (anchor.per_eur if anchor else 1)
        is_peg = row["kind"] == ExchangeRate.Kind.PEG
        rates.append(
            ExchangeRate(
                date=newest if is_peg else date.fromisoformat(row["source_date"]),
                currency=row["currency"],
                per_eur=per_eur.quantize(Decimal("1e-10")),
                kind=row["kind"],
                source=row["source"],
                source_code=row["kind"],
            )
        )
    return rates
