"""Exchange rates by day."""

import datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from marketplace.kernel.fields import PublicIdField


class ExchangeRate(models.Model):
    """How many units of `currency` one euro bought on `date`, and who said so."""

    class Kind(models.TextChoices):
        MARKET = "market", _("Published reference rate")
        PEG = "peg", _("Official peg")
        INDICATIVE = "indicative", _("Indicative rate")
        MANUAL = "manual", _("Rate set by hand")

    date = models.DateField()
    currency = models.CharField(max_length=3)
    per_eur = models.DecimalField(max_digits=24, decimal_places=10)
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.MARKET)
    source = models.CharField(max_length=200, help_text=_("Who said so, in full."))
    source_code = models.CharField(max_length=20, blank=True, help_text=_("The source's code, named by trade.fx."))
    reason = models.TextField(blank=True, help_text=_("Why it was set by hand."))
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["-date", "currency"]
        verbose_name = _("exchange rate")
        verbose_name_plural = _("exchange rates")
        constraints = [
            # Two rates for one day would make a conversion depend on row order.
            models.UniqueConstraint(fields=["currency", "date"], name="trade_one_rate_per_currency_and_day"),
            models.CheckConstraint(condition=models.Q(per_eur__gt=0), name="trade_rate_is_positive"),
            # A figure that a person typed says who and why.
            models.CheckConstraint(
                condition=~models.Q(kind="manual") | (~models.Q(reason="") & models.Q(set_by__isnull=False)),
                name="trade_manual_rate_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.date} 1 EUR = {self.per_eur.normalize():f} {self.currency}"


class FxQuote(models.Model):
    """
    A rate that stands until it expires: one `source` buys `rate` of `target`, margin included.

    `rate_source` and `as_of` say where the mid rate comes from. A used quote is kept with what used it.
    """

    public_id = PublicIdField(prefix="fxq")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=3)
    target = models.CharField(max_length=3)
    rate = models.DecimalField(max_digits=34, decimal_places=18)
    mid_rate = models.DecimalField(max_digits=34, decimal_places=18)
    margin_percent = models.DecimalField(max_digits=6, decimal_places=3)
    rate_source = models.CharField(max_length=200, blank=True)
    as_of = models.DateField()
    quoted_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    used_for = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["-quoted_at"]
        verbose_name = _("exchange rate quote")
        verbose_name_plural = _("exchange rate quotes")
        constraints = [
            models.CheckConstraint(condition=models.Q(rate__gt=0, mid_rate__gt=0), name="trade_fx_quote_is_positive"),
            # A quote that never ends would be a gift of every later movement.
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("quoted_at")), name="trade_fx_quote_expires"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.public_id} 1 {self.source} = {self.rate.normalize():f} {self.target}"

    def has_expired(self, now: datetime.datetime) -> bool:
        """Tell whether the rate does not stand any more."""
        return now >= self.expires_at
