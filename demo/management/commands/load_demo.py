"""`manage.py load_demo`: a world to look at, or, with --scale, a large catalogue to measure with."""

import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from demo import PASSWORD, SIGN_INS
from demo.scale import load_scale
from demo.world import AlreadyThere, load_world
from sellers.models import Category


class Command(BaseCommand):
    help = "Load the demo world into an empty database; with --scale N, a catalogue of N listings for benchmarks."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--print-sign-ins", action="store_true", help="print who can sign in, and load nothing")
        parser.add_argument("--scale", type=int, metavar="N", help="add N generated listings instead, by COPY")

    def handle(self, *, print_sign_ins: bool, scale: int | None, verbosity: int, **_options: Any) -> None:
        if not getattr(settings, "SERVE_OUTBOX", False):
            raise CommandError("The demo world has a known password: it is never loaded under production settings.")
        if print_sign_ins:
            self._print_sign_ins()
            return
        if scale is not None:
            self._scale(scale)
            return
        started = time.monotonic(), time.process_time()
        say = self.stdout.write if verbosity else (lambda _line: None)
        try:
            load_world(now=timezone.now(), say=say)
        except AlreadyThere as there:
            self.stdout.write(str(there))
            return
        took, worked = time.monotonic() - started[0], time.process_time() - started[1]
        say(f"Loaded in {took:.0f} s, {worked:.0f} s of it at work in this process.")
        if verbosity:
            self._print_sign_ins()

    def _scale(self, number: int) -> None:
        if not 1 <= number <= 20_000_000:
            raise CommandError("Give a number of listings from 1 to 20,000,000.")
        if not Category.objects.exists():
            raise CommandError("There are no categories yet: run load_reference_data first.")
        copied = load_scale(number, now=timezone.now(), say=self.stdout.write)
        self.stdout.write(
            f"{copied.listings:,} listings ({copied.rows:,} rows) in {copied.seconds:.1f} s: "
            f"{copied.listings_per_second:,} listings/s. The change feed names them all; for this many at once, "
            "`manage.py rebuild_index` is quicker than following it."
        )

    def _print_sign_ins(self) -> None:
        self.stdout.write(f"Sign in with the password {PASSWORD}")
        for who, email, look_at in SIGN_INS:
            self.stdout.write(f"  {email:<42} {who}. {look_at}.")
