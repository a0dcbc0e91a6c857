"""How much a listing is looked at: counts by day and country, of nobody in particular."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from sellers.models import Listing


class ListingInterest(models.Model):
    """Browsers that opened one listing on one day (UTC) from one ship-to country. `organisation` is the seller."""

    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    day = models.DateField(_("day"))
    ship_to = models.CharField(_("ship to"), max_length=2)
    views = models.PositiveIntegerField(_("views"))

    class Meta:
        verbose_name = _("listing interest")
        verbose_name_plural = _("listing interest")
        constraints = [
            models.UniqueConstraint(fields=["listing", "day", "ship_to"], name="buyers_interest_once"),
            # A day without views has no row.
            models.CheckConstraint(condition=Q(views__gt=0), name="buyers_interest_counts_something"),
        ]
        indexes = [models.Index(fields=["organisation", "day"], name="buyers_interest_of_seller")]

    def __str__(self) -> str:
        return f"{self.day} {self.ship_to} {self.views}"


class InterestBatch(models.Model):
    """A batch of views that has been counted, so that a worker dying half-way counts none twice."""

    key = models.CharField(max_length=64, unique=True)
    counted_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.key
