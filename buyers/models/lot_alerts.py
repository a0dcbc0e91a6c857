"""Buyers who want to be told when a lot they could use is offered or marked down."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from marketplace.kernel.fields import PublicIdField
from sellers.models import Category, Listing

LONGEST_WORDS = 120


class LotAlert(models.Model):
    """
    Tell `organisation` of perishable lots in a category, with these words, or of one seller, that reach `ship_to`.

    At least one of the three says what is meant; all that are set must fit.
    """

    public_id = PublicIdField(prefix="alt")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="lot_alerts")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    category = models.ForeignKey(Category, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    seller = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    words = models.CharField(_("words"), max_length=LONGEST_WORDS, blank=True)
    ship_to = models.CharField(_("ship to"), max_length=2)
    created_at = models.DateTimeField(_("asked"))

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("lot alert")
        verbose_name_plural = _("lot alerts")
        constraints = [
            # An alert about everything would be advertising.
            models.CheckConstraint(
                condition=Q(category__isnull=False) | Q(seller__isnull=False) | ~Q(words=""),
                name="buyers_lot_alert_says_what",
            ),
            models.UniqueConstraint(
                fields=["organisation", "category", "seller", "words", "ship_to"],
                nulls_distinct=False,
                name="buyers_lot_alert_once",
            ),
        ]
        indexes = [models.Index(fields=["category"], name="buyers_lot_alert_by_category")]

    def __str__(self) -> str:
        return self.words or self.public_id


class LotAlertSent(models.Model):
    """An organisation was told of a listing at one markdown (0: it came on sale). Telling twice is telling once."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="+")
    best_before_date = models.DateField(_("best before"))
    percent = models.PositiveSmallIntegerField(_("percent off"))
    sent_at = models.DateTimeField(_("sent"))

    class Meta:
        verbose_name = _("lot alert sent")
        verbose_name_plural = _("lot alerts sent")
        constraints = [
            models.UniqueConstraint(
                fields=["listing", "organisation", "best_before_date", "percent"], name="buyers_lot_alert_sent_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.listing_id} -{self.percent} %"
