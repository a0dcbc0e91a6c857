"""Background work: carriers' answers, exchange rates, denied parties."""

from datetime import datetime

import structlog
from celery import shared_task
from django.conf import settings
from django.utils import timezone

from accounts.actor import Actor
from accounts.models import Organisation
from trade import operations
from trade.operations.check_names import screen_all
from trade.queries.screening import (
    Subject,
    current_edition,
    list_troubles,
    not_yet_screened,
    organisation_subjects,
    unscreened,
)
from trade.screening.lists import ListFileRefused
from trade.sources.denied_lists import SourceUnusable, fetched
from trade.sources.rates import FeedUnusable, embedded_rates, fetch_ecb_daily, other_rates

SCREENING_BATCH = 200

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


@shared_task
def screen_organisations() -> int:
    """
    Hold active organisations against the lists in force that were not yet. Returns how many.

    What is done is done: a task that is cut short goes on with the rest. A full batch asks for the next at once.
    """
    now = timezone.now()
    waiting = unscreened(current_edition(), SCREENING_BATCH)
    done = _screen(organisation_subjects(waiting), now)
    if done and len(waiting) == SCREENING_BATCH:
        screen_organisations.delay()
    return done


@shared_task
def screen_changed_names() -> int:
    """Daily: whoever's names are not those that were screened, however that came about. Returns how many."""
    now = timezone.now()
    edition = current_edition()
    done, last = 0, 0
    active = Organisation.objects.filter(status=Organisation.Status.ACTIVE).order_by("pk")
    while batch := list(active.filter(pk__gt=last)[:SCREENING_BATCH]):
        last = batch[-1].pk
        done += _screen(not_yet_screened(organisation_subjects(batch), edition), now)
    return done


def _screen(subjects: list[Subject], now: datetime) -> int:
    done = 0
    for subject in subjects:
        try:
            done += len(screen_all(subjects=[subject], now=now))
        except Exception:
            # One that cannot be screened must not keep the others from it; the gate refuses it until it is.
            log.exception("screening_failed", subject=subject.id)
    return done


@shared_task
def fetch_denied_lists() -> int:
    """Fetch and load the published lists whose addresses are set, and say which are too old. Returns how many."""
    now = timezone.now()
    done = 0
    for code, addresses in settings.SCREENING_SOURCES.items():
        try:
            with fetched(addresses) as files:
                aliases, others = [*files[1:], None, None][:2]
                operations.load_denied_parties(
                    actor=Actor.system("denied-party lists"), file=files[0], code=code, aliases=aliases,
                    addresses=others, now=now,
                )  # fmt: skip
            done += 1
        except (SourceUnusable, ListFileRefused) as failure:
            log.error("denied_list_not_fetched", list=code, failure=str(failure))
    for trouble in list_troubles(now):
        log.error("denied_list_too_old", list=trouble.code, age_days=trouble.age_days)
    return done
