"""Which goods are dangerous to carry, and what they are called. Rows of `trade/data/dangerous_goods.csv`."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils.translation import gettext_lazy as _

from trade.countries import read_rows

#: A listing's attribute by which its seller says what kind its goods are, or `none`.
ATTRIBUTE = "dangerous_goods"
NONE = "none"

NAMES: dict[str, Any] = {
    "li-in-equipment": _("lithium batteries in equipment (UN3481)"),
    "li-with-equipment": _("lithium batteries packed with equipment (UN3481)"),
    "li-alone": _("lithium batteries on their own (UN3480)"),
    "li-metal-in-equipment": _("lithium metal batteries in equipment (UN3091)"),
    "battery-vehicle": _("battery-powered vehicles (UN3171)"),
    "aerosol": _("aerosols (UN1950)"),
    "perfume": _("perfumery products with alcohol (UN1266)"),
    "flammable": _("paint and other flammable liquids (UN1263)"),
    "lighters": _("lighters (UN1057)"),
    "corrosive": _("corrosive liquids (UN1760)"),
}


@dataclass(frozen=True, slots=True)
class DangerousGoods:
    """One kind: UN number, hazard class, packing instruction by air."""

    code: str
    un_number: str
    hazard_class: str
    packing_instruction: str
    hs_prefixes: tuple[str, ...]


@cache
def kinds() -> dict[str, DangerousGoods]:
    """Return every kind by its code."""
    return {
        row["code"]: DangerousGoods(
            row["code"], row["un_number"], row["hazard_class"], row["packing_instruction"],
            tuple(row["hs_prefixes"].split()),
        )
        for row in read_rows("dangerous_goods.csv")
    }  # fmt: skip


def is_dangerous_code(code: str) -> bool:
    """Tell whether this is the code of a kind of dangerous goods."""
    return code in kinds()


def dangerous_of(hs_code: str, attributes: Mapping[str, Any]) -> str:
    """
    Return the kind of dangerous goods something is, or '' for none.

    What the seller says counts; without a word of theirs, goods of HS codes that nearly always are dangerous are
    taken to be.
    """
    said = str(attributes.get(ATTRIBUTE) or "")
    if said:
        return said if is_dangerous_code(said) else ""
    return _by_hs_code(hs_code[:6])


@cache
def _by_hs_code(hs_code: str) -> str:
    for code, kind in kinds().items():
        if hs_code and hs_code.startswith(kind.hs_prefixes or ("-",)):
            return code
    return ""
