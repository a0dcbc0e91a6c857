"""What every published list comes down to, and the small readings that they share."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from babel import Locale
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.refusals import Refusal
from trade.countries import is_country

PERSON, ENTITY, VESSEL, AIRCRAFT = "person", "entity", "vessel", "aircraft"


class ListFileRefused(Refusal):
    """A list file cannot be read; nothing of it was loaded. `fields` names the row or element."""

    code = "list_file_refused"
    status = 422
    title = _("The list file was refused")
    message = _("Nothing was loaded; the list in force stays in force.")


@dataclass(frozen=True, slots=True)
class PartyName:
    """`is_weak`: the publisher says that the name alone identifies poorly (a nickname, a low-quality alias)."""

    text: str
    is_alias: bool = False
    is_weak: bool = False


@dataclass(slots=True)
class ListedParty:
    """
    One listed person, entity, vessel or aircraft.

    `births` are ISO dates, cut to the year or month where no more is known; `countries` ISO 3166-1 alpha-2 codes.
    """

    reference: str
    kind: str
    names: list[PartyName]
    programme: str = ""
    countries: set[str] = field(default_factory=set)
    births: list[str] = field(default_factory=list)
    identifiers: list[str] = field(default_factory=list)
    remarks: str = ""
    link: str = ""

    def add_name(self, text: str, *, is_alias: bool = True, is_weak: bool = False) -> None:
        """Add a name unless it is empty or already there."""
        text = " ".join(text.split())[:400]
        if text and all(each.text != text for each in self.names):
            self.names.append(PartyName(text, is_alias, is_weak))

    def add_country(self, text: str) -> None:
        """Add a country by its code or its English name; what is neither is left out."""
        code = country_code(text)
        if code:
            self.countries.add(code)

    def add_birth(self, text: str) -> None:
        """Add a date of birth as written on the list."""
        birth = birth_of(text)
        if birth and birth not in self.births:
            self.births.append(birth)

    def add_identifier(self, text: str) -> None:
        """Add a passport, tax or registration number, stripped to letters and digits."""
        number = identifier(text)
        if len(number) >= 5 and number not in self.identifiers:
            self.identifiers.append(number)


@dataclass(slots=True)
class ListHead:
    """Which list a file is, who published it and when, if the file says so."""

    code: str
    published: date | None = None


def identifier(text: str) -> str:
    """A number as it is compared: upper-case letters and digits only."""
    return re.sub(r"[^0-9A-Z]", "", text.upper())[:60]


_MONTHS = {
    name: number
    for number, name in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1
    )
}
_DAY = re.compile(r"(\d{1,2})[ /.-]([A-Za-z]{3,9}|\d{1,2})[ /.-]((?:18|19|20)\d\d)")
_MONTH = re.compile(r"\b([A-Za-z]{3,9})\.? ((?:18|19|20)\d\d)")
_ISO = re.compile(r"((?:18|19|20)\d\d)-(\d\d)(?:-(\d\d))?")
_YEAR = re.compile(r"(?<!\d)((?:18|19|20)\d\d)(?!\d)")


def birth_of(text: str) -> str:
    """Return the ISO form of a date as lists write them ("13 Jun 1964", "00/00/1971", "circa 1962"), or empty."""
    if found := _ISO.search(text):
        return found[0] if found[2] != "00" and found[3] != "00" else found[1]
    if found := _DAY.search(text):
        day, month = int(found[1]), found[2]
        number = int(month) if month.isdigit() else _MONTHS.get(month[:3].lower(), 0)
        if not 1 <= number <= 12:
            return found[3]
        return f"{found[3]}-{number:02}-{day:02}" if 1 <= day <= 31 else f"{found[3]}-{number:02}"
    if (found := _MONTH.search(text)) and found[1][:3].lower() in _MONTHS:
        return f"{found[2]}-{_MONTHS[found[1][:3].lower()]:02}"
    found = _YEAR.search(text)
    return found[1] if found else ""


def day_of(text: str) -> date | None:
    """Return a publication date in one of the forms that lists use, or None."""
    text = text.strip()
    if found := _ISO.match(text):
        return date.fromisoformat(found[0]) if found[3] else None
    for form in ("%d/%m/%Y", "%d-%b-%Y", "%m/%d/%Y", "%d %b %Y", "%d %B %Y"):
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    return None


def us_day(text: str) -> str:
    """A day written month first, with the day first."""
    month, _slash, rest = text.partition("/")
    day, _slash, year = rest.partition("/")
    return f"{day}/{month}/{year}" if year else text


_OTHER_NAMES = {
    "russian federation": "RU", "korea, north": "KP", "north korea": "KP", "korea, south": "KR", "south korea": "KR",
    "democratic people's republic of korea": "KP", "republic of korea": "KR", "syrian arab republic": "SY",
    "iran (islamic republic of)": "IR", "iran, islamic republic of": "IR", "islamic republic of iran": "IR",
    "burma": "MM", "congo, democratic republic of the": "CD", "democratic republic of the congo": "CD",
    "congo, republic of the": "CG", "libyan arab jamahiriya": "LY", "united republic of tanzania": "TZ",
    "united states of america": "US", "great britain": "GB",
    "united kingdom of great britain and northern ireland": "GB",
    "cote d ivoire": "CI", "ivory coast": "CI", "turkey": "TR", "turkiye": "TR", "palestinian": "PS", "west bank": "PS",
    "occupied palestinian territory": "PS", "moldova": "MD", "republic of moldova": "MD", "venezuela": "VE",
    "venezuela (bolivarian republic of)": "VE", "viet nam": "VN", "macedonia": "MK", "czech republic": "CZ",
    "bahamas, the": "BS", "gambia, the": "GM", "bosnia": "BA", "hong kong": "HK", "macau": "MO",
    "state of palestine": "PS",
    "lao people's democratic republic": "LA", "the netherlands": "NL", "republic of iraq": "IQ",
}  # fmt: skip


@lru_cache(maxsize=2000)
def country_code(text: str) -> str:
    """Return the ISO code for a code or an English country name, or empty."""
    text = text.strip()
    if len(text) == 2 and is_country(text.upper()):
        return text.upper()
    return _names().get(text.lower().replace("’", "'"), "")


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    territories: dict[str, Any] = dict(Locale("en").territories)
    return {str(name).lower(): code for code, name in territories.items() if is_country(code)} | _OTHER_NAMES
