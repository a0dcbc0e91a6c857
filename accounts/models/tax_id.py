"""Numbers under which authorities know an organisation."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.fields import PublicIdField

from .organisation import Organisation


class TaxId(models.Model):
    """One such number: VAT, EORI, REX, IOSS, company register or national tax number, as issued by `country`."""

    class Kind(models.TextChoices):
        VAT = "vat", _("VAT, GST or sales tax number")
        EORI = "eori", _("EORI number (customs, EU and UK)")
        REX = "rex", _("REX number (registered exporter)")
        IOSS = "ioss", _("IOSS number (import one-stop shop)")
        COMPANY = "company", _("Company register number")
        TAX = "tax", _("National tax number")
        IMPORTER = "importer", _("Importer or exporter number (IEC, BN, CNPJ, ...)")

    public_id = PublicIdField(prefix="tid")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="tax_ids")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    country = models.CharField(_("country"), max_length=2)
    value = models.CharField(_("number"), max_length=40)
    # Whether a published check digit or form exists for this kind and country, and the number passed it.
    is_checked = models.BooleanField(_("form checked"), default=False)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = _("tax number")
        verbose_name_plural = _("tax numbers")
        ordering = ["kind", "country", "pk"]
        constraints = [
            models.CheckConstraint(
                name="tax_id_kind_known",
                condition=Q(kind__in=["vat", "eori", "rex", "ioss", "company", "tax", "importer"]),
            ),
            # An authority gives a firm one number of a kind; a second row would leave papers to choose by chance.
            models.UniqueConstraint(fields=["organisation", "kind", "country"], name="tax_id_once_per_country"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.value}"
