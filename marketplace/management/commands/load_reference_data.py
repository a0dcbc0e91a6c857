"""`manage.py load_reference_data`: what the product knows from its own dated tables, kept in step with them."""

from argparse import ArgumentParser
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.operations import load_requirements
from sellers.operations import load_attributes, load_categories
from trade.operations import (
    load_guarantee_policies,
    load_reference_carriers,
    load_reference_denied,
    load_reference_rates,
    load_reference_rules,
    load_restrictions,
)

PARTS: dict[str, Callable[[datetime], object]] = {
    "categories": lambda _now: load_categories(),
    "attributes": lambda _now: load_attributes(),
    "rules": lambda now: load_reference_rules(now=now),
    "restrictions": lambda now: load_restrictions(now=now),
    "guarantees": lambda now: load_guarantee_policies(now=now),
    "carriers": lambda now: load_reference_carriers(now=now),
    "rates": lambda now: load_reference_rates(now=now),
    "requirements": lambda now: load_requirements(now=now),
    "denied": lambda now: load_reference_denied(now=now),
}


class Command(BaseCommand):
    help = (
        "Load categories and what they ask, what sellers are asked for, duty and tax rules, restrictions, HS codes, "
        "guarantees, carriers' cards, exchange rates and the fictitious denied parties. Safe to run again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)}; all when none is named")

    def handle(self, *, parts: list[str], verbosity: int, **_options: Any) -> None:
        if unknown := set(parts) - set(PARTS):
            raise CommandError(f"there is no such part: {', '.join(sorted(unknown))}")
        now = timezone.now()
        for name in parts or PARTS:
            loaded = PARTS[name](now)
            if verbosity:
                self.stdout.write(f"{name}: {loaded}")
