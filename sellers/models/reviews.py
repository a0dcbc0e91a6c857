"""What the platform's staff decided about a seller, and why."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sellers.models.profiles import SellerProfile


class SellerReview(models.Model):
    """One decision about a seller's page. Never changed: the newest stands, the others tell how it came to that."""

    class Decision(models.TextChoices):
        APPROVED = "approved", _("Approved")
        REJECTED = "rejected", _("Not accepted")

    profile = models.ForeignKey(SellerProfile, on_delete=models.PROTECT, related_name="reviews")
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    decision = models.CharField(_("decision"), max_length=10, choices=Decision)
    reason = models.TextField(_("reason"), max_length=2000)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided"))

    class Meta:
        verbose_name = _("decision about a seller")
        verbose_name_plural = _("decisions about sellers")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decision__in=["approved", "rejected"]), name="sellers_review_decision_is_known"
            ),
            # A decision nobody can explain cannot be appealed either.
            models.CheckConstraint(condition=~Q(reason=""), name="sellers_review_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.profile} {self.decision}"
