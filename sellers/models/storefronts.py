"""A storefront's former addresses, and what can be measured of how its seller keeps their word."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sellers.models.profiles import SellerProfile


class FormerSlug(models.Model):
    """An address that a storefront had. It leads to the present one for good, and nobody else may take it."""

    profile = models.ForeignKey(SellerProfile, on_delete=models.CASCADE, related_name="former_slugs")
    slug = models.SlugField(_("address"), max_length=80, unique=True)
    left_at = models.DateTimeField(_("left"))

    class Meta:
        ordering = ["-left_at"]
        verbose_name = _("former address")
        verbose_name_plural = _("former addresses")

    def __str__(self) -> str:
        return self.slug


class SellerStanding(models.Model):
    """
    How fast a seller answers, how often they ship in time, and where they sell. Measured by the worker.

    A figure made of fewer than ENOUGH cases is not shown: it would be chance. `smallest_order` is the least that an
    order costs, goods alone, as `[amount, currency]`; `markets` are countries, those that bought most first.
    """

    ENOUGH = 5

    organisation = models.OneToOneField(
        "accounts.Organisation", primary_key=True, on_delete=models.CASCADE, related_name="seller_standing"
    )
    enquiries = models.PositiveIntegerField(_("enquiries"), default=0)
    replies = models.PositiveIntegerField(_("answered"), default=0)
    reply_minutes = models.PositiveIntegerField(_("median minutes to the first answer"), null=True, blank=True)
    shipments_due = models.PositiveIntegerField(_("orders due to be shipped"), default=0)
    shipped_on_time = models.PositiveIntegerField(_("shipped on time"), default=0)
    orders = models.PositiveIntegerField(_("orders in a year"), default=0)
    markets = models.JSONField(_("main markets"), default=list, blank=True)
    smallest_order = models.JSONField(_("smallest order"), default=list, blank=True)
    fewest_days = models.PositiveSmallIntegerField(_("shortest lead time, days"), null=True, blank=True)
    most_days = models.PositiveSmallIntegerField(_("longest lead time, days"), null=True, blank=True)
    measured_at = models.DateTimeField(_("measured"))

    class Meta:
        verbose_name = _("seller's standing")
        verbose_name_plural = _("sellers' standing")
        constraints = [
            # A share above the whole is a fault of the measuring.
            models.CheckConstraint(
                condition=Q(replies__lte=F("enquiries")) & Q(shipped_on_time__lte=F("shipments_due")),
                name="sellers_standing_shares_are_parts",
            ),
        ]

    def __str__(self) -> str:
        return str(self.organisation_id)

    @property
    def answers_within(self) -> int | None:
        """The median time to the first answer in minutes, if enough enquiries were answered."""
        return self.reply_minutes if self.replies >= self.ENOUGH else None

    @property
    def answered_percent(self) -> int | None:
        """How many enquiries were answered at all, in per cent, if there were enough."""
        return round(100 * self.replies / self.enquiries) if self.enquiries >= self.ENOUGH else None

    @property
    def on_time_percent(self) -> int | None:
        """How many orders left on time, in per cent, if enough were due."""
        return round(100 * self.shipped_on_time / self.shipments_due) if self.shipments_due >= self.ENOUGH else None
