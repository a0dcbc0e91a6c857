from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrdersConfig(AppConfig):
    name = "orders"
    verbose_name = _("Orders")

    def ready(self) -> None:
        """Bring carts along at sign-in; put reviews on product pages and orders on the selling desk."""
        from django.contrib.auth.signals import user_logged_in

        from buyers import panels
        from orders.cards import order_cards
        from orders.review_panel import review_panel
        from orders.signin import bring_cart_along
        from sellers import desk

        user_logged_in.connect(bring_cart_along, dispatch_uid="orders.bring_cart_along")
        panels.register(review_panel)
        desk.register(order_cards)
