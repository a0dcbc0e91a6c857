"""Money coming in from a buyer, and going back."""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from marketplace.kernel.fields import PublicIdField
from marketplace.kernel.money import Money, from_minor


class Payment(models.Model):
    """One charge of a buyer through the provider's hosted page. `reference` is what the caller knows it by."""

    class Status(models.TextChoices):
        CREATED = "created", _("Not started")
        AWAITING = "awaiting", _("Waiting for payment")
        SUCCEEDED = "succeeded", _("Paid")
        FAILED = "failed", _("Failed")
        EXPIRED = "expired", _("Expired")
        REFUNDED = "refunded", _("Refunded")

    public_id = PublicIdField(prefix="pay")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="payments")
    currency = models.CharField(_("currency"), max_length=3)
    amount_minor = models.BigIntegerField(_("amount"))
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.CREATED)
    reference = models.CharField(_("reference"), max_length=80)
    description = models.CharField(_("description"), max_length=200)
    # What is paid off with it; empty for a payment that fills an escrow.
    claim = models.ForeignKey(
        "payments.Claim", null=True, blank=True, on_delete=models.PROTECT, related_name="payments"
    )
    created_at = models.DateTimeField(_("created at"))
    # Until when the caller keeps its promise (price, stock); the provider's page may stay open a little longer.
    expires_at = models.DateTimeField(_("expires at"))
    succeeded_at = models.DateTimeField(_("paid at"), null=True, blank=True)

    # The request for a page at the provider, kept before it is made so that every repeat is the same request.
    session_number = models.PositiveSmallIntegerField(default=1)
    session_expires_at = models.DateTimeField(null=True, blank=True)
    # Who pays, so that the provider need not ask; kept, because a repeated call must be the same call.
    payer_email = models.EmailField(blank=True)
    success_url = models.TextField(blank=True)
    cancel_url = models.TextField(blank=True)

    provider_session_id = models.CharField(max_length=120, blank=True)
    provider_intent_id = models.CharField(max_length=120, blank=True)
    checkout_url = models.TextField(blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    last_decline = models.CharField(_("last refusal"), max_length=200, blank=True)
    last_decline_id = models.CharField(max_length=120, blank=True)

    class Meta:
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        constraints = [
            models.CheckConstraint(name="payment_amount_positive", condition=Q(amount_minor__gt=0)),
            models.CheckConstraint(name="payment_currency_form", condition=Q(currency__regex=r"^[A-Z]{3}$")),
            models.CheckConstraint(
                name="payment_status_known",
                condition=Q(status__in=["created", "awaiting", "succeeded", "failed", "expired", "refunded"]),
            ),
            # Paid and when it was paid stand together.
            models.CheckConstraint(
                name="payment_paid_has_time",
                condition=Q(status__in=["succeeded", "refunded"], succeeded_at__isnull=False)
                | Q(status__in=["created", "awaiting", "failed", "expired"], succeeded_at__isnull=True),
            ),
            # One page at the provider belongs to one payment.
            models.UniqueConstraint(
                fields=["provider_session_id"], condition=~Q(provider_session_id=""), name="payment_session_once"
            ),
            models.UniqueConstraint(
                fields=["provider_intent_id"], condition=~Q(provider_intent_id=""), name="payment_intent_once"
            ),
        ]
        indexes = [
            # The sweep looks at what is not settled, never at the whole history.
            models.Index(
                fields=["checked_at"], condition=Q(status__in=["awaiting", "failed"]), name="payment_unsettled"
            ),
            models.Index(fields=["reference"], name="payment_by_reference"),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def amount(self) -> Money:
        return from_minor(self.amount_minor, self.currency)

    @property
    def is_paid(self) -> bool:
        return self.status in (self.Status.SUCCEEDED, self.Status.REFUNDED)

    def has_open_page(self, *, now: datetime) -> bool:
        """Tell whether the buyer can still be sent to the provider's page made earlier."""
        return bool(
            self.status == self.Status.AWAITING
            and self.checkout_url
            and self.session_expires_at is not None
            and self.session_expires_at > now
        )


class Refund(models.Model):
    """Money on its way back to the buyer. `attempt` makes the provider's idempotency key of each try its own."""

    class Status(models.TextChoices):
        REQUESTED = "requested", _("Requested")
        SENT = "sent", _("On its way")
        SUCCEEDED = "succeeded", _("Refunded")
        FAILED = "failed", _("Failed")

    public_id = PublicIdField(prefix="rfd")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="refunds")
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="refunds")
    escrow = models.ForeignKey("payments.Escrow", on_delete=models.PROTECT, related_name="refunds")
    currency = models.CharField(_("currency"), max_length=3)
    amount_minor = models.BigIntegerField(_("amount"))
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.REQUESTED)
    reason = models.CharField(_("reason"), max_length=200)
    # Empty for the whole escrow; else what a part of it goes back for (a customs bill, a payment too many).
    reference = models.CharField(_("reference"), max_length=80, blank=True)
    attempt = models.PositiveSmallIntegerField(default=1)
    provider_refund_id = models.CharField(max_length=120, blank=True)
    failure = models.CharField(_("what went wrong"), max_length=300, blank=True)
    requested_at = models.DateTimeField(_("requested at"))
    succeeded_at = models.DateTimeField(_("refunded at"), null=True, blank=True)

    class Meta:
        verbose_name = _("refund")
        verbose_name_plural = _("refunds")
        constraints = [
            models.CheckConstraint(name="refund_amount_positive", condition=Q(amount_minor__gt=0)),
            models.CheckConstraint(
                name="refund_status_known", condition=Q(status__in=["requested", "sent", "succeeded", "failed"])
            ),
            # An escrow is given back once, and once for each reason to give a part of it back.
            models.UniqueConstraint(fields=["escrow", "reference"], name="refund_once_per_escrow_and_reference"),
            models.UniqueConstraint(
                fields=["provider_refund_id"], condition=~Q(provider_refund_id=""), name="refund_provider_once"
            ),
        ]
        indexes = [
            models.Index(fields=["requested_at"], condition=Q(status__in=["requested", "sent"]), name="refund_open"),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def amount(self) -> Money:
        return from_minor(self.amount_minor, self.currency)
