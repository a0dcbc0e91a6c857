"""Exchange rates by day."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ExchangeRate(models.Model):
    """How many units of `currency` one euro bought on `date`, and who said so."""

    class Kind(models.TextChoices):
        MARKET = "market", _("Published reference rate")
        PEG = "peg", _("Official peg")
        INDICATIVE = "indicative", _("Indicative rate")

    date = models.DateField()
    currency = models.CharField(max_length=3)
    per_eur = models.DecimalField(max_digits=24, decimal_places=10)
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.MARKET)
    source = models.CharField(max_length=200)

    class Meta:
        ordering = ["-date", "currency"]
        verbose_name = _("exchange rate")
        verbose_name_plural = _("exchange rates")
        constraints = [
            # Two rates for one day would make a conversion depend on row order.
            models.UniqueConstraint(fields=["currency", "date"], name="trade_one_rate_per_currency_and_day"),
            models.CheckConstraint(condition=models.Q(per_eur__gt=0), name="trade_rate_is_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.date} 1 EUR = {self.per_eur.normalize():f} {self.currency}"
