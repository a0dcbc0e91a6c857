"""Start and stop a sandbox from Python: for the supervisor and the tests."""

import atexit
import os
import queue
import subprocess
import sys
import threading
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from .settings import Settings

_ROOT = Path(__file__).resolve().parents[2]


class SandboxDidNotStart(RuntimeError):
    """The process ended, or did not answer, before it was ready; the message is what it said."""


@dataclass
class SandboxProcess:
    """A running sandbox. ``url`` is its base address, ``api_key`` the key it accepts."""

    process: "subprocess.Popen[str]"
    url: str
    api_key: str

    @property
    def pid(self) -> int:
        return self.process.pid

    def is_running(self) -> bool:
        return self.process.poll() is None

    def stop(self, timeout: float = 5.0) -> None:
        """Ask it to end and wait; safe to call twice."""
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(timeout)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        if self.process.stdout is not None:
            self.process.stdout.close()
        atexit.unregister(self.stop)


def command(
    *, host: str = "127.0.0.1", port: int = 0, data_dir: Path | str, webhook_url: str = "", secret: str = "",
    api_key: str = Settings.api_key, public_url: str = "", settings: dict[str, object] | None = None,
) -> list[str]:  # fmt: skip
    """The command line, for a supervisor that starts its own children."""
    line = [sys.executable, "-m", "payments.sandbox", "--host", host, "--port", str(port), "--data", str(data_dir)]
    line += ["--api-key", api_key]
    if webhook_url:
        line += ["--webhook-url", webhook_url, "--webhook-secret", secret]
    if public_url:
        line += ["--public-url", public_url]
    for name, value in (settings or {}).items():
        line += ["--set", f"{name}={value}"]
    return line


def start(
    port: int = 0, data_dir: Path | str = ".data/stripe", webhook_url: str = "", secret: str = "", *,
    host: str = "127.0.0.1", api_key: str = Settings.api_key, public_url: str = "",
    settings: dict[str, object] | None = None, timeout: float = 10.0,
) -> SandboxProcess:  # fmt: skip
    """
    Start a sandbox as a child process and return once ``GET /healthz`` answers. It is stopped at exit.

    :raises SandboxDidNotStart: if it ends or is not ready within ``timeout`` seconds.
    """
    line = command(
        host=host, port=port, data_dir=Path(data_dir).absolute(), webhook_url=webhook_url, secret=secret,
        api_key=api_key, public_url=public_url, settings=settings,
    )  # fmt: skip
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(line, cwd=_ROOT, env=environment, stdout=subprocess.PIPE, text=True)
    handle = SandboxProcess(process, "", api_key)
    try:
        handle.url = _address(process, timeout)
        _wait_healthy(handle.url, timeout)
    except BaseException:
        handle.stop()
        raise
    atexit.register(handle.stop)
    return handle


def _address(process: "subprocess.Popen[str]", timeout: float) -> str:
    assert process.stdout is not None
    lines: queue.Queue[str] = queue.Queue()
    threading.Thread(target=lambda: lines.put(process.stdout.readline()), daemon=True).start()  # type: ignore[union-attr]
    try:
        line = lines.get(timeout=timeout)
    except queue.Empty:
        raise SandboxDidNotStart(f"The Stripe sandbox was not ready after {timeout:g} s.") from None
    if " at http" not in line:
        raise SandboxDidNotStart(f"The Stripe sandbox ended with code {process.wait(timeout)}; see its error output.")
    return line.rpartition(" at ")[2].strip()


def _wait_healthy(url: str, timeout: float) -> None:
    end = time.monotonic() + timeout
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    while True:
        try:
            opener.open(f"{url}/healthz", timeout=2).close()
            return
        except OSError as error:
            if time.monotonic() > end:
                raise SandboxDidNotStart(f"The Stripe sandbox at {url} does not answer.") from error
            time.sleep(0.02)
