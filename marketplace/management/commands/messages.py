"""`manage.py messages`: keep the translations in step with the code and compile them."""

from typing import Any

from django.core.management.base import BaseCommand

from marketplace import messages


class Command(BaseCommand):
    help = "Find every string for people, update the catalogues under locale/, compile them, and count what is missing."
    requires_system_checks = ()

    def handle(self, **_options: Any) -> None:
        lacking = messages.update()
        messages.compile_all()
        for language, count in lacking.items():
            self.stdout.write(f"{language}: {count} without a translation" if count else f"{language}: complete")
