"""`manage.py import_catalogue FILE --seller SLUG [--map COLUMN=FIELD ...]`"""

import csv
import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.actor import Actor
from accounts.models import Membership
from accounts.models.organisation import Role
from marketplace.kernel.refusals import Refusal
from sellers import operations, queries
from sellers.bulk.working import work
from sellers.imports.mapping import CONSTANTS
from sellers.imports.values import escaped
from sellers.models import CatalogueImport, SellerProfile

SHOWN = 20
# What needs the network or other people's rules is left to the worker.
_LATER: dict[str, str] = {CatalogueImport.State.FETCHING: "pictures", CatalogueImport.State.SUBMITTING: "reviews"}


class Command(BaseCommand):
    help = (
        "Import a catalogue (CSV, XLSX, ODS, XLS or JSON Lines, packed or not) for a seller. Ends with 0 if every row "
        "is in, 2 if rows were left out, 1 if nothing could be done."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--seller", required=True, metavar="SLUG", help="of the seller's page")
        parser.add_argument(
            "--map",
            action="append",
            default=[],
            metavar="COLUMN=FIELD[:UNIT]",
            help="what a column is, instead of what is guessed; an empty FIELD leaves the column out",
        )
        parser.add_argument(
            "--set", action="append", default=[], metavar="FIELD=VALUE", help=f"for every row: {', '.join(CONSTANTS)}"
        )
        parser.add_argument("--rest", choices=["ignore", "attributes"], help="what becomes of other columns")
        parser.add_argument("--decimal", choices=[".", ","], help="the sign that decimals stand behind")
        parser.add_argument("--encoding", default="", help="instead of the one found")
        parser.add_argument("--submit", action="store_true", help="send new listings that are complete for review")
        parser.add_argument("--dry-run", action="store_true", help="check and report; write nothing to the catalogue")
        parser.add_argument("--report", type=Path, metavar="FILE", help="write every problem as CSV")

    def handle(self, *args: Any, **options: Any) -> None:
        actor = _actor(options["seller"])
        path: Path = options["file"]
        started = time.monotonic()
        try:
            with path.open("rb") as file:
                job = operations.begin_import(
                    actor=actor, upload=file, file_name=path.name, encoding=options["encoding"], now=timezone.now()
                )
            job = operations.map_import(
                actor=actor,
                job=job,
                mapping=_mapping(job, options),
                wants_review=options["submit"],
                at_once=not options["dry_run"],
                now=timezone.now(),
            )
            self._show_mapping(job)
            job = self._work(job)
        except OSError as failure:
            raise CommandError(f"{path}: {failure.strerror}", returncode=1) from None
        except Refusal as refused:
            lines = [f"{name}: {reason}" for name, reasons in refused.fields.items() for reason in reasons]
            raise CommandError("\n".join([refused.detail, *lines]), returncode=1) from None
        self._report(job, options, time.monotonic() - started)
        if job.state == CatalogueImport.State.FAILED:
            raise CommandError(job.failure, returncode=1)
        if job.bad_count:
            raise SystemExit(2)

    def _work(self, job: CatalogueImport) -> CatalogueImport:
        """Do here what workers do, until there is nothing left."""
        going = [job.pk]
        while going and job.state not in _LATER:
            work(going.pop(), again=going.append)
            job.refresh_from_db()
            if self.stderr.isatty():
                self.stderr.write(
                    f"\r{job.get_state_display()}: {job.rows_done:,} of {job.rows_total or 0:,}", ending=""
                )
        return job

    def _show_mapping(self, job: CatalogueImport) -> None:
        self.stdout.write(f"{job.file_name}: {_format(job)}, {len(job.header):,} columns")
        for name, use in job.mapping["columns"].items():
            way = f" ({use['way']})" if use["way"] not in ("", "as_is", "unit") else ""
            self.stdout.write(f"  {name} = {use['to']}{way}")
        for name, value in job.mapping["constants"].items():
            self.stdout.write(f"  every row: {name} = {value}")
        left = len(job.header) - len(job.mapping["columns"])
        if left:
            self.stdout.write(f"  {left:,} other columns: {job.mapping['rest']}")

    def _report(self, job: CatalogueImport, options: dict[str, Any], seconds: float) -> None:
        total = job.rows_total or 0
        what = "checked, nothing written" if job.confirmed_at is None else "imported"
        self.stdout.write(
            f"{total:,} rows {what}: {job.new_count:,} new, {job.changed_count:,} changed, {job.unchanged_count:,} "
            f"unchanged, {job.bad_count:,} left out, {job.warning_count:,} notes, {seconds:.1f} s"
        )
        if job.state in _LATER:
            self.stdout.write(f"  {job.later_total:,} {_LATER[job.state]} follow in the background worker")
        problems = queries.problems_of(job)
        for problem in problems[:SHOWN]:
            note = "note, " if problem.is_warning else ""
            column = f" {problem.column}:" if problem.column else ""
            self.stdout.write(f"  {note}row {problem.row}{column} {problem.reason}")
        more = problems.count() - SHOWN
        if more > 0:
            self.stdout.write(f"  and {more:,} more; --report FILE writes them all")
        if options["report"]:
            with options["report"].open("w", encoding="utf-8", newline="") as file:
                writer = csv.writer(file)
                writer.writerow(["row", "column", "value", "reason", "note"])
                for problem in problems.iterator(chunk_size=5_000):
                    writer.writerow(
                        [
                            problem.row,
                            problem.column,
                            escaped(problem.value),
                            problem.reason,
                            "yes" if problem.is_warning else "",
                        ]
                    )


def _actor(slug: str) -> Actor:
    profile = SellerProfile.objects.select_related("organisation").filter(slug=slug).first()
    if profile is None:
        raise CommandError(f"There is no seller “{slug}”.", returncode=1)
    members = Membership.objects.select_related("user", "organisation").filter(organisation=profile.organisation)
    member = members.filter(role=Role.OWNER, user__is_active=True).order_by("pk").first()
    if member is None:
        raise CommandError(f"{profile.organisation} has no owner to act for.", returncode=1)
    return Actor.for_member(member)


def _mapping(job: CatalogueImport, options: dict[str, Any]) -> dict[str, Any]:
    mapping = dict(job.mapping)
    columns: dict[str, Any] = dict(mapping["columns"])
    for given in options["map"]:
        column, sign, field = given.rpartition("=")
        if not sign:
            raise CommandError(f"--map {given}: write COLUMN=FIELD.", returncode=1)
        to, _sign, way = (field, "", "") if field.startswith("attribute:") else field.partition(":")
        # What was guessed for another column gives way to what is said.
        columns = {name: use for name, use in columns.items() if not to or use["to"] != to or to == "picture"}
        columns[column] = {"to": to, "way": way}
    constants = dict(mapping["constants"])
    for given in options["set"]:
        name, sign, value = given.partition("=")
        if not sign:
            raise CommandError(f"--set {given}: write FIELD=VALUE.", returncode=1)
        constants[name] = value
    mapping |= {"columns": columns, "constants": constants}
    return mapping | {name: options[name] for name in ("rest", "decimal") if options[name]}


def _format(job: CatalogueImport) -> str:
    form = job.format
    if form["kind"] == "lines":
        return "JSON Lines"
    named = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
    return form["came_as"].upper() or f"CSV, {form['encoding']}, {named.get(form['delimiter'], form['delimiter'])}"
