"""`manage.py load_denied_parties FILE`: put a published denied-party list in force."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.actor import Actor
from trade.operations import load_denied_parties
from trade.operations.load_denied_parties import PUBLISHERS
from trade.screening.lists import ListFileRefused


class Command(BaseCommand):
    help = (
        "Load a published denied-party list (OFAC CSV or XML, UN XML, EU CSV 1.1, UK CSV, BIS DPL, US CSL), told from "
        "its content. The version before is replaced whole; a file with a mistake changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--list", choices=sorted(PUBLISHERS), default="", help="which list the file is")
        parser.add_argument("--aliases", type=Path, help="OFAC's alt.csv")
        parser.add_argument("--addresses", type=Path, help="OFAC's add.csv")

    def handle(self, *args: Any, **options: Any) -> None:
        for name in ("file", "aliases", "addresses"):
            if options[name] is not None and not options[name].is_file():
                raise CommandError(f"There is no file {options[name]}.")
        try:
            loaded = load_denied_parties(
                actor=Actor.system("denied-party lists"),
                file=options["file"],
                code=options["list"],
                aliases=options["aliases"],
                addresses=options["addresses"],
                now=timezone.now(),
            )
        except ListFileRefused as refusal:
            for place, texts in refusal.fields.items():
                for text in texts:
                    self.stderr.write(f"{place}: {text}")
            raise CommandError(refusal.detail) from refusal
        found = loaded.list
        if not loaded.is_new:
            self.stdout.write(
                f"{found.code}: version {found.version} is this very file; noted that it is still current."
            )
            return
        self.stdout.write(
            f"{found.code}: version {found.version} of {found.published_date or 'unknown date'}, "
            f"{found.party_count} parties under {found.name_count} names."
        )
