"""Reference data is loaded once a run; the tests of this room look at it and put back what they change."""

from typing import Any

import pytest

from tests.trade.factories import load_world


@pytest.fixture(scope="session", autouse=True)
def reference_world(django_db_setup: None, django_db_blocker: Any) -> None:
    """Rules, rates and carriers, committed before the first test; `load_world()` in a test then finds them there."""
    with django_db_blocker.unblock():
        load_world()
