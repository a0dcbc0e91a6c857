"""`manage.py prepare`: bring database and search index to what this version of the code needs."""

from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from trade.tasks import refresh_exchange_rates

# Any number will do, as long as everybody who prepares the same database takes the same one.
LOCK = 8_140_252_600_001


class Command(BaseCommand):
    help = (
        "Migrate the database, load the reference data, with --demo the demo world into an empty database, and make "
        "the search index if there is none. Safe to run again, and by several hosts at once."
    )
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--demo", action="store_true", help="load the demo world if there is no organisation yet")

    def handle(self, *, demo: bool, **_options: Any) -> None:
        with connection.cursor() as cursor:
            # Waited for as long as it takes, and freed by the server when this process ends, however it ends.
            cursor.execute("SET statement_timeout = 0; SET lock_timeout = 0")
            cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
            cursor.execute("RESET lock_timeout")
        self._migrate()
        self._step("loading reference data", lambda: call_command("load_reference_data", verbosity=0))
        self._step("asking for today's exchange rates", refresh_exchange_rates)
        if demo and self._is_empty():
            self._step("loading the demo world", lambda: call_command("load_demo", verbosity=0))
        if not any(settings.SEARCH_INDEX_DIR.glob("**/meta.json")):
            self._step("building the search index", lambda: call_command("rebuild_index", verbosity=0))

    def _migrate(self) -> None:
        executor = MigrationExecutor(connection)
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if missing:
            self._step(f"applying {len(missing)} migrations", lambda: call_command("migrate", verbosity=0))

    def _is_empty(self) -> bool:
        from accounts.models import Organisation

        return not Organisation.objects.exists()

    def _step(self, name: str, work: Callable[[], object]) -> None:
        self.stdout.write(f"- {name}")
        self.stdout.flush()
        work()
