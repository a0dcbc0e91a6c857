"""Catalogues that come in as files: the import, what became of each row, what was wrong with it."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.fields import PublicIdField
from sellers.models.listings import Listing


class CatalogueImport(models.Model):
    """
    One file on its way into the catalogue.

    It is mapped, checked without writing anything, confirmed, then written in batches by workers. `position` is the
    number of the last row that is done; it is kept in the transaction of the batch, so that a worker that dies loses
    nothing and repeats nothing.
    """

    class State(models.TextChoices):
        MAPPING = "mapping", _("Columns to match")
        CHECKING = "checking", _("Checking")
        CHECKED = "checked", _("Waits for your word")
        RUNNING = "running", _("Importing")
        FETCHING = "fetching", _("Fetching pictures")
        SUBMITTING = "submitting", _("Sending for review")
        STOPPED = "stopped", _("Stopped")
        DONE = "done", _("Done")
        UNDOING = "undoing", _("Being undone")
        UNDONE = "undone", _("Undone")
        FAILED = "failed", _("Failed")

    # A worker has something to do.
    PASSES = (State.CHECKING, State.RUNNING)
    AT_WORK = (State.CHECKING, State.RUNNING, State.FETCHING, State.SUBMITTING, State.UNDOING)

    public_id = PublicIdField(prefix="imp")
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="catalogue_imports"
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("by")
    )
    file = models.CharField(_("file"), max_length=200)
    file_name = models.CharField(_("name of the file"), max_length=200)
    file_size = models.PositiveBigIntegerField(_("bytes"))
    format = models.JSONField(_("how it is read"), default=dict)
    header = models.JSONField(_("columns"), default=list)
    mapping = models.JSONField(_("what the columns are"), default=dict)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.MAPPING)
    stopped_in = models.CharField(_("stopped while"), max_length=12, blank=True)
    wants_review = models.BooleanField(_("send what is complete for review"), default=False)
    rows_total = models.PositiveIntegerField(_("rows"), null=True, blank=True)
    rows_done = models.PositiveIntegerField(_("rows done"), default=0)
    position = models.PositiveIntegerField(_("position"), default=0)
    # The row up to which workers have rows in hand; those up to `position` are done.
    taken_to = models.PositiveIntegerField(_("rows in hand up to"), default=0)
    # Counts the passes over the rows, so that what is late from an earlier one is known as such.
    pass_number = models.PositiveIntegerField(_("pass"), default=0)
    new_count = models.PositiveIntegerField(_("new"), default=0)
    changed_count = models.PositiveIntegerField(_("changed"), default=0)
    unchanged_count = models.PositiveIntegerField(_("unchanged"), default=0)
    bad_count = models.PositiveIntegerField(_("rows with errors"), default=0)
    warning_count = models.PositiveIntegerField(_("notes"), default=0)
    later_total = models.PositiveIntegerField(_("pictures or listings of the present step"), default=0)
    later_done = models.PositiveIntegerField(_("of these done"), default=0)
    later_failed = models.PositiveIntegerField(_("of these failed"), default=0)
    # The first changes found, for the preview: row, title, what, from, to.
    examples = models.JSONField(_("examples"), default=list)
    failure = models.TextField(_("why it failed"), blank=True)
    created_at = models.DateTimeField(_("uploaded"))
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    worked_at = models.DateTimeField(_("last sign of work"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    class Meta:
        verbose_name = _("catalogue import")
        verbose_name_plural = _("catalogue imports")
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    state__in=[
                        "mapping", "checking", "checked", "running", "fetching", "submitting", "stopped", "done",
                        "undoing", "undone", "failed",
                    ]
                ),
                name="sellers_import_state_is_known",
            ),
            # Nothing is written that nobody agreed to.
            models.CheckConstraint(
                condition=~Q(state__in=["running", "fetching", "submitting", "done", "undoing", "undone"])
                | Q(confirmed_at__isnull=False),
                name="sellers_import_was_confirmed",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["organisation", "-id"], name="sellers_import_of_seller"),
            models.Index(
                fields=["worked_at"],
                condition=Q(state__in=["checking", "running", "fetching", "submitting", "undoing"]),
                name="sellers_import_at_work",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file_name} {self.state}"

    @property
    def is_at_work(self) -> bool:
        """Whether a worker has something to do."""
        return self.state in self.AT_WORK

    @property
    def may_be_undone(self) -> bool:
        """Whether its state allows it to be undone; that it is the last one is asked beside."""
        return self.confirmed_at is not None and self.state in (self.State.DONE, self.State.STOPPED)

    def seems_forgotten(self, now: datetime) -> bool:
        """Whether no worker has shown a sign of work for two minutes."""
        return self.is_at_work and (self.worked_at or self.created_at) < now - timedelta(minutes=2)

    def rows_seem_forgotten(self, now: datetime) -> bool:
        """Whether somebody took rows in hand and has not put any in for half a minute."""
        return self.taken_to > self.position and (self.worked_at or self.created_at) < now - timedelta(seconds=30)


class ImportedRow(models.Model):
    """
    What became of one product of a file, written with the batch that did it.

    `key` is a hash of what tells the product apart: it finds the second row of the same product. `before` holds what
    undoing needs of a changed listing. Rows of the check are dropped when the import runs.
    """

    class Outcome(models.TextChoices):
        NEW = "n", _("new")
        CHANGED = "c", _("changed")
        UNCHANGED = "u", _("unchanged")

    # Found by the index of keys below, which begins with it.
    catalogue_import = models.ForeignKey(CatalogueImport, on_delete=models.CASCADE, related_name="+", db_index=False)
    is_check = models.BooleanField(default=False)
    row = models.PositiveIntegerField(_("row"))
    key = models.BigIntegerField()
    outcome = models.CharField(_("outcome"), max_length=1, choices=Outcome)
    # No foreign key: a listing that was undone is gone, and the note that it was made stays.
    listing_id = models.BigIntegerField(null=True)
    before = models.JSONField(null=True)

    class Meta:
        verbose_name = _("imported row")
        verbose_name_plural = _("imported rows")
        indexes = [models.Index(fields=["catalogue_import", "is_check", "key"], name="sellers_imported_row_by_key")]

    def __str__(self) -> str:
        return f"{self.catalogue_import_id}: {self.row} {self.outcome}"


class ImportProblem(models.Model):
    """Why a row was refused, or what of it was left out, at which cell, in words that say what to do."""

    catalogue_import = models.ForeignKey(CatalogueImport, on_delete=models.CASCADE, related_name="problems")
    row = models.PositiveIntegerField(_("row"))
    column = models.CharField(_("column"), max_length=120, blank=True)
    value = models.CharField(_("what it says"), max_length=200, blank=True)
    reason = models.TextField(_("what to do"))
    # The row went in all the same.
    is_warning = models.BooleanField(_("note"), default=False)

    class Meta:
        verbose_name = _("problem of an import")
        verbose_name_plural = _("problems of imports")
        indexes = [models.Index(fields=["catalogue_import", "is_warning", "row"], name="sellers_import_problem_order")]

    def __str__(self) -> str:
        return f"{self.row} {self.column}: {self.reason}"


class ImportPicture(models.Model):
    """The address of a picture that stood in a file, fetched after the rows are in."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        DONE = "done", _("Fetched")
        FAILED = "failed", _("Not fetched")

    catalogue_import = models.ForeignKey(CatalogueImport, on_delete=models.CASCADE, related_name="pictures")
    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="+")
    row = models.PositiveIntegerField(_("row"))
    address = models.CharField(_("address"), max_length=1000)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.WAITING)
    reason = models.TextField(_("why not"), blank=True)

    class Meta:
        verbose_name = _("picture of an import")
        verbose_name_plural = _("pictures of imports")
        constraints = [
            # The same file twice fetches nothing twice.
            models.UniqueConstraint(fields=["listing", "address"], name="sellers_import_picture_once"),
        ]
        indexes = [
            models.Index(
                fields=["catalogue_import"], condition=Q(state="waiting"), name="sellers_import_picture_waits"
            ),
        ]

    def __str__(self) -> str:
        return self.address


