"""Marking lots down as their date draws near: the seller's schedule, and what it did."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.fields import PublicIdField
from sellers.models.listings import Listing
from sellers.models.lots import Lot
from sellers.models.variants import Variant


class MarkdownStep(models.Model):
    """From `days_left` days before a lot's best-before date, it costs `percent` less. Without a listing: all lots."""

    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.CASCADE, related_name="+")
    listing = models.ForeignKey(Listing, null=True, blank=True, on_delete=models.CASCADE, related_name="markdown_steps")
    days_left = models.PositiveSmallIntegerField(_("days left"))
    percent = models.PositiveSmallIntegerField(_("percent off"))

    class Meta:
        ordering = ["-days_left"]
        verbose_name = _("markdown step")
        verbose_name_plural = _("markdown steps")
        constraints = [
            # Two steps on one day would make the price depend on row order.
            models.UniqueConstraint(
                fields=["organisation", "listing", "days_left"],
                nulls_distinct=False,
                name="sellers_markdown_step_once_a_day",
            ),
            # A step of nothing is none; the last tenth is the seller's own decision to give away.
            models.CheckConstraint(condition=Q(percent__gte=1, percent__lte=90), name="sellers_markdown_step_percent"),
            models.CheckConstraint(
                condition=Q(days_left__gte=1, days_left__lte=365), name="sellers_markdown_step_days"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.days_left} d: -{self.percent} %"


class Markdown(models.Model):
    """
    A variant's prices were lowered because the lot that is sold next nears its date.

    `before` and `after` are its tiers as `[[min_quantity, unit_price], ...]`, prices as strings. It ends when a deeper
    one follows, when the seller sets other prices or takes it back, or when the lot is sold out or past its date.
    Whoever buys more than is left of `lot` pays the prices from before: the rest comes out of fresher lots.
    """

    public_id = PublicIdField(prefix="mkd")
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    listing = models.ForeignKey(Listing, on_delete=models.PROTECT, related_name="markdowns")
    variant = models.ForeignKey(Variant, on_delete=models.PROTECT, related_name="markdowns")
    lot = models.ForeignKey(Lot, null=True, blank=True, on_delete=models.SET_NULL, related_name="markdowns")
    best_before_date = models.DateField(_("best before"))
    percent = models.PositiveSmallIntegerField(_("percent off"))
    stock = models.PositiveIntegerField(_("in stock when it was marked down"))
    before = models.JSONField(_("prices before"))
    after = models.JSONField(_("prices after"))
    marked_at = models.DateTimeField(_("marked down"))
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    # The seller did not want it: this lot is not marked down again.
    was_taken_back = models.BooleanField(_("taken back"), default=False)
    told = models.PositiveIntegerField(_("buyers told"), default=0)

    class Meta:
        ordering = ["-marked_at", "-pk"]
        verbose_name = _("markdown")
        verbose_name_plural = _("markdowns")
        constraints = [
            models.UniqueConstraint(
                fields=["variant"], condition=Q(ended_at=None), name="sellers_markdown_one_open_per_variant"
            ),
            models.CheckConstraint(condition=Q(percent__gte=1, percent__lte=90), name="sellers_markdown_percent"),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("marked_at")),
                name="sellers_markdown_ends_after_it_began",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "-marked_at"], name="sellers_markdown_of_seller")]

    def __str__(self) -> str:
        return f"-{self.percent} % {self.listing_id}"
