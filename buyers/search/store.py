"""
Where the index lies on this host's disk, and how it is opened.

    SEARCH_INDEX_DIR/
        generations/<name>/     a whole index, with `made.json`: schema version, feed position, time
        current                 the name of the generation in use; replaced in one step
        damaged                 left by a reader that found the present generation broken
        writer.lock, build.lock held by the one process that writes, or builds

Readers never lock: they look at `current` and at the index's own commit file (two `stat` calls) before a search and
reload when either changed.
"""

import fcntl
import json
import os
import secrets
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import structlog
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from tantivy import Index, Searcher

from marketplace.kernel.refusals import Refusal

from .schema import SCHEMA, VERSION

log = structlog.get_logger(__name__)


class SearchUnavailable(Refusal):
    """There is no index to search; it is being built."""

    code = "search_unavailable"
    status = 503
    title = _("Search is being prepared")
    message = _("The catalogue is being indexed. Try again in a moment; everything else works.")


class AlreadyLocked(Exception):
    """Another process on this host holds the lock."""


def root() -> Path:
    return Path(settings.SEARCH_INDEX_DIR)


def is_panic(error: BaseException) -> bool:
    """Tell whether the index library gave up on broken data."""
    return type(error).__name__ == "PanicException"


@contextmanager
def lock(name: str, *, wait: bool = False) -> Iterator[None]:
    """
    Hold this host's lock called `name` (a file, freed by the kernel when the process dies).

    :raises AlreadyLocked: if another process holds it and `wait` is False.
    """
    root().mkdir(parents=True, exist_ok=True)
    with (root() / f"{name}.lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            raise AlreadyLocked(name) from None
        yield


@dataclass(frozen=True)
class Generation:
    """One whole index on disk."""

    name: str

    @property
    def folder(self) -> Path:
        return root() / "generations" / self.name

    def details(self) -> dict[str, object]:
        """Return `made.json`: version, position, built_at, documents."""
        return dict(json.loads((self.folder / "made.json").read_text()))

    def position(self) -> int:
        """Return the place in the change feed up to which this generation holds every change."""
        return int((self.folder / "position").read_text())

    def save_position(self, position: int) -> None:
        _replace(self.folder / "position", str(position))

    def open(self) -> Index:
        """
        Return the index, opened.

        :raises SearchUnavailable: if it is not there, broken, or of another version.
        """
        try:
            if self.details().get("version") != VERSION:
                raise SearchUnavailable
            index = Index(SCHEMA, path=str(self.folder / "index"), reuse=True)
            index.config_reader("manual")
            index.reload()
            return index
        except SearchUnavailable:
            raise
        except BaseException as error:
            if isinstance(error, (OSError, ValueError)) or is_panic(error):
                raise SearchUnavailable from error
            raise

    def commit_mark(self) -> tuple[int, int]:
        """Return what changes with every commit."""
        stat = (self.folder / "index" / "meta.json").stat()
        return stat.st_mtime_ns, stat.st_ino


def new_generation() -> Generation:
    """Return a fresh, empty generation: its folder exists, nothing points to it."""
    made = Generation(f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{secrets.token_hex(3)}")
    (made.folder / "index").mkdir(parents=True)
    return made


def current_generation() -> Generation | None:
    """Return the generation in use, or None."""
    try:
        name = (root() / "current").read_text().strip()
    except OSError:
        return None
    return Generation(name) if name and "/" not in name else None


def publish(generation: Generation, *, position: int, documents: int, rates: str) -> None:
    """
    Make `generation` the one in use, in one step, and drop the others; open readers keep theirs until they reload.

    `position` is the place in the change feed it starts from, `rates` the edition of exchange rates it is priced with.
    """
    details = {
        "version": VERSION,
        "documents": documents,
        "rates": rates,
        "built_at": datetime.now(UTC).isoformat(),
    }
    generation.save_position(position)
    _replace(generation.folder / "made.json", json.dumps(details))
    _replace(root() / "current", generation.name)
    with suppress(FileNotFoundError):
        (root() / "damaged").unlink()
    for folder in (root() / "generations").iterdir():
        if folder.name != generation.name:
            shutil.rmtree(folder, ignore_errors=True)
    log.info("index_published", generation=generation.name, documents=documents, position=position)


def report_damage(generation: Generation) -> None:
    """Tell the follower that `generation` cannot be read, so that it builds another."""
    with suppress(OSError):
        _replace(root() / "damaged", generation.name)
    log.error("index_damaged", generation=generation.name)


def is_damaged(generation: Generation) -> bool:
    """Tell whether a reader reported `generation` as broken."""
    try:
        return (root() / "damaged").read_text().strip() == generation.name
    except OSError:
        return False


def _replace(path: Path, text: str) -> None:
    draft = path.with_name(f"{path.name}.{os.getpid()}.{threading.get_ident()}")
    with draft.open("w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


class Reader:
    """This process's view of the index in use; safe to share between threads."""

    # Between two looks at the disk; far below the two seconds an edit may take to be found.
    LOOK_EVERY_SECONDS = 0.1

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._generation: Generation | None = None
        self._index: Index | None = None
        self._mark: tuple[int, int] = (0, 0)
        self._looked_at = 0.0

    def searcher(self) -> tuple[Searcher, str]:
        """
        Return a searcher on the newest commit, and a mark that changes whenever the index does.

        :raises SearchUnavailable: if there is no usable index on this host.
        """
        now = time.monotonic()
        if self._index is None or now - self._looked_at >= self.LOOK_EVERY_SECONDS:
            with self._lock:
                self._look()
                self._looked_at = now
        index, generation = self._index, self._generation
        if index is None or generation is None:
            raise SearchUnavailable
        return index.searcher(), f"{generation.name}:{self._mark[0]}"

    def _look(self) -> None:
        generation = current_generation()
        if generation is None:
            self._index = None
            return None
        try:
            mark = generation.commit_mark()
            if generation != self._generation or self._index is None:
                # Twice, because a generation may be dropped between reading its name and opening it.
                self._index = generation.open()
                self._generation = generation
            elif mark != self._mark:
                self._index.reload()
            self._mark = mark
        except (OSError, ValueError, SearchUnavailable):
            if current_generation() != generation:
                return self._look()
            self._index = None
            report_damage(generation)

    def broken(self) -> None:
        """Give up on the present generation: a search on it failed on broken data."""
        with self._lock:
            if self._generation is not None:
                report_damage(self._generation)
            self._index = None


reader = Reader()


def index_ready() -> bool:
    """Tell whether this host can answer a search."""
    try:
        searcher, _mark = reader.searcher()
        return bool(searcher.num_docs >= 0)
    except SearchUnavailable:
        return False
