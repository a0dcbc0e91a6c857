"""`manage.py up` from the outside: what it refuses before it starts anything."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from marketplace.supervisor.lock import FolderLock
from marketplace.supervisor.plan import Addresses, Plan
from marketplace.supervisor.probes import port_is_free

BASE = Path(__file__).resolve().parents[2]


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def up(data: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", "up"],
        cwd=BASE,
        env={**os.environ, "DATA_DIR": str(data), **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_taken_port_is_one_line_and_nothing_is_started(tmp_path, taken):
    done = up(tmp_path / "data", PORT=str(taken))
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.startswith(f"Port {taken} on 127.0.0.1 is taken.")
    assert done.stderr.count("\n") == 1
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["up.lock"]


def test_a_senseless_port_is_one_line(tmp_path):
    done = up(tmp_path, PORT="eight")
    assert (done.returncode, done.stderr) == (1, "PORT=eight is not a port number.\n")


def test_a_second_run_in_the_folder_says_where_the_first_one_is(tmp_path, taken):
    first = FolderLock(tmp_path / "up.lock")
    first.acquire("http://127.0.0.1:4321")
    done = up(tmp_path, PORT=str(taken))
    os.close(first.descriptor)
    assert done.returncode == 1
    assert done.stderr == f"Bridgeway is already running here: http://127.0.0.1:4321 (process {os.getpid()}).\n"


def test_each_given_address_replaces_its_embedded_part(tmp_path):
    def parts(**given: str) -> list[str]:
        given = {"DATABASE_URL": "postgres:///elsewhere", "PORT": "9123", **given}
        plan = Plan(given, Addresses("127.0.0.1", 9123, tmp_path))
        return [service.name for stage in plan.stages() for service in stage.services]

    always = ["web", "worker", "bulk", "beat", "search"]
    assert parts() == ["redis", "stripe sandbox", "carriers", *always]
    assert parts(REDIS_URL="redis://elsewhere") == ["stripe sandbox", "carriers", *always]
    assert parts(STRIPE_API_KEY="sk_live_x") == ["redis", "carriers", *always]
    assert parts(STRIPE_API_BASE="http://elsewhere") == ["redis", "carriers", *always]
    assert parts(CARRIER_API_BASE="http://elsewhere") == ["redis", "stripe sandbox", *always]


def test_secrets_are_made_once_and_readable_by_the_owner_only(tmp_path):
    def secret() -> str:
        given = {"DATABASE_URL": "postgres:///elsewhere", "REDIS_URL": "redis://elsewhere"}
        plan = Plan(given, Addresses("127.0.0.1", 9123, tmp_path))
        plan.stages()
        assert plan.shared["STRIPE_API_KEY"].startswith("sk_test_sandbox_")
        return plan.shared["STRIPE_WEBHOOK_SECRET"]

    assert len(secret()) >= 40
    assert secret() == secret()
    assert (tmp_path / "secrets.env").stat().st_mode & 0o777 == 0o600


def test_a_port_that_only_remembers_old_connections_is_free(taken):
    assert not port_is_free("127.0.0.1", taken)
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        port = other.getsockname()[1]
    assert port_is_free("127.0.0.1", port)
