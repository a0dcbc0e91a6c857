"""
How a seller's trade goes: sales by day and country, what views lead to, what sells, what runs out.

Read in a fixed number of queries, each bounded by seller and period. Amounts are goods sold, in the organisation's
currency, by the day the money came in; what was cancelled or refunded is left out.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median
from zoneinfo import ZoneInfo

from django.db.models import CharField, Count, F, Min, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce, NullIf, TruncDate

from accounts.actor import Actor
from accounts.models import Organisation
from buyers.models import Conversation, ListingInterest, Message
from marketplace.kernel.money import Money, from_minor
from marketplace.kernel.refusals import NotFound
from orders.models import Order, OrderLine
from orders.rules import Status
from sellers.models import Listing, Variant

PERIODS = (30, 90, 365)
# Past this many days a column stands for a week.
MOST_DAILY = 31
MOST_ROWS = 10
MOST_REPLIES = 1_000
RUNS_OUT_WITHIN = 60
_UNDONE = (Status.CANCELLED, Status.REFUNDED)


@dataclass(frozen=True, slots=True)
class Tally:
    """One period's figures; `reply_hours` and `on_time_percent` are None while there is nothing to measure."""

    sales: Money
    orders: int
    buyers: int
    views: int
    enquiries: int
    reply_hours: float | None
    on_time_percent: int | None

    @property
    def average_order(self) -> Money | None:
        return Money(self.sales.amount / self.orders, self.sales.currency) if self.orders else None


@dataclass(frozen=True, slots=True)
class Column:
    """One day's or week's sales; `start` is its first day."""

    start: date
    sales: Money
    before: Money


@dataclass(frozen=True, slots=True)
class CountryRow:
    country: str
    sales: Money
    orders: int
    views: int
    share_percent: int


@dataclass(frozen=True, slots=True)
class ListingRow:
    listing: Listing
    views: int
    enquiries: int
    orders: int
    sales: Money


@dataclass(frozen=True, slots=True)
class RunningOut:
    """A variant, the pieces sold in a day on average, and the days its stock lasts at that rate."""

    variant: Variant
    sold_a_day: float
    days_left: int


@dataclass(frozen=True, slots=True)
class Insights:
    """Everything the page shows of one period, and of the one before for comparison."""

    days: int
    since: date
    until: date
    now: Tally
    before: Tally
    columns: list[Column]
    countries: list[CountryRow]
    listings: list[ListingRow]
    running_out: list[RunningOut]
    other_currencies: int


def insights_of(actor: Actor, *, days: int, now: datetime, by_listing: bool = True) -> Insights:
    """
    Return how the actor's organisation sold in the `days` up to and with today, in its own time zone.

    Without `by_listing` what single listings sold, and what runs out, is left empty.

    :raises NotAllowed: if the actor may not see orders.
    :raises NotFound: if there is no organisation that sells.
    """
    actor.must("orders.view")
    seller = actor.organisation
    if seller is None or not seller.sells:
        raise NotFound
    until = now.astimezone(ZoneInfo(seller.time_zone)).date()
    since = until - timedelta(days=days - 1)
    earlier = since - timedelta(days=days)
    sold = _sold(seller, earlier, until)
    own = sold.filter(seller_currency=seller.currency)
    return Insights(
        days=days,
        since=since,
        until=until,
        now=_tally(seller, own, since, until),
        before=_tally(seller, own, earlier, since - timedelta(days=1)),
        columns=_columns(own, seller.currency, since, days),
        countries=_countries(seller, own, since, until),
        listings=_listings(seller, own, since, until) if by_listing else [],
        running_out=_running_out(seller, sold, days, since) if by_listing else [],
        other_currencies=sold.filter(day__gte=since).exclude(seller_currency=seller.currency).count(),
    )


def _sold(seller: Organisation, since: date, until: date) -> QuerySet[Order]:
    """Paid orders with their day in the seller's zone. The moments bound the index, the day is exact."""
    zone = ZoneInfo(seller.time_zone)
    opening = datetime(since.year, since.month, since.day, tzinfo=zone)
    closing = datetime(until.year, until.month, until.day, tzinfo=zone) + timedelta(days=1)
    return (
        Order.objects.filter(seller=seller, funded_at__gte=opening, funded_at__lt=closing)
        .exclude(status__in=_UNDONE)
        .annotate(day=TruncDate("funded_at", tzinfo=zone))
        .order_by()
    )


def _tally(seller: Organisation, own: QuerySet[Order], since: date, until: date) -> Tally:
    figures = own.filter(day__range=(since, until)).aggregate(
        sales=Coalesce(Sum("seller_goods_minor"), 0),
        orders=Count("pk"),
        buyers=Count("organisation", distinct=True),
        due=Count("pk", filter=Q(shipped_at__isnull=False, ship_by_at__isnull=False)),
        on_time=Count("pk", filter=Q(shipped_at__lte=F("ship_by_at"))),
    )
    views = ListingInterest.objects.filter(organisation=seller, day__range=(since, until))
    enquiries = Conversation.objects.filter(seller=seller, created_at__date__range=(since, until))
    return Tally(
        sales=from_minor(figures["sales"], seller.currency),
        orders=figures["orders"],
        buyers=figures["buyers"],
        views=views.aggregate(all=Coalesce(Sum("views"), 0))["all"],
        enquiries=enquiries.count(),
        reply_hours=_reply_hours(enquiries, seller),
        on_time_percent=round(100 * figures["on_time"] / figures["due"]) if figures["due"] else None,
    )