class SavedMapping(models.Model):
    """What a seller said the columns of a header are: used again for the next file with the same one."""

    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.CASCADE, related_name="+")
    header_key = models.CharField(max_length=40)
    mapping = models.JSONField(_("what the columns are"))
    saved_at = models.DateTimeField(_("saved"))

    class Meta:
        verbose_name = _("saved mapping")
        verbose_name_plural = _("saved mappings")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "header_key"], name="sellers_saved_mapping_once_per_header")
        ]

    def __str__(self) -> str:
        return self.header_key


class CatalogueExport(models.Model):
    """A file of one's own catalogue, written by a worker."""

    class Format(models.TextChoices):
        CSV = "csv", _("CSV")
        XLSX = "xlsx", _("XLSX (Excel)")
        LINES = "jsonl", _("JSON Lines")

    class State(models.TextChoices):
        WAITING = "waiting", _("Being written")
        DONE = "done", _("Ready")
        FAILED = "failed", _("Failed")

    public_id = PublicIdField(prefix="exp")
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="catalogue_exports"
    )
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    format = models.CharField(_("format"), max_length=5, choices=Format)
    status = models.CharField(_("of listings that are"), max_length=12, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.WAITING)
    file = models.CharField(_("file"), max_length=200, blank=True)
    rows_done = models.PositiveIntegerField(_("rows"), default=0)
    rows_total = models.PositiveIntegerField(_("of"), default=0)
    created_at = models.DateTimeField(_("asked for"))
    worked_at = models.DateTimeField(_("last sign of work"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    class Meta:
        verbose_name = _("catalogue export")
        verbose_name_plural = _("catalogue exports")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "done", "failed"]), name="sellers_export_state_is_known"
            ),
        ]
        indexes = [models.Index(fields=["organisation", "-id"], name="sellers_export_of_seller")]

    def __str__(self) -> str:
        return f"{self.public_id}.{self.format}"

    @property
    def download_name(self) -> str:
        """What the file is called on the reader's machine."""
        return f"bridgeway-{self.organisation.slug}-{self.created_at:%Y-%m-%d}.{self.format}"


IMPORT_STATE_KINDS: dict[str, Any] = {
    "mapping": "warning",
    "checking": "info",
    "checked": "warning",
    "running": "info",
    "fetching": "info",
    "submitting": "info",
    "stopped": "neutral",
    "done": "success",
    "undoing": "info",
    "undone": "neutral",
    "failed": "danger",
}
