"""Who changed what of a listing, and what a person typed that it cannot hold yet."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.fields import PublicIdField
from sellers.models.listings import Listing


class ListingEdit(models.Model):
    """
    One save of one listing: the fields it changed, each as it was before and after. Written by `sellers.history` in
    the transaction that makes the change.

    `before` and `after` have the same keys (see `sellers.history.snapshot`); a field that was not there is None.
    """

    class What(models.TextChoices):
        CREATED = "created", _("Begun")
        EDITED = "edited", _("Changed")
        AUTOSAVED = "autosaved", _("Changed")
        PICTURES = "pictures", _("Pictures")
        VARIANTS = "variants", _("Variants")
        STOCK = "stock", _("Stock counted")
        SUBMITTED = "submitted", _("Sent for review")
        WITHDRAWN = "withdrawn", _("Taken back")
        APPROVED = "approved", _("Approved")
        REJECTED = "rejected", _("Sent back")
        DISCARDED = "discarded", _("Changes dropped")
        PAUSED = "paused", _("Paused")
        RESUMED = "resumed", _("Put back on sale")
        ARCHIVED = "archived", _("Archived")
        MARKED_DOWN = "marked_down", _("Marked down")
        MARKDOWN_ENDED = "markdown_ended", _("Markdown taken back")
        IMPORTED = "imported", _("Imported")
        BULK = "bulk", _("Changed with others")
        SCHEDULED = "scheduled", _("Changed on schedule")
        DUPLICATED = "duplicated", _("Copied from another listing")
        UNDONE = "undone", _("Undone")

    public_id = PublicIdField(prefix="edt")
    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="edits")
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    what = models.CharField(_("what happened"), max_length=16, choices=What)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+",
        verbose_name=_("by"),
    )  # fmt: skip
    # Kept as it was called then: people leave, and a program has no person.
    actor = models.CharField(_("by"), max_length=150, blank=True)
    by_platform = models.BooleanField(_("by the platform"), default=False)
    # The editor window it came from: one window never overtakes itself.
    window = models.CharField(max_length=40, blank=True)
    version = models.PositiveIntegerField(_("version of the listing after it"))
    before = models.JSONField(_("before"), default=dict)
    after = models.JSONField(_("after"), default=dict)
    began_at = models.DateTimeField(_("began"))
    at = models.DateTimeField(_("when"))
    undoes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="undone_by", verbose_name=_("undoes")
    )

    class Meta:
        ordering = ["-id"]
        verbose_name = _("change of a listing")
        verbose_name_plural = _("changes of listings")
        indexes = [
            models.Index(fields=["listing", "-id"], name="sellers_edit_of_listing"),
            # A window that begins a draft asks whether it has begun one already.
            models.Index(
                fields=["organisation", "window"],
                condition=Q(what="created") & ~Q(window=""),
                name="sellers_edit_window",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.listing_id}: {self.what}"


class UnsavedInput(models.Model):
    """
    What one person typed in the editor of one listing that the listing cannot hold yet: fields that would be refused,
    and of a listing on sale what only Save may change. Shown again when the editor opens.

    `fields` maps names of the form to what was typed; lists for fields with several values.
    """

    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="unsaved_inputs")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    fields = models.JSONField(_("typed"), default=dict)
    saved_at = models.DateTimeField(_("typed at"))

    class Meta:
        verbose_name = _("unsaved input")
        verbose_name_plural = _("unsaved inputs")
        constraints = [
            # Two drafts of one person would show either the older or the newer by chance.
            models.UniqueConstraint(fields=["listing", "user"], name="sellers_unsaved_input_one_per_person"),
        ]

    def __str__(self) -> str:
        return f"{self.listing_id}: {', '.join(self.fields)}"
