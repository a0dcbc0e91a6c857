"""What an organisation has to have shown before it may sell, or be paid; and what was decided about each."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.fields import PublicIdField

from .organisation import Organisation


class Requirement(models.Model):
    """
    One thing asked of sellers, set up by an operator.

    *Computed* ones look at what is on record, by a registered check; *attested* ones are a statement the seller makes;
    *verified* ones are accepted by staff. `title` and `help_text` stand in for our own translated words when filled.
    """

    class Kind(models.TextChoices):
        COMPUTED = "computed", _("Computed: a check looks at what is on record")
        ATTESTED = "attested", _("Attested: the seller makes a statement")
        VERIFIED = "verified", _("Verified: staff accept it")

    class Gate(models.TextChoices):
        SELL = "sell", _("Selling")
        BE_PAID = "be_paid", _("Being paid")

    code = models.SlugField(_("code"), max_length=40, unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    gate = models.CharField(_("gate"), max_length=10, choices=Gate)
    check_name = models.CharField(
        _("check"), max_length=40, blank=True, help_text=_("Of a computed requirement: which check decides.")
    )
    title = models.CharField(
        _("title"), max_length=120, blank=True, help_text=_("Empty: our own words, in every language.")
    )
    help_text = models.CharField(
        _("what to do"), max_length=500, blank=True, help_text=_("Of an attested one: the statement itself.")
    )
    countries = models.CharField(
        _("countries"),
        max_length=800,
        blank=True,
        help_text=_("Country codes divided by spaces; empty: every country."),
    )
    legal_forms = models.CharField(
        _("kinds of organisation"),
        max_length=120,
        blank=True,
        help_text=_("company, sole_trader, cooperative, nonprofit, divided by spaces; empty: every kind."),
    )
    is_active = models.BooleanField(_("asked for"), default=True)
    asked_from = models.DateTimeField(
        _("asked of those who joined since"), help_text=_("Who joined before is asked from the next date on.")
    )
    asked_of_others_from = models.DateTimeField(
        _("asked of all others from"), null=True, blank=True, help_text=_("Empty: never; they keep what they have.")
    )
    position = models.PositiveSmallIntegerField(_("order"), default=100)

    class Meta:
        verbose_name = _("requirement")
        verbose_name_plural = _("requirements")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                name="requirement_kind_known", condition=Q(kind__in=["computed", "attested", "verified"])
            ),
            models.CheckConstraint(name="requirement_gate_known", condition=Q(gate__in=["sell", "be_paid"])),
            # A computed requirement without a check could never be met, one of another kind would not be looked at.
            models.CheckConstraint(
                name="requirement_check_if_computed",
                condition=(Q(kind="computed") & ~Q(check_name="")) | (~Q(kind="computed") & Q(check_name="")),
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.code

    def is_asked_of(self, organisation: Organisation, *, now: datetime) -> bool:
        """Whether it concerns the organisation at all: its country, its kind, and when it joined."""
        if not self.is_active or (self.countries and organisation.country not in self.countries.split()):
            return False
        if self.legal_forms and organisation.legal_form_or_company not in self.legal_forms.split():
            return False
        if organisation.created_at >= self.asked_from:
            return now >= self.asked_from
        return self.asked_of_others_from is not None and now >= self.asked_of_others_from


class RequirementRecord(models.Model):
    """One step in the life of a requirement at one organisation. Only ever added: together they are the audit trail."""

    class What(models.TextChoices):
        ATTESTED = "attested", _("Stated by the seller")
        RETRACTED = "retracted", _("Statement taken back")
        SENT = "sent", _("Sent for review")
        ACCEPTED = "accepted", _("Accepted")
        RETURNED = "returned", _("More was asked for")
        OVERRIDDEN = "overridden", _("Waived")
        OVERRIDE_ENDED = "override_ended", _("Waiver ended")

    public_id = PublicIdField(prefix="rqr")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="requirement_records")
    requirement = models.ForeignKey(Requirement, on_delete=models.PROTECT, related_name="records")
    what = models.CharField(_("what"), max_length=16, choices=What)
    reason = models.TextField(_("reason"), max_length=2000, blank=True)
    until = models.DateTimeField(_("until"), null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("by"),
    )
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("requirement record")
        verbose_name_plural = _("requirement records")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="requirement_record_what_known",
                condition=Q(
                    what__in=["attested", "retracted", "sent", "accepted", "returned", "overridden", "override_ended"]
                ),
            ),
            # Who is sent back must be able to read why, and a waiver must be explained to the next who looks.
            models.CheckConstraint(
                name="requirement_record_says_why",
                condition=~Q(what__in=["returned", "overridden", "override_ended"]) | ~Q(reason=""),
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "requirement", "-id"], name="requirement_record_latest"),
        ]

    def __str__(self) -> str:
        return f"{self.requirement} {self.what}"
