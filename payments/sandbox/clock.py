"""The sandbox's clock, which can be advanced, and the work that falls due on it."""

import threading
import time
import traceback
from collections.abc import Callable

from .store import Row, Store, Transaction


class Clock:
    """
    Wall-clock time plus an offset kept in the store, and a thread that runs due jobs.

    A job is a row ``{"due", "kind", "subject"}``: it lives in the store, so a restart forgets none of them.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._handlers: dict[str, Callable[[Transaction, str], None]] = {}
        self._wake = threading.Condition()
        self._stopped = False
        self._planned = False
        self._offset = self._saved_offset()

    def now(self) -> int:
        """Seconds since the epoch, as the sandbox sees it."""
        return int(self.exact())

    def exact(self) -> float:
        return time.time() + self._offset

    def on(self, kind: str, handler: Callable[[Transaction, str], None]) -> None:
        """Say what runs when a job of ``kind`` falls due: called with the job's subject in a transaction of its own."""
        self._handlers[kind] = handler

    def schedule(self, tx: Transaction, kind: str, subject: str, due: float) -> None:
        """Plan a job with the transaction; a second one of the same kind and subject replaces the first."""
        tx.put("jobs", {"id": f"{kind}:{subject}", "kind": kind, "subject": subject, "due": due})
        tx.after_commit.append(self._notify)

    def advance(self, seconds: float) -> None:
        """Move the clock forward and run everything that falls due before returning."""
        with self._store.transaction() as tx:
            self._offset += seconds
            tx.put("meta", {"id": "clock", "offset": self._offset})
        self.run_due()

    def run_due(self) -> float | None:
        """Run due jobs, oldest first, including those they plan. Returns the next due time, if any."""
        while True:
            with self._store.transaction() as tx:
                job = min(tx.rows("jobs"), key=lambda row: row["due"], default=None)
            if job is None:
                return None
            if job["due"] > self.exact():
                return float(job["due"])
            self._run(job)

    def start(self) -> None:
        threading.Thread(target=self._loop, name="sandbox-clock", daemon=True).start()

    def stop(self) -> None:
        with self._wake:
            self._stopped = True
            self._wake.notify_all()

    def forget(self) -> None:
        """After the store was cleared."""
        self._offset = 0.0

    def _run(self, job: Row) -> None:
        try:
            with self._store.transaction() as tx:
                if tx.get("jobs", job["id"]) == job:
                    tx.delete("jobs", job["id"])
                    self._handlers[job["kind"]](tx, job["subject"])
        except Exception:  # one broken job must not stop the clock
            traceback.print_exc()
            with self._store.transaction() as tx:
                tx.delete("jobs", job["id"])

    def _saved_offset(self) -> float:
        with self._store.transaction() as tx:
            return float((tx.get("meta", "clock") or {"offset": 0.0})["offset"])

    def _notify(self) -> None:
        with self._wake:
            self._planned = True
            self._wake.notify_all()

    def _loop(self) -> None:
        while not self._stopped:
            with self._wake:
                self._planned = False
            due = self.run_due()
            with self._wake:
                if not self._stopped and not self._planned:
                    self._wake.wait(timeout=60 if due is None else max(0.0, min(60.0, due - self.exact())))
