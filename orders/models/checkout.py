"""The way from a cart to an order: where to, how it travels, and at what locked price."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.fields import PublicIdField


class Incoterm(models.TextChoices):
    """The codes of `trade.incoterms.TERMS`, which says what each means."""

    EXW = "EXW", _("EXW: ex works")
    FCA = "FCA", _("FCA: free carrier")
    FAS = "FAS", _("FAS: free alongside ship")
    FOB = "FOB", _("FOB: free on board")
    CFR = "CFR", _("CFR: cost and freight")
    CIF = "CIF", _("CIF: cost, insurance and freight")
    CPT = "CPT", _("CPT: carriage paid to")
    CIP = "CIP", _("CIP: carriage and insurance paid to")
    DAP = "DAP", _("DAP: duty and tax paid on arrival")
    DPU = "DPU", _("DPU: delivered and unloaded, duty and tax on arrival")
    DDP = "DDP", _("DDP: duty and tax paid")


class Checkout(models.Model):
    """
    One buyer's checkout of one seller's goods.

    `lines`, `landed`, `amounts`, `fx` and `shipping` are empty until `locked_at`; from then to `locked_until` they are
    the price, whatever happens to listings, rates and rules in the meantime.
    """

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        LOCKED = "locked", _("Price locked")
        PLACED = "placed", _("Ordered")
        LAPSED = "lapsed", _("Lapsed")

    public_id = PublicIdField(prefix="chk")
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    seller = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    currency = models.CharField(max_length=3)
    ships_from = models.CharField(max_length=2)
    is_carried = models.BooleanField(default=True, help_text=_("Something is shipped; not so for services."))
    address = models.JSONField(default=dict, blank=True)
    shipping_request = models.ForeignKey(
        "trade.ShippingQuoteRequest", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    shipping_quote = models.ForeignKey(
        "trade.ShippingQuote", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    purchase_number = models.CharField(max_length=40, blank=True)
    buyer_note = models.CharField(max_length=1000, blank=True)
    wanted_incoterm = models.CharField(
        max_length=3, choices=Incoterm.choices, blank=True, help_text=_("What the buyer asked for; empty: our choice.")
    )
    incoterm = models.CharField(max_length=3, choices=Incoterm.choices, blank=True)
    lines = models.JSONField(default=list, blank=True)
    landed = models.JSONField(default=dict, blank=True)
    amounts = models.JSONField(default=dict, blank=True)
    fx = models.JSONField(default=dict, blank=True)
    shipping = models.JSONField(default=dict, blank=True)
    clearance = models.JSONField(
        default=dict, blank=True, help_text=_("What the rules said of the way when the price was locked.")
    )
    changes = models.JSONField(
        default=list, blank=True, help_text=_("What the last lock changed against the one before.")
    )
    started_at = models.DateTimeField(db_default=Now())
    locked_at = models.DateTimeField(null=True, blank=True)
    locked_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("checkout")
        verbose_name_plural = _("checkouts")
        indexes = [models.Index(fields=["organisation", "-id"], name="orders_checkout_by_buyer")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["open", "locked", "placed", "lapsed"]), name="orders_checkout_state_known"
            ),
            # A locked price without an end would hold for ever.
            models.CheckConstraint(
                condition=~Q(state__in=["locked", "placed"]) | Q(locked_at__isnull=False, locked_until__isnull=False),
                name="orders_checkout_lock_has_an_end",
            ),
            models.CheckConstraint(
                condition=~Q(organisation=models.F("seller")), name="orders_checkout_not_from_oneself"
            ),
        ]

    def __str__(self) -> str:
        return self.public_id

    def is_locked(self, now: datetime) -> bool:
        """Tell whether the locked price still stands."""
        return self.state == self.State.LOCKED and self.locked_until is not None and now < self.locked_until

    def has_lapsed(self, now: datetime) -> bool:
        """Tell whether a price was locked and its time is over."""
        return self.state == self.State.LAPSED or (
            self.state == self.State.LOCKED and self.locked_until is not None and now >= self.locked_until
        )


class CheckoutLine(models.Model):
    """What is being bought, taken from the cart when checkout began."""

    checkout = models.ForeignKey(Checkout, on_delete=models.CASCADE, related_name="items")
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    variant = models.ForeignKey("sellers.Variant", on_delete=models.PROTECT, related_name="+")
    quantity = models.PositiveIntegerField()
    wishes = models.JSONField(default=dict, db_default={}, blank=True, help_text=_("What the buyer asks for."))
    # Tells two lines of the same variant apart; empty without wishes.
    wishes_key = models.CharField(max_length=24, blank=True, db_default="")

    class Meta:
        ordering = ["pk"]
        verbose_name = _("checkout line")
        verbose_name_plural = _("checkout lines")
        constraints = [
            models.UniqueConstraint(fields=["checkout", "variant", "wishes_key"], name="orders_wish_once_per_checkout"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="orders_checkout_quantity_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} x {self.variant_id}"
