"""Restriction rows: reading them from a file, checking them, and turning them into the engine's values."""

import csv
import hashlib
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from trade.models import Restriction
from trade.reference import RuleFileRefused
from trade.restrictions import DOCUMENTS, Rule
from trade.restrictions.goods import Condition
from trade.restrictions.places import Places, is_place
from trade.restrictions.wording import REASONS

FILE = "restrictions.csv"
Problems = dict[str, list[Any]]
COLUMNS: dict[str, models.Field] = {
    column.name: column for column in Restriction._meta.concrete_fields if column.name not in ("id", "entered_in_admin")
}
NEEDED = ("code", "kind", "outcome", "destinations", "reason", "who", "valid_from", "source", "source_date")


def read_restrictions(path: Path) -> list[Restriction]:
    """
    Read and check a file of restrictions.

    :raises RuleFileRefused: if any row is wrong, or periods of one restriction overlap or leave a hole; names each
        row and column.
    """
    problems: Problems = {}
    numbered: list[tuple[int, Restriction]] = []
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            header = reader.fieldnames or []
            unknown = [name for name in header if name not in COLUMNS]
            lacking = [name for name in NEEDED if name not in header]
            if unknown:
                problems.setdefault(path.name, []).append(
                    _("Unknown columns: %(names)s") % {"names": ", ".join(map(str, unknown))}
                )
            if lacking:
                problems.setdefault(path.name, []).append(
                    _("Missing columns: %(names)s") % {"names": ", ".join(lacking)}
                )
            if not problems:
                numbered = [
                    (number, row)
                    for number, cells in enumerate(reader, start=2)
                    if (row := _row(cells, f"{path.name}:{number}", problems)) is not None
                ]
    except (UnicodeDecodeError, csv.Error):
        problems[path.name] = [_("This is not a CSV file in UTF-8.")]
    rows = [row for _number, row in numbered]
    known = {row.code for row in rows}
    for number, row in numbered:
        _check_lifts(row, known, f"{path.name}:{number}", problems)
    _check_periods(path.name, numbered, problems)
    if problems:
        raise RuleFileRefused(fields=problems)
    return rows


def check_restriction(row: Restriction) -> dict[str, list[Any]]:
    """Return what is wrong with a row, by column; the same for a row of a file and one typed in admin."""
    wrong: dict[str, list[Any]] = {}

    def refuse(column: str, text: str) -> None:
        wrong.setdefault(column, []).append(text)

    for column in ("destinations", "origins", "ship_from"):
        for word in getattr(row, column).split():
            if not is_place(word):
                refuse(column, _("“%(place)s” is not a country code, a known group or *.") % {"place": word})
    if not row.destinations.strip():
        refuse("destinations", _("Say where: country codes, EU or * for everywhere."))
    for column in ("hs_prefixes", "hs_left_out"):
        for prefix in getattr(row, column).split():
            if not (prefix.isascii() and prefix.isdigit() and 2 <= len(prefix) <= 10):
                refuse(column, _("“%(prefix)s” is not two to ten digits.") % {"prefix": prefix})
    for condition in _split(row.attributes, ";"):
        try:
            Condition.read(condition)
        except ValueError:
            refuse("attributes", _("“%(text)s” is not like material=ivory or alcohol_percent>0.") % {"text": condition})
    for document in row.documents.split():
        if document not in DOCUMENTS:
            refuse("documents", _("There is no document “%(code)s”.") % {"code": document})
    if row.reason not in REASONS:
        refuse("reason", _("There is no reason “%(code)s”.") % {"code": row.reason})
    if row.outcome in (Restriction.Outcome.NEEDS_DOCUMENT, Restriction.Outcome.NEEDS_LICENCE) and not row.documents:
        refuse("documents", _("Name the document or licence that is asked for."))
    if row.lifts and row.outcome != Restriction.Outcome.ALLOWED:
        refuse("outcome", _("A row that lifts others must be “allowed”."))
    if row.match == Restriction.Match.BOTH and not (row.hs_prefixes and (row.keywords or row.attributes)):
        refuse("match", _("“both” needs codes, and words or attributes."))
    if row.valid_from and row.valid_to and row.valid_to < row.valid_from:
        refuse("valid_to", _("The rule ends before it begins."))
    return wrong


