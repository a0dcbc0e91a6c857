"""Tell search which listings a change of rules, the calendar or an expired paper concerns."""

from datetime import date, datetime, timedelta

from django.db.models import Q

from marketplace.kernel.operations import entry
from sellers.models import Listing, ListingChange, TradeEvidence
from sellers.operations._evidence import live_listings_of
from sellers.queries.reach import goods_by_id
from trade.models import Edition, Restriction
from trade.queries.restrictions import book_of

BATCH = 1000
# A day that nobody swept for longer than this is made good by looking at everything that began or ended since.
LONGEST_GAP = timedelta(days=400)


@entry
def sweep_restrictions(*, now: datetime) -> int:
    """
    Record a change for each listing on sale that a rule or paper which began or ended since the last sweep concerns.

    Returns how many. Sweeping twice on one day records nothing the second time.
    """
    today = now.date()
    mark, _made = Edition.objects.select_for_update().get_or_create(
        kind=Edition.Kind.RESTRICTION_DAY, defaults={"number": today.toordinal() - 1, "changed_at": now}
    )
    last = max(date.fromordinal(mark.number), today - LONGEST_GAP)
    if last >= today:
        return 0
    turned = Restriction.objects.filter(
        Q(valid_from__gt=last, valid_from__lte=today) | Q(valid_to__gte=last, valid_to__lt=today)
    )
    concerned = listings_met_by(list(turned))
    expired = TradeEvidence.objects.filter(
        Q(expires_on__gte=last, expires_on__lt=today) | Q(issued_on__gt=last, issued_on__lte=today),
        state=TradeEvidence.State.APPROVED,
    )
    for paper in expired:
        concerned |= live_listings_of(paper)
    ListingChange.objects.bulk_create([ListingChange(listing_id=pk) for pk in sorted(concerned)], batch_size=BATCH)
    Edition.objects.filter(pk=mark.pk).update(number=today.toordinal(), changed_at=now)
    return len(concerned)


@entry
def tell_search_of_rules(*, codes: list[str], now: datetime) -> int:
    """Record a change for each listing on sale that any row of these restrictions concerns; returns how many."""
    concerned = listings_met_by(list(Restriction.objects.filter(code__in=codes)))
    ListingChange.objects.bulk_create([ListingChange(listing_id=pk) for pk in sorted(concerned)], batch_size=BATCH)
    return len(concerned)


def listings_met_by(rows: list[Restriction]) -> set[int]:
    """Return the listings on sale whose goods meet any of the rows, whatever their days."""
    if not rows:
        return set()
    rows = [*rows, *_lifted_by(rows)]
    for row in rows:
        # Each is looked at as if it were in force: what it concerned yesterday changes as well.
        row.valid_from, row.valid_to = date.min, None
    book = book_of(rows, date.max)
    met: set[int] = set()
    live = Listing.objects.filter(status=Listing.Status.LIVE).order_by("pk").values_list("pk", flat=True)
    last = 0
    while ids := list(live.filter(pk__gt=last)[:BATCH]):
        last = ids[-1]
        met |= {pk for pk, goods in goods_by_id(ids).items() if book.matches(goods)}
    return met


def _lifted_by(rows: list[Restriction]) -> list[Restriction]:
    """An exemption concerns whatever the restrictions that it lifts concern."""
    codes = {code for row in rows for code in row.lifts.split()}
    return list(Restriction.objects.filter(code__in=codes)) if codes else []
