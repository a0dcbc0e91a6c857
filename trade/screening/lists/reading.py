"""Which list a file is, told from its content, and reading it."""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from pathlib import Path

from django.utils.translation import gettext as _

from trade.screening.lists import ofac, tables, un
from trade.screening.lists.values import ListedParty, ListFileRefused, ListHead

#: Larger files are refused: the largest published list has some 120 MB.
MOST_BYTES = 400 * 1024 * 1024
MOST_PARTIES = 500_000


class Formats(StrEnum):
    """The forms in which lists are published."""

    OFAC_CSV = "ofac-csv"
    OFAC_XML = "ofac-xml"
    UN_XML = "un-xml"
    EU_CSV = "eu-csv"
    UK_CSV = "uk-csv"
    BIS_DPL = "bis-dpl"
    US_CSL = "us-csl"


#: The list that a form belongs to unless the caller says otherwise.
LIST_OF = {
    Formats.OFAC_CSV: "ofac-sdn", Formats.OFAC_XML: "ofac-sdn", Formats.UN_XML: "un", Formats.EU_CSV: "eu",
    Formats.UK_CSV: "uk", Formats.BIS_DPL: "bis-dpl", Formats.US_CSL: "us-csl",
}  # fmt: skip


def sniff(path: Path) -> Formats:
    """
    Return the form of a file by its first bytes.

    :raises ListFileRefused: if it is too large, empty, or of no form that is known.
    """
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise ListFileRefused(
            fields={path.name: [_("The file is larger than %(most)s MB.") % {"most": MOST_BYTES >> 20}]}
        )
    with path.open("rb") as file:
        start = file.read(4096).removeprefix(b"\xef\xbb\xbf").lstrip()
    first = start.split(b"\n", 1)[0].decode("latin-1")
    second = start.split(b"\n", 2)[1].decode("latin-1") if start.count(b"\n") else ""
    if start.startswith(b"<"):
        if b"<CONSOLIDATED_LIST" in start:
            return Formats.UN_XML
        if b"<sdnList" in start:
            return Formats.OFAC_XML
        if b"<Sanctions" in start:
            raise ListFileRefused(
                fields={
                    path.name: [_("This is OFAC's advanced XML. Load sdn.xml or sdn.csv, which hold the same names.")]
                }
            )
    if "Entity_LogicalId" in first:
        return Formats.EU_CSV
    if "Name 6" in first or "Name 6" in second:
        return Formats.UK_CSV
    if first.startswith("Name") and "Effective_Date" in first:
        return Formats.BIS_DPL
    if "alt_names" in first and "source" in first:
        return Formats.US_CSL
    if first.split(",", 1)[0].strip().isdigit() and first.count(",") >= 11:
        return Formats.OFAC_CSV
    raise ListFileRefused(
        fields={
            path.name: [
                _("The file is of no form that is known: OFAC CSV or XML, UN XML, EU CSV, UK CSV, BIS DPL or US CSL.")
            ]
        }
    )


def read_list(
    path: Path, *, on: date, code: str = "", aliases: Path | None = None, addresses: Path | None = None
) -> tuple[ListHead, Iterator[ListedParty]]:
    """
    Return the head of a list file and its parties one by one; the head is complete once all were read.

    :param on: the day on which the list is loaded; orders that are over are left out.
    :param code: the list that it is, if the file alone does not tell.
    :raises ListFileRefused: naming the row or element, if anything cannot be read.
    """
    form = sniff(path)
    head = ListHead(code or LIST_OF[form])
    if (aliases or addresses) and form != Formats.OFAC_CSV:
        raise ListFileRefused(fields={path.name: [_("Only OFAC's CSV comes with files of aliases and addresses.")]})
    parties = {
        Formats.OFAC_CSV: lambda: ofac.read_csv(path, head, aliases, addresses),
        Formats.OFAC_XML: lambda: ofac.read_xml(path, head),
        Formats.UN_XML: lambda: un.read(path, head),
        Formats.EU_CSV: lambda: tables.read_eu(path, head),
        Formats.UK_CSV: lambda: tables.read_uk(path, head),
        Formats.BIS_DPL: lambda: tables.read_dpl(path, head, on=on),
        Formats.US_CSL: lambda: tables.read_csl(path, head, on=on),
    }[form]()
    return head, _counted(parties, path)


def _counted(parties: Iterator[ListedParty], path: Path) -> Iterator[ListedParty]:
    count = 0
    for count, party in enumerate(parties, start=1):
        if count > MOST_PARTIES:
            raise ListFileRefused(
                fields={path.name: [_("The file has more than %(most)s parties.") % {"most": MOST_PARTIES}]}
            )
        yield party
    if not count:
        raise ListFileRefused(fields={path.name: [_("The file has no parties.")]})
