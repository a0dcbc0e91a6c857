"""One log file a child under `.data/logs/`; those of the last runs are kept beside it."""

import os
from collections.abc import Iterator
from pathlib import Path

KEPT = 5


def fresh_log(path: Path) -> Path:
    """Move the logs of the last runs one number up (`web.log` -> `web.log.1` ...) and make an empty one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and path.stat().st_size:
        for number in range(KEPT - 1, 0, -1):
            older = path.with_name(f"{path.name}.{number}")
            if older.exists():
                older.replace(path.with_name(f"{path.name}.{number + 1}"))
        path.replace(path.with_name(f"{path.name}.1"))
    path.touch()
    return path


def last_lines(path: Path, count: int) -> list[str]:
    """The end of a log: what a person wants to see of a child that failed."""
    with path.open("rb") as file:
        file.seek(0, os.SEEK_END)
        file.seek(max(0, file.tell() - 16_384))
        return file.read().decode(errors="replace").splitlines()[-count:]


class Tail:
    """Reads what has been added to a log since the last look, by whole lines."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._position = 0

    def new_lines(self) -> Iterator[str]:
        with self._path.open("rb") as file:
            file.seek(self._position)
            text = file.read()
        whole, newline, _rest = text.rpartition(b"\n")
        self._position += len(whole) + len(newline)
        yield from whole.decode(errors="replace").splitlines()
