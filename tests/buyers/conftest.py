"""Every test of this room has its own index folder and forgets what the process read of another."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from buyers.search import store


@pytest.fixture(autouse=True)
def index_folder(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    settings.SEARCH_INDEX_DIR = tmp_path / "index"
    # Tests write and search within a tenth of a second.
    monkeypatch.setattr(store.Reader, "LOOK_EVERY_SECONDS", 0.0)
    store.reader.__init__()  # type: ignore[misc]
    yield tmp_path / "index"
