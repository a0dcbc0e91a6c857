"""Lists published as tables with a header: European Union, United Kingdom, US Commerce."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from django.utils.translation import gettext as _

from trade.screening.lists.text import dict_rows, open_text
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

EU_LINK = "https://data.europa.eu/data/datasets/consolidated-list-of-persons-groups-and-entities-subject-to-eu-financial-sanctions"
UK_LINK = "https://www.gov.uk/government/publications/the-uk-sanctions-list"
DPL_LINK = "https://www.bis.gov/denied-persons-list"
_KINDS = {
    "p": PERSON, "person": PERSON, "individual": PERSON, "vessel": VESSEL, "ship": VESSEL, "aircraft": AIRCRAFT,
}  # fmt: skip
UK_NUMBERS = (
    "Passport number", "Passport Number", "National Identifier number", "National Identification Number",
    "Business registration number (s)", "IMO number",
)  # fmt: skip


def read_eu(path: Path, head: ListHead) -> Iterator[ListedParty]:
    """
    Read the financial sanctions file, CSV version 1.1: semicolons, a row for each name, address, birth or document.

    A party's rows stand together; each repeats the party's own columns.
    """
    party: ListedParty | None = None
    seen: set[str] = set()
    for place, row in dict_rows(path, ";", needs=("Entity_LogicalId", "NameAlias_WholeName")):
        head.published = head.published or day_of(row.get("fileGenerationDate", ""))
        number = row["Entity_LogicalId"]
        if not number:
            if any(row.values()):
                raise ListFileRefused(fields={place: [_("Entity_LogicalId is missing.")]})
            continue
        reference = row.get("Entity_EU_ReferenceNumber") or number
        if party is None or party.reference != reference:
            if party is not None:
                yield _named(party, path)
            if reference in seen:
                raise ListFileRefused(
                    fields={place: [_("The rows of %(number)s do not stand together.") % {"number": reference}]}
                )
            seen.add(reference)
            subject = row.get("Entity_SubjectType_ClassificationCode") or row.get("Entity_SubjectType", "")
            party = ListedParty(reference, _KINDS.get(subject.lower(), ENTITY), [], link=EU_LINK)
            party.programme = row.get("Entity_Regulation_Programme", "")
            party.remarks = row.get("Entity_Remark", "")
        whole = row["NameAlias_WholeName"] or " ".join(
            row.get(f"NameAlias_{part}Name", "") for part in ("First", "Middle", "Last")
        )
        party.add_name(whole, is_alias=bool(party.names))
        for column in ("Address_CountryIso2Code", "Citizenship_CountryIso2Code", "Identification_CountryIso2Code"):
            party.add_country(row.get(column, ""))
        party.add_birth(row.get("BirthDate_BirthDate") or row.get("BirthDate_Year", ""))
        party.add_identifier(row.get("Identification_Number", ""))
    if party is not None:
        yield _named(party, path)


def read_uk(path: Path, head: ListHead) -> Iterator[ListedParty]:
    """Read the UK Sanctions List, or OFSI's consolidated list before it: a line with the date, then the header."""
    with open_text(path) as file:
        first = file.readline()
    has_date = "Name 6" not in first
    if has_date:
        head.published = day_of(first.replace(",", ":").partition(":")[2].strip(' :\r\n"'))
    parties: dict[str, ListedParty] = {}
    for place, row in dict_rows(path, ",", skip=1 if has_date else 0, needs=("Name 6",)):
        reference = row.get("Unique ID") or row.get("Group ID", "")
        if not reference:
            raise ListFileRefused(fields={place: [_("It has neither a Unique ID nor a Group ID.")]})
        party = parties.get(reference)
        if party is None:
            kind = row.get("Designation Type") or row.get("Individual, Entity, Ship") or row.get("Group Type", "")
            party = parties[reference] = ListedParty(reference, _KINDS.get(kind.lower(), ENTITY), [], link=UK_LINK)
            party.programme = row.get("Regime Name") or row.get("Regime", "")
            party.remarks = row.get("Other Information", "")
        quality = (row.get("Alias strength") or row.get("Alias Quality", "")).lower()
        kind_of_name = (row.get("Name type") or row.get("Alias Type", "")).lower()
        name = " ".join(row.get(f"Name {nth}", "") for nth in (1, 2, 3, 4, 5, 6))
        party.add_name(name, is_alias="primary" not in kind_of_name, is_weak=quality == "low quality")
        party.add_name(row.get("Name non-latin script") or row.get("Name Non-Latin Script", ""))
        for column in (
            "Address Country",
            "Country",
            "Nationality(/ies)",
            "Nationality",
            "Current believed flag of ship",
        ):
            for text in row.get(column, "").split("("):
                party.add_country(text.partition(")")[2] or text)
        party.add_birth(row.get("D.O.B") or row.get("DOB", ""))
        for column in UK_NUMBERS:
            party.add_identifier(row.get(column, ""))
    for party in parties.values():
        yield _named(party, path)


