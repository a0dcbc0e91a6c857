"""Where an organisation wants its money."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from marketplace.kernel.fields import PublicIdField


class BankAccount(models.Model):
    """
    One account of an organisation. Its number is sealed; pages show the last digits.

    A changed account may be paid into from `usable_from` on; until then the one before it stays in use.
    """

    public_id = PublicIdField(prefix="bnk")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="bank_accounts")
    country = models.CharField(_("country"), max_length=2)
    currency = models.CharField(_("currency"), max_length=3)
    scheme = models.CharField(_("written as"), max_length=10)
    holder_name = models.CharField(_("holder"), max_length=200)
    holder_matches = models.BooleanField(_("holder is the organisation"), default=False)
    routing = models.CharField(_("bank and branch"), max_length=40, blank=True)
    bic = models.CharField("BIC", max_length=11, blank=True)
    bank_name = models.CharField(_("bank"), max_length=120, blank=True)
    last4 = models.CharField(_("last digits"), max_length=4)
    sealed_number = models.TextField()
    fingerprint = models.CharField(max_length=64)
    # Whether the scheme has check digits; they were right, or the account would not be here.
    is_checked = models.BooleanField(_("check digits looked at"), default=False)
    usable_from = models.DateTimeField(_("in use from"))
    removed_at = models.DateTimeField(_("removed"), null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("added by")
    )
    created_at = models.DateTimeField(_("added"))

    class Meta:
        verbose_name = _("bank account")
        verbose_name_plural = _("bank accounts")
        ordering = ["-pk"]
        constraints = [
            # One account of a number: sent twice, it is there once.
            models.UniqueConstraint(
                fields=["organisation", "currency", "fingerprint"],
                condition=Q(removed_at=None),
                name="bank_account_once",
            ),
            models.CheckConstraint(
                name="bank_account_usable_after_made", condition=Q(usable_from__gte=F("created_at"))
            ),
        ]
        indexes = [models.Index(fields=["organisation", "currency", "-usable_from"], name="bank_account_in_use")]

    def __str__(self) -> str:
        return self.masked

    @property
    def masked(self) -> str:
        """How pages name it: the bank if known, and the last digits."""
        return f"{self.bank_name or self.routing or self.country} •••• {self.last4}"

    def is_usable(self, now: datetime) -> bool:
        return self.removed_at is None and self.usable_from <= now
