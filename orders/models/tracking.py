"""What carriers say about shipments: the messages as they came, and the events in them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from orders.tracking import EVENT_LABELS

EVENT_CHOICES = list(EVENT_LABELS.items())


class TrackingEvent(models.Model):
    """Something that happened to a shipment. Added to, never changed; `event_id` is its source's and comes once."""

    class Source(models.TextChoices):
        WEBHOOK = "webhook", _("Told by the carrier")
        POLL = "poll", _("Asked of the carrier")
        SELLER = "seller", _("Entered by the seller")

    shipment = models.ForeignKey("orders.Shipment", on_delete=models.PROTECT, related_name="events")
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    event_id = models.CharField(max_length=80)
    code = models.CharField(max_length=20, choices=EVENT_CHOICES)
    at = models.DateTimeField()
    utc_offset_minutes = models.SmallIntegerField(default=0, help_text=_("Of the place where it happened."))
    place = models.CharField(max_length=120, blank=True)
    text = models.CharField(max_length=300, blank=True)
    raw_code = models.CharField(max_length=20, blank=True)
    source = models.CharField(max_length=8, choices=Source.choices)
    received_at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("tracking event")
        verbose_name_plural = _("tracking events")
        constraints = [
            # The same event told twice, by webhook and by poll, is one event.
            models.UniqueConstraint(fields=["shipment", "event_id"], name="orders_tracking_event_once"),
            models.CheckConstraint(condition=Q(code__in=list(EVENT_LABELS)), name="orders_tracking_code_known"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.at:%Y-%m-%d %H:%M}"


class CarrierMessage(models.Model):
    """One genuine message of a carrier, stored once by its id before anything is done with it."""

    class Outcome(models.TextChoices):
        WAITING = "", _("Not handled yet")
        DONE = "done", _("Done")
        PARKED = "parked", _("No shipment has this number yet")

    carrier_code = models.CharField(max_length=30)
    message_id = models.CharField(max_length=80)
    number = models.CharField(max_length=60)
    events = models.JSONField(default=list, help_text=_("Empty: the carrier is asked what is new."))
    received_at = models.DateTimeField()
    handled_at = models.DateTimeField(null=True, blank=True)
    tried_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    outcome = models.CharField(max_length=8, choices=Outcome.choices, blank=True, default=Outcome.WAITING)
    problem = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("carrier message")
        verbose_name_plural = _("carrier messages")
        constraints = [
            models.UniqueConstraint(fields=["carrier_code", "message_id"], name="orders_carrier_message_once"),
        ]
        indexes = [
            models.Index(fields=["received_at"], condition=Q(outcome=""), name="orders_message_open"),
            models.Index(fields=["carrier_code", "number"], name="orders_message_by_number"),
        ]

    def __str__(self) -> str:
        return f"{self.carrier_code} {self.number}"
