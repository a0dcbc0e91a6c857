"""
Every test run gets its own PostgreSQL and Redis: real servers, thrown away at the end.

The cluster with all migrations applied is kept under the data folder, keyed by what the migrations say; a run copies
it, and each worker clones its database from the template inside. So a run starts in about two seconds, several runs
at once never meet, and nothing has to be set up by hand. Given a DATABASE_URL or REDIS_URL, those are used instead.
"""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent
TEMPLATE = "bridgeway_template"


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Start the servers (in the controlling process), then read the settings, which want their addresses."""
    if not hasattr(config, "workerinput"):
        try:
            _start_servers(config)
        except BaseException:
            pytest_unconfigure(config)
            raise
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marketplace.settings.test")
    from django.conf import settings

    # Reading any setting makes Django configured, which is when pytest-django sets it up.
    assert settings.INSTALLED_APPS


def _start_servers(config: pytest.Config) -> None:
    folder = Path(tempfile.mkdtemp(prefix="bridgeway-tests-"))
    folder.chmod(0o711)
    os.environ["DATA_DIR"] = str(folder / "data")
    config.stash[_FOLDER] = folder
    servers: list[Any] = []
    config.stash[_SERVERS] = servers
    from marketplace.embedded import Postgres, Redis

    if "REDIS_URL" not in os.environ:
        redis = Redis(folder / "redis")
        os.environ["REDIS_URL"] = redis.start()
        servers.append(redis)
    if "DATABASE_URL" not in os.environ:
        cluster = folder / "postgres"
        kept = _kept_cluster()
        if kept.exists():
            shutil.copytree(kept, cluster)
        postgres = Postgres(cluster, throwaway=True)
        os.environ["DATABASE_URL"] = postgres.start()
        servers.append(postgres)
        if not kept.exists():
            _migrate_template(postgres)
            postgres.stop()
            _keep(cluster, kept)
            os.environ["DATABASE_URL"] = postgres.start()


def pytest_unconfigure(config: pytest.Config) -> None:
    for server in reversed(config.stash.get(_SERVERS, [])):
        server.stop()
    if (folder := config.stash.get(_FOLDER, None)) is not None:
        shutil.rmtree(folder, ignore_errors=True)


_FOLDER = pytest.StashKey[Path]()
_SERVERS = pytest.StashKey[list[Any]]()


def _kept_cluster() -> Path:
    """Where the migrated cluster for today's migrations lies, or would."""
    digest = hashlib.sha256()
    sources = [*ROOT.glob("*/migrations/*.py"), *ROOT.glob("marketplace/kernel/migrations/*.py")]
    sources += [*ROOT.glob("*/data/*.csv"), *ROOT.glob("*/operations/load_*.py"), *ROOT.glob("trade/reference*.py")]
    for path in [*sorted(sources), ROOT / "requirements-dev.txt", ROOT / "marketplace" / "settings" / "apps.py"]:
        digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return ROOT / ".data" / "test-clusters" / digest.hexdigest()[:16]


def _migrate_template(postgres: Any) -> None:
    """Apply all migrations and load the reference data once, into the database that the others are cloned from."""
    import subprocess
    import sys

    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": os.environ.get("DJANGO_SETTINGS_MODULE", "marketplace.settings.test"),
        "DATABASE_URL": postgres.url.replace("/bridgeway?", f"/{TEMPLATE}?"),
    }
    _sql(f"CREATE DATABASE {TEMPLATE}")
    for command in ("migrate", "load_reference_data"):
        subprocess.run(
            [sys.executable, "manage.py", command, "--skip-checks", "--verbosity", "0"],
            cwd=ROOT,
            env=environment,
            check=True,
        )


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
def _clean_slate() -> None:
    """No cached value or counter of one test reaches another; each worker has a Redis database of its own."""
    from django.core.cache import cache

    cache.clear()


@pytest.fixture(scope="session", autouse=True)
def _truncate_between_tests(django_test_environment: None) -> Iterator[None]:
    """
    Let the harness, and nobody else, empty guarded tables after a transactional test. Reference data stays.

    The database refuses TRUNCATE on money. Between two tests those triggers are taken off and put back, in the very
    transaction that empties the tables.
    """
    from django.core.management.commands import flush as flush_command
    from django.db import connection, transaction
    from django.db.backends.postgresql.operations import DatabaseOperations

    flush = DatabaseOperations.execute_sql_flush
    sql_flush = DatabaseOperations.sql_flush
    announce = flush_command.emit_post_migrate_signal

    def sql_flush_but_reference(operations: Any, style: Any, tables: Any, **options: Any) -> list[str]:
        return sql_flush(operations, style, [table for table in tables if not _is_reference(table)], **options)

    def flush_guarded(operations: Any, statements: Any) -> None:
        with transaction.atomic(using=operations.connection.alias), connection.cursor() as cursor:
            # 32 is PostgreSQL's bit for triggers that fire on TRUNCATE; 'A' means ENABLE ALWAYS.
            cursor.execute(
                "SELECT tgrelid::regclass::text, tgname, "
                "CASE tgenabled WHEN 'A' THEN 'ENABLE ALWAYS' ELSE 'ENABLE' END "
                "FROM pg_trigger WHERE tgtype & 32 <> 0 AND tgenabled <> 'D' AND NOT tgisinternal"
            )
            guards = cursor.fetchall()
            for table, name, _enable in guards:
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {name}")
            flush(operations, statements)
            for table, name, enable in guards:
                cursor.execute(f"ALTER TABLE {table} {enable} TRIGGER {name}")

    DatabaseOperations.execute_sql_flush = flush_guarded  # type: ignore[method-assign]
    DatabaseOperations.sql_flush = sql_flush_but_reference  # type: ignore[method-assign]
    # What the signal would make anew (content types, permissions) was not emptied.
    flush_command.emit_post_migrate_signal = lambda *_words, **_named: None  # type: ignore[assignment]
    yield
    DatabaseOperations.execute_sql_flush = flush  # type: ignore[method-assign]
    DatabaseOperations.sql_flush = sql_flush  # type: ignore[method-assign]
    flush_command.emit_post_migrate_signal = announce


def _is_reference(table: str) -> bool:
    """Whether a table holds what `load_reference_data` and the framework put there, and no test changes for good."""
    if table in ("trade_shippingquote", "trade_shippingquoterequest"):
        return False
    return table.startswith("trade_") or table in ("sellers_category", "django_content_type", "auth_permission")
