"""Load duty, tax and fee rules from a folder of CSV files."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from trade.countries import DATA_DIR
from trade.operations import load_reference_rules, load_rule_file
from trade.reference import RULE_FILES, RuleFileRefused


class Command(BaseCommand):
    help = (
        "Load a rule file, or the rule files of a folder. One wrong row, an overlap or a hole, and nothing is loaded."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "path", nargs="?", type=Path, default=DATA_DIR,
            help=f"A rule file, or a folder with {', '.join(RULE_FILES)}; the product's own tables by default.",
        )  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["path"]
        if not path.exists():
            raise CommandError(f"{path} does not exist.")
        missing = [name for name in RULE_FILES if not (path / name).is_file()] if path.is_dir() else []
        if missing:
            raise CommandError(f"{path} lacks {', '.join(missing)}.")
        now = timezone.now()
        try:
            loaded = (
                load_reference_rules(now=now, directory=path) if path.is_dir() else load_rule_file(path=path, now=now)
            )
        except RuleFileRefused as refusal:
            for place, texts in refusal.fields.items():
                for text in texts:
                    self.stderr.write(f"{place}: {text}")
            raise CommandError(refusal.detail) from refusal
        self.stdout.write(f"{loaded.added} rows added, {loaded.changed} changed, {loaded.kept} as they were.")
