"""What waits for approval, and what was decided."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sellers.models.listings import Listing


class ListingRevision(models.Model):
    """
    Proposed changes of substance to a listing that is on sale; the listing keeps its old version until approval.

    `content` maps field names of Listing to proposed values, `category` to a primary key, and `pictures` to public
    ids of the pictures to show, in order. Only what differs is in it.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        IN_REVIEW = "in_review", _("In review")
        APPROVED = "approved", _("Approved")
        REJECTED = "rejected", _("Needs changes")
        DISCARDED = "discarded", _("Discarded")

    CLOSED = (State.APPROVED, State.DISCARDED)

    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="revisions")
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    content = models.JSONField(_("proposed"), default=dict)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.DRAFT)
    submitted_at = models.DateTimeField(_("submitted"), null=True, blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["draft", "in_review", "approved", "rejected", "discarded"]),
                name="sellers_revision_state_is_known",
            ),
            # Two open proposals for one listing would approve one and silently undo the other.
            models.UniqueConstraint(
                fields=["listing"],
                condition=~Q(state__in=["approved", "discarded"]),
                name="sellers_revision_one_open_per_listing",
            ),
        ]
        indexes = [
            models.Index(fields=["submitted_at"], condition=Q(state="in_review"), name="sellers_revision_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.listing_id} {self.state}"


class ModerationDecision(models.Model):
    """What platform staff decided about a listing or a revision of it, and why. Never changed."""

    class Decision(models.TextChoices):
        APPROVED = "approved", _("Approved")
        REJECTED = "rejected", _("Rejected")

    listing = models.ForeignKey(Listing, on_delete=models.PROTECT, related_name="decisions")
    revision = models.ForeignKey(
        ListingRevision, null=True, blank=True, on_delete=models.PROTECT, related_name="decisions"
    )
    decision = models.CharField(_("decision"), max_length=10, choices=Decision)
    reason = models.TextField(_("reason"), max_length=2000)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(_("decided"))

    class Meta:
        ordering = ["-decided_at", "-id"]
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        constraints = [
            # The seller is owed a reason, and so is whoever reviews the reviewer.
            models.CheckConstraint(condition=~Q(reason=""), name="sellers_decision_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.decision} {self.listing_id}"
