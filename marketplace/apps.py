from django.apps import AppConfig

# Tasks are shared; importing the application here makes it the one they run on.
from marketplace.celery import app as celery_app


class MarketplaceConfig(AppConfig):
    """The composition root: makes the table of reactions the one in force."""

    name = "marketplace"
    label = "marketplace"
    verbose_name = "Bridgeway"
    celery = celery_app

    def ready(self) -> None:
        from marketplace.kernel.events import register
        from marketplace.reactions import REACTIONS

        register(REACTIONS)
