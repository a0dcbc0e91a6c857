"""Money that stands between buyer and seller, and who gets which part of it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from marketplace.kernel.fields import PublicIdField
from marketplace.kernel.money import Money, from_minor, round_money

from .payment import Payment


class Escrow(models.Model):
    """What one buyer pays for one sale, held until it is released to the shares or given back."""

    class Status(models.TextChoices):
        OPEN = "open", _("Waiting for payment")
        FUNDED = "funded", _("In escrow")
        RELEASED = "released", _("Released")
        REFUNDED = "refunded", _("Refunded")
        CANCELLED = "cancelled", _("Cancelled")

    public_id = PublicIdField(prefix="esc")
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="escrows")
    payer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="escrows_paid")
    payee = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="escrows_received")
    currency = models.CharField(_("currency"), max_length=3)
    amount_minor = models.BigIntegerField(_("amount"))
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.OPEN)
    reference = models.CharField(_("reference"), max_length=80)
    description = models.CharField(_("description"), max_length=200)
    opened_at = models.DateTimeField(_("opened at"))
    funded_at = models.DateTimeField(_("funded at"), null=True, blank=True)
    released_at = models.DateTimeField(_("released at"), null=True, blank=True)
    closed_reason = models.CharField(_("why it was closed"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("escrow")
        verbose_name_plural = _("escrows")
        constraints = [
            models.CheckConstraint(name="escrow_amount_positive", condition=Q(amount_minor__gt=0)),
            models.CheckConstraint(
                name="escrow_status_known",
                condition=Q(status__in=["open", "funded", "released", "refunded", "cancelled"]),
            ),
            # Nothing is held, released or given back that never came in.
            models.CheckConstraint(
                name="escrow_funded_has_time",
                condition=Q(status__in=["funded", "released", "refunded"], funded_at__isnull=False)
                | Q(status__in=["open", "cancelled"], funded_at__isnull=True),
            ),
            models.CheckConstraint(
                name="escrow_released_has_time",
                condition=Q(status="released", released_at__isnull=False)
                | (~Q(status="released") & Q(released_at__isnull=True)),
            ),
            models.CheckConstraint(name="escrow_between_two", condition=~Q(payer=models.F("payee"))),
            # What the caller knows it by opens one escrow.
            models.UniqueConstraint(fields=["reference"], name="escrow_once_per_reference"),
        ]
        indexes = [
            models.Index(fields=["payee", "status"], name="escrow_by_payee"),
            models.Index(fields=["payer", "status"], name="escrow_by_payer"),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def amount(self) -> Money:
        return from_minor(self.amount_minor, self.currency)


class EscrowShare(models.Model):
    """
    One part of an escrow, frozen when it is opened: who gets it, and for a seller in which currency at which rate.

    The shares of an escrow sum to its amount (database trigger) and are never changed.
    """

    class Purpose(models.TextChoices):
        SELLER = "seller", _("Seller")
        COMMISSION = "commission", _("Commission")
        CUSTOMS = "customs", _("Duty, tax and fees")
        GUARANTEE = "guarantee", _("Guarantee of the customs charges")

    escrow = models.ForeignKey(Escrow, on_delete=models.PROTECT, related_name="shares")
    purpose = models.CharField(_("purpose"), max_length=12, choices=Purpose)
    beneficiary = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="escrow_shares"
    )
    currency = models.CharField(_("currency"), max_length=3)
    amount_minor = models.BigIntegerField(_("amount"))
    payout_currency = models.CharField(_("payout currency"), max_length=3)
    payout_minor = models.BigIntegerField(_("payout"))
    fx_rate = models.DecimalField(_("exchange rate"), max_digits=24, decimal_places=12, default=1)
    fx_source = models.CharField(_("rate's source"), max_length=80, blank=True)
    fx_as_of = models.DateField(_("rate's date"), null=True, blank=True)
    # The commission rule as it was when the share was frozen, in words.
    explanation = models.CharField(_("how it was reckoned"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("escrow share")
        verbose_name_plural = _("escrow shares")
        constraints = [
            models.CheckConstraint(
                name="escrow_share_purpose_known",
                condition=Q(purpose__in=["seller", "commission", "customs", "guarantee"]),
            ),
            models.CheckConstraint(
                name="escrow_share_positive", condition=Q(amount_minor__gt=0, payout_minor__gt=0, fx_rate__gt=0)
            ),
            # Only a seller's share belongs to an organisation, and only it changes currency.
            models.CheckConstraint(
                name="escrow_share_owner_fits_purpose",
                condition=Q(purpose="seller", beneficiary__isnull=False)
                | (~Q(purpose="seller") & Q(beneficiary__isnull=True)),
            ),
            models.CheckConstraint(
                name="escrow_share_same_currency_same_amount",
                condition=~Q(currency=models.F("payout_currency"))
                | Q(amount_minor=models.F("payout_minor"), fx_rate=1),
            ),
            models.CheckConstraint(
                name="escrow_share_conversion_is_sourced",
                condition=Q(currency=models.F("payout_currency"))
                | (Q(purpose="seller", fx_as_of__isnull=False) & ~Q(fx_source="")),
            ),
            models.UniqueConstraint(
                fields=["escrow", "purpose", "beneficiary"], nulls_distinct=False, name="escrow_share_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.amount_minor} {self.currency}"

    @property
    def amount(self) -> Money:
        return from_minor(self.amount_minor, self.currency)

    @property
    def seller_id(self) -> int:
        """Whose share it is; only a seller's share has an owner."""
        assert self.beneficiary_id is not None
        return self.beneficiary_id

    @property
    def fx_margin(self) -> Money:
        """What the exchange itself earned, in the escrow's currency: the share less its payout at the stated rate."""
        return round_money(self.amount - Money(self.payout_amount.amount / self.fx_rate, self.currency))

    @property
    def payout_amount(self) -> Money:
        return from_minor(self.payout_minor, self.payout_currency)
