"""The company behind the listings, as buyers see it."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.fields import PublicIdField


def storefront_address(slug: str) -> str:
    """Return the address of a seller's storefront."""
    return reverse("sellers:storefront", args=[slug])


class SellerProfile(models.Model):
    """An organisation's public face. Its listings are on sale only while it is approved."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SUBMITTED = "submitted", _("Waiting for approval")
        APPROVED = "approved", _("Approved")

    public_id = PublicIdField(prefix="slr")
    organisation = models.OneToOneField(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="seller_profile", verbose_name=_("organisation")
    )
    slug = models.SlugField(_("address"), max_length=80, unique=True)
    tagline = models.CharField(_("in one line"), max_length=140, blank=True)
    story = models.TextField(_("story"), max_length=4000, blank=True)
    founded_year = models.PositiveSmallIntegerField(_("founded in"), null=True, blank=True)
    employees = models.PositiveIntegerField(_("people"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.DRAFT)
    status_reason = models.TextField(_("reason"), blank=True)
    # The stem of the stored renditions (see sellers/pictures.py); empty while there is no logo.
    logo = models.CharField(_("logo"), max_length=120, blank=True)
    ships_to = models.JSONField(
        _("ships to"), default=list, blank=True, help_text=_("Country codes; empty means every country.")
    )
    incoterms = models.JSONField(
        _("delivery terms"), default=list, blank=True, help_text=_("Incoterms offered; empty means DDP and DAP.")
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        verbose_name = _("seller profile")
        verbose_name_plural = _("seller profiles")
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["draft", "submitted", "approved"]),
                name="sellers_profile_status_is_known",
            ),
            # A year outside of this is a typing error, and it stands on a public page.
            models.CheckConstraint(
                condition=Q(founded_year=None) | Q(founded_year__gte=1000, founded_year__lte=2200),
                name="sellers_profile_founded_year_is_plausible",
            ),
        ]

    def __str__(self) -> str:
        return self.slug

    def get_absolute_url(self) -> str:
        return storefront_address(self.slug)

    @property
    def is_open(self) -> bool:
        """Whether buyers may see the storefront."""
        return self.status == self.Status.APPROVED

    def delivers_to(self, country: str) -> bool:
        """Whether the seller ships to `country` (ISO 3166 alpha-2)."""
        return not self.ships_to or country in self.ships_to