def as_rule(row: Restriction) -> Rule:
    """Return a row as the engine's value."""
    return Rule(
        code=row.code,
        kind=row.kind,
        outcome=row.outcome,
        reason=row.reason,
        who=row.who,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        destinations=Places.read(row.destinations),
        origins=Places.read(row.origins),
        ship_from=Places.read(row.ship_from),
        hs_prefixes=tuple(row.hs_prefixes.split()),
        hs_left_out=tuple(row.hs_left_out.split()),
        keywords=tuple(_split(row.keywords, "|")),
        not_keywords=tuple(_split(row.not_keywords, "|")),
        attributes=tuple(Condition.read(text) for text in _split(row.attributes, ";")),
        match=row.match,
        importer=row.importer,
        documents=tuple(row.documents.split()),
        lifts=tuple(row.lifts.split()),
        source=row.source,
        source_date=row.source_date,
        is_shaky=row.is_shaky,
        note=row.note,
    )


def fingerprint(row: Restriction) -> str:
    """Return a row's content as one line, the same for a row from a file and from the database."""
    return "\x1f".join(str(getattr(row, name)) for name in COLUMNS)


def version_of(rows: Iterable[Restriction]) -> str:
    """Return a short name of exactly these rows."""
    digest = hashlib.sha256("\n".join(sorted(fingerprint(row) for row in rows)).encode())
    return f"restrictions-{digest.hexdigest()[:12]}"


def _row(cells: dict[str | None, Any], place: str, problems: Problems) -> Restriction | None:
    row = Restriction()
    before = len(problems.get(place, ()))
    if None in cells:
        problems.setdefault(place, []).append(_("This row has more cells than the header."))
    for name, column in COLUMNS.items():
        try:
            setattr(row, name, _value(column, (cells.get(name) or "").strip()))
        except ValueError:
            problems.setdefault(place, []).append(
                _("%(column)s cannot be “%(text)s”.") % {"column": name, "text": cells.get(name) or ""}
            )
    if len(problems.get(place, ())) == before:
        for name, texts in check_restriction(row).items():
            problems.setdefault(place, []).extend(
                _("%(column)s: %(problem)s") % {"column": name, "problem": text} for text in texts
            )
    return row if len(problems.get(place, ())) == before else None


def _value(column: Any, text: str) -> Any:
    if isinstance(column, models.BooleanField):
        if text not in ("", "yes"):
            raise ValueError(text)
        return text == "yes"
    if not text:
        if column.null:
            return None
        if column.has_default():
            return column.get_default()
        if column.blank:
            return ""
        raise ValueError(text)
    if isinstance(column, models.DateField):
        return date.fromisoformat(text)
    if column.choices and text not in {value for value, _label in column.choices}:
        raise ValueError(text)
    if column.max_length and len(text) > column.max_length:
        raise ValueError(text)
    if isinstance(column, models.SlugField) and not all(c.isascii() and (c.isalnum() or c in "-_") for c in text):
        raise ValueError(text)
    return text


def _check_lifts(row: Restriction, known: set[str], place: str, problems: Problems) -> None:
    for code in row.lifts.split():
        if code not in known:
            problems.setdefault(place, []).append(
                _("lifts: there is no restriction “%(code)s” in this file.") % {"code": code}
            )


def _check_periods(name: str, numbered: Sequence[tuple[int, Restriction]], problems: Problems) -> None:
    """Periods of one restriction follow each other day by day; a pause is a row that says "allowed"."""
    by_code: dict[str, list[tuple[date, int, Restriction]]] = {}
    for number, row in numbered:
        by_code.setdefault(row.code, []).append((row.valid_from, number, row))
    for periods in by_code.values():
        periods.sort(key=lambda period: period[:2])
        for (_start, before_number, before), (start, number, _row) in pairwise(periods):
            facts = {"row": before_number}
            if before.valid_to is None or before.valid_to >= start:
                text = _("Its period overlaps that of row %(row)s.") % facts
            elif before.valid_to + timedelta(days=1) != start:
                text = _("There is a hole between its period and that of row %(row)s.") % facts
            else:
                continue
            problems.setdefault(f"{name}:{number}", []).append(text)


def _split(text: str, separator: str) -> list[str]:
    return [part.strip() for part in text.split(separator) if part.strip()]
