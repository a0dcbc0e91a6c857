"""What every process looks at to know whether what it holds in memory is still what is stored."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Edition(models.Model):
    """
    The stored state of one body of reference data, as a number that grows with every change.

    Processes keep rules, rates and carriers in memory and reload them when the number has moved.
    """

    class Kind(models.TextChoices):
        RULES = "rules", _("Rules")
        RATES = "rates", _("Exchange rates")
        CARRIERS = "carriers", _("Carriers")
        CLASSIFICATION = "classification", _("Classification")
        RESTRICTIONS = "restrictions", _("Restrictions")
        # Not a body of data: the number is the last day whose beginnings and ends of rules were told to search.
        RESTRICTION_DAY = "restriction_day", _("Day of restrictions")
        SCREENING = "screening", _("Denied-party lists")

    kind = models.CharField(max_length=16, choices=Kind.choices, primary_key=True)
    number = models.PositiveBigIntegerField(default=0)
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"
