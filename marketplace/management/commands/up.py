"""`manage.py up`: the whole system with one command."""

import argparse
import sys
from typing import Any

from django.core.management.base import BaseCommand

from marketplace.supervisor import command


class Command(BaseCommand):
    """
    What `manage.py help` and `django-admin` find.

    `manage.py up` itself goes straight to the supervisor, before settings are loaded: it makes what they read.
    """

    help = command.EXPLANATION

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        return super().create_parser(
            prog_name, subcommand, formatter_class=argparse.RawDescriptionHelpFormatter, **kwargs
        )

    def run_from_argv(self, argv: list[str]) -> None:
        sys.exit(command.main(argv[2:]))
