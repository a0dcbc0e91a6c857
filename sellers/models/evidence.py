"""What sellers claim, with the document that proves it: shown to buyers, and asked for by other countries' rules."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.fields import PublicIdField
from sellers.claims import COMPANY, LISTINGS, SITE, counts_on, label_of
from sellers.models.listings import Listing
from sellers.models.variants import Variant
from trade.restrictions import Evidence


class EvidenceQuerySet(QuerySet["TradeEvidence"]):
    def counting(self, on: date) -> "EvidenceQuerySet":
        """Papers that count on a day: approved, begun, and not run out. Their last day still counts."""
        return self.filter(
            Q(issued_on=None) | Q(issued_on__lte=on),
            Q(expires_on=None) | Q(expires_on__gte=on),
            state=TradeEvidence.State.APPROVED,
        )


class TradeEvidence(models.Model):
    """
    One claim and what proves it: a licence, a certificate, an audit, a declaration. `document` says which kind
    (`sellers.claims.KINDS`); `scope` what it is said of: the company, one site of it, or the listings and SKUs in
    `covers`. It counts once staff have looked at it, until it ends; nothing has to be done for it to end.

    `file` is the private scan, empty if only the number was given; `is_published` lets buyers see it.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Being checked")
        NEEDS_MORE = "needs_more", _("We need more")
        APPROVED = "approved", _("Approved")
        REFUSED = "refused", _("Not accepted")
        REVOKED = "revoked", _("Taken down by us")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    class Scope(models.TextChoices):
        COMPANY = COMPANY, _("The whole company")
        SITE = SITE, _("One site")
        LISTINGS = LISTINGS, _("Named listings or SKUs")

    class Against(models.TextChoices):
        """What our staff held the claim against."""

        DOCUMENT = "document", _("the document")
        REGISTER = "register", _("the issuer's own register")
        ISSUER = "issuer", _("what the issuer told us")
        VISIT = "visit", _("what we saw on site")

    #: States that a decision of staff must explain.
    EXPLAINED = (State.NEEDS_MORE, State.REFUSED, State.REVOKED)

    public_id = PublicIdField(prefix="evd")
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="trade_evidence")
    scope = models.CharField(_("for"), max_length=8, choices=Scope, default=Scope.COMPANY)
    site = models.CharField(_("site"), max_length=200, blank=True)
    document = models.CharField(_("document"), max_length=40)
    number = models.CharField(_("number"), max_length=80)
    issuer = models.CharField(_("issued by"), max_length=120, blank=True)
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    expires_on = models.DateField(_("valid until"), null=True, blank=True)
    destinations = models.CharField(
        _("good for"), max_length=200, blank=True, help_text=_("Country codes; empty: every country.")
    )
    file = models.CharField(max_length=120, blank=True)
    is_published = models.BooleanField(_("scan shown to buyers"), default=False)
    replaces = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="successors", verbose_name=_("renews")
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    checked_against = models.CharField(_("checked against"), max_length=8, choices=Against, blank=True)
    submitted_at = models.DateTimeField(_("submitted"))
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("claim or document on file")
        verbose_name_plural = _("claims and documents on file")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "needs_more", "approved", "refused", "revoked", "withdrawn"]),
                name="sellers_evidence_state_is_known",
            ),
            models.CheckConstraint(
                condition=Q(scope__in=["company", "listings"], site="") | (Q(scope="site") & ~Q(site="")),
                name="sellers_evidence_scope_names_its_site",
            ),
            # A paper that ends before it begins was never valid.
            models.CheckConstraint(
                condition=Q(expires_on=None) | Q(issued_on=None) | Q(expires_on__gte=F("issued_on")),
                name="sellers_evidence_period",
            ),
            # What was not accepted says why.
            models.CheckConstraint(
                condition=~Q(state__in=["needs_more", "refused", "revoked"]) | ~Q(reason=""),
                name="sellers_evidence_refusal_says_why",
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
        return label_of(self.document)

    @property
    def countries(self) -> list[str]:
        return self.destinations.split()

    @property
    def may_be_answered(self) -> bool:
        """Whether its seller may still send more."""
        return self.state in (self.State.WAITING, self.State.NEEDS_MORE)

    @property
    def is_closed(self) -> bool:
        return self.state in (self.State.REFUSED, self.State.REVOKED, self.State.WITHDRAWN)

    def has_expired(self, on: date) -> bool:
        return self.expires_on is not None and self.expires_on < on

    def counts(self, on: date) -> bool:
        """Whether anybody may rely on it on a day."""
        return self.state == self.State.APPROVED and counts_on(
            issued_on=self.issued_on, expires_on=self.expires_on, on=on
        )

    def as_value(self) -> Evidence:
        """Return it as the rules look at it."""
        return Evidence(
            document=self.document,
            issued_on=self.issued_on,
            expires_on=self.expires_on,
            destinations=frozenset(self.countries),
            number=self.number,
        )


class EvidenceCover(models.Model):
    """A listing that a claim is said of; with a variant, only that SKU of it."""

    evidence = models.ForeignKey(TradeEvidence, on_delete=models.CASCADE, related_name="covers")
    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="evidence_covers")
    variant = models.ForeignKey(Variant, null=True, blank=True, on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("listing of a claim")
        verbose_name_plural = _("listings of claims")
        constraints = [
            models.UniqueConstraint(
                fields=["evidence", "listing", "variant"], nulls_distinct=False, name="sellers_evidence_covers_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.evidence_id}: {self.listing_id}"


class EvidenceDecision(models.Model):
    """What staff decided about a claim, or the seller sent to it, and when. Never changed."""

    class Decision(models.TextChoices):
        ACCEPTED = "accepted", _("Accepted")
        ASKED = "asked", _("Asked for more")
        REFUSED = "refused", _("Not accepted")
        REVOKED = "revoked", _("Taken down")
        ANSWERED = "answered", _("More was sent")
        WITHDRAWN = "withdrawn", _("Taken back by the seller")

    evidence = models.ForeignKey(TradeEvidence, on_delete=models.CASCADE, related_name="decisions")
    decision = models.CharField(_("decision"), max_length=10, choices=Decision)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"))

    class Meta:
        ordering = ["-at", "-id"]
        verbose_name = _("decision about a claim")
        verbose_name_plural = _("decisions about claims")
        constraints = [
            models.CheckConstraint(
                condition=Q(decision__in=["accepted", "asked", "refused", "revoked", "answered", "withdrawn"]),
                name="sellers_evidence_decision_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(decision__in=["asked", "refused", "revoked"]) | ~Q(reason=""),
                name="sellers_evidence_decision_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.decision} {self.evidence_id}"


class EvidenceReminder(models.Model):
    """That the seller was told how soon a claim ends: each reminder once."""

    evidence = models.ForeignKey(TradeEvidence, on_delete=models.CASCADE, related_name="reminders")
    days = models.PositiveSmallIntegerField(_("days before the end"))
    sent_at = models.DateTimeField(_("sent"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["evidence", "days"], name="sellers_evidence_reminder_once")]

    def __str__(self) -> str:
        return f"{self.evidence_id}: {self.days}"
