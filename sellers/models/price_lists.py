"""Prices for chosen buyers."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.fields import PublicIdField
from sellers.models.listings import Listing
from sellers.models.variants import Variant


class PriceList(models.Model):
    """
    Prices in one currency that only the organisations on it are shown and charged.

    It covers the seller's listings in that currency: a variant with `tiers` on the list has those prices, any other has
    `percent_off` the listed ones, if set. Never deleted: orders keep which list priced them.
    """

    public_id = PublicIdField(prefix="prl")
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="price_lists")
    name = models.CharField(_("name"), max_length=80)
    currency = models.CharField(_("currency"), max_length=3)
    percent_off = models.DecimalField(_("percent off"), max_digits=4, decimal_places=2, null=True, blank=True)
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("until"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        ordering = ["name", "id"]
        verbose_name = _("price list")
        verbose_name_plural = _("price lists")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "name"], condition=Q(closed_at=None), name="sellers_price_list_name_once"
            ),
            models.CheckConstraint(
                condition=Q(currency__regex=r"^[A-Z]{3}$"), name="sellers_price_list_currency_is_iso_code"
            ),
            models.CheckConstraint(
                condition=Q(percent_off=None) | Q(percent_off__gt=0, percent_off__lte=90),
                name="sellers_price_list_percent",
            ),
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="sellers_price_list_period",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def holds_on(self, day: date) -> bool:
        """Whether it prices orders on that day."""
        return (
            self.closed_at is None
            and (self.starts_on is None or self.starts_on <= day)
            and (self.ends_on is None or day <= self.ends_on)
        )


class PriceListBuyer(models.Model):
    """An organisation that is given a price list."""

    price_list = models.ForeignKey(PriceList, on_delete=models.CASCADE, related_name="buyers")
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.CASCADE, related_name="+")
    added_at = models.DateTimeField(_("added"), auto_now_add=True)

    class Meta:
        verbose_name = _("buyer on a price list")
        verbose_name_plural = _("buyers on price lists")
        constraints = [
            models.UniqueConstraint(fields=["price_list", "organisation"], name="sellers_price_list_buyer_once"),
        ]

    def __str__(self) -> str:
        return f"{self.price_list_id}: {self.organisation_id}"


class PriceListTier(models.Model):
    """From `min_quantity` units up, one unit of a variant costs `unit_price` in the list's currency."""

    price_list = models.ForeignKey(PriceList, on_delete=models.CASCADE, related_name="tiers")
    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="+")
    variant = models.ForeignKey(Variant, on_delete=models.CASCADE, related_name="list_tiers")
    min_quantity = models.PositiveIntegerField(_("from quantity"))
    unit_price = models.DecimalField(_("price per unit"), max_digits=19, decimal_places=4)

    class Meta:
        ordering = ["min_quantity"]
        verbose_name = _("price on a list")
        verbose_name_plural = _("prices on lists")
        constraints = [
            models.CheckConstraint(
                condition=Q(unit_price__gt=0) & Q(unit_price__lt=10**15), name="sellers_list_tier_price_is_positive"
            ),
            models.CheckConstraint(condition=Q(min_quantity__gte=1), name="sellers_list_tier_quantity_is_positive"),
            models.UniqueConstraint(
                fields=["price_list", "variant", "min_quantity"], name="sellers_list_tier_once_per_quantity"
            ),
        ]
        indexes = [models.Index(fields=["listing", "price_list"], name="sellers_list_tier_of_listing")]

    def __str__(self) -> str:
        return f"{self.min_quantity}+ {self.unit_price}"
