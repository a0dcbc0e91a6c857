"""The papers of an order: written by us without gaps in their numbers, or given by an authority."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.fields import PublicIdField


class PaperKind(models.TextChoices):
    """What Bridgeway writes; the values are `trade.papers.Kind`'s."""

    PROFORMA = "proforma", _("Proforma invoice")
    INVOICE = "invoice", _("Invoice")
    PACKING_LIST = "packing_list", _("Packing list")
    ORIGIN = "origin", _("Statement on origin")
    CN22 = "cn22", _("Customs declaration CN22")
    CN23 = "cn23", _("Customs declaration CN23")
    INSTRUCTION = "instruction", _("Shipper's letter of instruction")
    DELIVERY_NOTE = "delivery_note", _("Delivery note")
    CREDIT_NOTE = "credit_note", _("Credit note")


class PaperSeries(models.Model):
    """
    The running numbers of one seller's papers of one kind in one year.

    `next_number` moves only together with the paper that takes the number (triggers in `0006_paper_guards`), so that
    there are no gaps and no number twice, whoever writes.
    """

    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16, choices=PaperKind)
    year = models.PositiveSmallIntegerField()
    prefix = models.CharField(max_length=8)
    next_number = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("series of paper numbers")
        verbose_name_plural = _("series of paper numbers")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "kind", "year"], name="orders_paper_series_once"),
            models.CheckConstraint(condition=Q(next_number__gt=0), name="orders_paper_series_counts_up"),
        ]

    def __str__(self) -> str:
        return f"{self.prefix}-{self.year}"


class Paper(models.Model):
    """
    One issued paper. Its facts never change (trigger in `0006_paper_guards`); only how far its drawing is may move.

    `content` is everything the paper says (`trade.papers.Content`), `content_hash` its SHA-256. `corrects` is the
    invoice that a credit note takes back, or the paper that this one replaces.
    """

    class State(models.TextChoices):
        PENDING = "pending", _("Being drawn")
        READY = "ready", _("Ready")
        FAILED = "failed", _("Could not be drawn")

    public_id = PublicIdField(prefix="ppr")
    order = models.ForeignKey("orders.Order", on_delete=models.PROTECT, related_name="papers")
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="+", help_text=_("The seller, who issues it.")
    )
    series = models.ForeignKey(PaperSeries, on_delete=models.PROTECT, related_name="papers")
    sequence = models.PositiveIntegerField()
    kind = models.CharField(max_length=16, choices=PaperKind)
    number = models.CharField(max_length=40)
    issued_date = models.DateField()
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    corrects = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrections")
    total_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    content = models.JSONField()
    content_hash = models.CharField(max_length=64)
    rule_version = models.CharField(max_length=40)
    state = models.CharField(max_length=8, choices=State, default=State.PENDING)
    attempts = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=500, blank=True)
    ready_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("paper")
        verbose_name_plural = _("papers")
        indexes = [models.Index(fields=["organisation", "-id"], name="orders_papers_by_issuer")]
        constraints = [
            models.UniqueConstraint(fields=["series", "sequence"], name="orders_paper_number_once"),
            models.UniqueConstraint(fields=["organisation", "number"], name="orders_paper_number_once_per_issuer"),
            # A paper is replaced once; an invoice may be credited in parts.
            models.UniqueConstraint(
                fields=["corrects"], condition=~Q(kind="credit_note"), name="orders_paper_replaced_once"
            ),
            models.CheckConstraint(
                condition=~Q(kind="credit_note") | Q(corrects__isnull=False), name="orders_credit_note_names_invoice"
            ),
            models.CheckConstraint(condition=Q(total_minor__gte=0), name="orders_paper_total_not_negative"),
            models.CheckConstraint(
                condition=Q(state__in=["pending", "ready", "failed"]), name="orders_paper_state_known"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_ready(self) -> bool:
        """Whether there is a file to download."""
        return self.state == self.State.READY

    def file_name(self, suffix: str) -> str:
        """Return a plain name for a download."""
        return f"{self.content['order_number']}-{self.number}.{suffix}"


class PaperFile(models.Model):
    """A drawn file of a paper, kept as bytes with its hash. Added to, never changed; the newest of a name is served."""

    class Name(models.TextChoices):
        PDF = "pdf", _("PDF")
        PREVIEW = "preview", _("Preview")
        CII = "cii", _("CII (Factur-X)")
        UBL = "ubl", _("UBL 2.1")

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="files")
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=8, choices=Name)
    data = models.BinaryField()
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    drawn_at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("file of a paper")
        verbose_name_plural = _("files of papers")
        constraints = [
            # Drawing the same content again gives the same bytes, and then nothing new is kept.
            models.UniqueConstraint(fields=["paper", "name", "sha256"], name="orders_paper_file_once"),
        ]

    def __str__(self) -> str:
        return f"{self.paper_id}.{self.name}"


class Packing(models.Model):
    """How the seller packed an order: what packing list, customs form and carrier want to know."""

    order = models.OneToOneField("orders.Order", on_delete=models.PROTECT, related_name="packing")
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    packages: Any = models.JSONField(default=list)
    marks = models.CharField(max_length=200, blank=True)
    notes = models.CharField(max_length=500, blank=True)
    wood_is_treated = models.BooleanField(default=False)
    wants_origin = models.BooleanField(default=False)
    origin_criterion = models.CharField(max_length=8, blank=True)
    second_language = models.CharField(max_length=12, blank=True)
    updated_at = models.DateTimeField()

    class Meta:
        verbose_name = _("packing")
        verbose_name_plural = _("packing")

    def __str__(self) -> str:
        return f"packing of {self.order_id}"


class AuthorityPaper(models.Model):
    """A paper that an authority gave for an order: kind (as the restriction rules name it), number, day, copy."""

    public_id = PublicIdField(prefix="aup")
    order = models.ForeignKey("orders.Order", on_delete=models.PROTECT, related_name="authority_papers")
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    number = models.CharField(max_length=80)
    issued_date = models.DateField()
    file_name = models.CharField(max_length=120, blank=True)
    file_type = models.CharField(max_length=40, blank=True)
    file = models.BinaryField(null=True, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["kind"]
        verbose_name = _("paper of an authority")
        verbose_name_plural = _("papers of authorities")
        constraints = [models.UniqueConstraint(fields=["order", "kind"], name="orders_authority_paper_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"
