"""The running system as a test sees it: its addresses, its database, its mail, its processes and its logs."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import httpx
import psycopg2
from celery import Celery

from marketplace.embedded.redis import free_port
from payments.sandbox.client import SandboxControl

ROOT = Path(__file__).resolve().parents[2]
#: Seconds. On an idle machine it takes about ten, on one that does much else half a minute.
START = 180.0


class StackDidNotStart(RuntimeError):
    """The system ended, or was not ready in time; the message is the end of its logs."""


def eventually(question: Callable[[], Any], seconds: float = 20.0, what: str = "") -> Any:
    """Ask until the answer is true, and return it; `AssertionError` after `seconds`."""
    deadline = time.monotonic() + seconds
    while not (answer := question()):
        assert time.monotonic() < deadline, f"not within {seconds:g} s: {what or question}"
        time.sleep(0.1)
    return answer


@dataclass
class Stack:
    """Everything `make run` starts, on free ports, with a database, a Redis database and a data folder of its own."""

    data: Path
    database_url: str
    redis_url: str
    operator: tuple[str, str]
    port: int = field(default_factory=free_port)
    process: "subprocess.Popen[bytes] | None" = None
    stripe_url: str = ""
    started_in: float = 0.0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """:raises StackDidNotStart: with the logs' last lines."""
        began = time.monotonic()
        self.data.mkdir(parents=True, exist_ok=True)
        # Nothing of the test run's own settings reaches the system, which runs as it does for people.
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
        email, password = self.operator
        environment = kept | {
            "DATABASE_URL": self.database_url,
            "REDIS_URL": self.redis_url,
            "DATA_DIR": str(self.data),
            "PORT": str(self.port),
            "STRIPE_SANDBOX_PORT": str(free_port()),
            "WEB_WORKERS": "1",
            "DJANGO_SUPERUSER_EMAIL": email,
            "DJANGO_SUPERUSER_PASSWORD": password,
            "PYTHONUNBUFFERED": "1",
        }
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.journeys.system"],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=(self.data / "console.log").open("wb"),
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        while not self.is_ready():
            if self.process.poll() is not None or time.monotonic() - began > START:
                raise StackDidNotStart(self.logs())
            time.sleep(0.1)
        self.started_in = time.monotonic() - began
        lines = (self.data / "console.log").read_text().splitlines()
        self.stripe_url = next(line for line in lines if line.startswith("http://"))

    def is_ready(self) -> bool:
        """Whether every part says so and the supervisor has seen them all."""
        log = self.data / "console.log"
        if not log.exists() or "\nhttp://" not in log.read_text():
            return False
        try:
            return httpx.get(f"{self.url}/readyz", timeout=5, trust_env=False).status_code == 200
        except httpx.HTTPError:
            return False

    def stop(self) -> None:
        if self.process is None or self.process.poll() is not None:
            return
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            # The guardian ends what its supervisor leaves behind.
            self.process.kill()
            self.process.wait()

    def logs(self, lines: int = 40) -> str:
        """The end of every part's log."""
        parts = [self.data / "console.log", *sorted((self.data / "logs").glob("*.log"))]
        return "\n".join(
            f"--- {part.name}\n" + "\n".join(part.read_text(errors="replace").splitlines()[-lines:])
            for part in parts
            if part.exists() and part.stat().st_size
        )

    def sql(self, statement: str, *parameters: Any) -> list[tuple[Any, ...]]:
        """Rows of the system's own database."""
        with closing(psycopg2.connect(self.database_url.replace("postgres://", "postgresql://", 1))) as link:
            link.autocommit = True
            with link.cursor() as cursor:
                cursor.execute(statement, parameters)
                return cursor.fetchall() if cursor.description else []

    def one(self, statement: str, *parameters: Any) -> Any:
        """The single value of the single row."""
        ((value,),) = self.sql(statement, *parameters)
        return value

    def mails_to(self, address: str) -> list[str]:
        """The texts of the mails to `address`, oldest first."""
        texts = []
        for path in sorted((self.data / "mail").glob("*.log"), key=lambda path: path.stat().st_mtime):
            for raw in path.read_bytes().split(b"\n" + b"-" * 79 + b"\n"):
                mail = message_from_bytes(raw.strip(), policy=policy.default)
                if address in str(mail["To"]):
                    body = mail.get_body(("plain",))
                    texts.append(f"{mail['Subject']}\n{body.get_content() if body else ''}")
        return texts

    def code_for(self, address: str) -> str:
        """The code that proves an address, out of the newest mail to it."""
        mails = eventually(lambda: self.mails_to(address), what=f"mail to {address}")
        found = re.search(r"^\s*([A-Z0-9]{3,}(?:-[A-Z0-9]{3,})*)\s*$", mails[-1], re.MULTILINE)
        assert found, mails[-1]
        return found.group(1)

    @contextmanager
    def sandbox(self) -> Iterator[SandboxControl]:
        """Steers the system's own Stripe sandbox."""
        with SandboxControl(self.stripe_url) as control:
            yield control

    def processes(self, name: str) -> list[int]:
        """The processes of one part, told by the log they write: they are copies of one program."""
        assert self.process is not None
        log = self.data / "logs" / f"{name}.log"
        found = []
        for pid in _descendants(self.process.pid):
            try:
                writes_to = Path(f"/proc/{pid}/fd/1").readlink()
            except OSError:
                continue
            if writes_to == log:
                found.append(pid)
        return found

    def kill(self, name: str) -> None:
        """End a part as a power cut would: at once, all of it. The supervisor starts it again."""
        killed = self.processes(name)
        assert killed, f"{name} does not run"
        for pid in killed:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def send_task(self, name: str) -> None:
        """Do now what the clock would do later."""
        with Celery(broker=self.redis_url) as queue:
            queue.send_task(name, queue="prompt")


def _descendants(root: int) -> list[int]:
    children: dict[int, list[int]] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue
            children.setdefault(parent, []).append(int(folder.name))
    found, waiting = [], [root]
    while waiting:
        pid = waiting.pop()
        found.append(pid)
        waiting += children.get(pid, [])
    return found
