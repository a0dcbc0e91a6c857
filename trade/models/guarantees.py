"""When the platform promises that duty and tax cost the buyer no more than was shown."""

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from trade.models.rules import DatedRule, period_constraint


class GuaranteePolicy(DatedRule):
    """
    For which goods, up to which value and at what price the amounts collected for customs are guaranteed.

    A decision of the platform, not of an authority: `source` says who decided it. The row with the destination wins
    before one for all, then the longest HS prefix. Where no row applies, nothing is guaranteed.
    """

    KEY = ("destination", "hs_prefix")

    destination = models.CharField(
        max_length=2, blank=True, help_text=_("ISO country code, or EU for all member states; empty: everywhere.")
    )
    hs_prefix = models.CharField(max_length=10, blank=True, help_text=_("Empty: all goods."))
    is_guaranteed = models.BooleanField(
        _("guaranteed"), default=True, help_text=_("Unticked: an exception, these goods are not guaranteed.")
    )
    maximum_eur = models.DecimalField(
        _("up to goods of (EUR)"), max_digits=14, decimal_places=2, help_text=_("Value of all goods of the order.")
    )
    only_confirmed = models.BooleanField(
        _("only on confirmed rules"), default=True, help_text=_("Not where a rule that was used is unconfirmed.")
    )
    margin_percent = models.DecimalField(
        _("charge (%)"),
        max_digits=6,
        decimal_places=3,
        default=Decimal(0),
        help_text=_("What the guarantee costs the buyer, as a percentage of duty, tax and fees."),
    )

    class Meta:
        verbose_name = _("guarantee policy")
        verbose_name_plural = _("guarantee policies")
        ordering = ["destination", "hs_prefix", "-valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["destination", "hs_prefix", "valid_from"], name="trade_guarantee_policy_starts_once"
            ),
            period_constraint("trade_guarantee_policy_period"),
            models.CheckConstraint(
                condition=Q(maximum_eur__gte=0, margin_percent__gte=0, margin_percent__lte=100),
                name="trade_guarantee_policy_within_bounds",
            ),
            models.CheckConstraint(
                condition=Q(hs_prefix__regex=r"^[0-9]{0,10}$"), name="trade_guarantee_policy_prefix_is_digits"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.destination or '*'} {self.hs_prefix or '*'} {self.valid_from}"
