"""Background work: carriers' answers and exchange rates."""

import structlog
from celery import shared_task
from django.utils import timezone

from trade import operations
from trade.rate_sources import FeedUnusable, embedded_rates, fetch_ecb_daily, other_rates

log = structlog.get_logger(__name__)


@shared_task
def answer_shipping_quote(quote_id: int) -> None:
    """Let one carrier service answer."""
    operations.answer_shipping_quote(quote_id=quote_id, now=timezone.now())


@shared_task
def refresh_exchange_rates() -> int:
    """Store the ECB's latest rates, or what comes with the product while the feed is away. Returns how many new."""
    now = timezone.now()
    try:
        market = fetch_ecb_daily()
        rates = market + other_rates(market)
    except FeedUnusable as failure:
        log.warning("rate_feed_away", failure=str(failure))
        rates = embedded_rates(on=now.date())
    return operations.record_exchange_rates(rates=rates, now=now)
