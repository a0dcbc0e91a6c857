"""`manage.py load_reference_data`: what the product knows from its own dated tables, kept in step with them."""

from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from sellers.operations import load_categories
from trade.operations import load_reference_carriers, load_reference_rates, load_reference_rules


class Command(BaseCommand):
    help = "Load categories, duty and tax rules, HS codes, carriers' cards and exchange rates. Safe to run again."

    def handle(self, *, verbosity: int, **_options: Any) -> None:
        now = timezone.now()
        steps: dict[str, Callable[[], object]] = {
            "categories": load_categories,
            "trade rules": lambda: load_reference_rules(now=now),
            "carriers": lambda: load_reference_carriers(now=now),
            "exchange rates": lambda: load_reference_rates(now=now),
        }
        for name, load in steps.items():
            loaded = load()
            if verbosity:
                self.stdout.write(f"{name}: {loaded}")
