"""Load the full list of HS codes as published."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from trade.operations import load_hs_codes
from trade.reference.hs_file import HsFileRefused


class Command(BaseCommand):
    help = "Load HS codes from a CSV file with a column for the code and one for its description. All or nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="CSV in UTF-8; columns are found by their names, in any order.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            loaded = load_hs_codes(path=options["file"], now=timezone.now())
        except HsFileRefused as refusal:
            for row, texts in refusal.fields.items():
                for text in texts:
                    self.stderr.write(f"{options['file'].name}:{row}: {text}")
            raise CommandError(refusal.detail) from refusal
        self.stdout.write(f"{loaded.added} codes added, {loaded.changed} changed, {loaded.kept} as they were.")
