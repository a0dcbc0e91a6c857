"""Harvests and batches: what perishable stock is made of, and which orders take from which."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.fields import PublicIdField
from sellers.models.listings import Listing
from sellers.models.stock import StockHold
from sellers.models.variants import Variant


class Lot(models.Model):
    """
    A harvest or batch with its own dates, storage and quantity.

    `available` is what nobody has taken yet; the variant's `stock_available` is the sum over its lots. Both change only
    under the lock of the variant's row. `lost` is what was left when the lot was closed: past its date, or taken out.
    """

    public_id = PublicIdField(prefix="lot")
    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="lots")
    variant = models.ForeignKey(Variant, on_delete=models.CASCADE, related_name="lots")
    code = models.CharField(_("lot number"), max_length=60, blank=True)
    received = models.PositiveIntegerField(_("quantity received"), default=0)
    available = models.PositiveIntegerField(_("available"), default=0)
    lost = models.PositiveIntegerField(_("lost"), default=0)
    harvest_date = models.DateField(_("harvested on"), null=True, blank=True)
    best_before_date = models.DateField(_("best before"))
    # The window of arrival: it leaves on this day at the earliest, and has to be with the buyer by the other.
    leaves_from_date = models.DateField(_("leaves from"), null=True, blank=True)
    arrive_by_date = models.DateField(_("has to arrive by"), null=True, blank=True)
    storage_min_c = models.DecimalField(_("coldest storage, °C"), max_digits=4, decimal_places=1, null=True, blank=True)
    storage_max_c = models.DecimalField(_("warmest storage, °C"), max_digits=4, decimal_places=1, null=True, blank=True)
    grade = models.CharField(_("grade"), max_length=40, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    class Meta:
        # First-expiring first out: also the order in which they are taken.
        ordering = ["best_before_date", "id"]
        verbose_name = _("lot")
        verbose_name_plural = _("lots")
        constraints = [
            # Swapped dates would mark fresh fruit as spoilt, or the reverse.
            models.CheckConstraint(
                condition=Q(harvest_date=None) | Q(best_before_date__gt=F("harvest_date")),
                name="sellers_lot_is_best_before_after_harvest",
            ),
            models.CheckConstraint(
                condition=Q(storage_min_c=None) | Q(storage_max_c=None) | Q(storage_max_c__gte=F("storage_min_c")),
                name="sellers_lot_storage_range_is_ordered",
            ),
            models.CheckConstraint(
                condition=(Q(arrive_by_date=None) | Q(arrive_by_date__lte=F("best_before_date")))
                & (Q(arrive_by_date=None) | Q(leaves_from_date=None) | Q(arrive_by_date__gte=F("leaves_from_date"))),
                name="sellers_lot_arrives_before_it_spoils",
            ),
            # More cannot be left than came in.
            models.CheckConstraint(
                condition=Q(received__gte=F("available") + F("lost")), name="sellers_lot_holds_what_it_received"
            ),
            # What is closed is not sold.
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(available=0), name="sellers_lot_closed_has_nothing_to_sell"
            ),
        ]
        indexes = [
            # The sweep that marks lots down looks only at what is still sold.
            models.Index(fields=["best_before_date"], condition=Q(closed_at=None), name="sellers_lot_open_by_date"),
        ]

    def __str__(self) -> str:
        return self.code or f"{self.best_before_date:%Y-%m-%d}"

    @property
    def needs_cold_chain(self) -> bool:
        """Whether it must travel cooled: stored at 8 °C or below."""
        return self.storage_max_c is not None and self.storage_max_c <= 8

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def sold(self) -> int:
        """How many are taken by orders."""
        return self.received - self.available - self.lost

    def is_past(self, on: date) -> bool:
        """Whether its best-before date has come."""
        return self.best_before_date <= on


class LotHold(models.Model):
    """How much of a hold comes out of which lot. Gone again when the hold is released."""

    hold = models.ForeignKey(StockHold, on_delete=models.CASCADE, related_name="lots")
    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, related_name="holds")
    quantity = models.PositiveIntegerField(_("quantity"))

    class Meta:
        verbose_name = _("lot taken")
        verbose_name_plural = _("lots taken")
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gte=1), name="sellers_lot_hold_quantity_is_positive"),
            models.UniqueConstraint(fields=["hold", "lot"], name="sellers_lot_hold_once_per_lot"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} of {self.lot_id}"
