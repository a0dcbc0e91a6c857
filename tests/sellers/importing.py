"""Catalogue files for tests, and an import done from beginning to end."""

from io import BytesIO
from typing import Any

from django.utils import timezone

from accounts.models import Organisation
from sellers import operations
from sellers.bulk.working import work
from sellers.models import CatalogueImport
from tests.accounts.factories import actor_for

HEADER = "sku,title,description,category,price,moq,stock,weight_g,length_mm,width_mm,height_mm,hs_code,lead_time_days"


def table(*rows: str, header: str = HEADER) -> bytes:
    return "\n".join([header, *rows]).encode()


def row(number: int, **over: Any) -> str:
    """A complete row; `over` replaces cells by column."""
    values = {
        "sku": f"BW-{number}",
        "title": f"Stoneware bowl {number}",
        "description": "Thrown by hand and glazed inside and out, for every day.",
        "category": "ceramics-test",
        "price": "12.50",
        "moq": "2",
        "stock": "40",
        "weight_g": "800",
        "length_mm": "200",
        "width_mm": "200",
        "height_mm": "100",
        "hs_code": "691200",
        "lead_time_days": "7",
    } | {name: str(value) for name, value in over.items()}
    return ",".join(f'"{value}"' if "," in value or '"' in value else value for value in values.values())


def begin(seller: Organisation, content: bytes, name: str = "catalogue.csv", **over: Any) -> CatalogueImport:
    return operations.begin_import(
        actor=actor_for(seller), upload=BytesIO(content), file_name=name, now=timezone.now(), **over
    )


def check(seller: Organisation, job: CatalogueImport, **changes: Any) -> CatalogueImport:
    """Map as guessed, with `changes`, and let the worker check every row."""
    mapping = {**job.mapping, **changes}
    job = operations.map_import(actor=actor_for(seller), job=job, mapping=mapping, now=timezone.now())
    return finish(job)


def start(seller: Organisation, job: CatalogueImport, **over: Any) -> CatalogueImport:
    job = operations.start_import(actor=actor_for(seller), job=job, now=timezone.now(), **over)
    return finish(job)


def finish(job: CatalogueImport) -> CatalogueImport:
    """Do what workers do until there is nothing left to do."""
    going = [job.pk]
    while going:
        work(going.pop(), again=going.append)
    job.refresh_from_db()
    return job


def imported(seller: Organisation, content: bytes, name: str = "catalogue.csv", **changes: Any) -> CatalogueImport:
    """Everything in one: begun, checked, confirmed, written."""
    return start(seller, check(seller, begin(seller, content, name), **changes))


def counts(job: CatalogueImport) -> tuple[int, int, int, int]:
    """New, changed, unchanged and bad rows."""
    return job.new_count, job.changed_count, job.unchanged_count, job.bad_count


def reasons(job: CatalogueImport) -> list[tuple[int, str, str]]:
    return list(job.problems.order_by("row", "pk").values_list("row", "column", "reason"))