def _reply_hours(enquiries: QuerySet[Conversation], seller: Organisation) -> float | None:
    """The median time from an enquiry to the seller's first answer; what is unanswered has none yet."""
    first = (
        Message.objects.filter(conversation=OuterRef("pk"), organisation=seller)
        .order_by()
        .values("conversation")
        .annotate(at=Min("created_at"))
        .values("at")
    )
    answered = enquiries.annotate(answered_at=Subquery(first)).filter(answered_at__isnull=False)
    waits = [
        (at - began).total_seconds() / 3600
        for began, at in answered.order_by("-pk").values_list("created_at", "answered_at")[:MOST_REPLIES]
    ]
    return round(median(waits), 1) if waits else None


def _columns(own: QuerySet[Order], currency: str, since: date, days: int) -> list[Column]:
    by_day = dict(own.values_list("day").annotate(sum=Sum("seller_goods_minor")))
    step = 1 if days <= MOST_DAILY else 7

    def total(start: date, length: int) -> Money:
        return from_minor(sum(by_day.get(start + timedelta(days=each), 0) for each in range(length)), currency)

    columns = []
    for offset in range(0, days, step):
        start, length = since + timedelta(days=offset), min(step, days - offset)
        columns.append(Column(start, total(start, length), total(start - timedelta(days=days), length)))
    return columns


def _countries(seller: Organisation, own: QuerySet[Order], since: date, until: date) -> list[CountryRow]:
    # Services go to no address: they went to where their buyer is.
    country = Coalesce(
        NullIf(KeyTextTransform("country", "address"), Value("")), "organisation__country", output_field=CharField()
    )
    rows = (
        own.filter(day__range=(since, until))
        .annotate(country=country)
        .values_list("country")
        .annotate(sales=Sum("seller_goods_minor"), orders=Count("pk"))
        .order_by("-sales", "country")
    )
    found = {code: (sales, orders) for code, sales, orders in rows}
    looked = dict(
        ListingInterest.objects.filter(organisation=seller, day__range=(since, until))
        .values_list("ship_to")
        .annotate(all=Sum("views"))
        .order_by()
    )
    whole = sum(sales for sales, _orders in found.values())
    # Countries that look and do not buy stand after those that buy: there is something to win.
    codes = [*found, *sorted(looked.keys() - found.keys(), key=lambda code: (-looked[code], code))]
    return [
        CountryRow(
            code,
            from_minor(found.get(code, (0, 0))[0], seller.currency),
            found.get(code, (0, 0))[1],
            looked.get(code, 0),
            round(100 * found[code][0] / whole) if code in found and whole else 0,
        )
        for code in codes[:MOST_ROWS]
    ]


def _listings(seller: Organisation, own: QuerySet[Order], since: date, until: date) -> list[ListingRow]:
    paid = own.filter(day__range=(since, until))
    lines = OrderLine.objects.filter(order__in=paid.values("pk"))
    sales: dict[int, tuple[int, int]] = {
        listing: (total, orders)
        for listing, total, orders in lines.filter(list_currency=seller.currency)
        .values_list("listing")
        .annotate(total=Sum("list_total_minor"), orders=Count("order", distinct=True))
        .order_by()
    }
    views = dict(
        ListingInterest.objects.filter(organisation=seller, day__range=(since, until))
        .values_list("listing")
        .annotate(all=Sum("views"))
        .order_by("-all")[: MOST_ROWS * 2]
    )
    best = sorted(sales.keys() | views.keys(), key=lambda pk: (-sales.get(pk, (0, 0))[0], -views.get(pk, 0), pk))
    shown = best[:MOST_ROWS]
    missing = [pk for pk in shown if pk not in views]
    views |= dict(
        ListingInterest.objects.filter(listing__in=missing, day__range=(since, until))
        .values_list("listing")
        .annotate(all=Sum("views"))
        .order_by()
    )
    asked = dict(
        Conversation.objects.filter(seller=seller, listing__in=shown, created_at__date__range=(since, until))
        .values_list("listing")
        .annotate(all=Count("pk"))
        .order_by()
    )
    rows = Listing.objects.select_related("category").in_bulk(shown)
    return [
        ListingRow(
            rows[pk],
            views.get(pk, 0),
            asked.get(pk, 0),
            sales.get(pk, (0, 0))[1],
            from_minor(sales.get(pk, (0, 0))[0], seller.currency),
        )
        for pk in shown
    ]


def _running_out(seller: Organisation, sold: QuerySet[Order], days: int, since: date) -> list[RunningOut]:
    lines = OrderLine.objects.filter(order__in=sold.filter(day__gte=since).values("pk"))
    quantities = dict(lines.values_list("variant").annotate(all=Sum("quantity")).order_by())
    variants = Variant.objects.select_related("listing").filter(
        pk__in=quantities, organisation=seller, tracks_stock=True, listing__status=Listing.Status.LIVE
    )
    rows = [
        RunningOut(variant, quantities[variant.pk] / days, variant.stock_available * days // quantities[variant.pk])
        for variant in variants
    ]
    soon = [row for row in rows if row.days_left <= RUNS_OUT_WITHIN]
    return sorted(soon, key=lambda row: (row.days_left, row.variant.pk))[:MOST_ROWS]


def change_percent(now: int, before: int) -> int | None:
    """Return by how many per cent a figure grew, or None if there was nothing to grow from."""
    return round(100 * (now - before) / before) if before else None


def conversion_percent(part: int, whole: int) -> str:
    """Return `part` of `whole` in per cent with one decimal: `0` only for nothing."""
    percent = f"{100 * part / whole:.1f}".removesuffix(".0") if whole else "0"
    return "< 0.1" if part and percent == "0" else percent
