"""Rows a second of a catalogue import from file to listings, against COPY of the same rows, and how memory grows."""

import csv
import gzip
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks import report

ROOT = Path(__file__).resolve().parent.parent
SIZES = (10_000, 100_000)
_PLAIN = ("sku", "title", "description", "category", "price", "stock", "weight_g", "origin_country")
_COMPLETE = (
    "sku", "title", "summary", "description", "category", "price_1", "from_2", "price_2", "from_3", "price_3", "moq",
    "stock", "lead_time_days", "origin_country", "hs_code", "weight_g", "length_mm", "width_mm", "height_mm", "Colour",
    "Material",
)  # fmt: skip
_WORDS = ("harbour", "river", "stone", "silver", "amber", "cedar", "linen", "coast", "copper", "meadow")
_TEXT = (
    "Thrown by hand in a small workshop by the sea, glazed inside and out and safe in the dishwasher. Each piece "
    "is packed singly in a carton with paper. Diameter 20 cm, height 10 cm."
)


def run(*, scale: int = 0) -> None:
    """Import files of two kinds and growing size, each in processes of their own, and print what it took."""
    rows, shares = [], []
    workers = min(4, os.cpu_count() or 1)
    sizes = (*SIZES, *([scale] if scale > max(SIZES) else []))
    with tempfile.TemporaryDirectory(prefix="bridgeway-imports-") as folder:
        for kind, size in [(kind, size) for size in sizes for kind in ("plain", "complete")]:
            path = Path(folder) / f"{kind}-{size}.csv.gz"
            write_file(path, size, complete=kind == "complete")
            alone = _measure("fresh", path, size, workers=1)
            checked, found, again = (_measure(what, path, size, workers) for what in ("check", "fresh", "again"))
            rows.append(
                (
                    f"{kind} {size:,}",
                    f"{path.stat().st_size / 1e6:.0f}",
                    f"{size / alone['seconds']:,.0f}",
                    f"{size / found['seconds']:,.0f}",
                    f"{size / checked['seconds']:,.0f}",
                    f"{size / again['seconds']:,.0f}",
                    f"{max(alone['memory'], found['memory']):.0f}",
                )
            )
            shares.append(
                (
                    f"{kind} {size:,}",
                    f"{size / found['copy']:,.0f}",
                    f"{alone['seconds'] / alone['copy']:.1f}",
                    f"{found['seconds'] / found['copy']:.1f}",
                    f"{alone['cpu']:.0f}",
                    f"{found['cpu']:.0f}",
                )
            )
    columns = ("rows", "MB packed", "one worker", f"{workers} workers", "only checked", "same file again", "peak MB")
    report.show(f"Catalogue import, file to listings, rows a second; the last two by {workers} workers", columns, rows)
    against = ("rows", "COPY rows/s", "one : COPY", f"{workers} : COPY", "CPU µs a row, one", f"CPU µs, {workers}")
    report.show("Against COPY of the rows it wrote", against, shares)


def write_file(path: Path, size: int, *, complete: bool = True) -> None:
    """Write a packed catalogue of `size` products: eight columns, or all with three prices and two attributes."""
    with gzip.open(path, "wt", compresslevel=1, encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(_COMPLETE if complete else _PLAIN)
        for number in range(size):
            price, name = (
                500 + number % 900,
                f"Stoneware bowl {_WORDS[number % 10]} {_WORDS[number // 10 % 10]} {number}",
            )
            if not complete:
                writer.writerow(
                    (f"BW-{number}", name, _TEXT, "tableware", f"{price / 100:.2f}", number % 500, 800, "IT")
                )
                continue
            writer.writerow(
                (
                    f"BW-{number}", name, "A bowl for every day.", _TEXT, "tableware", f"{price / 100:.2f}", 50,
                    f"{price / 110:.2f}", 200, f"{price / 125:.2f}", 1 + number % 12, number % 500, 7, "IT", "691200",
                    800 + number % 100, 200, 200, 100, _WORDS[number % 10], "stoneware",
                )
            )  # fmt: skip


def _measure(what: str, path: Path, size: int, workers: int) -> dict[str, float]:
    """Import `path` in fresh processes; what the first prints is seconds by step, and megabytes at its peak."""
    line = [sys.executable, "-m", "benchmarks.imports", what, str(path), str(size), str(workers)]
    done = subprocess.run(line, cwd=ROOT, check=True, capture_output=True, text=True, env=dict(os.environ))
    return {name: float(value) for name, value in (each.split("=") for each in done.stdout.split())}


def _help() -> None:
    """Help with each import that is named, and say what processor time that took; as a second worker would."""
    import django

    django.setup()
    from sellers.bulk.working import help_along
    from sellers.models import CatalogueImport

    # As warm as a worker that has been at work.
    CatalogueImport.objects.first()
    print("ready", flush=True)
    for line in sys.stdin:
        began, going = time.process_time(), [int(line)]
        while going:
            help_along(going.pop(), again=going.append)
        print(time.process_time() - began, flush=True)


def _import(what: str, path: Path, size: int, workers: int) -> None:
    import django

    django.setup()
    from django.db import connection
    from django.utils import timezone

    from accounts.actor import Actor
    from accounts.models import Membership, Organisation, User
    from sellers import operations
    from sellers.bulk.working import work
    from sellers.models import SellerProfile

    slug = f"bench-imports-{path.name.partition('.')[0]}-{workers}"
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

    mapping = {**job.mapping, "rest": "attributes"}
    operations.map_import(actor=actor, job=job, mapping=mapping, at_once=what != "check", now=timezone.now())
    line = [sys.executable, "-m", "benchmarks.imports", "help"]
    helpers = [
        subprocess.Popen(line, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _each in range(workers - 1)
    ]
    for helper in helpers:
        assert helper.stdout is not None and helper.stdout.readline() == "ready\n"

    def ask_help(import_id: int) -> None:
        for helper in helpers:
            assert helper.stdin is not None
            helper.stdin.write(f"{import_id}\n")
            helper.stdin.flush()

    began, cpu, going = time.monotonic(), time.process_time(), [job.pk]
    while going:
        work(going.pop(), again=going.append, ask_help=ask_help)
    seconds, cpu = time.monotonic() - began, time.process_time() - cpu
    for helper in helpers:
        cpu += sum(float(line) for line in helper.communicate()[0].split())
    found = {"seconds": seconds, "cpu": cpu / size * 1e6, "memory": _peak_memory()}
    job.refresh_from_db()
    wanted = ("checked" if what == "check" else "done", 0 if what == "again" else size, size if what == "again" else 0)
    if (job.state, job.new_count, job.unchanged_count) != wanted:
        raise SystemExit(f"{job.state}: {job.new_count} new, {job.unchanged_count} unchanged, {job.bad_count} bad")
    if what == "fresh":
        with connection.cursor() as cursor:
            found["copy"] = _copied_again(cursor, organisation.pk, job.pk)
    print(*(f"{name}={value}" for name, value in found.items()))


def _peak_memory() -> float:
    """Megabytes this program held at most; `getrusage` would count what its parent held before it was started."""
    found = re.search(r"^VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text(), re.MULTILINE)
    return int(found[1]) / 1024 if found else float("nan")


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
    if sys.argv[1] == "help":
        _help()
    else:
        _import(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
