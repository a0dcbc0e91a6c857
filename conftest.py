"""
Every test run gets its own PostgreSQL and Redis: real servers, thrown away at the end.

The cluster with all migrations and reference data is kept under the data folder, keyed by what they are made from. Each
worker copies it and starts a server of its own: transaction numbers are a server's, so that what one worker leaves open
holds nothing back in another. So a run starts in about two seconds, several runs at once never meet, and nothing has to
be set up by hand. Given a DATABASE_URL or REDIS_URL, those are used instead.
"""

import gc
import hashlib
import inspect
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent
TEMPLATE = "bridgeway_template"
FOLDER = "BRIDGEWAY_TESTS_FOLDER"
# Tables of the room of rules that using the product fills.
WRITTEN_IN_USE = frozenset(
    f"trade_{name}"
    for name in (
        "classificationrequest", "fxquote", "screening", "screeninghit", "shippingquote", "shippingquoterequest",
    )
)  # fmt: skip
_SERVERS = pytest.StashKey[list[Any]]()


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Start the servers, then read the settings, which want their addresses."""
    config.stash[_SERVERS] = []
    if not hasattr(config, "workerinput"):
        signal.signal(signal.SIGTERM, _end_orderly)
        # Workers and the processes that tests start would else compile the whole project, each again.
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        sys.dont_write_bytecode = False
    try:
        _start_servers(config)
    except BaseException:
        pytest_unconfigure(config)
        raise
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marketplace.settings.test")
    from django.conf import settings

    # Reading any setting makes Django configured, which is when pytest-django sets it up.
    assert settings.INSTALLED_APPS


def pytest_collection_finish() -> None:
    """
    Look for garbage seldom, and not among what was loaded: half a million objects that stay to the end.

    By the standard thresholds the search for garbage is a quarter of the work of a test that reads many rows.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def _end_orderly(_number: int, _frame: Any) -> None:
    """Take SIGTERM (what `timeout` sends) like Ctrl-C: the servers are stopped and nothing is left."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    raise KeyboardInterrupt


def pytest_xdist_setupnodes() -> None:
    """A worker that found this in its environment would read the settings before its server has an address."""
    os.environ.pop("DJANGO_SETTINGS_MODULE", None)


def _start_servers(config: pytest.Config) -> None:
    """In the controlling process: Redis, and the kept cluster. Where tests run: a copy of it, served."""
    from marketplace.embedded import Postgres, Redis

    worker = getattr(config, "workerinput", {}).get("workerid", "main")
    servers = config.stash[_SERVERS]
    if worker == "main":
        folder = Path(tempfile.mkdtemp(prefix="bridgeway-tests-"))
        folder.chmod(0o711)
        os.environ[FOLDER] = str(folder)
        if "REDIS_URL" not in os.environ:
            redis = Redis(folder / "redis")
            os.environ["REDIS_URL"] = redis.start()
            servers.append(redis)
    folder = Path(os.environ[FOLDER])
    os.environ["DATA_DIR"] = str(folder / f"data-{worker}")
    if "DATABASE_URL" in os.environ:
        return
    kept = _kept_cluster()
    if not kept.exists():
        _make_kept_cluster(folder / "postgres-template", kept)
    if worker == "main" and getattr(config.option, "numprocesses", None):
        return
    shutil.copytree(kept, folder / f"postgres-{worker}")
    postgres = Postgres(folder / f"postgres-{worker}", throwaway=True)
    os.environ["DATABASE_URL"] = postgres.start()
    servers.append(postgres)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop what this process started; the controlling one also stops what a worker that died left running."""
    for server in reversed(config.stash.get(_SERVERS, [])):
        server.stop()
    if hasattr(config, "workerinput") or FOLDER not in os.environ:
        return
    folder = Path(os.environ.pop(FOLDER))
    for lock in folder.glob("postgres-*/postmaster.pid"):
        try:
            os.kill(int(lock.read_text().split()[0]), signal.SIGINT)
        except (OSError, ValueError, IndexError):
            pass  # it stopped by itself
    shutil.rmtree(folder, ignore_errors=True)


