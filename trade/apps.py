"""The cross-border rulebook: currencies, duty and tax, carriers and shipping quotes."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TradeConfig(AppConfig):
    name = "trade"
    verbose_name = _("Trade rules and carriers")
