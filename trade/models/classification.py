"""Asking which HS code goods have: what was suggested, what the seller confirmed, what a person decided."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from marketplace.kernel.fields import PublicIdField


class ClassificationRequest(models.Model):
    """
    One question: these goods, which code?

    `subject` names what it was asked for (a listing's public id, or empty). `candidates` is what the classifier
    offered, best first, each with hs_code, confidence (0 to 1) and why (words).
    """

    class State(models.TextChoices):
        SUGGESTED = "suggested", _("Suggested")
        CONFIRMED = "confirmed", _("Confirmed by the seller")
        QUEUED = "queued", _("Waits for a person")
        DECIDED = "decided", _("Decided by a person")

    public_id = PublicIdField(prefix="hsc")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    subject = models.CharField(max_length=40, blank=True)
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    material = models.CharField(max_length=200, blank=True)
    origin = models.CharField(max_length=2, blank=True)
    picture_url = models.CharField(max_length=300, blank=True)
    candidates = models.JSONField(default=list)
    state = models.CharField(max_length=12, choices=State.choices, default=State.SUGGESTED)
    hs_code = models.CharField(max_length=10, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.TextField(blank=True)
    asked_at = models.DateTimeField()
    queued_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-asked_at"]
        verbose_name = _("classification request")
        verbose_name_plural = _("classification requests")
        constraints = [
            # A second row for a listing would let two answers about the same goods stand side by side.
            models.UniqueConstraint(
                fields=["organisation", "subject"], condition=~Q(subject=""), name="trade_one_classification_a_subject"
            ),
            # An answer without a code would be learnt from and mean nothing.
            models.CheckConstraint(
                condition=~Q(state__in=["confirmed", "decided"]) | ~Q(hs_code=""),
                name="trade_answered_classification_has_code",
            ),
            # What a person decides is read by the seller: it says why.
            models.CheckConstraint(
                condition=~Q(state="decided") | ~Q(reason=""), name="trade_decided_classification_has_reason"
            ),
        ]
        indexes = [models.Index(fields=["state", "queued_at"], name="trade_classification_queue")]

    def __str__(self) -> str:
        return f"{self.public_id} {self.title}"

    @property
    def waits(self) -> bool:
        """Tell whether a person is to decide."""
        return self.state == self.State.QUEUED
