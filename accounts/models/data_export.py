"""That an organisation asked for its data, and where the archive is."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.fields import PublicIdField

from .organisation import Organisation


class DataExport(models.Model):
    """One archive of everything an organisation has here. The file is private and goes by itself after some days."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Being written")
        READY = "ready", _("Ready")
        FAILED = "failed", _("Failed")
        EXPIRED = "expired", _("Deleted")

    OPEN = (State.WAITING, State.RUNNING)
    #: A worker that has said nothing for so long is gone, and another may begin anew.
    SILENCE = timedelta(minutes=5)
    #: How long an archive is kept.
    KEPT = timedelta(days=7)
    MOST_TRIES = 3

    public_id = PublicIdField(prefix="exp")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="data_exports")
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    parts_done = models.PositiveSmallIntegerField(_("parts written"), default=0)
    parts_total = models.PositiveSmallIntegerField(_("parts"), default=0)
    rows_written = models.PositiveBigIntegerField(_("rows and files written"), default=0)
    file = models.CharField(max_length=120, blank=True)
    size_bytes = models.PositiveBigIntegerField(_("size"), default=0)
    requested_at = models.DateTimeField(_("asked for"))
    alive_at = models.DateTimeField(_("last sign of life"), null=True, blank=True)
    ready_at = models.DateTimeField(_("ready"), null=True, blank=True)
    expires_at = models.DateTimeField(_("kept until"), null=True, blank=True)

    class Meta:
        verbose_name = _("data export")
        verbose_name_plural = _("data exports")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="export_state_known", condition=Q(state__in=["waiting", "running", "ready", "failed", "expired"])
            ),
            # What is ready can be fetched, and ends.
            models.CheckConstraint(
                name="export_ready_has_file", condition=~Q(state="ready") | (~Q(file="") & Q(expires_at__isnull=False))
            ),
            # A second click must not write the same archive beside the first.
            models.UniqueConstraint(
                fields=["organisation"], condition=Q(state__in=["waiting", "running"]), name="export_one_at_a_time"
            ),
        ]
        indexes = [
            models.Index(fields=["requested_at"], condition=Q(state__in=["waiting", "running"]), name="export_open"),
            models.Index(fields=["expires_at"], condition=Q(state="ready"), name="export_expiry"),
        ]

    def __str__(self) -> str:
        return f"{self.public_id}: {self.state}"

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN

    def may_be_fetched(self, now: datetime) -> bool:
        """Whether the archive is there and still kept."""
        return self.state == self.State.READY and self.expires_at is not None and now < self.expires_at
