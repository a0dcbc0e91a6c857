"""Companies that sell, what they list, and what they have in stock."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SellersConfig(AppConfig):
    name = "sellers"
    verbose_name = _("Sellers and listings")

    def ready(self) -> None:
        # Models are there only now.
        from sellers.queries import on_sale, reach
        from trade import effects, restriction_effects

        effects.register(on_sale.goods_on_sale)
        restriction_effects.register_goods_on_sale(reach.goods_on_sale)
