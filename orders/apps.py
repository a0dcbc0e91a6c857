from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrdersConfig(AppConfig):
    name = "orders"
    verbose_name = _("Orders")

    def ready(self) -> None:
        """Bring carts along at sign-in; put reviews on product pages and orders on the selling desk."""
        from django.contrib.auth.signals import user_logged_in

        from buyers import panels
        from orders import exported
        from orders.cards import order_cards
        from orders.desk_panels import money_panel, sales_panel
        from orders.review_panel import review_panel
        from orders.seller_reviews import reviews_tab
        from orders.signin import bring_cart_along
        from orders.standing import trade_record
        from sellers import desk, standing, storefront_tabs

        user_logged_in.connect(bring_cart_along, dispatch_uid="orders.bring_cart_along")
        exported.register_parts()
        panels.register(review_panel)
        desk.register(order_cards)
        desk.register_panel(sales_panel)
        desk.register_panel(money_panel)
        standing.register(trade_record)
        storefront_tabs.register(reviews_tab)
