"""Every test of this room has its own index folder and forgets what the process read of another."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def index_folder(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    # Here, because this file is read before the settings.
    from buyers.categories import forget
    from buyers.search import store

    settings.SEARCH_INDEX_DIR = tmp_path / "index"
    forget()
    # Tests write and search within a tenth of a second.
    monkeypatch.setattr(store.Reader, "LOOK_EVERY_SECONDS", 0.0)
    store.reader.__init__()  # type: ignore[misc]
    yield tmp_path / "index"


@pytest.fixture(scope="session")
def reference_data(django_db_setup: None, django_db_blocker: Any) -> None:
    """Rules, rates and carriers, committed and kept, because loading takes seconds."""
    # Here, because this file is read before the settings.
    from django.utils import timezone

    from tests.trade.factories import load_world

    with django_db_blocker.unblock():
        load_world(timezone.now())
