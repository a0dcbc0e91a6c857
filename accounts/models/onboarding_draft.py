"""What was typed on a step of the way to selling, before it was saved."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .organisation import Organisation


class OnboardingDraft(models.Model):
    """The fields of one step as they were typed, right or wrong: so that nothing is lost and nobody asked twice."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="onboarding_drafts")
    step = models.CharField(_("step"), max_length=20)
    typed = models.JSONField(_("typed"), default=dict)
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    saved_at = models.DateTimeField(_("saved"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "step"], name="onboarding_draft_once_per_step"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} {self.step}"
