"""`manage.py reseal_bank_accounts`: after SECRET_KEY was changed, before the old one is dropped."""

from typing import Any

from django.core.management.base import BaseCommand

from payments.operations import reseal_bank_accounts


class Command(BaseCommand):
    help = "Seal the numbers of bank accounts with the present SECRET_KEY. Safe to run again."

    def handle(self, **_options: Any) -> None:
        total, (done, last) = 0, reseal_bank_accounts()
        while done:
            total += done
            done, last = reseal_bank_accounts(after=last)
        self.stdout.write(f"Sealed {total} bank accounts.")
