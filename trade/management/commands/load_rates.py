"""Store exchange rates: the ECB's of today, or those that come with the product."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from trade.operations import load_reference_rates, record_exchange_rates
from trade.sources.rates import FeedUnusable, fetch_ecb_daily, other_rates


class Command(BaseCommand):
    help = "Store the ECB's latest reference rates and the project's own; --embedded asks no network."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--embedded", action="store_true", help="Only the rates that come with the product.")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        new = load_reference_rates(now=now)
        if not options["embedded"]:
            try:
                market = fetch_ecb_daily()
            except FeedUnusable as failure:
                raise CommandError(f"{failure}. The {new} embedded rates that were new are stored.") from failure
            new += record_exchange_rates(rates=market + other_rates(market), now=now)
        self.stdout.write(f"{new} rates were new.")
