"""Lower the prices of a lot that nears its date, by the seller's own schedule."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from accounts.operations import notify_organisation
from marketplace.kernel import events
from marketplace.kernel.operations import entry
from sellers.history import recorded
from sellers.markdowns import Step, marked_down, read_tiers, step_due, stored_tiers
from sellers.models import Listing, ListingEdit, Lot, Markdown, MarkdownStep, PriceTier, Variant
from sellers.operations._lots import add_up, lock_variant, shut
from sellers.operations.record_change import record_change
from sellers.pricing import Tier

CLOCK = Actor.system("markdown clock")


@entry
def mark_down_lot(*, variant_id: int, now: datetime) -> Markdown | None:
    """
    Bring the prices of a variant in step with its lots and the schedule; return the new markdown, None if none began.

    The lot that is sold next decides: the first to expire that has something left. A markdown of one lot never goes
    back up by itself, and each is taken off the seller's own prices, not off the last markdown; once its lot is sold
    out, those prices stand again. If the seller has set other prices since, those are the seller's own now. Lots whose
    date has come are closed; with none left the listing is taken off sale and the seller told.
    """
    listing_id = Variant.objects.values_list("listing_id", flat=True).get(pk=variant_id)
    listing = Listing.objects.select_for_update(no_key=True).select_related("organisation").get(pk=listing_id)
    variant = lock_variant(variant_id)
    lots = list(Lot.objects.filter(variant=variant, closed_at=None).order_by("best_before_date", "pk"))
    if not lots or listing.status != Listing.Status.LIVE:
        return None
    today = now.astimezone(ZoneInfo(listing.organisation.time_zone)).date()
    standing = Markdown.objects.filter(variant=variant, ended_at=None).first()
    tiers = [Tier(row.min_quantity, row.unit_price) for row in variant.tiers.order_by("min_quantity")]
    if standing is not None and stored_tiers(tiers) != standing.after:
        _end(standing, now)
        standing = None
    past = [lot for lot in lots if lot.is_past(today)]
    lots = [lot for lot in lots if not lot.is_past(today)]
    for lot in past:
        shut(lot, now)
    if past:
        add_up(variant, listing)
        record_change(listing=listing)
    selling = [lot for lot in lots if lot.available]
    if standing is not None and not any(_is_of(standing, lot) for lot in selling):
        # What it was about is sold out or gone: the next lot is sold at the seller's own prices.
        tiers = read_tiers(standing.before)
        write_tiers(variant, tiers)
        _end(standing, now)
        record_change(listing=listing)
        standing = None
    if past and not _has_open_lots(listing):
        _take_off_sale(listing, past[-1], now)
        return None
    if not selling or not tiers:
        return None
    return _mark_down(listing, variant, selling[0], standing, tiers, today, now)


def _mark_down(
    listing: Listing,
    variant: Variant,
    lot: Lot,
    standing: Markdown | None,
    tiers: list[Tier],
    today: date,
    now: datetime,
) -> Markdown | None:
    step = step_due(steps_of(listing), best_before=lot.best_before_date, on=today)
    if step is None or (standing is not None and _is_of(standing, lot) and standing.percent >= step.percent):
        return None
    earlier = Markdown.objects.filter(variant=variant, was_taken_back=True)
    if earlier.filter(Q(lot=lot) | Q(lot=None, best_before_date=lot.best_before_date)).exists():
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
        lot=lot,
        best_before_date=lot.best_before_date,
        percent=step.percent,
        stock=lot.available,
        before=stored_tiers(own),
        after=stored_tiers(lowered),
        marked_at=now,
    )
    record_change(listing=listing)
    events.record("sellers.lot.marked_down", subject=markdown, actor=CLOCK, at=now)
    return markdown


def _is_of(markdown: Markdown, lot: Lot) -> bool:
    """Whether a markdown is about this lot; those from before lots were counted go by the date."""
    return markdown.lot_id == lot.pk or (markdown.lot_id is None and markdown.best_before_date == lot.best_before_date)


def _has_open_lots(listing: Listing) -> bool:
    return Lot.objects.filter(listing=listing, closed_at=None, variant__is_active=True).exists()


def steps_of(listing: Listing) -> list[Step]:
    """Return the schedule that holds for a listing: its own, else that of all its seller's lots."""
    rows = MarkdownStep.objects.filter(organisation_id=listing.organisation_id, listing__in=[listing.pk])
    rows = rows or MarkdownStep.objects.filter(organisation_id=listing.organisation_id, listing=None)
    return [Step(row.days_left, row.percent) for row in rows]


def write_tiers(variant: Variant, tiers: list[Tier]) -> None:
    """Give a variant these prices."""
    for tier in tiers:
        PriceTier.objects.filter(variant=variant, min_quantity=tier.min_quantity).update(unit_price=tier.unit_price)


def _end(markdown: Markdown, now: datetime) -> None:
    markdown.ended_at = now
    markdown.save(update_fields=["ended_at"])


def _take_off_sale(listing: Listing, lot: Lot, now: datetime) -> None:
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
        body=_("The last lot of “%(title)s” has reached its best-before date. Enter the next lot to sell it again."),
        url=f"/sell/listings/{listing.public_id}/lots/",
        now=now,
        permission="listings.edit",
        facts={"title": listing.title},
    )
