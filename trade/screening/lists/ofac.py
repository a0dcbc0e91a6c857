"""Lists of the US Treasury (OFAC): SDN and the consolidated non-SDN lists, as CSV with its companions and as XML."""

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from trade.screening.lists.text import open_text
from trade.screening.lists.values import (
    AIRCRAFT,
    ENTITY,
    PERSON,
    VESSEL,
    ListedParty,
    ListFileRefused,
    ListHead,
    day_of,
    us_day,
)
from trade.screening.lists.xml import Element, read_elements, text_of

NULL = "-0-"
LINK = "https://sanctionssearch.ofac.treas.gov/Details.aspx?id="
_KINDS = {"individual": PERSON, "vessel": VESSEL, "aircraft": AIRCRAFT}
_WEAK = re.compile(r"a\.k\.a\. '([^']+(?:'[^';]+)*)'[;.]")
_BIRTH = re.compile(r"\bDOB ([^;.]+)")
_NATION = re.compile(r"\b(?:nationality|citizen) ([^;.]+)")
_NUMBER = re.compile(
    r"\b(?:Passport|National ID No\.|Identification Number|Tax ID No\.|Registration (?:ID|Number)|C\.U\.I\.T\.|NIT #"
    r"|Cedula No\.|Vessel Registration Identification IMO|D-U-N-S Number|Public Registration Number"
    r"|Company Number|Trade License No\.) ([A-Z0-9][A-Z0-9 /.-]{3,30})",
    re.IGNORECASE,
)


def read_csv(path: Path, head: ListHead, aliases: Path | None, addresses: Path | None) -> Iterator[ListedParty]:
    """Read `sdn.csv` or `cons_prim.csv`, with names from `alt.csv` and countries from `add.csv` if given."""
    others = _by_number(aliases, 5, 3) if aliases else {}
    countries = _by_number(addresses, 6, 4) if addresses else {}
    seen: set[str] = set()
    for place, row in rows_of(path, 12):
        number, name, kind, programme = row[0], row[1], row[2], row[3]
        if number in seen:
            raise ListFileRefused(fields={place: [_("Number %(number)s is there twice.") % {"number": number}]})
        seen.add(number)
        if not name:
            raise ListFileRefused(fields={place: [_("The name is missing.")]})
        party = ListedParty(number, _KINDS.get(kind.lower(), ENTITY), [], programme=programme, remarks=row[11])
        party.link = LINK + number
        party.add_name(name, is_alias=False)
        for other in others.get(number, ()):
            party.add_name(other)
        for country in countries.get(number, ()):
            party.add_country(country)
        read_remarks(party, row[11])
        yield party


def rows_of(path: Path, width: int) -> Iterator[tuple[str, list[str]]]:
    """Rows with their place; no header, `-0-` for nothing, and a lone Ctrl-Z at the end."""
    with open_text(path) as file:
        try:
            for count, cells in enumerate(csv.reader(file), start=1):
                if not cells or [cell.strip() for cell in cells] in ([""], ["\x1a"]):
                    continue
                place = f"{path.name}:{count}"
                if len(cells) != width or not cells[0].strip().isdigit():
                    raise ListFileRefused(
                        fields={place: [_("Expected %(width)s columns, the first a number.") % {"width": width}]}
                    )
                yield place, ["" if cell.strip() == NULL else cell.strip() for cell in cells]
        except csv.Error as error:
            raise ListFileRefused(fields={path.name: [str(error)]}) from error


def _by_number(path: Path, width: int, column: int) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for _place, row in rows_of(path, width):
        if row[column]:
            found[row[0]].append(row[column])
    return found


def read_remarks(party: ListedParty, remarks: str) -> None:
    """Take from the remarks what the CSV has no column for: births, nationalities, weak aliases, numbers."""
    for match in _WEAK.findall(remarks):
        party.add_name(match, is_weak=True)
    for match in _BIRTH.findall(remarks):
        party.add_birth(match)
    for match in _NATION.findall(remarks):
        party.add_country(match)
    for match in _NUMBER.findall(remarks):
        party.add_identifier(match.split("(")[0])


def read_xml(path: Path, head: ListHead) -> Iterator[ListedParty]:
    """Read `sdn.xml` or `consolidated.xml`."""
    for name, element in read_elements(path, {"sdnEntry", "publshInformation", "publishInformation"}):
        if name != "sdnEntry":
            head.published = day_of(us_day(text_of(element, "Publish_Date"))) or head.published
            continue
        yield _entry(element, path)


def _entry(element: Element, path: Path) -> ListedParty:
    number = text_of(element, "uid")
    last, first = text_of(element, "lastName"), text_of(element, "firstName")
    if not number or not (last or first):
        raise ListFileRefused(fields={f"{path.name}: sdnEntry {number or '?'}": [_("It has no uid, or no name.")]})
    party = ListedParty(number, _KINDS.get(text_of(element, "sdnType").lower(), ENTITY), [])
    party.link = LINK + number
    party.programme = ", ".join(text for text in _texts(element, "programList/program") if text)
    party.remarks = text_of(element, "remarks")
    party.add_name(_joined(last, first), is_alias=False)
    for aka in element.findall("akaList/aka"):
        is_weak = text_of(aka, "category").lower() == "weak"
        party.add_name(_joined(text_of(aka, "lastName"), text_of(aka, "firstName")), is_weak=is_weak)
    for path_to in (
        "addressList/address/country",
        "nationalityList/nationality/country",
        "citizenshipList/citizenship/country",
    ):
        for text in _texts(element, path_to):
            party.add_country(text)
    for text in _texts(element, "dateOfBirthList/dateOfBirthItem/dateOfBirth"):
        party.add_birth(text)
    for text in _texts(element, "idList/id/idNumber"):
        party.add_identifier(text)
    return party


def _joined(last: str, first: str) -> str:
    return f"{last}, {first}" if last and first else last or first


def _texts(element: Any, path: str) -> Iterable[str]:
    return ((each.text or "").strip() for each in element.findall(path))
