"""Lower the prices of a lot that nears its date, by the seller's own schedule."""

from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from accounts.operations import notify_organisation
from marketplace.kernel import events
from marketplace.kernel.operations import entry
from sellers.history import recorded
from sellers.markdowns import Step, marked_down, step_due
from sellers.models import Listing, ListingEdit, Lot, Markdown, MarkdownStep, PriceTier, Variant
from sellers.operations.record_change import record_change
from sellers.pricing import Tier

CLOCK = Actor.system("markdown clock")


@entry
def mark_down_lot(*, variant_id: int, now: datetime) -> Markdown | None:
    """
    Bring the prices of a variant's lot in step with the schedule; return the new markdown, None if nothing changed.

    A markdown never goes back up by itself, and each is taken off the seller's own prices, not off the last markdown.
    If the seller has set other prices since, those are the seller's own now. A lot whose date has come is taken off
    sale and the seller told.
    """
    listing_id = Variant.objects.values_list("listing_id", flat=True).get(pk=variant_id)
    listing = Listing.objects.select_for_update(no_key=True).select_related("organisation").get(pk=listing_id)
    variant = Variant.objects.select_for_update(no_key=True).get(pk=variant_id)
    lot = Lot.objects.filter(variant=variant).order_by("best_before_date").last()
    if lot is None or listing.status != Listing.Status.LIVE:
        return None
    today = now.astimezone(ZoneInfo(listing.organisation.time_zone)).date()
    tiers = [Tier(row.min_quantity, row.unit_price) for row in variant.tiers.order_by("min_quantity")]
    standing = Markdown.objects.filter(variant=variant, ended_at=None).first()
    if standing is not None and _stored(tiers) != standing.after:
        _end(standing, now)
        standing = None
    if lot.best_before_date <= today:
        _take_off_sale(listing, standing, lot, now)
        return None
    steps = steps_of(listing)
    step = step_due(steps, best_before=lot.best_before_date, on=today)
    if step is None or not tiers or not variant.stock_available:
        return None
    if standing is not None and standing.percent >= step.percent:
        return None
    if Markdown.objects.filter(variant=variant, best_before_date=lot.best_before_date, was_taken_back=True).exists():
        return None
    own = read_tiers(standing.before) if standing is not None else tiers
    if standing is not None:
        _end(standing, now)
    lowered = marked_down(own, step.percent, listing.currency)
    with recorded(actor=CLOCK, listing=listing, what=ListingEdit.What.MARKED_DOWN, now=now, parts=["variants"]):
        write_tiers(variant, lowered)
    markdown = Markdown.objects.create(
        organisation_id=listing.organisation_id,
        listing=listing,
        variant=variant,
        best_before_date=lot.best_before_date,
        percent=step.percent,
        stock=variant.stock_available,
        before=_stored(own),
        after=_stored(lowered),
        marked_at=now,
    )
    record_change(listing=listing)
    events.record("sellers.lot.marked_down", subject=markdown, actor=CLOCK, at=now)
    return markdown


def steps_of(listing: Listing) -> list[Step]:
    """Return the schedule that holds for a listing: its own, else that of all its seller's lots."""
    rows = MarkdownStep.objects.filter(organisation_id=listing.organisation_id, listing__in=[listing.pk])
    rows = rows or MarkdownStep.objects.filter(organisation_id=listing.organisation_id, listing=None)
    return [Step(row.days_left, row.percent) for row in rows]


def write_tiers(variant: Variant, tiers: list[Tier]) -> None:
    """Give a variant these prices."""
    for tier in tiers:
        PriceTier.objects.filter(variant=variant, min_quantity=tier.min_quantity).update(unit_price=tier.unit_price)


def _stored(tiers: list[Tier]) -> list[list[object]]:
    return [[tier.min_quantity, f"{tier.unit_price:.4f}"] for tier in tiers]


def read_tiers(stored: list[list[object]]) -> list[Tier]:
    """Return tiers as a markdown keeps them."""
    return [Tier(int(str(quantity)), Decimal(str(price))) for quantity, price in stored]


def _end(markdown: Markdown, now: datetime) -> None:
    markdown.ended_at = now
    markdown.save(update_fields=["ended_at"])


def _take_off_sale(listing: Listing, standing: Markdown | None, lot: Lot, now: datetime) -> None:
    if standing is not None:
        _end(standing, now)
    with recorded(actor=CLOCK, listing=listing, what=ListingEdit.What.PAUSED, now=now, parts=[]):
        listing.status = Listing.Status.PAUSED
        listing.save(update_fields=["status", "updated_at"])
    record_change(listing=listing)
    events.record(
        "sellers.lot.past_its_date", subject=listing, actor=CLOCK, at=now,
        payload={"best_before": lot.best_before_date.isoformat()},
    )  # fmt: skip
    notify_organisation(
        organisation=listing.organisation,
        kind="lot_past_its_date",
        title=_("Taken off sale: %(title)s"),
        body=_("The lot of “%(title)s” has reached its best-before date. Enter the next lot to sell it again."),
        url=f"/sell/listings/{listing.public_id}/",
        now=now,
        permission="listings.edit",
        facts={"title": listing.title},
    )
