"""The Celery application; tasks are found in each app's `tasks.py`."""

import os

from celery import Celery
from celery.signals import setup_logging
from django_structlog.celery.steps import DjangoStructLogInitStep

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marketplace.settings.local")
app = Celery("bridgeway")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.steps["worker"].add(DjangoStructLogInitStep)
app.autodiscover_tasks()


@setup_logging.connect
def keep_django_logging(**_kwargs: object) -> None:
    """Workers log as the web does (settings/logs.py); Celery's own set-up is left out."""
    import logging.config

    from django.conf import settings

    logging.config.dictConfig(settings.LOGGING)
