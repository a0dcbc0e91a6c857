"""Load duty, tax and fee rules of one's own: a CSV file, or a folder of them."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from trade.operations import load_rule_file, load_rule_folder
from trade.reference import RULE_FILES, RuleFileRefused


class Command(BaseCommand):
    help = (
        "Load a rule file of your own, or those of a folder, beside the product's tables. Rows are added, and the row "
        "each follows ends the day before; no stored rule is removed, whatever the files leave out. One wrong row, an "
        "overlap or a hole, and nothing is loaded. The product's own tables: load_reference_data rules."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "path", type=Path, help=f"A rule file, or a folder with one or more of {', '.join(RULE_FILES)}."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["path"]
        if not path.exists():
            raise CommandError(f"{path} does not exist.")
        now = timezone.now()
        try:
            loaded = load_rule_folder(directory=path, now=now) if path.is_dir() else load_rule_file(path=path, now=now)
        except RuleFileRefused as refusal:
            for place, texts in refusal.fields.items():
                for text in texts:
                    self.stderr.write(f"{place}: {text}")
            raise CommandError(refusal.detail) from refusal
        self.stdout.write(f"{loaded.added} rows added, {loaded.changed} changed, {loaded.kept} as they were.")
