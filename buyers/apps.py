from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BuyersConfig(AppConfig):
    name = "buyers"
    verbose_name = _("Buyers")

    def ready(self) -> None:
        """Tell selling what buying knows: waiting messages, how fast sellers answer, prices at doors."""
        from buyers import exported
        from buyers.cards import message_cards
        from buyers.offers import cards_for
        from buyers.replies import reply_times
        from buyers.seller_doors import landed_at
        from sellers import desk, doors, standing, storefront_cards

        exported.register_parts()
        desk.register(message_cards)
        standing.register(reply_times)
        doors.register(landed_at)
        storefront_cards.register(cards_for)
