"""Where goods go."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.fields import PublicIdField

from .organisation import Organisation


class Address(models.Model):
    """A saved address. Its fields are those of the country's own format (`accounts/addresses.py`)."""

    public_id = PublicIdField(prefix="adr")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="addresses")
    label = models.CharField(_("label"), max_length=60, blank=True)
    country = models.CharField(_("country"), max_length=2)
    recipient = models.CharField(_("recipient"), max_length=120)
    company = models.CharField(_("company"), max_length=140, blank=True)
    street_address = models.CharField(_("street address"), max_length=250)
    district = models.CharField(_("district"), max_length=100, blank=True)
    city = models.CharField(_("city"), max_length=100, blank=True)
    region = models.CharField(_("region"), max_length=100, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=20, blank=True)
    sorting_code = models.CharField(_("sorting code"), max_length=20, blank=True)
    phone = models.CharField(_("phone"), max_length=32, blank=True)
    is_default = models.BooleanField(_("use by default"), default=False)

    class Meta:
        verbose_name_plural = _("addresses")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"], condition=Q(is_default=True), name="address_one_default_each"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label or self.recipient}, {self.city} {self.country}"
