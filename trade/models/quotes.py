"""Shipping quotes: asked of every suitable service at once, each answered by its own task."""

import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.fields import PublicIdField
from marketplace.kernel.money import Money, from_minor
from trade.models.carriers import CarrierService


class ShippingQuoteRequest(models.Model):
    """
    What somebody wants moved, from where to where and by when.

    `parcels` is a list of objects with the fields of `trade.packing.Parcel`. `places` has postal code, city and state
    of the two ends (`from`, `to`) as far as they are known; carriers asked live need them. Nothing here says what the
    goods are beyond the code of a dangerous kind.
    """

    public_id = PublicIdField(prefix="sqr")
    asked_by = models.CharField(
        max_length=80, blank=True, help_text=_("Organisation or session that may read it; empty: whoever has the link.")
    )
    ship_from = models.CharField(max_length=2)
    ship_to = models.CharField(max_length=2)
    parcels = models.JSONField()
    goods_minor = models.PositiveBigIntegerField()
    currency = models.CharField(max_length=3)
    needs_cold_chain = models.BooleanField(default=False)
    is_digital = models.BooleanField(default=False)
    latest_arrival_date = models.DateField(null=True, blank=True)
    best_before_date = models.DateField(null=True, blank=True)
    lead_days = models.PositiveSmallIntegerField(default=0, help_text=_("Until the goods are ready to be collected."))
    places = models.JSONField(default=dict, blank=True)
    requested_at = models.DateTimeField()
    deadline_at = models.DateTimeField()

    class Meta:
        ordering = ["-requested_at"]
        verbose_name = _("shipping quote request")
        verbose_name_plural = _("shipping quote requests")

    def __str__(self) -> str:
        return self.public_id

    def is_past_deadline(self, now: datetime.datetime) -> bool:
        """Tell whether answers are no longer waited for."""
        return now >= self.deadline_at


class ShippingQuote(models.Model):
    """
    One service's answer. A carrier asked live may offer several products: each is a row with its `offer_code`.

    `details` holds what the price is made of (`charges`), what is handed over (`packed`), the facts of a reason
    (`facts`), the day of collection and the days of arrival as ISO dates (`collected`, `arrives`).
    """

    class State(models.TextChoices):
        PENDING = "pending", _("Waiting for the carrier")
        ANSWERED = "answered", _("Offered")
        UNAVAILABLE = "unavailable", _("Not offered")

    public_id = PublicIdField(prefix="shq")
    request = models.ForeignKey(ShippingQuoteRequest, on_delete=models.CASCADE, related_name="quotes")
    service = models.ForeignKey(CarrierService, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=State.choices, default=State.PENDING)
    price_minor = models.PositiveBigIntegerField(null=True, blank=True)
    currency = models.CharField(max_length=3)
    offer_code = models.CharField(max_length=60, blank=True)
    offer_name = models.CharField(max_length=120, blank=True)
    min_days = models.PositiveSmallIntegerField(null=True, blank=True)
    likely_days = models.PositiveSmallIntegerField(null=True, blank=True)
    max_days = models.PositiveSmallIntegerField(null=True, blank=True)
    reason = models.CharField(max_length=40, blank=True, help_text=_("Why it is not offered, as a code."))
    details = models.JSONField(default=dict, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["price_minor", "pk"]
        verbose_name = _("shipping quote")
        verbose_name_plural = _("shipping quotes")
        constraints = [
            # A task that runs twice must find its quote, not make a second one.
            models.UniqueConstraint(
                fields=["request", "service", "offer_code"], name="trade_one_quote_per_service_and_offer"
            ),
            # An offer without a price could be chosen for nothing.
            models.CheckConstraint(
                condition=~Q(state="answered")
                | Q(price_minor__isnull=False, min_days__isnull=False, max_days__isnull=False),
                name="trade_answered_quote_has_price_and_days",
            ),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def name(self) -> str:
        """The product's own name where the carrier gave one, else the service's."""
        return self.offer_name or self.service.name

    @property
    def price(self) -> Money | None:
        """What it costs, or None while there is no offer."""
        return None if self.price_minor is None else from_minor(self.price_minor, self.currency)
