"""What buyers say of what they received."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.fields import PublicIdField


class Review(models.Model):
    """A buyer's word on one listing of an order that was fulfilled, and the seller's answer."""

    public_id = PublicIdField(prefix="rev")
    order = models.ForeignKey("orders.Order", on_delete=models.PROTECT, related_name="reviews")
    listing = models.ForeignKey("sellers.Listing", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    rating = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=2000, blank=True)
    language = models.CharField(max_length=12, blank=True)
    written_at = models.DateTimeField()
    reply = models.CharField(max_length=2000, blank=True)
    replied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        indexes = [models.Index(fields=["listing", "-id"], name="orders_reviews_by_listing")]
        constraints = [
            models.UniqueConstraint(fields=["order", "listing"], name="orders_one_review_per_order_and_listing"),
            models.CheckConstraint(condition=Q(rating__gte=1, rating__lte=5), name="orders_review_rating_1_to_5"),
        ]

    def __str__(self) -> str:
        return f"{self.rating}/5"
