"""What runs, told by the environment: each embedded part stands in for an address that was not given."""

import os
import secrets
import shutil
import signal
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from marketplace.embedded.postgres import Postgres
from marketplace.embedded.redis import Redis
from marketplace.settings.secrets import read_or_make_secrets

from . import programs
from .probes import first_free_port, http_answers, port_is_free, redis_answers
from .service import Job, Service, Stage

BASE_DIR = Path(__file__).resolve().parent.parent.parent
DEFAULT_PORT = 8000
ANY_HOST = ("0.0.0.0", "::", "")  # noqa: S104 (recognised, not bound)


class BadEnvironment(Exception):
    """What is wrong with the environment, in one line."""


@dataclass(frozen=True)
class Addresses:
    """Where people reach the system, and where it keeps its data."""

    host: str
    port: int
    data: Path

    @classmethod
    def read(cls, environment: Mapping[str, str]) -> "Addresses":
        """:raises BadEnvironment: if PORT is no port number or is taken."""
        host, port = environment.get("HOST") or "127.0.0.1", environment.get("PORT") or str(DEFAULT_PORT)
        if not port.isdigit() or not 0 < int(port) < 65536:
            raise BadEnvironment(f"PORT={port} is not a port number.")
        data = Path(environment.get("DATA_DIR") or BASE_DIR / ".data").resolve()
        return cls(host, int(port), data)

    def check_port(self) -> None:
        """:raises BadEnvironment: if something else listens there."""
        if not port_is_free(self.host, self.port):
            raise BadEnvironment(
                f"Port {self.port} on {self.host} is taken. Stop what uses it, or choose another: "
                f"make run PORT={first_free_port(self.host, self.port + 1)}"
            )

    @property
    def reachable_host(self) -> str:
        """The name by which this machine reaches itself."""
        host = "127.0.0.1" if self.host in ANY_HOST else self.host
        return f"[{host}]" if ":" in host else host

    @property
    def url(self) -> str:
        return f"http://{self.reachable_host}:{self.port}"


