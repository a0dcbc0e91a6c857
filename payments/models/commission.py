"""What the platform keeps of a sale."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation


class CommissionRule(models.Model):
    """
    A rate on the goods of a sale. Rules are read by `position`; the first that matches is the one that counts.

    An empty condition matches everything. Without any matching rule the standard rate applies.
    """

    position = models.PositiveIntegerField(_("position"), unique=True)
    name = models.CharField(_("name"), max_length=80)
    seller = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    seller_country = models.CharField(_("seller's country"), max_length=2, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    percent = models.DecimalField(_("percent of goods"), max_digits=6, decimal_places=3)
    is_active = models.BooleanField(_("in force"), default=True)

    class Meta:
        ordering = ["position"]
        verbose_name = _("commission rule")
        verbose_name_plural = _("commission rules")
        constraints = [
            models.CheckConstraint(name="commission_percent_sane", condition=Q(percent__gte=0, percent__lte=100)),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.percent} %"
