"""The Harmonized System: the world's list of goods."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class HsCode(models.Model):
    """A chapter (2 digits), heading (4) or subheading (6) of HS 2022; nations add 8 or 10 digits below it."""

    code = models.CharField(max_length=10, unique=True)
    level = models.PositiveSmallIntegerField(help_text=_("Number of digits: 2, 4, 6, 8 or 10."))
    title = models.CharField(max_length=400)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")

    class Meta:
        ordering = ["code"]
        verbose_name = _("HS code")
        verbose_name_plural = _("HS codes")
        constraints = [
            # A code that is not as long as its level says would match rules it should not.
            models.CheckConstraint(condition=models.Q(level__in=[2, 4, 6, 8, 10]), name="trade_hs_code_level_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class EndedHsCode(models.Model):
    """A subheading that an edition of the HS has ended, and what took its place."""

    code = models.CharField(max_length=6, unique=True)
    ended_on = models.DateField(help_text=_("The last day the code was in use."))
    successors = models.CharField(max_length=200, help_text=_("Codes that took its place, separated by spaces."))
    source = models.CharField(max_length=300)
    source_date = models.DateField()

    class Meta:
        ordering = ["code"]
        verbose_name = _("ended HS code")
        verbose_name_plural = _("ended HS codes")

    def __str__(self) -> str:
        return f"{self.code} → {self.successors}"
