"""
The sandbox's memory: tables of JSON objects, kept in a journal of committed changes.

One lock serialises transactions, so every handler sees and leaves a consistent world. A commit is one appended line,
so a killed process loses at most the line it was writing, and a half-written last line is ignored at the next start.
"""

import fcntl
import io
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from pathlib import Path
from typing import Any

Row = dict[str, Any]


class DataDirectoryBusy(RuntimeError):
    """Another sandbox is using the data directory."""


class Transaction:
    """Changes that are seen by their own handler at once and by the others after :meth:`Store.transaction` ends."""

    def __init__(self, tables: dict[str, dict[str, Row]]) -> None:
        self._tables = tables
        self._changed: dict[str, dict[str, Row | None]] = {}
        self.after_commit: list[Callable[[], None]] = []

    def get(self, table: str, key: str) -> Row | None:
        """A private copy of the row, or None. Write it back with :meth:`put`."""
        changed = self._changed.get(table, {})
        row = changed[key] if key in changed else self._tables.get(table, {}).get(key)
        return deepcopy(row)

    def put(self, table: str, row: Row) -> None:
        """Insert or replace by ``row["id"]``; an existing row keeps its place in the order."""
        self._changed.setdefault(table, {})[row["id"]] = deepcopy(row)

    def delete(self, table: str, key: str) -> None:
        self._changed.setdefault(table, {})[key] = None

    def rows(self, table: str) -> Iterator[Row]:
        """All rows, oldest first. They are not copies: read them, do not change them."""
        base, changed = self._tables.get(table, {}), self._changed.get(table, {})
        for key, row in base.items():
            current = changed.get(key, row)
            if current is not None:
                yield current
        for key, new in changed.items():
            if new is not None and key not in base:
                yield new

    def newest_first(self, table: str) -> Iterator[Row]:
        base, changed = self._tables.get(table, {}), self._changed.get(table, {})
        for key, new in reversed(changed.items()):
            if new is not None and key not in base:
                yield new
        for key, row in reversed(base.items()):
            current = changed.get(key, row)
            if current is not None:
                yield current

    def changes(self) -> list[tuple[str, str, Row | None]]:
        return [(table, key, row) for table, rows in self._changed.items() for key, row in rows.items()]


class Store:
    """
    Tables in memory, journal on disk in ``directory``.

    :raises DataDirectoryBusy: if another process holds the directory.
    """

    def __init__(self, directory: Path) -> None:
        directory.mkdir(parents=True, exist_ok=True)
        self._path = directory / "journal.jsonl"
        self._guard = (directory / "lock").open("w")
        try:
            fcntl.flock(self._guard, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise DataDirectoryBusy(f"{directory} is in use by another sandbox.") from error
        self.lock = threading.RLock()
        self._tables: dict[str, dict[str, Row]] = {}
        self._journal: io.FileIO | None = None
        self._load()
        self._compact()

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        """Commit on leaving; an exception leaves nothing behind."""
        with self.lock:
            transaction = Transaction(self._tables)
            yield transaction
            self._commit(transaction.changes())
        for callback in transaction.after_commit:
            callback()

    def clear(self) -> None:
        """Forget everything."""
        with self.lock:
            self._tables.clear()
            self._compact()

    def close(self) -> None:
        """Wait for the running transaction and let the directory go."""
        with self.lock:
            if self._journal is not None:
                self._journal.close()
                self._journal = None
            self._guard.close()

    def _commit(self, changes: list[tuple[str, str, Row | None]]) -> None:
        if not changes:
            return
        if self._journal is None:
            raise RuntimeError("The store is closed.")
        self._journal.write(json.dumps(changes, separators=(",", ":")).encode() + b"\n")
        self._apply(changes)

    def _apply(self, changes: list[tuple[str, str, Row | None]]) -> None:
        for table, key, row in changes:
            if row is None:
                self._tables.get(table, {}).pop(key, None)
            else:
                self._tables.setdefault(table, {})[key] = row

    def _load(self) -> None:
        if not self._path.exists():
            return
        with self._path.open("rb") as journal:
            for line in journal:
                if not line.endswith(b"\n"):
                    break
                self._apply(json.loads(line))

    def _compact(self) -> None:
        """Write the present state as a new journal and swap it in with one rename."""
        fresh = self._path.with_suffix(".new")
        with fresh.open("wb") as journal:
            for table, rows in self._tables.items():
                for key, row in rows.items():
                    journal.write(json.dumps([(table, key, row)], separators=(",", ":")).encode() + b"\n")
        fresh.replace(self._path)
        if self._journal is not None:
            self._journal.close()
        # Unbuffered: a committed change is with the operating system before the answer leaves.
        self._journal = self._path.open("ab", buffering=0)
