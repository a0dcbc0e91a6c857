"""Money that a payer still owes for a sale, fronted by the platform until it is paid."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from marketplace.kernel.fields import PublicIdField
from marketplace.kernel.money import Money, from_minor


class Claim(models.Model):
    """
    What is asked of the payer of an escrow after the sale, such as customs charges above what was collected.

    It stands in the ledger as the payer's receivable from `opened_at` until it is paid or cancelled. `reference` is
    what the caller knows it by; a reference opens one claim.
    """

    class Status(models.TextChoices):
        OPEN = "open", _("To be paid")
        PAID = "paid", _("Paid")
        CANCELLED = "cancelled", _("Cancelled")

    public_id = PublicIdField(prefix="clm")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="claims")
    escrow = models.ForeignKey("payments.Escrow", on_delete=models.PROTECT, related_name="claims")
    currency = models.CharField(_("currency"), max_length=3)
    amount_minor = models.BigIntegerField(_("amount"))
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.OPEN)
    reference = models.CharField(_("reference"), max_length=80)
    description = models.CharField(_("description"), max_length=200)
    opened_at = models.DateTimeField(_("opened at"))
    due_at = models.DateTimeField(_("due at"))
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    reminded_at = models.DateTimeField(_("last reminder"), null=True, blank=True)
    reminders = models.PositiveSmallIntegerField(_("reminders"), default=0)

    class Meta:
        verbose_name = _("claim")
        verbose_name_plural = _("claims")
        constraints = [
            models.CheckConstraint(name="claim_amount_positive", condition=Q(amount_minor__gt=0)),
            models.CheckConstraint(name="claim_status_known", condition=Q(status__in=["open", "paid", "cancelled"])),
            models.CheckConstraint(
                name="claim_closed_has_time",
                condition=Q(status="open", closed_at__isnull=True) | (~Q(status="open") & Q(closed_at__isnull=False)),
            ),
            models.UniqueConstraint(fields=["reference"], name="claim_once_per_reference"),
        ]
        indexes = [models.Index(fields=["due_at"], condition=Q(status="open"), name="claim_open_by_due")]

    def __str__(self) -> str:
        return self.public_id

    @property
    def amount(self) -> Money:
        return from_minor(self.amount_minor, self.currency)

    @property
    def is_open(self) -> bool:
        return self.status == self.Status.OPEN
