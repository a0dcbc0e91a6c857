"""Load restrictions from a CSV file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from trade.countries import DATA_DIR
from trade.operations import load_restrictions
from trade.reference import RuleFileRefused
from trade.reference.restriction_rows import FILE


class Command(BaseCommand):
    help = "Load restrictions from a file. One wrong row, an overlap or a hole, and nothing is loaded."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file", nargs="?", type=Path, default=DATA_DIR / FILE, help="a CSV file; the product's own by default"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        if not path.is_file():
            raise CommandError(f"there is no file {path}")
        try:
            loaded = load_restrictions(now=timezone.now(), path=path)
        except RuleFileRefused as refusal:
            for place, texts in refusal.fields.items():
                for text in texts:
                    self.stderr.write(f"{place}: {text}")
            raise CommandError(refusal.detail) from refusal
        self.stdout.write(f"{loaded.added} rows added, {loaded.changed} changed, {loaded.kept} as they were.")
