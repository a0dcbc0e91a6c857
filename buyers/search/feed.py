"""
Follow the catalogue's change feed into this host's index.

One process per host writes (`manage.py follow_changes`); it holds a file lock that the kernel frees when it dies.
Applying a change twice changes nothing, so the position is saved after the commit and a crash between the two is
harmless.
"""

import threading
import time
from collections.abc import Callable

import structlog
from django.db import Error as DatabaseError
from django.db import close_old_connections, connection
from tantivy import Index, IndexWriter, Query

from sellers import queries as sellers
from trade import queries as trade

from . import store
from .build import rebuild
from .documents import Surroundings, documents_of, surroundings
from .schema import SCHEMA, to_tantivy

log = structlog.get_logger(__name__)

HEAP_BYTES = 32_000_000
MOST_CHANGES = 2_000
POLL_SECONDS = 0.25
# How often the category tree, the rates and the age of the index are looked at.
REFRESH_SECONDS = 60.0


class Follower:
    """Applies changes to the index in use, and builds one where there is none that works."""

    def __init__(self) -> None:
        self._generation: store.Generation | None = None
        self._index: Index | None = None
        self._writer: IndexWriter | None = None
        self._around: Surroundings | None = None
        self._around_at = 0.0
        self._kept_house_at = time.monotonic()
        self._rebuilding: threading.Thread | None = None

    def run(self, stopped: Callable[[], bool]) -> None:
        """Follow until `stopped()`. Waits while another process on this host is the writer."""
        with store.lock("writer", wait=True):
            log.info("follower_started")
            while not stopped():
                try:
                    applied = self.tick()
                except DatabaseError as error:
                    log.warning("follower_database_error", error=str(error))
                    connection.close()
                    applied = 0
                    time.sleep(1)
                close_old_connections()
                self._housekeep()
                if applied < MOST_CHANGES:
                    time.sleep(POLL_SECONDS)
            self._let_go()

    def tick(self) -> int:
        """Apply what changed since the last time; return how many changes were read."""
        writer, generation = self._open()
        position = generation.position()
        changes = sellers.changes_after(position, limit=MOST_CHANGES)
        if not changes:
            return 0
        ids = sorted({change.listing_id for change in changes})
        listings = documents_of(ids, self._surroundings())
        try:
            for pk in ids:
                # By query: by term the library takes the number for a signed one and deletes nothing.
                writer.delete_documents_by_query(Query.term_query(SCHEMA, "id", pk))
            for listing in listings:
                writer.add_document(to_tantivy(listing))
            writer.commit()
            generation.save_position(changes[-1].sequence)
        except BaseException as error:
            if isinstance(error, (OSError, ValueError)) or store.is_panic(error):
                # Broken or just replaced by a newer one: the next tick finds out which.
                if store.current_generation() == generation:
                    store.report_damage(generation)
                self._let_go()
                return len(changes)
            raise
        log.info("changes_applied", changes=len(changes), listings=len(listings))
        return len(changes)

    def _open(self) -> tuple[IndexWriter, store.Generation]:
        current = store.current_generation()
        if current is not None and current == self._generation and self._writer and not store.is_damaged(current):
            return self._writer, current
        self._let_go()
        if current is None or store.is_damaged(current) or not _works(current):
            log.warning("index_missing_or_damaged", generation=current.name if current else None)
            rebuild()
            current = store.current_generation()
        if current is None:
            raise RuntimeError("a rebuild left no index")
        self._index = current.open()
        self._writer = self._index.writer(HEAP_BYTES, 1)
        self._generation = current
        return self._writer, current

    def _let_go(self) -> None:
        self._writer = self._index = self._generation = None

    def _surroundings(self) -> Surroundings:
        now = time.monotonic()
        if self._around is None or now - self._around_at > REFRESH_SECONDS:
            rates = trade.current_rates()
            self._around, self._around_at = surroundings(rates), now
        return self._around

    def _housekeep(self) -> None:
        """Now and then, rebuild beside the running index if exchange rates have come that it is not priced with."""
        now = time.monotonic()
        if now - self._kept_house_at < REFRESH_SECONDS:
            return
        self._kept_house_at = now
        if self._generation is None or (self._rebuilding is not None and self._rebuilding.is_alive()):
            return
        if self._generation.details().get("rates") != trade.current_rates().version:
            self._rebuilding = threading.Thread(target=_rebuild_in_background, name="rebuild", daemon=True)
            self._rebuilding.start()


def _rebuild_in_background() -> None:
    try:
        rebuild()
    finally:
        connection.close()


def _works(generation: store.Generation) -> bool:
    """Tell whether `generation` opens and answers a query that reads all of its segments."""
    try:
        index = generation.open()
        generation.position()
        searcher = index.searcher()
        searcher.terms_with_prefix("words", "", None, 1)
        return bool(searcher.num_docs >= 0)
    except store.SearchUnavailable:
        return False
    except BaseException as error:
        if isinstance(error, (OSError, ValueError)) or store.is_panic(error):
            return False
        raise
