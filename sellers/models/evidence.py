"""Papers that sellers keep on file so that their goods may go to other countries."""

from datetime import date

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.fields import PublicIdField
from sellers.models.listings import Listing
from trade.restrictions import DOCUMENTS, Evidence

PICTURE_WIDTH = 960


class TradeEvidence(models.Model):
    """
    One paper: a certificate, a registration, a declaration. It counts once staff have approved it, until it expires.

    Without a listing it stands for everything its organisation sells, such as the registration of a food producer.
    `file` is the random stem of our own re-encoded pictures of it, empty if only the number was given.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Being checked")
        APPROVED = "approved", _("Approved")
        REFUSED = "refused", _("Not accepted")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    public_id = PublicIdField(prefix="evd")
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="trade_evidence")
    listing = models.ForeignKey(
        Listing, null=True, blank=True, on_delete=models.CASCADE, related_name="trade_evidence",
        verbose_name=_("listing"),
    )  # fmt: skip
    document = models.CharField(_("document"), max_length=40)
    number = models.CharField(_("number"), max_length=80)
    issuer = models.CharField(_("issued by"), max_length=120, blank=True)
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    expires_on = models.DateField(_("valid until"), null=True, blank=True)
    destinations = models.CharField(
        _("good for"), max_length=200, blank=True, help_text=_("Country codes; empty: every country.")
    )
    file = models.CharField(max_length=120, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    submitted_at = models.DateTimeField(_("submitted"))
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("trade document")
        verbose_name_plural = _("trade documents")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "approved", "refused", "withdrawn"]),
                name="sellers_evidence_state_is_known",
            ),
            # A paper that ends before it begins was never valid.
            models.CheckConstraint(
                condition=Q(expires_on=None) | Q(issued_on=None) | Q(expires_on__gte=F("issued_on")),
                name="sellers_evidence_period",
            ),
            # What was refused says why.
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(reason=""), name="sellers_evidence_refusal_says_why"
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "state"], name="sellers_evidence_by_seller"),
            models.Index(fields=["submitted_at"], condition=Q(state="waiting"), name="sellers_evidence_waiting"),
            models.Index(fields=["expires_on"], condition=Q(state="approved"), name="sellers_evidence_expiry"),
        ]

    def __str__(self) -> str:
        return f"{self.document} {self.number}"

    @property
    def label(self) -> str:
        """What kind of paper it is, in the language in force."""
        return str(DOCUMENTS[self.document].label) if self.document in DOCUMENTS else self.document

    @property
    def picture_name(self) -> str:
        """The storage name of its picture, '' without one."""
        return f"{self.file}-{PICTURE_WIDTH}.webp" if self.file else ""

    @property
    def countries(self) -> list[str]:
        return self.destinations.split()

    def has_expired(self, on: date) -> bool:
        return self.expires_on is not None and self.expires_on < on

    def read_picture(self) -> bytes:
        """
        Return its picture, a WebP.

        :raises OSError: if there is none.
        """
        if not self.file:
            raise FileNotFoundError
        with default_storage.open(self.picture_name) as file:
            return bytes(file.read())

    def as_value(self) -> Evidence:
        """Return it as the rules look at it."""
        return Evidence(
            document=self.document,
            issued_on=self.issued_on,
            expires_on=self.expires_on,
            destinations=frozenset(self.countries),
            number=self.number,
        )
