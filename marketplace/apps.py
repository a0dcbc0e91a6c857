from typing import Any

from django.apps import AppConfig

# Tasks are shared; importing the application here makes it the one they run on.
from marketplace.celery import app as celery_app


class MarketplaceConfig(AppConfig):
    """The composition root: makes the table of reactions the one in force, and introduces rooms to each other."""

    name = "marketplace"
    label = "marketplace"
    verbose_name = "Bridgeway"
    celery = celery_app

    def ready(self) -> None:
        from marketplace.kernel.events import register
        from marketplace.reactions import REACTIONS

        register(REACTIONS)
        self._put_money_on_the_desk()

    def _put_money_on_the_desk(self) -> None:
        """Sellers and payments do not know each other; here they are introduced."""
        from payments import queries
        from sellers import desk

        def money_cards(actor: Any) -> list[desk.DeskCard]:
            return [desk.DeskCard(**card) for card in queries.desk_cards(actor)]

        desk.register(money_cards)