def _kept_cluster() -> Path:
    """Where the migrated cluster for today's migrations lies, or would."""
    digest = hashlib.sha256()
    sources = [*ROOT.glob("*/migrations/*.py"), *ROOT.glob("marketplace/kernel/migrations/*.py")]
    sources += [*ROOT.glob("*/data/*.csv"), *ROOT.glob("*/operations/load_*.py"), *ROOT.glob("trade/reference/*.py")]
    sources += [*ROOT.glob("trade/screening/*.py")]
    sources += [ROOT / "requirements-dev.txt", ROOT / "marketplace" / "settings" / "apps.py"]
    digest.update(inspect.getsource(_make_kept_cluster).encode())
    for path in sorted(sources):
        digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return ROOT / ".data" / "test-clusters" / digest.hexdigest()[:16]


def _make_kept_cluster(cluster: Path, kept: Path) -> None:
    """Migrate and load the rules of trade once, into the database that the others are cloned from, and keep it."""
    import subprocess

    from marketplace.embedded import Postgres

    postgres = Postgres(cluster, throwaway=True)
    os.environ["DATABASE_URL"] = postgres.start()
    try:
        _sql(f"CREATE DATABASE {TEMPLATE}")
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": os.environ.get("DJANGO_SETTINGS_MODULE", "marketplace.settings.test"),
            "DATABASE_URL": postgres.url.replace("/bridgeway?", f"/{TEMPLATE}?"),
        }
        # In one process, because starting one takes seconds. Loading tells what happened; to tests nothing has yet.
        steps = """
import sys
import django
django.setup()
from django.core.management import call_command
from marketplace.kernel.models import Event, EventDelivery
quietly = {"skip_checks": True, "verbosity": 0}
call_command("migrate", **quietly)
call_command("load_reference_data", *sys.argv[1:], **quietly)
EventDelivery.objects.all().delete()
Event.objects.all().delete()
"""
        parts = ["rules", "restrictions", "guarantees", "carriers", "rates", "denied"]
        subprocess.run([sys.executable, "-c", steps, *parts], cwd=ROOT, env=environment, check=True)
    finally:
        postgres.stop()
        del os.environ["DATABASE_URL"]
    _keep(cluster, kept)
    shutil.rmtree(cluster)


def _keep(cluster: Path, kept: Path) -> None:
    """Keep a stopped cluster for the next runs; the folder appears whole or not at all."""
    kept.parent.mkdir(parents=True, exist_ok=True)
    # A run that copies one of the newest is not disturbed; a draft in the making is never touched.
    finished = [path for path in kept.parent.iterdir() if not path.name.startswith(".")]
    for old in sorted(finished, key=lambda path: path.stat().st_mtime)[:-8]:
        shutil.rmtree(old, ignore_errors=True)
    draft = Path(tempfile.mkdtemp(dir=kept.parent, prefix=".draft-"))
    shutil.copytree(cluster, draft / "cluster")
    try:
        (draft / "cluster").rename(kept)
    except OSError:
        pass  # another run kept the same one first
    shutil.rmtree(draft, ignore_errors=True)


