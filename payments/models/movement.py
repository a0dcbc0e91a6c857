"""An organisation's own view of the ledger: one line of its statement."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from marketplace.kernel.fields import PublicIdField
from marketplace.kernel.money import Money, from_minor

from .escrow import Escrow
from .ledger import LedgerEntry


class Movement(models.Model):
    """
    What one ledger entry means to one organisation, written with the entry and never changed.

    `amount_minor` is positive in the organisation's favour. Lists and statements read this table alone.
    """

    class Kind(models.TextChoices):
        PAYMENT = "payment", _("Payment into escrow")
        HELD = "held", _("Held in escrow for you")
        RELEASED = "released", _("Released to you")
        WITHDRAWN = "withdrawn", _("Sale refunded to the buyer")
        PAYOUT = "payout", _("Payout")
        PAYOUT_RETURNED = "payout_returned", _("Payout came back")
        REFUND = "refund", _("Refund to your card")
        REFUND_RETURNED = "refund_returned", _("Refund came back")
        CUSTOMS_DUE = "customs_due", _("Further customs charges paid")

    public_id = PublicIdField(prefix="mov")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="movements")
    entry = models.ForeignKey(LedgerEntry, on_delete=models.PROTECT, related_name="movements")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    escrow = models.ForeignKey(Escrow, on_delete=models.PROTECT, related_name="movements")
    currency = models.CharField(_("currency"), max_length=3)
    amount_minor = models.BigIntegerField(_("amount"))
    occurred_at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("movement")
        verbose_name_plural = _("movements")
        constraints = [
            models.UniqueConstraint(fields=["entry", "organisation", "currency"], name="movement_once"),
        ]
        indexes = [
            models.Index(fields=["organisation", "-occurred_at", "-id"], name="movement_by_date"),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def amount(self) -> Money:
        return from_minor(self.amount_minor, self.currency)
