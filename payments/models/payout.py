"""Money going out to a seller."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from marketplace.kernel.fields import PublicIdField
from marketplace.kernel.money import Money, from_minor

from .bank_account import BankAccount
from .escrow import EscrowShare


class ConnectedAccount(models.Model):
    """A seller's account at the provider, as last fetched. `requirements` are what the provider still asks for."""

    class Status(models.TextChoices):
        ONBOARDING = "onboarding", _("Started")
        RESTRICTED = "restricted", _("Action needed")
        REVIEW = "review", _("Under review")
        ENABLED = "enabled", _("Ready for payouts")
        REJECTED = "rejected", _("Refused by the provider")

    public_id = PublicIdField(prefix="cac")
    organisation = models.OneToOneField(Organisation, on_delete=models.PROTECT, related_name="connected_account")
    provider_account_id = models.CharField(max_length=120, blank=True)
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.ONBOARDING)
    requirements = models.JSONField(_("requirements"), default=dict, blank=True)
    charges_enabled = models.BooleanField(_("charges enabled"), default=False)
    payouts_enabled = models.BooleanField(_("payouts enabled"), default=False)
    default_currency = models.CharField(_("currency"), max_length=3, blank=True)
    bank_hint = models.CharField(_("bank account"), max_length=40, blank=True)
    created_at = models.DateTimeField()
    refreshed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("connected account")
        verbose_name_plural = _("connected accounts")
        constraints = [
            models.CheckConstraint(
                name="connected_account_status_known",
                condition=Q(status__in=["onboarding", "restricted", "review", "enabled", "rejected"]),
            ),
            models.UniqueConstraint(
                fields=["provider_account_id"],
                condition=~Q(provider_account_id=""),
                name="connected_account_provider_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} ({self.status})"

    @property
    def can_be_paid(self) -> bool:
        return bool(self.provider_account_id) and self.status == self.Status.ENABLED and self.payouts_enabled


class Payout(models.Model):
    """
    One seller's share on its way to the seller's bank: a transfer to the seller's account, then on to the bank.

    `attempt` is raised only after the provider's definite no, so that a repeat of an unanswered call is the same call.
    """

    class Status(models.TextChoices):
        REQUESTED = "requested", _("Requested")
        SENT = "sent", _("On its way to the bank")
        PAID = "paid", _("Paid")
        FAILED = "failed", _("Failed")

    public_id = PublicIdField(prefix="po")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="payouts")
    share = models.ForeignKey(EscrowShare, on_delete=models.PROTECT, related_name="payouts")
    # The account of ours that was in use when it was asked for; empty where only the provider knows one.
    bank_account = models.ForeignKey(
        BankAccount, null=True, blank=True, on_delete=models.PROTECT, related_name="payouts", verbose_name=_("to")
    )
    currency = models.CharField(_("currency"), max_length=3)
    amount_minor = models.BigIntegerField(_("amount"))
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.REQUESTED)
    reference = models.CharField(_("reference"), max_length=80)
    attempt = models.PositiveSmallIntegerField(default=1)
    provider_account_id = models.CharField(max_length=120)
    provider_transfer_id = models.CharField(max_length=120, blank=True)
    provider_payout_id = models.CharField(max_length=120, blank=True)
    provider_reversal_id = models.CharField(max_length=120, blank=True)
    failure = models.CharField(_("what went wrong"), max_length=300, blank=True)
    requested_at = models.DateTimeField(_("requested at"))
    tried_at = models.DateTimeField(_("last tried at"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    arrives_at = models.DateTimeField(_("expected at the bank"), null=True, blank=True)
    paid_at = models.DateTimeField(_("paid at"), null=True, blank=True)

    class Meta:
        verbose_name = _("payout")
        verbose_name_plural = _("payouts")
        constraints = [
            models.CheckConstraint(name="payout_amount_positive", condition=Q(amount_minor__gt=0)),
            models.CheckConstraint(
                name="payout_status_known", condition=Q(status__in=["requested", "sent", "paid", "failed"])
            ),
            # A share is paid out once: a second payout only after the first has failed and its money came back.
            models.UniqueConstraint(fields=["share"], condition=~Q(status="failed"), name="payout_once_per_share"),
            models.CheckConstraint(
                name="payout_sent_has_transfer",
                condition=Q(status__in=["requested", "failed"])
                | (~Q(provider_transfer_id="") & Q(sent_at__isnull=False)),
            ),
            models.CheckConstraint(name="payout_paid_has_time", condition=~Q(status="paid") | Q(paid_at__isnull=False)),
            models.CheckConstraint(name="payout_failed_has_reason", condition=~Q(status="failed") | ~Q(failure="")),
            models.UniqueConstraint(
                fields=["provider_transfer_id"], condition=~Q(provider_transfer_id=""), name="payout_transfer_once"
            ),
        ]
        indexes = [
            models.Index(fields=["requested_at"], condition=Q(status__in=["requested", "sent"]), name="payout_open"),
            models.Index(fields=["organisation", "-requested_at", "-id"], name="payout_by_date"),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def amount(self) -> Money:
        return from_minor(self.amount_minor, self.currency)
