"""What happened to an order, and how it travels."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from orders.models.order import STATUS_CHOICES


class OrderMove(models.Model):
    """One change of state: from, to, who, when, why. Added to, never changed (trigger in migration 0002)."""

    order = models.ForeignKey("orders.Order", on_delete=models.PROTECT, related_name="moves")
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    action = models.CharField(max_length=30)
    from_status = models.CharField(max_length=20, choices=STATUS_CHOICES, blank=True)
    to_status = models.CharField(max_length=20, choices=STATUS_CHOICES)
    party = models.CharField(max_length=10)
    actor_label = models.CharField(max_length=200)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField()
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("order move")
        verbose_name_plural = _("order moves")
        constraints = [
            # Every state is entered once: a repeated operation can leave no second trace.
            models.UniqueConstraint(fields=["order", "to_status"], name="orders_state_entered_once"),
        ]

    def __str__(self) -> str:
        return f"{self.from_status or '-'} > {self.to_status}"


class Shipment(models.Model):
    """A parcel or pallet on its way."""

    order = models.ForeignKey("orders.Order", on_delete=models.PROTECT, related_name="shipments")
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    carrier = models.CharField(max_length=80)
    tracking_number = models.CharField(max_length=60)
    tracking_url = models.URLField(max_length=300, blank=True)
    carrier_code = models.CharField(max_length=30, blank=True, help_text=_("Empty for a carrier we do not know."))
    contents = models.CharField(max_length=300, blank=True)
    shipped_at = models.DateTimeField()
    expected_date = models.DateField()
    state = models.CharField(max_length=20, blank=True, help_text=_("The code of its newest event."))
    estimated_date = models.DateField(null=True, blank=True, help_text=_("When it is expected by its events."))
    last_event_at = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    next_poll_at = models.DateTimeField(null=True, blank=True)
    polls = models.PositiveSmallIntegerField(default=0, help_text=_("Answers without news since the last event."))

    class Meta:
        ordering = ["pk"]
        verbose_name = _("shipment")
        verbose_name_plural = _("shipments")
        indexes = [
            models.Index(fields=["carrier_code", "tracking_number"], name="orders_shipment_by_number"),
            # The poll looks only at what is due.
            models.Index(fields=["next_poll_at"], condition=Q(next_poll_at__isnull=False), name="orders_shipment_poll"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["order", "carrier", "tracking_number"], name="orders_tracking_number_once_per_order"
            ),
            models.CheckConstraint(condition=~Q(tracking_number=""), name="orders_shipment_has_tracking_number"),
        ]

    def __str__(self) -> str:
        return f"{self.carrier} {self.tracking_number}"

    @property
    def is_late(self) -> bool:
        """It arrived, or is now expected, after the day that was promised."""
        if self.delivered_at is not None:
            return self.delivered_at.date() > self.expected_date
        return self.estimated_date is not None and self.estimated_date > self.expected_date
