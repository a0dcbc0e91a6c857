"""Published list formats, read as they are published; a broken file changes nothing. Everybody here is made up."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from accounts.actor import Actor
from trade.models import DeniedParty, DeniedPartyList, DeniedPartyName, Edition
from trade.operations import load_denied_parties
from trade.screening.lists import ListFileRefused, read_list, sniff

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
SYSTEM = Actor.system("tests")

SDN = (
    '101,"VORNHOLT, Ansgar","individual","FICTION",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,'
    "\"DOB 13 Jun 1964; nationality Austria; Passport P1234567 (Austria); a.k.a. 'DER UHRMACHER'.\"\r\n"
    '102,"PELLAGRIN LINES S.A.",-0- ,"FICTION",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n'
    '103,"NIGHT HERON","vessel","FICTION",-0- ,"Oil Tanker",-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n\x1a\r\n'
)
ALT = '101,1,"aka","WORNHOLDT, Ansgar",-0- \r\n\x1a\r\n'
ADD = '102,1,-0- ,"Valmere","Panama",-0- \r\n\x1a\r\n'
SDN_XML = """<?xml version="1.0"?><sdnList xmlns="https://example.org/sdn"><publshInformation>
<Publish_Date>10/02/2026</Publish_Date><Record_Count>1</Record_Count></publshInformation>
<sdnEntry><uid>7</uid><firstName>Ansgar</firstName><lastName>VORNHOLT</lastName><sdnType>Individual</sdnType>
<programList><program>FICTION</program></programList>
<akaList><aka><uid>8</uid><type>a.k.a.</type><category>weak</category><lastName>UHRMACHER</lastName></aka></akaList>
<addressList><address><uid>9</uid><country>Austria</country></address></addressList>
<dateOfBirthList><dateOfBirthItem><uid>1</uid><dateOfBirth>13 Jun 1964</dateOfBirth><mainEntry>true</mainEntry>
</dateOfBirthItem></dateOfBirthList>
<idList><id><uid>2</uid><idType>Passport</idType><idNumber>P 123-4567</idNumber></id>
</idList></sdnEntry></sdnList>"""
UN_XML = """<?xml version="1.0"?><CONSOLIDATED_LIST dateGenerated="2026-10-01T00:00:00Z"><INDIVIDUALS><INDIVIDUAL>
<DATAID>1</DATAID><FIRST_NAME>ANSGAR</FIRST_NAME><SECOND_NAME>VORNHOLT</SECOND_NAME><UN_LIST_TYPE>Fiction
</UN_LIST_TYPE><REFERENCE_NUMBER>FCi.001</REFERENCE_NUMBER><NAME_ORIGINAL_SCRIPT>Ансгар Форнгольт</NAME_ORIGINAL_SCRIPT>
<NATIONALITY><VALUE>Austria</VALUE></NATIONALITY>
<INDIVIDUAL_ALIAS><QUALITY>Low</QUALITY><ALIAS_NAME>Uhrmacher</ALIAS_NAME></INDIVIDUAL_ALIAS>
<INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>EXACT</TYPE_OF_DATE><YEAR>1964</YEAR></INDIVIDUAL_DATE_OF_BIRTH>
</INDIVIDUAL></INDIVIDUALS><ENTITIES><ENTITY><DATAID>2</DATAID><FIRST_NAME>PELLAGRIN LINES</FIRST_NAME>
<REFERENCE_NUMBER>FCe.001</REFERENCE_NUMBER></ENTITY></ENTITIES></CONSOLIDATED_LIST>"""
EU_CSV = (
    "\ufefffileGenerationDate;Entity_LogicalId;Entity_EU_ReferenceNumber;Entity_SubjectType_ClassificationCode;"
    "Entity_Regulation_Programme;NameAlias_LastName;NameAlias_FirstName;NameAlias_WholeName;BirthDate_BirthDate;"
    "BirthDate_Year;Citizenship_CountryIso2Code;Identification_Number\n"
    "02/10/2026;10;EU.1.1;P;FIC;Vornholt;Ansgar;Ansgar Vornholt;;;;\n"
    "02/10/2026;10;EU.1.1;P;FIC;;;Анзгар Форнхольт;;;;\n"
    "02/10/2026;10;EU.1.1;P;FIC;;;;1964-06-13;;;\n02/10/2026;10;EU.1.1;P;FIC;;;;;;AT;P1234567\n"
    "02/10/2026;11;EU.1.2;E;FIC;;;Pellagrin Lines SA;;;;\n"
)
UK_OLD = (
    "Last Updated,02/10/2026\nName 6,Name 1,Name 2,Name 3,Name 4,Name 5,Title,Name Non-Latin Script,DOB,Nationality,"
    "Country,Passport Number,Group Type,Alias Type,Alias Quality,Regime,Group ID\n"
    "VORNHOLT,Ansgar,,,,,,Ансгар,13/06/1964,Austria,,P1234567,Individual,Primary name,,Fiction,900\n"
    "UHRMACHER,,,,,,,,,,,,Individual,AKA,Low quality,Fiction,900\n"
)
UK_NEW = (
    "Report Date: 02-Oct-2026\nLast Updated,Unique ID,Name 6,Name 1,Name type,Alias strength,Name non-latin script,"
    "Regime Name,Designation Type,D.O.B,Nationality(/ies),Passport number\n"
    "01/10/2026,FIC0001,VORNHOLT,Ansgar,Primary Name,,,Fiction,Individual,13/06/1964,Austria,P1234567\n"
)
DPL = (
    "Name\tCity\tState\tCountry\tEffective_Date\tExpiration_Date\tStandard_Order\tLast_Update\tAction\tFR_Citation\n"
    "ANSGAR VORNHOLT\tWIEN\t\tAT\t01/02/2020\t01/02/2030\tY\t2020-01-02\tF.R. NOTICE ADDED\t1 F.R. 1\n"
    "OVER AND DONE\tWIEN\t\tAT\t01/02/2010\t01/02/2020\tY\t2010-01-02\tF.R. NOTICE ADDED\t1 F.R. 1\n"
)
CSL = (
    "_id,source,entity_number,type,programs,name,addresses,end_date,remarks,source_list_url,alt_names,citizenships,"
    "dates_of_birth,nationalities\n"
    'x1,Fiction List (FL),12,Individual,FIC,"VORNHOLT, Ansgar",,,,http://example.org/,"WORNHOLDT, Ansgar; Uhrmacher",'
    "AT,1964-06-13,AT\n"
)


def write(folder: Path, name: str, text: str) -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


FORMS = [
    ("sdn.csv", SDN, "ofac-sdn", None, 3, "1964-06-13", True),
    ("sdn.xml", SDN_XML, "ofac-sdn", date(2026, 10, 2), 1, "1964-06-13", True),
    ("un.xml", UN_XML, "un", date(2026, 10, 1), 2, "1964", False),
    ("eu.csv", EU_CSV, "eu", date(2026, 10, 2), 2, "1964-06-13", True),
    ("uk-old.csv", UK_OLD, "uk", date(2026, 10, 2), 1, "1964-06-13", True),
    ("uk.csv", UK_NEW, "uk", date(2026, 10, 2), 1, "1964-06-13", True),
    ("dpl.txt", DPL, "bis-dpl", None, 1, "", False),
    ("csl.csv", CSL, "us-csl", None, 1, "1964-06-13", False),
]


@pytest.mark.parametrize(("name", "text", "code", "published", "count", "birth", "has_number"), FORMS)
def test_each_published_form_is_told_from_its_content_and_read(
    name: str, text: str, code: str, published: Any, count: int, birth: str, has_number: bool, tmp_path: Path
) -> None:
    head, parties = read_list(write(tmp_path, name, text), on=NOW.date())
    found = list(parties)
    assert (head.code, head.published, len(found)) == (code, published, count)
    person = found[0]
    assert person.kind == "person"
    assert "vornholt" in person.names[0].text.lower()
    assert not person.names[0].is_alias
    assert person.births == ([birth] if birth else [])
    assert ("P1234567" in person.identifiers) is has_number
    if name != "sdn.csv" or has_number:
        assert person.countries == {"AT"}
    weak = [each.text for each in person.names if each.is_weak]
    assert weak == ({"sdn.csv": ["DER UHRMACHER"], "dpl.txt": [], "csl.csv": [], "eu.csv": [], "uk.csv": []}.get(
        name, [weak[0]] if weak else ["missing"]
    ))  # fmt: skip


def test_aliases_and_addresses_come_from_their_own_files(tmp_path: Path) -> None:
    files = [write(tmp_path, name, text) for name, text in (("sdn.csv", SDN), ("alt.csv", ALT), ("add.csv", ADD))]
    _head, parties = read_list(files[0], on=NOW.date(), aliases=files[1], addresses=files[2])
    found = {party.reference: party for party in parties}
    assert [name.text for name in found["101"].names] == ["VORNHOLT, Ansgar", "WORNHOLDT, Ansgar", "DER UHRMACHER"]
    assert found["102"].countries == {"PA"}
    assert found["103"].kind == "vessel"


BROKEN = [
    ("cut.csv", SDN.replace(',"FICTION",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n103', "\r\n103"), "cut.csv:2"),
    ("twice.csv", SDN.replace("102,", "101,", 1), "twice.csv:2"),
    ("cut.xml", UN_XML[:-40], "cut.xml:"),
    ("bomb.xml", UN_XML.replace("?>", '?><!DOCTYPE a [<!ENTITY b "c">]>', 1), "bomb.xml"),
    ("noname.xml", UN_XML.replace("PELLAGRIN LINES", ""), "noname.xml: ENTITY FCe.001"),
    ("eu.csv", EU_CSV.replace("NameAlias_WholeName", "Whole"), "eu.csv"),
    ("eu2.csv", EU_CSV + "02/10/2026;10;EU.1.1;P;FIC;;;Ansgar;;;;\n", "eu2.csv:7"),
    ("uk.csv", UK_NEW.replace("FIC0001", ""), "uk.csv:3"),
    ("empty.txt", "", "empty.txt"),
    ("letter.txt", "Dear Sir or Madam,\nplease find no list here.\n", "letter.txt"),
    ("head.csv", EU_CSV.split("\n")[0] + "\n", "head.csv"),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "text", "place"), BROKEN)
def test_a_broken_file_is_refused_by_row_or_element_and_changes_nothing(
    name: str, text: str, place: str, tmp_path: Path
) -> None:
    before = (
        list(DeniedPartyList.objects.values_list("pk", "is_current")),
        DeniedParty.objects.count(),
        Edition.objects.get(kind="screening").number,
    )
    with pytest.raises(ListFileRefused) as refusal:
        load_denied_parties(actor=SYSTEM, file=write(tmp_path, name, text), now=NOW)
    assert any(found.startswith(place) for found in refusal.value.fields), refusal.value.fields
    after = (
        list(DeniedPartyList.objects.values_list("pk", "is_current")),
        DeniedParty.objects.count(),
        Edition.objects.get(kind="screening").number,
    )
    assert after == before


@pytest.mark.django_db
def test_a_newer_file_replaces_the_list_whole_and_the_same_file_nothing(tmp_path: Path, capsys: Any) -> None:
    first = write(tmp_path, "un.xml", UN_XML)
    call_command("load_denied_parties", str(first))
    assert "2 parties under 4 names" in capsys.readouterr().out
    edition = Edition.objects.get(kind="screening").number
    call_command("load_denied_parties", str(first))
    assert "this very file" in capsys.readouterr().out
    assert Edition.objects.get(kind="screening").number == edition
    only_one = UN_XML.replace(UN_XML[UN_XML.index("<ENTITIES>") : UN_XML.index("</CONSOLIDATED")], "")
    loaded = load_denied_parties(actor=SYSTEM, file=write(tmp_path, "newer.xml", only_one), now=NOW).list
    assert (loaded.version, loaded.party_count) == (2, 1)
    # Nothing refers to the version before: it is gone with all it held.
    assert list(DeniedPartyList.objects.filter(code="un")) == [loaded]
    assert DeniedPartyName.objects.filter(party__list__code="un").count() == 3
    assert Edition.objects.get(kind="screening").number == edition + 1
    with pytest.raises(CommandError):
        call_command("load_denied_parties", str(write(tmp_path, "x.xml", UN_XML[:200])))


def test_only_the_platform_loads_lists(tmp_path: Path) -> None:
    assert sniff(write(tmp_path, "a.csv", SDN)) == "ofac-csv"
    from marketplace.kernel.refusals import SignInNeeded

    with pytest.raises(SignInNeeded):
        load_denied_parties.__wrapped__(  # type: ignore[attr-defined]
            actor=Actor.anonymous(), file=tmp_path / "a.csv", now=NOW
        )
