from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BuyersConfig(AppConfig):
    name = "buyers"
    verbose_name = _("Buyers")

    def ready(self) -> None:
        """Put waiting messages on the selling desk, and how fast sellers answer on their storefronts."""
        from buyers import exported
        from buyers.cards import message_cards
        from buyers.replies import reply_times
        from sellers import desk, standing

        exported.register_parts()
        desk.register(message_cards)
        standing.register(reply_times)
