"""Papers that show who an organisation is: for its own people and the platform's staff alone."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.fields import PublicIdField

from .organisation import Organisation


class CompanyDocument(models.Model):
    """One paper. `file` is the name of our own rewriting of it in the private storage. It counts once approved."""

    class Kind(models.TextChoices):
        REGISTER = "register", _("Extract from the company register")
        LICENCE = "licence", _("Business licence or trade permit")
        IDENTITY = "identity", _("Identity document of an owner or director")
        ADDRESS = "address", _("Proof of the address")
        BANK = "bank", _("Bank statement or letter of the bank")
        OTHER = "other", _("Another paper")

    class State(models.TextChoices):
        WAITING = "waiting", _("Being checked")
        APPROVED = "approved", _("Approved")
        REFUSED = "refused", _("Not accepted")
        WITHDRAWN = "withdrawn", _("Taken back")

    public_id = PublicIdField(prefix="doc")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="company_documents")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    title = models.CharField(_("what it is"), max_length=120, blank=True)
    file = models.CharField(max_length=160)
    fingerprint = models.CharField(max_length=64)
    expires_on = models.DateField(_("valid until"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(_("sent"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)

    class Meta:
        verbose_name = _("company paper")
        verbose_name_plural = _("company papers")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="company_document_state_known",
                condition=Q(state__in=["waiting", "approved", "refused", "withdrawn"]),
            ),
            models.CheckConstraint(
                name="company_document_refusal_says_why", condition=~Q(state="refused") | ~Q(reason="")
            ),
            # The same file sent twice is one paper.
            models.UniqueConstraint(
                fields=["organisation", "fingerprint"],
                condition=Q(state__in=["waiting", "approved"]),
                name="company_document_once",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "state"], name="company_document_by_state"),
            models.Index(fields=["sent_at"], condition=Q(state="waiting"), name="company_document_waiting"),
        ]

    def __str__(self) -> str:
        return self.title or str(self.get_kind_display())

    def counts(self, on: date) -> bool:
        """Whether it stands for something on that day: approved and not expired."""
        return self.state == self.State.APPROVED and (self.expires_on is None or self.expires_on >= on)
