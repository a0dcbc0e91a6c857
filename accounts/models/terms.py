"""What sellers agree to, in dated versions, and who signed which."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.fields import PublicIdField

from .organisation import Organisation


class TermsVersion(models.Model):
    """One version of the seller's terms. Once somebody signed it, its words stay; new words are a new version."""

    public_id = PublicIdField(prefix="trm")
    version = models.CharField(_("version"), max_length=20, unique=True)
    body = models.TextField(_("words"), max_length=60_000)
    summary_of_changes = models.TextField(_("what is new"), max_length=2000, blank=True)
    in_force_from = models.DateTimeField(_("in force from"))

    class Meta:
        verbose_name = _("seller's terms")
        verbose_name_plural = _("seller's terms")
        ordering = ["-in_force_from", "-pk"]

    def __str__(self) -> str:
        return self.version


class TermsSignature(models.Model):
    """Somebody signed a version for their organisation: who, when, from where."""

    public_id = PublicIdField(prefix="sig")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="terms_signatures")
    terms = models.ForeignKey(TermsVersion, on_delete=models.PROTECT, related_name="signatures")
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    signed_name = models.CharField(_("signed as"), max_length=200)
    signed_at = models.DateTimeField(_("signed"))
    address = models.GenericIPAddressField(_("network address"), null=True, blank=True)
    program = models.CharField(_("browser or program"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")
        ordering = ["-pk"]
        constraints = [
            # An organisation is bound once by one version; a double click signs once.
            models.UniqueConstraint(fields=["organisation", "terms"], name="terms_signed_once"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} · {self.terms}"
