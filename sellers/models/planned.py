"""Changes that wait for their hour, and changes of many listings at once."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.fields import PublicIdField
from sellers.models.history import ListingEdit
from sellers.models.listings import Listing


class ScheduledChange(models.Model):
    """One change of one listing that is made when its hour comes; the row alone says whether it was."""

    class Action(models.TextChoices):
        ON_SALE = "on_sale", _("Put on sale")
        PAUSE = "pause", _("Take off sale")
        PRICE = "price", _("Change the price")

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        DONE = "done", _("Done")
        FAILED = "failed", _("Not possible")
        CANCELLED = "cancelled", _("Cancelled")

    public_id = PublicIdField(prefix="sch")
    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="scheduled_changes")
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    action = models.CharField(_("what"), max_length=8, choices=Action)
    # Price rows as [[from quantity, price], ...], prices as decimal strings in the listing's currency.
    tiers = models.JSONField(_("prices"), default=list, blank=True)
    due_at = models.DateTimeField(_("when"))
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.WAITING)
    reason = models.TextField(_("why not"), blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(_("planned"))
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    class Meta:
        ordering = ["due_at", "id"]
        verbose_name = _("scheduled change")
        verbose_name_plural = _("scheduled changes")
        constraints = [
            models.CheckConstraint(
                condition=Q(action__in=["on_sale", "pause", "price"]), name="sellers_scheduled_action_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", ended_at=None) | (~Q(state="waiting") & Q(ended_at__isnull=False)),
                name="sellers_scheduled_ends_once",
            ),
        ]
        # The sweep looks only at what waits.
        indexes = [models.Index(fields=["due_at"], condition=Q(state="waiting"), name="sellers_scheduled_due")]

    def __str__(self) -> str:
        return f"{self.action} {self.due_at:%Y-%m-%d %H:%M}"


class BulkEdit(models.Model):
    """
    One change of many listings of one seller: first chosen and looked at, then made by the worker row by row.

    `change` is what `sellers.bulk_changes` reads: a kind and its value.
    """

    class State(models.TextChoices):
        CHOSEN = "chosen", _("Not started")
        RUNNING = "running", _("Under way")
        DONE = "done", _("Done")
        UNDOING = "undoing", _("Being taken back")
        UNDONE = "undone", _("Taken back")

    public_id = PublicIdField(prefix="blk")
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="bulk_edits")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    actor = models.CharField(_("by"), max_length=150, blank=True)
    change = models.JSONField(_("change"), default=dict, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.CHOSEN)
    created_at = models.DateTimeField(_("chosen"))
    started_at = models.DateTimeField(_("started"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("bulk edit")
        verbose_name_plural = _("bulk edits")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["chosen", "running", "done", "undoing", "undone"]),
                name="sellers_bulk_state_is_known",
            ),
        ]
        # What a killed worker left behind is taken up again.
        indexes = [models.Index(fields=["id"], condition=Q(state__in=["running", "undoing"]), name="sellers_bulk_open")]

    def __str__(self) -> str:
        return self.public_id


class BulkEditRow(models.Model):
    """One listing of a bulk edit, and what became of it."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        DONE = "done", _("Changed")
        SAME = "same", _("Already so")
        REFUSED = "refused", _("Left as it was")
        UNDONE = "undone", _("Taken back")
        KEPT = "kept", _("Not taken back")

    bulk_edit = models.ForeignKey(BulkEdit, on_delete=models.CASCADE, related_name="rows")
    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.WAITING)
    reason = models.TextField(_("why not"), blank=True)
    edit = models.OneToOneField(ListingEdit, null=True, blank=True, on_delete=models.SET_NULL, related_name="bulk_row")

    class Meta:
        ordering = ["id"]
        verbose_name = _("row of a bulk edit")
        verbose_name_plural = _("rows of bulk edits")
        constraints = [
            # A price raised twice by one press is not what was looked at.
            models.UniqueConstraint(fields=["bulk_edit", "listing"], name="sellers_bulk_row_once_per_listing"),
        ]
        indexes = [models.Index(fields=["bulk_edit", "state"], name="sellers_bulk_row_by_state")]

    def __str__(self) -> str:
        return f"{self.listing_id}: {self.state}"
