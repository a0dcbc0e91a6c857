"""
The ledger: accounts, entries and their postings. Told in docs/algorithms/ledger.md.

Amounts are integer minor units, debit positive and credit negative, so an entry's postings sum to zero in each
currency. Entries and postings are only ever added; the database itself refuses anything else
(`migrations/0002_ledger_guards.py`).
"""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation


class LedgerAccount(models.Model):
    """One purse: whose money, what for, in which currency. `organisation` is empty for the platform's own."""

    class Purpose(models.TextChoices):
        PROCESSOR = "processor", _("With the payment provider")
        ESCROW = "escrow", _("In escrow")
        AVAILABLE = "available", _("Available to the seller")
        PAYING_OUT = "paying_out", _("Paying out")
        REFUNDABLE = "refundable", _("Owed back to the buyer")
        COMMISSION = "commission", _("Commission earned")
        CUSTOMS = "customs", _("Customs charges to pass on")
        FX_CLEARING = "fx_clearing", _("Currency clearing")
        PROVIDER_FEES = "provider_fees", _("Payment provider's fees")
        GUARANTEE = "guarantee", _("Gains and losses of guaranteed customs charges")
        RECEIVABLE = "receivable", _("Owed by the buyer")

    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="ledger_accounts"
    )
    purpose = models.CharField(_("purpose"), max_length=20, choices=Purpose)
    currency = models.CharField(_("currency"), max_length=3)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = _("ledger account")
        verbose_name_plural = _("ledger accounts")
        constraints = [
            # Two workers that open the same account at once get the same account.
            models.UniqueConstraint(
                fields=["organisation", "purpose", "currency"], nulls_distinct=False, name="ledger_account_once"
            ),
            models.CheckConstraint(
                name="ledger_account_purpose_known",
                condition=Q(
                    purpose__in=[
                        "processor",
                        "escrow",
                        "available",
                        "paying_out",
                        "refundable",
                        "commission",
                        "customs",
                        "fx_clearing",
                        "provider_fees",
                        "guarantee",
                        "receivable",
                    ]
                ),
            ),
            # Money held for somebody names them; the platform's own purses name nobody.
            models.CheckConstraint(
                name="ledger_account_owner_fits_purpose",
                condition=Q(
                    purpose__in=["escrow", "available", "paying_out", "refundable", "receivable"],
                    organisation__isnull=False,
                )
                | Q(
                    purpose__in=["processor", "commission", "customs", "fx_clearing", "provider_fees", "guarantee"],
                    organisation__isnull=True,
                ),
            ),
            models.CheckConstraint(name="ledger_account_currency_form", condition=Q(currency__regex=r"^[A-Z]{3}$")),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.currency} {self.organisation_id or '-'}"


class LedgerEntry(models.Model):
    """One business fact about money. The same fact (`kind` and `reference`) is entered once."""

    kind = models.CharField(_("kind"), max_length=40)
    reference = models.CharField(_("reference"), max_length=80)
    occurred_at = models.DateTimeField(_("occurred at"))
    recorded_at = models.DateTimeField(_("recorded at"), db_default=Now())
    # The database transaction that wrote the entry, set by a trigger; postings come in that one or never.
    written_by = models.BigIntegerField(db_default=0, editable=False)

    class Meta:
        verbose_name = _("ledger entry")
        verbose_name_plural = _("ledger entries")
        constraints = [
            models.UniqueConstraint(fields=["kind", "reference"], name="ledger_entry_once"),
        ]
        indexes = [models.Index(fields=["reference"], name="ledger_entry_by_reference")]

    def __str__(self) -> str:
        return f"{self.kind} {self.reference}"


class Posting(models.Model):
    """One leg of an entry: minor units added to an account, debit positive."""

    entry = models.ForeignKey(LedgerEntry, on_delete=models.PROTECT, related_name="postings")
    account = models.ForeignKey(LedgerAccount, on_delete=models.PROTECT, related_name="postings", db_index=False)
    amount_minor = models.BigIntegerField(_("amount"))
    currency = models.CharField(_("currency"), max_length=3)

    class Meta:
        verbose_name = _("posting")
        verbose_name_plural = _("postings")
        constraints = [
            models.CheckConstraint(name="posting_not_zero", condition=~Q(amount_minor=0)),
        ]
        # An account's tail after a snapshot is one range of this index, without touching the table.
        indexes = [models.Index(fields=["account", "id"], include=["amount_minor"], name="posting_by_account")]

    def __str__(self) -> str:
        return f"{self.account_id}: {self.amount_minor} {self.currency}"


class AccountSnapshot(models.Model):
    """The sum of an account's postings up to and including `through_posting_id`. Balance = last snapshot + tail."""

    account = models.ForeignKey(LedgerAccount, on_delete=models.PROTECT, related_name="snapshots")
    through_posting_id = models.BigIntegerField()
    balance_minor = models.BigIntegerField()
    taken_at = models.DateTimeField()

    class Meta:
        verbose_name = _("account snapshot")
        verbose_name_plural = _("account snapshots")
        constraints = [
            models.UniqueConstraint(fields=["account", "through_posting_id"], name="account_snapshot_once"),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} @{self.through_posting_id}: {self.balance_minor}"
