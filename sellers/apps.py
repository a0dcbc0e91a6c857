"""Companies that sell, what they list, and what they have in stock."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SellersConfig(AppConfig):
    name = "sellers"
    verbose_name = _("Sellers and listings")

    def ready(self) -> None:
        # Models are there only now.
        from accounts import holds
        from sellers import exported, holding, onboarding, standing
        from sellers.queries.on_sale import listings_on_sale
        from sellers.queries.storefronts import first_orders
        from trade import effects

        onboarding.register()
        standing.register(first_orders)
        effects.register(listings_on_sale)
        exported.register_parts()
        holds.register_subject("lst", holds.SubjectKind(holding.find_listing, holding.set_listing_held))
        holds.follow(holding.seller_changed)
