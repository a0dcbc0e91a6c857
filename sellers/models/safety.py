"""Whom authorities and consumers write to about the safety of a product."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sellers.models.listings import Listing


class SafetyContact(models.Model):
    """
    The responsible person for a market: of everything an organisation sells, or of one listing instead.

    It stands on product pages as written; unlike other texts it must say how to be reached.
    """

    class Market(models.TextChoices):
        EU = "EU", _("European Union")
        GB = "GB", _("United Kingdom")

    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.CASCADE, related_name="safety_contacts")
    listing = models.ForeignKey(
        Listing, null=True, blank=True, on_delete=models.CASCADE, related_name="safety_contacts"
    )
    market = models.CharField(_("for consumers in"), max_length=2, choices=Market)
    name = models.CharField(_("name"), max_length=140)
    address = models.CharField(_("postal address"), max_length=300)
    email = models.EmailField(_("e-mail"), max_length=254)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    updated_at = models.DateTimeField(_("changed"))

    class Meta:
        ordering = ["market", "listing_id"]
        verbose_name = _("product safety contact")
        verbose_name_plural = _("product safety contacts")
        constraints = [
            # Two answers to "whom do I write to" are none.
            models.UniqueConstraint(
                fields=["organisation", "listing", "market"],
                nulls_distinct=False,
                name="sellers_safety_one_contact_per_market",
            ),
            models.CheckConstraint(condition=Q(market__in=["EU", "GB"]), name="sellers_safety_market_is_known"),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(address="") & ~Q(email=""), name="sellers_safety_contact_can_be_reached"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.market}: {self.name}"
