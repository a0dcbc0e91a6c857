"""Rows of variants as people or programs send them, made clean or refused by cell."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from sellers.content.fields import LENGTHS, RANGES, Errors
from sellers.content.options import MOST_VARIANTS, Option, is_combination, plain
from sellers.content.texts import read_text
from sellers.gtin import read_gtin
from sellers.pricing import LARGEST_QUANTITY, check_tiers

# (smallest, largest) of each whole number of a row; None in a cell means the listing's.
WHOLE = {
    "stock": RANGES["stock"],
    "moq": RANGES["moq"],
    "order_step": (1, LARGEST_QUANTITY),
    "weight_g": RANGES["weight_g"],
    "length_mm": RANGES["length_mm"],
    "width_mm": RANGES["width_mm"],
    "height_mm": RANGES["height_mm"],
}
COLUMNS = ("id", "options", "sku", "gtin", "tiers", *WHOLE, "picture", "is_active")


def read_variants(
    given: Any, *, options: Sequence[Option], moq: int, whole: bool = True
) -> tuple[list[dict[str, Any]], Errors]:
    """
    Read rows of variants: mappings with any of COLUMNS. An absent column stays as it is; an empty one is the listing's.

    `options` is the combination, name to value, and has to be there unless an `id` (public id) says which variant it
    is. `tiers` is a list of rows as `check_tiers` reads them, empty for the listing's prices. `moq` is the listing's
    minimum; `whole` says that these are all the variants there shall be. Errors are keyed `variants` or
    `variants.<row>.<column>`, a tier's `variants.<row>.tiers.<row>.<column>`.
    """
    if not isinstance(given, list | tuple) or not all(isinstance(row, Mapping) for row in given):
        return [], {"variants": [_("Send a list of variants.")]}
    # Said before anything is read: nobody waits for thousands of rows to be looked at and then refused.
    if len(given) > MOST_VARIANTS:
        return [], {
            "variants": [
                _("At most %(most)s variants a listing; these are %(count)s. Leave values out, or make two listings.")
                % {"most": MOST_VARIANTS, "count": f"{len(given):,}"}
            ]
        }
    if whole and not options and len(given) > 1:
        return [], {"variants": [_("Without options there is one variant. Name what the others differ in first.")]}
    errors: Errors = {}
    rows = [_row(at, row, options, moq, errors) for at, row in enumerate(given)]
    for column, said in (("sku", _("Another row has this SKU.")), ("id", _("Another row is this variant."))):
        _once(rows, column, said, errors)
    _once(rows, "options", _("Another row is this combination."), errors)
    return rows, errors


def _once(rows: list[dict[str, Any]], column: str, said: str, errors: Errors) -> None:
    seen: set[Any] = set()
    for at, row in enumerate(rows):
        value = row.get(column)
        key = frozenset(value.items()) if isinstance(value, dict) else value
        if not key:
            continue
        if key in seen:
            errors.setdefault(f"variants.{at}.{column}", []).append(said)
        seen.add(key)


def _row(at: int, given: Mapping[str, Any], options: Sequence[Option], moq: int, errors: Errors) -> dict[str, Any]:
    row: dict[str, Any] = {}

    def wrong(column: str, reason: Any) -> None:
        errors.setdefault(f"variants.{at}.{column}", []).append(reason)

    for column in given:
        if column not in COLUMNS:
            wrong(str(column)[:40], _("There is no such column."))
    row["id"] = str(given.get("id") or "")
    if "options" in given or not row["id"]:
        row["options"] = _options(given.get("options"), options, wrong)
    for column, (smallest, largest) in WHOLE.items():
        if column in given:
            row[column] = _whole(column, given[column], smallest, largest, wrong)
    if "sku" in given:
        try:
            row["sku"] = read_text("sku", given["sku"], longest=LENGTHS["sku"])
        except ValueError as refused:
            wrong("sku", str(refused))
    if "gtin" in given:
        row["gtin"] = _gtin(given["gtin"], wrong)
    if "picture" in given:
        row["picture"] = str(given["picture"] or "")
    if "is_active" in given:
        row["is_active"] = given["is_active"] in (True, "true", "on", "1", "yes")
    if "tiers" in given:
        row["tiers"] = _tiers(at, given["tiers"], row.get("moq") or moq, errors, wrong)
    return row


def _options(given: Any, options: Sequence[Option], wrong: Any) -> dict[str, str]:
    chosen = {plain(name): plain(value) for name, value in given.items()} if isinstance(given, Mapping) else {}
    if not is_combination(chosen, options):
        names = ", ".join(option.name for option in options)
        wrong("options", _("Choose one value of each option: %(names)s.") % {"names": names})
    return chosen


def _whole(column: str, given: Any, smallest: int, largest: int, wrong: Any) -> int | None:
    text = "" if given is None else str(given).strip().replace(" ", "")
    if not text:
        return 0 if column == "stock" else None
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 12 else -1
    if smallest <= number <= largest:
        return number
    wrong(
        column,
        _("Enter a whole number from %(smallest)s to %(largest)s.")
        % {"smallest": f"{smallest:,}", "largest": f"{largest:,}"},
    )
    return None


def _gtin(given: Any, wrong: Any) -> str:
    text = "" if given is None else str(given).strip()
    number = read_gtin(text) if text else ""
    if number is None:
        wrong("gtin", _("This is no GTIN: 8, 12, 13 or 14 digits, the last of which checks the others."))
        return ""
    return number


def _tiers(at: int, given: Any, moq: int, errors: Errors, wrong: Any) -> list[Any]:
    rows = given or []
    if not isinstance(rows, list | tuple) or not all(isinstance(tier, Mapping) for tier in rows):
        wrong("tiers", _("Send a list of rows with min_quantity and unit_price."))
        return []
    if not any(value not in (None, "") for tier in rows for value in tier.values()):
        return []
    tiers, problems = check_tiers(rows, moq=moq)
    for field, reasons in problems.items():
        errors.setdefault(f"variants.{at}.{field}", []).extend(reasons)
    return list(tiers)
