"""The customs authority's real bill, and whom its difference from what was reckoned falls to."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.fields import PublicIdField
from marketplace.kernel.money import Money, from_minor


class CustomsBill(models.Model):
    """
    What customs really charged for an order, in `currency`, and what followed from it in the order's currency.

    A bill is added to, never changed (trigger in migration 0004): a correction is a new bill that `replaces` the one
    before. `actual_minor` is the bill in the order's currency at the rate of its own day. `charged_minor` was asked of
    the buyer, `returned_minor` given back, `absorbed_minor` borne by the platform (negative: kept), each by this bill.
    """

    class State(models.TextChoices):
        HELD = "held", _("Looked at by us")
        WAITING = "waiting", _("Waits for the goods to be accepted")
        SETTLED = "settled", _("Settled")
        REPLACED = "replaced", _("Corrected by a later bill")
        REJECTED = "rejected", _("Not accepted")

    class Bearer(models.TextChoices):
        PLATFORM = "platform", _("Bridgeway")
        BUYER = "buyer", _("The buyer")
        IMPORTER = "importer", _("The buyer, who paid on arrival")

    public_id = PublicIdField(prefix="cbl")
    order = models.ForeignKey("orders.Order", on_delete=models.PROTECT, related_name="customs_bills")
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    replaces = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrections", verbose_name=_("replaces")
    )
    state = models.CharField(_("state"), max_length=10, choices=State.choices)
    number = models.CharField(_("document number"), max_length=60)
    billed_on = models.DateField(_("date of the bill"))
    currency = models.CharField(_("currency"), max_length=3)
    duty_minor = models.BigIntegerField(_("duty"))
    tax_minor = models.BigIntegerField(_("import tax"))
    fees_minor = models.BigIntegerField(_("fees"))
    total_minor = models.BigIntegerField(_("total"))
    order_currency = models.CharField(_("order's currency"), max_length=3)
    actual_minor = models.BigIntegerField(_("bill in the order's currency"))
    collected_minor = models.BigIntegerField(_("collected"))
    estimate_minor = models.BigIntegerField(_("reckoned"), null=True, blank=True)
    fx_rate = models.DecimalField(_("exchange rate"), max_digits=24, decimal_places=12, default=1)
    fx_source = models.CharField(_("rate's source"), max_length=200, blank=True)
    fx_as_of = models.DateField(_("rate's date"))
    promise = models.CharField(_("stated as"), max_length=12, help_text=_("What the lock said of these charges."))
    bearer = models.CharField(_("borne by"), max_length=10, choices=Bearer.choices)
    held_because = models.JSONField(_("held because"), default=list, blank=True)
    party = models.CharField(_("entered by"), max_length=10)
    actor_label = models.CharField(_("entered by name"), max_length=200)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    note = models.CharField(_("note"), max_length=300, blank=True)
    recorded_at = models.DateTimeField(_("entered"))
    decided_by = models.CharField(_("decided by"), max_length=200, blank=True)
    decision_reason = models.CharField(_("reason"), max_length=300, blank=True)
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)
    charged_minor = models.BigIntegerField(_("asked of the buyer"), default=0)
    returned_minor = models.BigIntegerField(_("given back"), default=0)
    absorbed_minor = models.BigIntegerField(_("borne by us"), default=0)
    paid_at = models.DateTimeField(_("paid to customs"), null=True, blank=True)
    paid_reference = models.CharField(_("payment reference"), max_length=80, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("customs bill")
        verbose_name_plural = _("customs bills")
        indexes = [models.Index(fields=["state", "recorded_at"], name="orders_customs_bills_by_state")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["held", "waiting", "settled", "replaced", "rejected"]),
                name="orders_customs_bill_state_known",
            ),
            models.CheckConstraint(
                condition=Q(duty_minor__gte=0, tax_minor__gte=0, fees_minor__gte=0, actual_minor__gte=0)
                & Q(total_minor=F("duty_minor") + F("tax_minor") + F("fees_minor")),
                name="orders_customs_bill_adds_up",
            ),
            models.CheckConstraint(condition=Q(fx_rate__gt=0), name="orders_customs_bill_rate_positive"),
            models.CheckConstraint(
                condition=Q(charged_minor__gte=0, returned_minor__gte=0) & (Q(charged_minor=0) | Q(returned_minor=0)),
                name="orders_customs_bill_moves_one_way",
            ),
            # The difference falls to one side: what the platform bears is not asked of the buyer.
            models.CheckConstraint(
                condition=Q(bearer="platform", charged_minor=0)
                | Q(bearer="buyer", absorbed_minor=0)
                | Q(bearer="importer", charged_minor=0, returned_minor=0, absorbed_minor=0),
                name="orders_customs_bill_one_bearer",
            ),
            models.CheckConstraint(
                condition=~Q(state="settled") | Q(settled_at__isnull=False), name="orders_customs_bill_settled_has_time"
            ),
            models.CheckConstraint(
                condition=Q(paid_at__isnull=True) | (~Q(paid_reference="") & Q(settled_at__isnull=False)),
                name="orders_customs_bill_paid_has_reference",
            ),
            # One bill counts, and at most one waits to take its place.
            models.UniqueConstraint(fields=["order"], condition=Q(state="settled"), name="orders_one_settled_bill"),
            models.UniqueConstraint(
                fields=["order"], condition=Q(state__in=["held", "waiting"]), name="orders_one_pending_bill"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.public_id}"

    @property
    def total(self) -> Money:
        """The bill as it was written."""
        return from_minor(self.total_minor, self.currency)

    @property
    def actual(self) -> Money:
        """The bill in the order's currency."""
        return from_minor(self.actual_minor, self.order_currency)

    @property
    def difference_minor(self) -> int:
        """What the bill is above (or, negative, below) what was collected; under other terms than DDP: reckoned."""
        base = self.collected_minor if self.bearer != self.Bearer.IMPORTER else self.estimate_minor
        return self.actual_minor - (base if base is not None else self.actual_minor)


class CustomsPaper(models.Model):
    """The scan of a bill, re-encoded by us. Kept in the database: it is nobody's but the parties'."""

    bill = models.OneToOneField(CustomsBill, on_delete=models.PROTECT, related_name="paper")
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    content = models.BinaryField()
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("customs paper")
        verbose_name_plural = _("customs papers")

    def __str__(self) -> str:
        return f"{self.bill_id}"
