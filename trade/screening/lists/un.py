"""The consolidated list of the United Nations Security Council, as XML."""

from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from trade.screening.lists.values import ENTITY, PERSON, ListedParty, ListFileRefused, ListHead, day_of
from trade.screening.lists.xml import Element, read_elements, text_of

LINK = "https://main.un.org/securitycouncil/en/content/un-sc-consolidated-list"


def read(path: Path, head: ListHead) -> Iterator[ListedParty]:
    """Read individuals and entities; names in the original script are names too."""
    root: dict[str, str] = {}
    for tag, element in read_elements(path, {"INDIVIDUAL", "ENTITY"}, root=root):
        head.published = head.published or day_of(root.get("dateGenerated", ""))
        yield _party(tag, element, path)


def _party(tag: str, element: Element, path: Path) -> ListedParty:
    reference = text_of(element, "REFERENCE_NUMBER")
    parts = [text_of(element, f"{nth}_NAME") for nth in ("FIRST", "SECOND", "THIRD", "FOURTH")]
    name = " ".join(part for part in parts if part)
    if not reference or not name:
        data_id = text_of(element, "DATAID") or "?"
        raise ListFileRefused(
            fields={f"{path.name}: {tag} {reference or data_id}": [_("It has no reference number, or no name.")]}
        )
    party = ListedParty(reference, PERSON if tag == "INDIVIDUAL" else ENTITY, [], link=LINK)
    party.programme = text_of(element, "UN_LIST_TYPE")
    party.remarks = text_of(element, "COMMENTS1")
    party.add_name(name, is_alias=False)
    party.add_name(text_of(element, "NAME_ORIGINAL_SCRIPT"))
    for alias in element.findall(f"{tag}_ALIAS"):
        # Several are sometimes written into one element.
        for text in text_of(alias, "ALIAS_NAME").split(";"):
            party.add_name(text, is_weak=text_of(alias, "QUALITY").lower() == "low")
    for where in ("NATIONALITY/VALUE", f"{tag}_ADDRESS/COUNTRY", "INDIVIDUAL_DOCUMENT/ISSUING_COUNTRY"):
        for each in element.findall(where):
            party.add_country(each.text or "")
    for birth in element.findall("INDIVIDUAL_DATE_OF_BIRTH"):
        for where in ("DATE", "YEAR", "FROM_YEAR", "TO_YEAR"):
            party.add_birth(text_of(birth, where))
    for each in element.findall("INDIVIDUAL_DOCUMENT/NUMBER"):
        party.add_identifier(each.text or "")
    return party
