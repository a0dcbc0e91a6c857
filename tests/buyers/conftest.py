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


@pytest.fixture(scope="module")
def reference_data(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Rules, rates and carriers, committed because loading takes seconds; taken away at the file's end."""
    # Here, because this file is read before the settings.
    from django.apps import apps
    from django.utils import timezone

    from tests.trade.factories import load_world
    from trade.editions import forget_all

    with django_db_blocker.unblock():
        load_world(timezone.now())
    yield
    with django_db_blocker.unblock():
        apps.get_model("trade", "HsCode").objects.update(parent=None)
        for model in reversed(list(apps.get_app_config("trade").get_models())):
            model._default_manager.all().delete()
    forget_all()
