"""Rows a second of a catalogue import from file to listings, against COPY of the same rows, and how memory grows."""

import csv
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks import report

ROOT = Path(__file__).resolve().parent.parent
SIZES = (10_000, 100_000)
_HEADER = (
    "sku", "title", "summary", "description", "category", "price_1", "from_2", "price_2", "from_3", "price_3", "moq",
    "stock",
    "lead_time_days", "origin_country", "hs_code", "weight_g", "length_mm", "width_mm", "height_mm", "Colour",
    "Material",
)  # fmt: skip


def run(*, scale: int = 0) -> None:
    """Import files of growing size, each in a process of its own, and print what it took."""
    rows, shares = [], []
    with tempfile.TemporaryDirectory(prefix="bridgeway-imports-") as folder:
        for size in (*SIZES, *([scale] if scale > max(SIZES) else [])):
            path = Path(folder) / f"{size}.csv"
            write_file(path, size)
            found = _measure("fresh", path, size)
            again = _measure("again", path, size)
            rows.append(
                (
                    f"{size:,}",
                    f"{path.stat().st_size / 1e6:.0f}",
                    f"{size / found['check']:,.0f}",
                    f"{size / found['write']:,.0f}",
                    f"{size / (found['check'] + found['write']):,.0f}",
                    f"{size / again['write']:,.0f}",
                    f"{found['memory']:.0f}",
                )
            )
            shares.append(
                (
                    f"{size:,}",
                    f"{size / found['copy']:,.0f}",
                    f"{found['write'] / found['copy']:.1f}",
                    f"{found['cpu']:.0f}",
                )
            )
    columns = ("rows", "MB", "checked/s", "written/s", "both/s", "same file again/s", "peak MB")
    report.show("Catalogue import, one worker", columns, rows)
    report.show(
        "Against COPY of the rows it wrote", ("rows", "COPY rows/s", "import : COPY", "CPU µs a row, writing"), shares
    )


def write_file(path: Path, size: int, *, first: int = 0) -> None:
    """Write a catalogue of `size` complete products with three prices and two attributes each."""
    words = ("harbour", "river", "stone", "silver", "amber", "cedar", "linen", "coast", "copper", "meadow")
    text = (
        "Thrown by hand in a small workshop by the sea, glazed inside and out and safe in the dishwasher. Each piece "
        "is packed singly in a carton with paper. Diameter 20 cm, height 10 cm."
    )
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(_HEADER)
        for number in range(first, first + size):
            price = 500 + number % 900
            writer.writerow(
                (
                    f"BW-{number}", f"Stoneware bowl {words[number % 10]} {words[number // 10 % 10]} {number}",
                    "A bowl for every day.", text, "tableware", f"{price / 100:.2f}", 50, f"{price / 110:.2f}", 200,
                    f"{price / 125:.2f}", 1 + number % 12, number % 500, 7, "IT", "691200", 800 + number % 100, 200,
                    200, 100, words[number % 10], "stoneware",
                )
            )  # fmt: skip


def _measure(what: str, path: Path, size: int) -> dict[str, float]:
    """Import `path` in a fresh process; what it prints is seconds by step, and megabytes at the peak."""
    line = [sys.executable, "-m", "benchmarks.imports", what, str(path), str(size)]
    done = subprocess.run(line, cwd=ROOT, check=True, capture_output=True, text=True, env=dict(os.environ))
    return {name: float(value) for name, value in (each.split("=") for each in done.stdout.split())}


def _import(what: str, path: Path, size: int) -> None:
    import django

    django.setup()
    from django.db import connection
    from django.utils import timezone

    from accounts.actor import Actor
    from accounts.models import Membership, Organisation, User
    from sellers import operations
    from sellers.bulk.working import work
    from sellers.models import SellerProfile

    slug = f"bench-imports-{size}"
    organisation = Organisation.objects.filter(slug=slug).first()
    if organisation is None:
        organisation = Organisation.objects.create(
            name=slug, slug=slug, country="IT", currency="EUR", sells=True, buys=False
        )
        SellerProfile.objects.create(organisation=organisation, slug=slug, status="approved")
        user = User.objects.create_user(email=f"{slug}@example.org", password=None, full_name="Bench", country="IT")
        Membership.objects.create(user=user, organisation=organisation, role="owner")
    actor = Actor.for_member(Membership.objects.select_related("user", "organisation").get(organisation=organisation))
    with path.open("rb") as file:
        job = operations.begin_import(actor=actor, upload=file, file_name=path.name, now=timezone.now())

    def finish() -> float:
        began, going = time.monotonic(), [job.pk]
        while going:
            work(going.pop(), again=going.append)
        return time.monotonic() - began

    found: dict[str, float] = {}
    mapping = {**job.mapping, "rest": "attributes"}
    operations.map_import(actor=actor, job=job, mapping=mapping, now=timezone.now())
    found["check"] = finish()
    job.refresh_from_db()
    operations.start_import(actor=actor, job=job, now=timezone.now())
    cpu = time.process_time()
    found["write"] = finish()
    found["cpu"] = (time.process_time() - cpu) / size * 1e6
    found["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    job.refresh_from_db()
    wanted = (size, 0) if what == "fresh" else (0, size)
    if (job.new_count, job.unchanged_count) != wanted or job.state != "done":
        raise SystemExit(f"{job.state}: {job.new_count} new, {job.unchanged_count} unchanged, {job.bad_count} bad")
    if what == "fresh":
        with connection.cursor() as cursor:
            found["copy"] = _copied_again(cursor, organisation.pk, job.pk)
    print(*(f"{name}={value}" for name, value in found.items()))


def _copied_again(cursor: object, organisation_id: int, import_id: int) -> float:
    """Copy the rows that the import wrote into tables of the same make, indexes and checks and all; returns seconds."""
    from typing import Any

    link: Any = cursor
    owner = f"organisation_id = {organisation_id}"
    owners = {
        "sellers_listing": owner,
        "sellers_variant": owner,
        "sellers_pricetier": f"listing_id IN (SELECT id FROM sellers_listing WHERE {owner})",
        "sellers_importedrow": f"catalogue_import_id = {import_id}",
    }
    seconds = 0.0
    link.execute("SET statement_timeout = 0")
    with tempfile.TemporaryFile("w+", encoding="utf-8") as file:
        for table, where in owners.items():
            file.seek(0)
            file.truncate()
            link.copy_expert(f"COPY (SELECT * FROM {table} WHERE {where} ORDER BY id) TO STDOUT", file)
            file.seek(0)
            link.execute(f"CREATE TABLE bench_{table} (LIKE {table} INCLUDING ALL)")
            began = time.monotonic()
            link.copy_expert(f"COPY bench_{table} FROM STDIN", file)
            seconds += time.monotonic() - began
            link.execute(f"DROP TABLE bench_{table}")
    return seconds


if __name__ == "__main__":
    _import(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