def _sql(statement: str, parameters: list[Any] | None = None) -> list[Any]:
    """Run one statement on the server's own database, outside any transaction."""
    import psycopg2

    link = psycopg2.connect(os.environ["DATABASE_URL"].replace("postgres://", "postgresql://", 1))
    link.autocommit = True
    try:
        with link.cursor() as cursor:
            cursor.execute(statement, parameters)
            return cursor.fetchall() if cursor.description else []
    finally:
        link.close()


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest, django_test_environment: None, django_db_blocker: Any
) -> Iterator[None]:
    """Clone this worker's database from the migrated template."""
    from django.conf import settings
    from django.db import connection

    worker = getattr(request.config, "workerinput", {}).get("workerid", "main")
    name = f"test_{worker}_{os.getpid()}"
    if not _sql("SELECT 1 FROM pg_database WHERE datname = %s", [TEMPLATE]):
        pytest.exit(f"the database server has no migrated {TEMPLATE}; unset DATABASE_URL or make one", returncode=3)
    _sql(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE} STRATEGY FILE_COPY")
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name
    yield
    with django_db_blocker.unblock():
        connection.close()
    _sql(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(autouse=True)
def _clean_slate(request: pytest.FixtureRequest) -> Iterator[None]:
    """
    No cached value or counter of one test reaches another; each worker has a Redis database of its own.

    What a process holds of the reference data is held on, because reading it takes longer than most tests do. It is
    forgotten after a test that changed some: one that let it be forgotten, or wrote to its tables and read them.
    """
    from django.core.cache import cache

    from trade.editions import SHELVES, forget_all

    cache.clear()
    shelves = list(SHELVES.values())
    has_database = request.node.get_closest_marker("django_db") is not None
    if has_database:
        # A shelf that learns its number in the test would look as if the test had changed something.
        for shelf in shelves:
            shelf._check()
    before = [(shelf._standing, len(shelf._held)) for shelf in shelves]
    yield
    after = [(shelf._standing, len(shelf._held)) for shelf in shelves]
    has_changed = [standing for standing, _ in before] != [standing for standing, _ in after]
    if has_changed or (before != after and has_database and _has_written_reference_data()):
        forget_all()


def _has_written_reference_data() -> bool:
    """Whether the transaction that a test runs in wrote to a table of reference data; yes if it cannot be asked."""
    from django.db import DatabaseError, connection

    if not connection.in_atomic_block:
        return True
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT relname FROM pg_stat_xact_user_tables WHERE n_tup_ins + n_tup_upd + n_tup_del > 0 "
                "AND relname LIKE 'trade\\_%%'"
            )
            return any(_is_reference(name) for (name,) in cursor.fetchall())
    except DatabaseError:
        return True


@pytest.fixture(scope="session", autouse=True)
def _empty_between_tests(django_test_environment: None) -> Iterator[None]:
    """
    After a transactional test, delete the few rows that it left, instead of truncating a hundred tables.

    Reference data stays. The database refuses to delete money; between two tests, and for the harness alone, those
    triggers are taken off and put back in the very transaction that deletes.
    """
    from django.core.management.commands import flush as flush_command
    from django.db.backends.postgresql.operations import DatabaseOperations

    kept = (DatabaseOperations.sql_flush, DatabaseOperations.execute_sql_flush, flush_command.emit_post_migrate_signal)
    DatabaseOperations.sql_flush = lambda _self, _style, tables, **_options: list(tables)  # type: ignore[method-assign]
    DatabaseOperations.execute_sql_flush = _empty  # type: ignore[method-assign]
    # What the signal would make anew (content types, permissions) was not emptied.
    flush_command.emit_post_migrate_signal = lambda *_words, **_named: None  # type: ignore[assignment]
    yield
    DatabaseOperations.sql_flush, DatabaseOperations.execute_sql_flush = kept[:2]  # type: ignore[method-assign]
    flush_command.emit_post_migrate_signal = kept[2]


def _empty(operations: Any, tables: list[str]) -> None:
    """Delete every row of `tables` that is no reference data."""
    from django.db import transaction

    connection = operations.connection
    wanted = [connection.ops.quote_name(table) for table in tables if not _is_reference(table)]
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT FROM {name})" for name in wanted))
        filled = [row[0] for row in cursor.fetchall()]
        if not filled:
            return
        # 8 is PostgreSQL's bit for triggers that fire on DELETE; 'A' means ENABLE ALWAYS.
        cursor.execute(
            "SELECT tgrelid::regclass::text, tgname, CASE tgenabled WHEN 'A' THEN 'ENABLE ALWAYS' ELSE 'ENABLE' END "
            "FROM pg_trigger WHERE tgtype & 8 <> 0 AND tgenabled <> 'D' AND NOT tgisinternal "
            "AND tgrelid = ANY (%s::regclass[])",
            [filled],
        )
        guards = cursor.fetchall()
        for table, name, _enable in guards:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {name}")
        # Everything that points at these rows goes too, so nothing is left to point at nothing.
        cursor.execute("SET LOCAL session_replication_role = replica")
        for table in filled:
            cursor.execute(f"DELETE FROM {table}")
        cursor.execute("SET LOCAL session_replication_role = origin")
        for table, name, enable in guards:
            cursor.execute(f"ALTER TABLE {table} {enable} TRIGGER {name}")


def _is_reference(table: str) -> bool:
    """Whether a table holds what `load_reference_data` and the framework put there, and no test changes for good."""
    if table in WRITTEN_IN_USE:
        return False
    return table.startswith("trade_") or table in ("django_content_type", "auth_permission")
