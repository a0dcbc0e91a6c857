"""What exactly is bought: a variant of a listing, its price by quantity, its lots."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.fields import PublicIdField
from sellers.models.listings import Listing


class Variant(models.Model):
    """One thing that can be put in a cart. Every listing has exactly one default variant."""

    public_id = PublicIdField(prefix="var")
    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="variants")
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    sku = models.CharField(_("SKU"), max_length=64, blank=True)
    options = models.JSONField(_("options"), default=dict, blank=True)
    label = models.CharField(_("label"), max_length=120, blank=True)
    stock_available = models.IntegerField(_("in stock"), default=0)
    # Off for services and things made to order: there is no shelf to count.
    tracks_stock = models.BooleanField(_("counts stock"), default=True)
    is_default = models.BooleanField(_("default"), default=False)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        ordering = ["position", "id"]
        verbose_name = _("variant")
        verbose_name_plural = _("variants")
        constraints = [
            # The last line against overselling, below the conditional update of hold_stock.
            models.CheckConstraint(condition=Q(stock_available__gte=0), name="sellers_variant_stock_is_not_negative"),
            models.UniqueConstraint(
                fields=["listing"], condition=Q(is_default=True), name="sellers_variant_one_default_per_listing"
            ),
            # A seller's own number means one thing; imports and warehouses match by it.
            models.UniqueConstraint(
                fields=["organisation", "sku"], condition=~Q(sku=""), name="sellers_variant_sku_once_per_seller"
            ),
        ]

    def __str__(self) -> str:
        return self.label or self.sku or self.public_id

    def has(self, quantity: int) -> bool:
        """Whether `quantity` could be filled from stock as last read."""
        return not self.tracks_stock or self.stock_available >= quantity


class PriceTier(models.Model):
    """From `min_quantity` units up, one unit costs `unit_price` in the listing's currency."""

    variant = models.ForeignKey(Variant, on_delete=models.CASCADE, related_name="tiers")
    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="tiers")
    min_quantity = models.PositiveIntegerField(_("from quantity"))
    unit_price = models.DecimalField(_("price per unit"), max_digits=19, decimal_places=4)

    class Meta:
        ordering = ["min_quantity"]
        verbose_name = _("price tier")
        verbose_name_plural = _("price tiers")
        constraints = [
            # Zero would be a gift and below zero a payment; numeric also knows NaN, which compares above every number.
            models.CheckConstraint(
                condition=Q(unit_price__gt=0) & Q(unit_price__lt=10**15), name="sellers_tier_price_is_positive"
            ),
            models.CheckConstraint(condition=Q(min_quantity__gte=1), name="sellers_tier_quantity_is_positive"),
            # Two prices for one quantity would make the total depend on row order.
            models.UniqueConstraint(fields=["variant", "min_quantity"], name="sellers_tier_once_per_quantity"),
        ]

    def __str__(self) -> str:
        return f"{self.min_quantity}+ {self.unit_price}"


class Lot(models.Model):
    """A harvest or batch with its own dates and storage; what a perishable listing sells."""

    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="lots")
    variant = models.ForeignKey(Variant, on_delete=models.CASCADE, related_name="lots")
    code = models.CharField(_("lot number"), max_length=60, blank=True)
    harvest_date = models.DateField(_("harvested on"), null=True, blank=True)
    best_before_date = models.DateField(_("best before"))
    storage_min_c = models.DecimalField(_("coldest storage, °C"), max_digits=4, decimal_places=1, null=True, blank=True)
    storage_max_c = models.DecimalField(_("warmest storage, °C"), max_digits=4, decimal_places=1, null=True, blank=True)
    grade = models.CharField(_("grade"), max_length=40, blank=True)

    class Meta:
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
        ]

    def __str__(self) -> str:
        return self.code or f"{self.best_before_date:%Y-%m-%d}"

    @property
    def needs_cold_chain(self) -> bool:
        """Whether it must travel cooled: stored at 8 °C or below."""
        return self.storage_max_c is not None and self.storage_max_c <= 8
