"""The cross-border rulebook: currencies, duty and tax, carriers and shipping quotes."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TradeConfig(AppConfig):
    name = "trade"
    verbose_name = _("Trade rules and carriers")

    def ready(self) -> None:
        # Models are there only now.
        from accounts.requirements import Check, register_check
        from trade.queries.screening import screening_clear

        label = _("No name stands against an official list")
        register_check(Check("screening_clear", label, "owners", screening_clear, "trade:checks"))
        from accounts.holds import register_notes
        from trade.hold_notes import screening_notes

        register_notes(screening_notes)
