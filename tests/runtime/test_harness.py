"""A test run that is told to end leaves no server and no folder behind."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
# What this run has set for itself and its workers.
OURS = ("DATABASE_URL", "REDIS_URL", "DATA_DIR", "DJANGO_SETTINGS_MODULE", "BRIDGEWAY_TESTS_FOLDER", "PYTEST_")


def servers_in(folder: Path) -> set[str]:
    """The names of the programs that work in `folder`, as servers do in their own."""
    found = set()
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if (process / "cwd").readlink().is_relative_to(folder):
                found.add((process / "comm").read_text().strip())
        except OSError:
            continue
    return found


def wait_for(found: Callable[[], bool], seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while not found() and time.monotonic() < deadline:
        time.sleep(0.05)
    return found()


def test_sigterm_stops_the_servers_and_removes_their_folder(tmp_path: Path) -> None:
    # A short path: sockets lie in it.
    folder = Path(tempfile.mkdtemp(prefix="bw-"))
    folder.chmod(0o711)
    output = tmp_path / "output"
    begun = tmp_path / "begun"
    slow = f"import pathlib, time\ndef test_it():\n    pathlib.Path({str(begun)!r}).touch()\n    time.sleep(60)\n"
    (tmp_path / "test_slow.py").write_text(slow)
    environment = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    run = subprocess.Popen(
        [sys.executable, "-m", "pytest", "-p", "conftest", "-n", "1", "-q", "-c", "pyproject.toml", tmp_path],
        cwd=ROOT,
        env=environment | {"TMPDIR": str(folder)},
        stdout=output.open("wb"),
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    try:
        assert wait_for(begun.exists, 120), output.read_text()
        assert servers_in(folder) == {"postgres", "redis-server"}
        # As `timeout` does it: the controlling process first, then everybody it started.
        os.kill(run.pid, signal.SIGTERM)
        os.killpg(run.pid, signal.SIGTERM)
        run.wait(30)
        assert wait_for(lambda: not servers_in(folder), 20), servers_in(folder)
        assert not list(folder.glob("bridgeway-tests-*"))
    finally:
        if run.poll() is None:
            os.killpg(run.pid, signal.SIGKILL)
        shutil.rmtree(folder, ignore_errors=True)
