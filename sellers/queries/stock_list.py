"""What a seller has on the shelf, how fast it goes, and how long it lasts."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import ExpressionWrapper, F, FloatField, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce, NullIf

from accounts.actor import Actor
from marketplace.kernel.refusals import NotFound
from sellers.models import Listing, StockHold, Variant

# Sales of these days say how fast something goes.
MEASURED_DAYS = 28
# What lasts no longer than this is running out.
RUNNING_OUT_DAYS = 14
# At or below this many smallest orders, stock is called low.
LOW_ORDERS = 3


@dataclass(frozen=True, slots=True)
class StockRow:
    """
    A variant's shelf: free to sell, held for buyers who have not paid, sold in a week on average.

    `days_left` is how long the free stock lasts at that rate; None while nothing was sold.
    """

    variant: Variant
    reserved: int
    sold_a_week: float
    days_left: int | None

    @property
    def state(self) -> str:
        """`out` if not even the smallest order can be filled, `low` if it soon cannot, else `fine`."""
        if self.variant.stock_available < self.variant.minimum:
            return "out"
        lasts_short = self.days_left is not None and self.days_left <= RUNNING_OUT_DAYS
        return "low" if lasts_short or self.variant.stock_available <= self.variant.minimum * LOW_ORDERS else "fine"


def stock_of(actor: Actor, *, now: datetime, words: str = "", show: str = "") -> QuerySet[Variant]:
    """
    Return the actor's variants that count stock, of listings on sale or paused; what ends first stands first.

    :param words: all must be in the title, label or SKU.
    :param show: `out`, `low` (with what is out) or '' for all.
    :raises NotAllowed: if the actor may not see listings.
    """
    actor.must("listings.view_own")
    holds = StockHold.objects.filter(variant=OuterRef("pk")).order_by().values("variant")
    since = now - timedelta(days=MEASURED_DAYS)
    sold = holds.filter(state=StockHold.State.COMMITTED, created_at__gte=since).annotate(all=Sum("quantity"))
    held = holds.filter(state=StockHold.State.HELD).annotate(all=Sum("quantity"))
    found = (
        Variant.objects.filter(
            organisation_id=actor.organisation_id,
            tracks_stock=True,
            is_active=True,
            listing__status__in=[Listing.Status.LIVE, Listing.Status.PAUSED],
        )
        .select_related("listing")
        .annotate(
            sold=Coalesce(Subquery(sold.values("all")[:1]), 0, output_field=IntegerField()),
            reserved=Coalesce(Subquery(held.values("all")[:1]), 0, output_field=IntegerField()),
            least=Coalesce(F("moq"), F("listing__moq")),
        )
        .annotate(
            # Days until it is gone; what does not sell lasts for ever.
            lasts=ExpressionWrapper(
                F("stock_available") * float(MEASURED_DAYS) / NullIf(F("sold"), 0), output_field=FloatField()
            )
        )
    )
    for word in words.split()[:8]:
        found = found.filter(Q(listing__title__icontains=word) | Q(label__icontains=word) | Q(sku__istartswith=word))
    out = Q(stock_available__lt=F("least"))
    if show == "out":
        found = found.filter(out)
    elif show == "low":
        found = found.filter(_low(out))
    return found.order_by(F("lasts").asc(nulls_last=True), "stock_available", "pk")


def _low(out: Q) -> Q:
    return out | Q(stock_available__lte=F("least") * LOW_ORDERS) | Q(lasts__lte=RUNNING_OUT_DAYS)


def low_stock_count(actor: Actor, *, now: datetime) -> int:
    """Return how many of the actor's variants on sale are out or running out."""
    return stock_of(actor, now=now, show="low").filter(listing__status=Listing.Status.LIVE).count()


def stock_rows(variants: Any) -> list[StockRow]:
    """Return rows for variants as `stock_of` reads them."""
    return [
        StockRow(
            variant=variant,
            reserved=variant.reserved,
            sold_a_week=round(variant.sold * 7 / MEASURED_DAYS, 1),
            days_left=None if variant.lasts is None else int(variant.lasts),
        )
        for variant in variants
    ]


def stock_variant(actor: Actor, public_id: str) -> Variant:
    """
    Return one of the actor's variants.

    :raises NotAllowed: if the actor may not see listings.
    :raises NotFound: if there is none, or it is another organisation's.
    """
    actor.must("listings.view_own")
    found = (
        Variant.objects.select_related("listing")
        .filter(public_id=public_id, organisation_id=actor.organisation_id)
        .first()
    )
    if found is None:
        raise NotFound
    return found
