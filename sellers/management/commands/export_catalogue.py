"""`manage.py export_catalogue FILE --seller SLUG`: the format is the ending of FILE."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from sellers.bulk.exporting import TooManyRows, write_export
from sellers.models import CatalogueExport, Listing, SellerProfile


class Command(BaseCommand):
    help = "Write a seller's catalogue as .csv, .xlsx or .jsonl, in the layout that import_catalogue reads back."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--seller", required=True, metavar="SLUG", help="of the seller's page")
        parser.add_argument("--status", default="", choices=["", *Listing.Status.values], help="of the listings")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        form = path.suffix.lower().lstrip(".")
        if form not in CatalogueExport.Format.values:
            raise CommandError(f"{path}: end the name in .csv, .xlsx or .jsonl.")
        profile = SellerProfile.objects.filter(slug=options["seller"]).first()
        if profile is None:
            raise CommandError(f"There is no seller “{options['seller']}”.")
        try:
            rows = write_export(path, form, profile.organisation_id, status=options["status"])
        except TooManyRows:
            raise CommandError("A workbook has no room for so many rows; write .csv or .jsonl.") from None
        except OSError as failure:
            raise CommandError(f"{path}: {failure.strerror}") from None
        self.stdout.write(f"{rows:,} rows written to {path}.")
