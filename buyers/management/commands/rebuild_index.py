"""`manage.py rebuild_index`: make this host's search index anew; the old one answers until it is done."""

import time
from typing import Any

from django.core.management.base import BaseCommand

from buyers.search.build import rebuild


class Command(BaseCommand):
    help = "Build this host's search index anew from the database and switch over to it."

    def handle(self, *args: Any, **options: Any) -> None:
        started = time.perf_counter()
        quiet = options["verbosity"] == 0

        def report(documents: int) -> None:
            if not quiet and documents % 100_000 == 0:
                rate = documents / (time.perf_counter() - started)
                self.stdout.write(f"{documents:,} listings, {rate:,.0f} a second")

        documents = rebuild(report)
        if not quiet:
            seconds = time.perf_counter() - started
            self.stdout.write(self.style.SUCCESS(f"Indexed {documents:,} listings in {seconds:.1f} s."))
