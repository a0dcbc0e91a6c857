"""Reading a published list of HS codes: any order of columns, every row checked, all or nothing."""

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marketplace.kernel.refusals import Refusal

CODE_COLUMNS = ("hscode", "hs_code", "code", "hs", "commodity", "commodity_code")
TITLE_COLUMNS = ("description", "title", "text", "commodity_description")
PARENT_COLUMNS = ("parent", "parent_code")
LEVEL_COLUMNS = ("level", "digits")
LENGTHS = (2, 4, 6, 8, 10)
LONGEST_TITLE = 400
# Rows that stand for everything, or for a section: no code of goods.
NO_PARENT = ("", "TOTAL")


class HsFileRefused(Refusal):
    """A list of HS codes has mistakes; none of it was loaded and the stored codes stay as they are."""

    code = "hs_file_refused"
    status = 422
    title = gettext_lazy("The list of HS codes was refused")
    message = gettext_lazy("Nothing was loaded. Each mistake is named with its row.")


@dataclass(frozen=True, slots=True)
class HsRow:
    """One code of the list and its title."""

    code: str
    title: str


def read_hs_file(path: Path, *, stored: frozenset[str] = frozenset()) -> list[HsRow]:
    """
    Read and check a list of HS codes, parents before their children.

    :param stored: codes that exist already and may be parents.
    :raises HsFileRefused: if a column is missing or any row is wrong; names each by its number in the file.
    """
    problems: dict[str, list[Any]] = {}
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file))
    except (OSError, UnicodeDecodeError) as failure:
        raise HsFileRefused(
            fields={"file": [_("It cannot be read as text in UTF-8: %(why)s") % {"why": failure}]}
        ) from failure
    if not rows:
        raise HsFileRefused(fields={"1": [_("The file is empty.")]})
    head = [cell.strip().lower().replace(" ", "_") for cell in rows[0]]
    places = {
        "code": _place(head, CODE_COLUMNS), "title": _place(head, TITLE_COLUMNS),
        "parent": _place(head, PARENT_COLUMNS), "level": _place(head, LEVEL_COLUMNS),
    }  # fmt: skip
    for name, columns in (("code", CODE_COLUMNS), ("title", TITLE_COLUMNS)):
        if places[name] is None:
            text = _("No column is named one of: %(names)s.") % {"names": ", ".join(columns)}
            problems.setdefault("1", []).append(text)
    if problems:
        raise HsFileRefused(fields=problems)
    found: dict[str, tuple[int, HsRow]] = {}
    for number, cells in enumerate(rows[1:], start=2):
        if any(cells):
            _read_row(number, cells, places, found, problems)
    for number, row in found.values():
        parent = row.code[:-2]
        if parent and parent not in found and parent not in stored:
            problems.setdefault(str(number), []).append(
                _("%(code)s stands under %(parent)s, which is neither in the file nor stored.")
                % {"code": row.code, "parent": parent}
            )
    if not found and not problems:
        problems["1"] = [_("The file holds no codes.")]
    if problems:
        raise HsFileRefused(fields=problems)
    return sorted((row for _number, row in found.values()), key=lambda row: (len(row.code), row.code))


def _read_row(
    number: int, cells: list[str], places: dict[str, int | None], found: dict[str, tuple[int, HsRow]],
    problems: dict[str, list[Any]],
) -> None:  # fmt: skip
    def cell(name: str) -> str:
        place = places[name]
        return cells[place].strip() if place is not None and place < len(cells) else ""

    def refuse(text: str) -> None:
        problems.setdefault(str(number), []).append(text)

    code, title = cell("code").replace(".", "").replace(" ", ""), " ".join(cell("title").split())
    if code.upper() == "TOTAL":
        return
    if not (code.isascii() and code.isdigit() and len(code) in LENGTHS):
        refuse(_("“%(text)s” is not a code of 2, 4, 6, 8 or 10 digits.") % {"text": cell("code")})
        return
    if code in found:
        refuse(_("%(code)s is in row %(row)s already.") % {"code": code, "row": found[code][0]})
        return
    if not title or len(title) > LONGEST_TITLE:
        refuse(_("A title has 1 to %(most)s letters.") % {"most": LONGEST_TITLE})
    level = cell("level")
    if level and level != str(len(code)):
        refuse(_("Its level is %(level)s, but %(code)s has %(digits)s digits.") % {
            "level": level, "code": code, "digits": len(code),
        })  # fmt: skip
    parent = cell("parent").replace(".", "").replace(" ", "")
    if parent.upper() not in NO_PARENT and parent != code[:-2] and len(code) > LENGTHS[0]:
        refuse(_("Its parent is %(parent)s, but %(code)s stands under %(right)s.") % {
            "parent": parent, "code": code, "right": code[:-2],
        })  # fmt: skip
    found[code] = (number, HsRow(code, title))


def _place(head: list[str], names: tuple[str, ...]) -> int | None:
    return next((head.index(name) for name in names if name in head), None)
