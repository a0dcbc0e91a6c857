"""Rows of the floor: what happened, who must still be told, and which writes were already answered."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class Event(models.Model):
    """A fact that happened, written in the transaction that made it true. Never changed."""

    name = models.CharField(max_length=100)
    subject_type = models.CharField(max_length=100)
    subject_id = models.CharField(max_length=64)
    organisation_id = models.BigIntegerField(null=True, blank=True)
    actor_id = models.BigIntegerField(null=True, blank=True)
    actor_label = models.CharField(max_length=200, blank=True)
    payload = models.JSONField(default=dict)
    correlation_id = models.CharField(max_length=64, blank=True)
    occurred_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "id"], name="event_by_subject"),
            models.Index(fields=["name", "id"], name="event_by_name"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.subject_type}:{self.subject_id}"


class EventDelivery(models.Model):
    """One handler that must still hear of one event. Open until the handler's own transaction closes it."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="deliveries")
    handler = models.CharField(max_length=200)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(db_default=Now())
    due_at = models.DateTimeField(db_default=Now())
    done_at = models.DateTimeField(null=True, blank=True)
    failure = models.TextField(blank=True)

    class Meta:
        verbose_name_plural = "event deliveries"
        constraints = [
            # The same handler hears of the same event once.
            models.UniqueConstraint(fields=["event", "handler"], name="delivery_once_per_handler"),
        ]
        indexes = [
            # The sweep looks only at what is open; the index stays small however many events there are.
            models.Index(fields=["due_at"], condition=Q(done_at=None), name="delivery_open"),
        ]

    def __str__(self) -> str:
        return f"{self.handler} <- {self.event_id}"


class IdempotencyKey(models.Model):
    """
    A write that was asked for with a key, and its stored answer.

    The row is claimed first; the operation's own transaction marks it as done; the answer is stored last.
    """

    scope = models.CharField(max_length=80)
    key = models.CharField(max_length=120)
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    content_type = models.CharField(max_length=100, blank=True)
    location = models.TextField(blank=True)
    body = models.TextField(blank=True)
    # What the write made, set in the very transaction that made it: after a crash before the answer was stored,
    # a repeat learns that it is done instead of doing it again.
    effect = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            # One scope never sees another's answer, and one key has one effect.
            models.UniqueConstraint(fields=["scope", "key"], name="idempotency_key_once_per_scope"),
        ]
        indexes = [models.Index(fields=["created_at"], name="idempotency_by_age")]

    def __str__(self) -> str:
        return f"{self.scope} {self.key}"
