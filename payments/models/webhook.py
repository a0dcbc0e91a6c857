"""What the provider told us, kept before it is acted on."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class WebhookEvent(models.Model):
    """One signed message of the provider, stored once by its id. Its payload is a hint: the object is fetched again."""

    class Outcome(models.TextChoices):
        WAITING = "", _("Not handled yet")
        DONE = "done", _("Done")
        IGNORED = "ignored", _("Nothing to do")
        HELD = "held", _("Held for a person")

    provider_event_id = models.CharField(_("event"), max_length=120, unique=True)
    type = models.CharField(_("type"), max_length=80)
    provider_account_id = models.CharField(max_length=120, blank=True)
    object_id = models.CharField(_("object"), max_length=120, blank=True)
    payload = models.JSONField(_("payload"))
    received_at = models.DateTimeField(_("received at"))
    handled_at = models.DateTimeField(_("handled at"), null=True, blank=True)
    tried_at = models.DateTimeField(_("last tried at"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome, blank=True, default=Outcome.WAITING)
    problem = models.CharField(_("problem"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("webhook event")
        verbose_name_plural = _("webhook events")
        constraints = [
            models.CheckConstraint(
                name="webhook_outcome_known", condition=Q(outcome__in=["", "done", "ignored", "held"])
            ),
            models.CheckConstraint(
                name="webhook_handled_has_outcome",
                condition=Q(outcome="", handled_at__isnull=True) | (~Q(outcome="") & Q(handled_at__isnull=False)),
            ),
        ]
        indexes = [
            models.Index(fields=["received_at"], condition=Q(handled_at=None), name="webhook_open"),
            models.Index(fields=["object_id"], name="webhook_by_object"),
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.provider_event_id}"