def read_dpl(path: Path, head: ListHead, *, on: date) -> Iterator[ListedParty]:
    """
    Read the Denied Persons List of the US Bureau of Industry and Security; orders that ended before `on` are over.

    A person denied at several addresses is one party. The list has no numbers: name and first day stand for one.
    """
    with open_text(path) as file:
        delimiter = "\t" if "\t" in file.readline() else ","
    parties: dict[str, ListedParty] = {}
    for place, row in dict_rows(path, delimiter, needs=("Name", "Effective_Date", "Expiration_Date")):
        name = row["Name"]
        if not name:
            raise ListFileRefused(fields={place: [_("The name is missing.")]})
        ends = day_of(us_day(row["Expiration_Date"]))
        if ends is not None and ends < on:
            continue
        reference = f"{name} {row['Effective_Date']}"[:120]
        party = parties.get(reference)
        if party is None:
            # The list does not say which entries are people: both are compared as either.
            party = parties[reference] = ListedParty(reference, _kind_of(name), [], programme="BIS DPL", link=DPL_LINK)
            party.remarks = " ".join(filter(None, (row.get("Action", ""), row.get("FR_Citation", ""))))
            party.add_name(name, is_alias=False)
        party.add_country(row.get("Country", ""))
    yield from parties.values()


def read_csl(path: Path, head: ListHead, *, on: date) -> Iterator[ListedParty]:
    """Read the Consolidated Screening List of the US Department of Commerce; what ended before `on` is over."""
    counts: dict[str, int] = {}
    for place, row in dict_rows(path, ",", needs=("source", "name", "alt_names")):
        name = row["name"]
        if not name:
            raise ListFileRefused(fields={place: [_("The name is missing.")]})
        ends = day_of(row.get("end_date", ""))
        if ends is not None and ends < on:
            continue
        base = f"{row['source'][:60]} {row.get('entity_number') or name}"[:110]
        counts[base] = counts.get(base, 0) + 1
        reference = base if counts[base] == 1 else f"{base} #{counts[base]}"
        kind = _KINDS.get(row.get("type", "").lower()) or (ENTITY if row.get("type") else _kind_of(name))
        party = ListedParty(reference, kind, [], programme=row.get("programs") or row["source"])
        party.link = row.get("source_list_url", "")
        party.remarks = row.get("remarks", "")
        party.add_name(name, is_alias=False)
        for alias in row["alt_names"].split(";"):
            party.add_name(alias)
        for column in ("citizenships", "nationalities"):
            for text in row.get(column, "").split(";"):
                party.add_country(text)
        for address in row.get("addresses", "").split(";"):
            party.add_country(address.rpartition(",")[2])
        for text in row.get("dates_of_birth", "").split(";"):
            party.add_birth(text)
        yield party


_FIRM = frozenset({
    "CO", "LTD", "INC", "LLC", "CORP", "CORPORATION", "COMPANY", "LIMITED", "GMBH", "TRADING", "FZE", "FZCO",
    "INTERNATIONAL", "ENTERPRISES", "GROUP", "SYSTEMS", "TECHNOLOGIES", "AIRLINES", "AIRWAYS", "AVIATION",
    "INDUSTRIES", "INSTITUTE", "UNIVERSITY", "CENTER", "CENTRE", "REGIMENT", "BANK", "ELECTRONICS",
    "LOGISTICS", "ACADEMY",
})  # fmt: skip


def _kind_of(name: str) -> str:
    words = {word.strip(".,()").upper() for word in name.split()}
    return ENTITY if words.intersection(_FIRM) or any(each.isdigit() for each in name) else PERSON


def _named(party: ListedParty, path: Path) -> ListedParty:
    if not party.names:
        raise ListFileRefused(fields={f"{path.name}: {party.reference}": [_("It has no name.")]})
    return party
