"""Reference data is loaded once a run; the tests of this room look at it and put back what they change."""

from typing import Any

import pytest


@pytest.fixture(scope="session", autouse=True)
def reference_world(django_db_setup: None, django_db_blocker: Any) -> None:
    """Rules, rates and carriers, committed before the first test; `load_world()` in a test then finds them there."""
    # Not at the top: this file is read before Django is set up.
    from tests.trade.factories import load_world

    with django_db_blocker.unblock():
        load_world()