class Plan:
    """
    The stages of a start, and the environment their programs share.

    Making a plan writes the secrets and prepares the data folders; it starts nothing that stays.
    """

    def __init__(self, environment: Mapping[str, str], addresses: Addresses) -> None:
        self._given = environment
        self._addresses = addresses
        self._data = addresses.data
        self.shared: dict[str, str] = {
            "DJANGO_SETTINGS_MODULE": environment.get("DJANGO_SETTINGS_MODULE") or "marketplace.settings.local",
            "DATA_DIR": str(self._data),
            "PUBLIC_URL": environment.get("PUBLIC_URL") or addresses.url,
        }

    def stages(self) -> tuple[Stage, ...]:
        """:raises BadEnvironment: if an embedded part cannot be prepared."""
        servers = []
        # Their addresses go into the shared environment, so they are planned before what reads it.
        if not self._given.get("DATABASE_URL"):
            servers.append(self._postgres())
        if not self._given.get("REDIS_URL"):
            servers.append(self._redis())
        if not (self._given.get("STRIPE_API_KEY") or self._given.get("STRIPE_API_BASE")):
            servers.append(self._stripe_sandbox())
        if not self._given.get("CARRIER_API_BASE"):
            servers.append(self._carrier_sandbox())
        return (
            Stage(services=tuple(servers)),
            Stage(
                services=(
                    self._web(),
                    self._worker("worker", "prompt"),
                    self._worker("bulk", "bulk"),
                    self._beat(),
                    self._follower(),
                ),
                job=Job("data", ("manage.py", "prepare", "--demo"), self._log("prepare"), forked=True),
                load=("project", lambda: programs.load(self.shared)),
            ),
        )

    def _postgres(self) -> Service:
        server = Postgres(self._data / "postgres")
        # A cluster whose making was cut short looks whole, but is not: it is made again from nothing.
        unfinished = self._data / "postgres.unfinished"
        if unfinished.exists():
            shutil.rmtree(server.data_dir, ignore_errors=True)
        if not (server.data_dir / "PG_VERSION").exists():
            self._data.mkdir(parents=True, exist_ok=True)
            unfinished.touch()
        try:
            server.prepare()
        except (OSError, RuntimeError) as error:
            raise BadEnvironment(f"The embedded PostgreSQL cannot be prepared: {error}") from error
        unfinished.unlink(missing_ok=True)
        self.shared["DATABASE_URL"] = server.url

        def ready() -> bool:
            if not (server.sockets / ".s.PGSQL.5432").exists():
                return False
            server.wait_until_ready()
            return True

        return Service(
            name="postgres",
            command=tuple(server.command()),
            log=self._log("postgres"),
            ready=ready,
            # Open connections are cut and everything committed is written; SIGTERM would wait for the clients.
            stop_signal=signal.SIGINT,
            grace=30.0,
            user=server.user,
        )

    def _redis(self) -> Service:
        server = Redis(self._data / "redis")
        server.data_dir.mkdir(parents=True, exist_ok=True)
        self.shared["REDIS_URL"] = server.url
        return Service(
            name="redis",
            command=tuple(server.command()),
            log=self._log("redis"),
            ready=redis_answers("127.0.0.1", server.port),
        )

    def _stripe_sandbox(self) -> Service:
        # A browser that pays is sent there, so it listens where the web server does.
        wish = int(self._given.get("STRIPE_SANDBOX_PORT") or self._addresses.port + 1)
        port = first_free_port(self._addresses.host, wish)
        base = f"http://{self._addresses.reachable_host}:{port}"
        self.shared["STRIPE_API_BASE"] = base
        self.shared["STRIPE_API_KEY"] = f"sk_test_sandbox_{secrets.token_hex(12)}"
        self.shared["STRIPE_WEBHOOK_SECRET"] = read_or_make_secrets(self._data)["STRIPE_WEBHOOK_SECRET"]
        options = {
            "--host": self._addresses.host,
            "--port": str(port),
            "--data": str(self._data / "stripe-sandbox"),
            "--public-url": base,
            "--api-key": self.shared["STRIPE_API_KEY"],
            "--webhook-url": f"{self._addresses.url}/webhooks/stripe/",
            "--webhook-secret": self.shared["STRIPE_WEBHOOK_SECRET"],
        }
        return Service(
            name="stripe sandbox",
            command=(sys.executable, "-m", "payments.sandbox", *(word for pair in options.items() for word in pair)),
            log=self._log("stripe-sandbox"),
            ready=http_answers(f"{base}/healthz"),
        )

    def _carrier_sandbox(self) -> Service:
        port = first_free_port("127.0.0.1", self._addresses.port + 2)
        base = f"http://127.0.0.1:{port}"
        self.shared["CARRIER_API_BASE"] = base
        self.shared["CARRIER_API_KEY"] = f"ck_sandbox_{secrets.token_hex(12)}"
        # Journeys are told anew after a restart with the secret of that day.
        self.shared["CARRIER_WEBHOOK_SECRET"] = secrets.token_hex(24)
        options = {
            "--port": str(port),
            "--data": str(self._data / "carrier-sandbox"),
            "--api-key": self.shared["CARRIER_API_KEY"],
            "--webhook-url": self._addresses.url,
            "--webhook-secret": self.shared["CARRIER_WEBHOOK_SECRET"],
        }
        return Service(
            name="carriers",
            command=(
                sys.executable,
                *("-m", "trade.carrier_sandbox"),
                *(word for pair in options.items() for word in pair),
            ),
            log=self._log("carrier-sandbox"),
            ready=http_answers(f"{base}/healthz"),
        )

    def _web(self) -> Service:
        # One page of numbers over all processes; read when the project is loaded.
        metrics = self._data / "metrics"
        self.shared["PROMETHEUS_MULTIPROC_DIR"] = str(metrics)
        shutil.rmtree(metrics, ignore_errors=True)
        metrics.mkdir(parents=True)
        # Static files are read from where they lie; the web server only wants the folder for collected ones to exist.
        (self._data / "static").mkdir(exist_ok=True)
        options = {
            "--interface": "wsgi",
            "--host": self._addresses.host,
            "--port": str(self._addresses.port),
            "--workers": self._given.get("WEB_WORKERS") or str(min(4, os.cpu_count() or 1)),
            "--blocking-threads": self._given.get("WEB_THREADS") or "8",
            # The supervisor counts deaths; a worker process that dies is granian's to replace.
            "--workers-kill-timeout": "10",
        }
        return Service(
            name="web",
            command=(
                "granian",
                *(word for pair in options.items() for word in pair),
                *("--respawn-failed-workers", "--no-ws", "marketplace.wsgi:application"),
            ),
            log=self._log("web"),
            forked=True,
            ready=http_answers(f"{self._addresses.url}/healthz"),
            grace=15.0,
        )

    def _worker(self, name: str, queue: str) -> Service:
        """A worker for one of the queues in `settings/background.py`, with as many processes as there are cores."""
        return Service(
            name=name,
            command=(
                "celery",
                "--app=marketplace",
                "worker",
                f"--hostname={name}@%h",
                f"--queues={queue}",
                "--without-mingle",
                "--without-gossip",
                "--loglevel=INFO",
            ),
            log=self._log(name),
            forked=True,
            environment={"HEARTBEAT_FILE": str(self._heart(name)), "C_FORCE_ROOT": "1"},
            heartbeat=self._heart(name),
            ready=self._heart(name).exists,
            # Celery's soft shutdown: tasks at work get ten seconds, what is left goes back into the queue.
            stop_signal=signal.SIGQUIT,
            grace=15.0,
        )

    def _beat(self) -> Service:
        return Service(
            name="beat",
            command=("celery", "--app=marketplace", "beat", "--pidfile=", "--loglevel=INFO"),
            log=self._log("beat"),
            forked=True,
            environment={"HEARTBEAT_FILE": str(self._heart("beat"))},
            heartbeat=self._heart("beat"),
            ready=self._heart("beat").exists,
        )

    def _follower(self) -> Service:
        return Service(
            name="search",
            command=("manage.py", "follow_changes"),
            log=self._log("search"),
            forked=True,
        )

    def _log(self, name: str) -> Path:
        return self._data / "logs" / f"{name}.log"

    def _heart(self, name: str) -> Path:
        return self._data / "run" / f"{name}.heartbeat"
