"""Numbers under which authorities know an organisation."""

from django.conf import settings
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
    # When the register that gave the number last said that it is in force; only then does it change what is owed.
    verified_at = models.DateTimeField(_("verified"), null=True, blank=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        verbose_name=_("verified by"), help_text=_("Empty: the register answered by itself."),
    )  # fmt: skip
    reference = models.CharField(_("reference of the answer"), max_length=120, blank=True)
    asked_at = models.DateTimeField(_("register last asked"), null=True, blank=True)
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
            # Whoever lifts a tax must be able to show on which answer.
            models.CheckConstraint(
                name="tax_id_verified_by_an_answer", condition=Q(verified_at=None) | ~Q(reference="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.value}"

    @property
    def is_verified(self) -> bool:
        return self.verified_at is not None
