"""What exactly is bought: a variant of a listing, and its price by quantity."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.fields import PublicIdField
from sellers.models.listings import Listing
from sellers.models.pictures import ListingPicture


class Variant(models.Model):
    """
    One thing that can be put in a cart. Every listing has exactly one default variant.

    `options` maps each of the listing's option names to this variant's value. What is empty here is the listing's:
    minimum, pack size, weight, size. Its price rows are always its own rows; without `has_own_tiers` they are kept the
    same as the default variant's, which are the listing's prices.
    """

    public_id = PublicIdField(prefix="var")
    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="variants")
    # The listing's, which the database holds it to there; a catalogue's import would pay for a second check.
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="+", db_constraint=False
    )
    sku = models.CharField(_("SKU"), max_length=64, blank=True)
    gtin = models.CharField(
        _("GTIN"), max_length=14, blank=True, db_default="", help_text=_("EAN, UPC or ISBN: 8 to 14 digits.")
    )
    options = models.JSONField(_("options"), default=dict, blank=True)
    label = models.CharField(_("label"), max_length=120, blank=True)
    stock_available = models.IntegerField(_("in stock"), default=0)
    # Off for services and things made to order: there is no shelf to count.
    tracks_stock = models.BooleanField(_("counts stock"), default=True)
    is_default = models.BooleanField(_("default"), default=False)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    has_own_tiers = models.BooleanField(_("own prices"), default=False, db_default=False)
    moq = models.PositiveIntegerField(_("minimum order"), null=True, blank=True)
    order_step = models.PositiveIntegerField(_("sold in packs of"), null=True, blank=True)
    weight_g = models.PositiveIntegerField(_("packed weight, grams"), null=True, blank=True)
    length_mm = models.PositiveIntegerField(_("packed length, mm"), null=True, blank=True)
    width_mm = models.PositiveIntegerField(_("packed width, mm"), null=True, blank=True)
    height_mm = models.PositiveIntegerField(_("packed height, mm"), null=True, blank=True)
    picture = models.ForeignKey(
        ListingPicture, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_index=False,
        verbose_name=_("picture"),
    )  # fmt: skip
    is_active = models.BooleanField(_("offered"), default=True, db_default=True)
    # Its combination was taken out of the options. Orders point to it, so the row stays; nobody is shown it.
    archived_at = models.DateTimeField(_("archived"), null=True, blank=True)

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
            models.CheckConstraint(
                condition=Q(gtin__regex=r"^([0-9]{8}|[0-9]{12,14})?$"), name="sellers_variant_gtin_is_digits"
            ),
            # An order of nothing is not an order, nor is a pack of nothing a pack.
            models.CheckConstraint(
                condition=(Q(moq=None) | Q(moq__gte=1)) & (Q(order_step=None) | Q(order_step__gte=1)),
                name="sellers_variant_minimum_and_pack_are_positive",
            ),
            # Carts, cards and the first tab of the editor go by the default variant: it cannot be gone.
            models.CheckConstraint(
                condition=Q(is_default=False) | Q(archived_at=None), name="sellers_variant_default_is_not_archived"
            ),
            models.CheckConstraint(
                condition=Q(archived_at=None) | Q(is_active=False), name="sellers_variant_archived_is_not_offered"
            ),
        ]
        indexes = [
            # For pictures that are deleted; few variants have one of their own.
            models.Index(fields=["picture"], condition=~Q(picture=None), name="sellers_variant_of_picture"),
        ]

    def __str__(self) -> str:
        return self.label or self.sku or self.public_id

    # What the buyer of one line asks of it (`sellers.kinds`): set by who reads a cart or a checkout, never stored here.
    wishes: Mapping[str, Any] = MappingProxyType({})

    def has(self, quantity: int) -> bool:
        """Whether `quantity` could be filled from stock as last read."""
        return not self.tracks_stock or self.stock_available >= quantity

    @property
    def minimum(self) -> int:
        """The smallest order of this variant: its own, else the listing's."""
        return self.moq or self.listing.moq

    @property
    def step(self) -> int:
        """Quantities are multiples of it: its own pack size, else the listing's."""
        return self.order_step or self.listing.order_step

    @property
    def packed_weight_g(self) -> int | None:
        """Packed weight of one unit in grams: its own, else the listing's."""
        return self.weight_g or self.listing.weight_g

    @property
    def packed_size_mm(self) -> tuple[int, int, int] | None:
        """Packed length, width and height in mm: its own if all three are known, else the listing's."""
        if self.length_mm and self.width_mm and self.height_mm:
            return self.length_mm, self.width_mm, self.height_mm
        return self.listing.size_mm


class PriceTier(models.Model):
    """From `min_quantity` units up, one unit costs `unit_price` in the listing's currency."""

    # Found by the unique index below, which begins with it.
    variant = models.ForeignKey(Variant, on_delete=models.CASCADE, related_name="tiers", db_index=False)
    # The variant's, which the database holds it to there.
    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="tiers", db_constraint=False)
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
