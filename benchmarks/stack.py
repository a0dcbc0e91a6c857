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
from http.client import HTTPConnection
from pathlib import Path

from marketplace.embedded import Postgres, Redis
from marketplace.embedded.redis import free_port

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
def served(application: str) -> Iterator[int]:
    """Serve a WSGI application with one granian worker; yields its port."""
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
        yield port
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(10)
