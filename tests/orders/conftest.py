"""The rules, rates and carriers of trade, for the files that ask for them."""

from typing import Any

import pytest


@pytest.fixture(scope="session")
def world(django_db_setup: None, django_db_blocker: Any) -> None:
    """Committed, and kept: loading takes seconds, and each test rolls back what it changes."""
    # Here, because this file is read before the settings.
    from django.utils import timezone

    from tests.trade.factories import load_world

    with django_db_blocker.unblock():
        load_world(timezone.now())
