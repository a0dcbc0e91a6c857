"""An order: a promise of goods with other people's money in it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.fields import PublicIdField
from marketplace.kernel.money import Money, from_minor
from orders.models.checkout import Incoterm
from orders.rules import FULFILLED, OPEN, STATUS_LABELS, Status

STATUS_CHOICES = [(status.value, STATUS_LABELS[status]) for status in Status]


class Order(models.Model):
    """
    What one buyer bought from one seller.

    The amounts are what the buyer pays, in `currency`, as the incoterm has it: no freight under EXW to FOB, insurance
    under CIF and CIP. `duty_minor`, `tax_minor` and `fees_minor` are what is collected for customs, so they are zero
    but for DDP; `guarantee_minor` is what the promise that they suffice costs. The `seller_*` amounts are the same deal
    as the seller sees it, in the seller's currency.
    """

    public_id = PublicIdField(prefix="ord")
    number = models.CharField(max_length=20, unique=True, editable=False)
    checkout = models.OneToOneField("orders.Checkout", on_delete=models.PROTECT, related_name="order")
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    seller = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    placed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    escrow = models.OneToOneField("payments.Escrow", on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=20, choices=STATUS_CHOICES, default=Status.AWAITING_PAYMENT.value)
    ships_from = models.CharField(max_length=2)
    is_carried = models.BooleanField()
    currency = models.CharField(max_length=3)
    goods_minor = models.BigIntegerField()
    freight_minor = models.BigIntegerField()
    insurance_minor = models.BigIntegerField(default=0)
    duty_minor = models.BigIntegerField()
    tax_minor = models.BigIntegerField()
    fees_minor = models.BigIntegerField()
    guarantee_minor = models.BigIntegerField(default=0)
    total_minor = models.BigIntegerField()
    commission_minor = models.BigIntegerField()
    seller_currency = models.CharField(max_length=3)
    seller_goods_minor = models.BigIntegerField()
    seller_freight_minor = models.BigIntegerField()
    seller_insurance_minor = models.BigIntegerField(default=0)
    seller_commission_minor = models.BigIntegerField()
    seller_net_minor = models.BigIntegerField()
    incoterm = models.CharField(max_length=3, choices=Incoterm.choices, blank=True)
    landed = models.JSONField(default=dict)
    fx = models.JSONField(default=dict)
    address = models.JSONField(default=dict)
    shipping = models.JSONField(default=dict)
    clearance = models.JSONField(
        default=dict, help_text=_("What the rules said of the way, their version, and what the buyer confirmed.")
    )
    lead_time_days = models.PositiveSmallIntegerField(default=0)
    purchase_number = models.CharField(max_length=40, blank=True)
    buyer_note = models.CharField(max_length=1000, blank=True)
    placed_at = models.DateTimeField()
    pay_by_at = models.DateTimeField()
    funded_at = models.DateTimeField(null=True, blank=True)
    ship_by_at = models.DateTimeField(null=True, blank=True)
    shipped_at = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    auto_accept_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True, help_text=_("When it was cancelled or refunded."))

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("order")
        verbose_name_plural = _("orders")
        indexes = [
            models.Index(fields=["organisation", "-id"], name="orders_by_buyer"),
            models.Index(fields=["seller", "-id"], name="orders_by_seller"),
            # The sweeps look only at what is due; these stay small however many orders there are.
            models.Index(fields=["pay_by_at"], condition=Q(status="awaiting_payment"), name="orders_unpaid_by_due"),
            models.Index(
                fields=["auto_accept_at"], condition=Q(status__in=["shipped", "delivered"]), name="orders_accept_by_due"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=[status.value for status in Status]), name="orders_order_status_known"
            ),
            # What the buyer pays is the sum of what the buyer is shown, to the minor unit.
            models.CheckConstraint(
                condition=Q(
                    total_minor=F("goods_minor")
                    + F("freight_minor")
                    + F("insurance_minor")
                    + F("duty_minor")
                    + F("tax_minor")
                    + F("fees_minor")
                    + F("guarantee_minor")
                ),
                name="orders_order_total_adds_up",
            ),
            models.CheckConstraint(
                condition=Q(
                    seller_net_minor=F("seller_goods_minor")
                    + F("seller_freight_minor")
                    + F("seller_insurance_minor")
                    - F("seller_commission_minor")
                ),
                name="orders_order_seller_net_adds_up",
            ),
            models.CheckConstraint(
                condition=Q(
                    goods_minor__gt=0,
                    freight_minor__gte=0,
                    insurance_minor__gte=0,
                    guarantee_minor__gte=0,
                    duty_minor__gte=0,
                    tax_minor__gte=0,
                    fees_minor__gte=0,
                    commission_minor__gte=0,
                    seller_goods_minor__gte=0,
                    seller_freight_minor__gte=0,
                    seller_insurance_minor__gte=0,
                    seller_commission_minor__gte=0,
                    seller_net_minor__gte=0,
                ),
                name="orders_order_amounts_not_negative",
            ),
            # Duty and tax are the seller's under DDP alone; under any other term nothing is collected for customs.
            models.CheckConstraint(
                condition=Q(incoterm="DDP") | Q(duty_minor=0, tax_minor=0, fees_minor=0, guarantee_minor=0),
                name="orders_order_customs_only_under_ddp",
            ),
            models.CheckConstraint(
                condition=~Q(incoterm__in=["EXW", "FCA", "FAS", "FOB"]) | Q(freight_minor=0, insurance_minor=0),
                name="orders_order_freight_as_the_term_has_it",
            ),
            models.CheckConstraint(condition=~Q(organisation=F("seller")), name="orders_order_not_from_oneself"),
            # A state is backed by the time it began.
            models.CheckConstraint(
                condition=Q(status__in=["awaiting_payment", "cancelled", "refunded"]) | Q(funded_at__isnull=False),
                name="orders_order_runs_only_when_funded",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["accepted", "closed"]) | Q(accepted_at__isnull=False),
                name="orders_order_accepted_has_time",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_open(self) -> bool:
        """Somebody still has to act."""
        return self.status in OPEN

    @property
    def is_fulfilled(self) -> bool:
        """The buyer has accepted what came."""
        return self.status in FULFILLED

    @property
    def customs_minor(self) -> int:
        """What is collected for customs."""
        return self.duty_minor + self.tax_minor + self.fees_minor

    @property
    def promise(self) -> str:
        """How sure the customs charges were at the lock: guaranteed, estimate, unknown, or '' where there are none."""
        promise = self.landed.get("promise") or {}
        return str(promise.get("status") or self.landed.get("status") or "")

    @property
    def total(self) -> Money:
        """What the buyer pays."""
        return from_minor(self.total_minor, self.currency)

    @property
    def seller_net(self) -> Money:
        """What the seller receives."""
        return from_minor(self.seller_net_minor, self.seller_currency)


class OrderLine(models.Model):
    """What was bought, as it was described and priced on that day."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="lines")
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    listing = models.ForeignKey("sellers.Listing", on_delete=models.PROTECT, related_name="+")
    variant = models.ForeignKey("sellers.Variant", on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=300)
    variant_label = models.CharField(max_length=200, blank=True)
    sku = models.CharField(max_length=100, blank=True)
    unit = models.CharField(max_length=40, blank=True)
    kind = models.CharField(max_length=20)
    hs_code = models.CharField(max_length=12, blank=True)
    origin_country = models.CharField(max_length=2, blank=True)
    quantity = models.PositiveIntegerField()
    wishes = models.JSONField(
        default=dict, db_default={}, blank=True, help_text=_("What the buyer asked for: data, text, deposit.")
    )
    # Tells two lines of the same variant apart; empty without wishes.
    wishes_key = models.CharField(max_length=24, blank=True, db_default="")
    total_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    list_unit_price = models.DecimalField(max_digits=19, decimal_places=4)
    list_total_minor = models.BigIntegerField()
    list_currency = models.CharField(max_length=3)
    price_list = models.ForeignKey(
        "sellers.PriceList", null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        help_text=_("The list of the seller's that priced it; empty: the listed price."),
    )  # fmt: skip

    class Meta:
        ordering = ["position"]
        verbose_name = _("order line")
        verbose_name_plural = _("order lines")
        constraints = [
            models.UniqueConstraint(fields=["order", "variant", "wishes_key"], name="orders_wish_once_per_order"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="orders_line_quantity_positive"),
            models.CheckConstraint(
                condition=Q(total_minor__gte=0, list_total_minor__gte=0, list_unit_price__gte=0),
                name="orders_line_amounts_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} x {self.title}"
