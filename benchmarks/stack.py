"""A private stack to measure: embedded PostgreSQL and Redis, a loaded world, web servers on free ports."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

from marketplace.embedded import Postgres, Redis
from marketplace.embedded.redis import free_port


@dataclass(frozen=True)
class Served:
    """A running server: its port, and the process that its worker is a child of."""

    port: int
    pid: int

    def cpu_seconds(self) -> float:
        """Return the processor time that the server and its worker have used so far."""
        ticks = 0
        for pid in [self.pid, *self._children()]:
            # Fields 14 and 15 of proc_pid_stat(5): user and system time.
            fields = Path(f"/proc/{pid}/stat").read_text().rsplit(") ", 1)[1].split()
            ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    def _children(self) -> list[int]:
        return [int(pid) for pid in Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()]


ROOT = Path(__file__).resolve().parent.parent


@contextlib.contextmanager
def databases() -> Iterator[None]:
    """PostgreSQL with durable settings (what is measured is what is promised) and Redis, for the time of the run."""
    folder = Path(tempfile.mkdtemp(prefix="bridgeway-bench-"))
    folder.chmod(0o711)
    postgres, redis = Postgres(folder / "postgres"), Redis(folder / "redis")
    try:
        os.environ["DATABASE_URL"] = postgres.start()
        os.environ["REDIS_URL"] = redis.start()
        os.environ["DATA_DIR"] = str(folder / "data")
        os.environ["DJANGO_SETTINGS_MODULE"] = "marketplace.settings.local"
        os.environ["LOG_LEVEL"] = "ERROR"
        yield
    finally:
        redis.stop()
        postgres.stop()
        shutil.rmtree(folder, ignore_errors=True)


def manage(*words: str) -> None:
    """Run a management command of the project on the measured stack."""
    subprocess.run([sys.executable, "manage.py", *words], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


@contextlib.contextmanager
def served(application: str) -> Iterator["Served"]:
    """Serve a WSGI application with one granian worker; yields where."""
    port = free_port()
    command = [sys.executable, "-m", "granian", application, "--interface", "wsgi", "--host", "127.0.0.1"]
    server = subprocess.Popen(
        [*command, "--port", str(port), "--workers", "1", "--blocking-threads", "2", "--log-level", "error"], cwd=ROOT
    )
    try:
        for _ in range(400):
            with contextlib.suppress(OSError):
                HTTPConnection("127.0.0.1", port, timeout=1).connect()
                break
            time.sleep(0.05)
        yield Served(port, server.pid)
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(10)
