"""The rules, rates and carriers of trade, loaded once for each file that asks for them."""

from collections.abc import Iterator
from typing import Any

import pytest


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Committed, because loading takes seconds and each test rolls back; taken away again at the file's end."""
    # Here, because this file is read before the settings.
    from django.apps import apps
    from django.db import connection, transaction
    from django.utils import timezone

    from tests.trade.factories import load_world
    from trade.editions import forget_all

    with django_db_blocker.unblock():
        load_world(timezone.now())
    yield
    with django_db_blocker.unblock():
        tables = [model._meta.db_table for model in apps.get_app_config("trade").get_models()]
        with transaction.atomic(), connection.cursor() as cursor:
            for table in tables:
                cursor.execute(f'DELETE FROM "{table}"')
    forget_all()
