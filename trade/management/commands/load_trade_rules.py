"""Load duty, tax and fee rules from a folder of CSV files."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from trade.countries import DATA_DIR
from trade.operations import load_reference_rules
from trade.reference import RULE_FILES, RuleFileRefused


class Command(BaseCommand):
    help = "Load the rule files of a folder. One wrong row, an overlap or a hole, and nothing is loaded."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "folder", nargs="?", type=Path, default=DATA_DIR,
            help=f"Holds {', '.join(RULE_FILES)}; the product's own tables by default.",
        )  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"]
        missing = [name for name in RULE_FILES if not (folder / name).is_file()]
        if missing:
            raise CommandError(f"{folder} lacks {', '.join(missing)}.")
        try:
            loaded = load_reference_rules(now=timezone.now(), directory=folder)
        except RuleFileRefused as refusal:
            for place, texts in refusal.fields.items():
                for text in texts:
                    self.stderr.write(f"{place}: {text}")
            raise CommandError(refusal.detail) from refusal
        self.stdout.write(f"{loaded.added} rows added, {loaded.changed} changed, {loaded.kept} as they were.")
