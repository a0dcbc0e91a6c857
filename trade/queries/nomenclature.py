"""HS codes by number and by word, their place in the tree, and whether a code exists."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from marketplace.kernel.refusals import NotFound
from trade.editions import SHELVES
from trade.models import Edition, EndedHsCode, HsCode
from trade.queries.classification import hs_suggestions

SUBHEADING = 6
SHOWN = 8


@dataclass(frozen=True, slots=True)
class Nomenclature:
    """Every stored code, and what took the place of those that have ended."""

    codes: frozenset[str]
    ended: dict[str, tuple[str, ...]]


def nomenclature() -> Nomenclature:
    """Return the stored nomenclature, held in the process."""

    def load() -> Nomenclature:
        ended = EndedHsCode.objects.values_list("code", "successors")
        codes = frozenset(HsCode.objects.values_list("code", flat=True))
        return Nomenclature(codes, {code: tuple(successors.split()) for code, successors in ended})

    return SHELVES[Edition.Kind.RULES].get("nomenclature", load)


def problem_with_hs_code(code: str) -> str:
    """
    Say what is wrong with a code of digits: it has ended, and what follows it, or there is none; '' if it is one.

    National digits beyond the sixth differ by country and are not looked at.
    """
    known = nomenclature()
    subheading = code[:SUBHEADING]
    if subheading in known.codes or not known.codes:
        return ""
    successors = known.ended.get(subheading)
    if successors:
        names = ", ".join(successors[:SHOWN])
        return _("HS %(code)s ended with HS 2022. Use what took its place: %(codes)s.") % {
            "code": subheading, "codes": names,
        }  # fmt: skip
    heading = next((code[:length] for length in (4, 2) if code[:length] in known.codes and length < len(code)), "")
    if heading:
        return _("There is no HS code %(code)s. Look for the right one under %(heading)s.") % {
            "code": subheading, "heading": heading,
        }  # fmt: skip
    return _("There is no HS code %(code)s.") % {"code": subheading}


def hs_title(code: str) -> str:
    """Return the title of an HS code, or of the nearest heading above it that is stored; '' for none."""
    prefixes = [code[:length] for length in range(len(code), 1, -2)]
    found = HsCode.objects.filter(code__in=prefixes).order_by("-level").first()
    return found.title if found else ""


def hs_titles(codes: list[str]) -> dict[str, str]:
    """Return the title of each code, or of the nearest heading above it; '' for none. One query for all."""
    prefixes = {code[:length] for code in codes for length in range(len(code), 1, -2)}
    titles = dict(HsCode.objects.filter(code__in=prefixes).values_list("code", "title"))
    return {
        code: next((titles[code[:length]] for length in range(len(code), 1, -2) if code[:length] in titles), "")
        for code in codes
    }


def find_hs_codes(text: str, *, limit: int = 20) -> list[HsCode]:
    """
    Return HS codes for a code's first digits, or for words in any of the six languages, the likeliest first.

    Everyday words come first ("blueberries"), then codes whose official title has every word.
    """
    text = text.strip()
    digits = text.replace(".", "").replace(" ", "")
    if not digits:
        return []
    if digits.isascii() and digits.isdigit():
        return list(HsCode.objects.filter(code__startswith=digits).order_by("code")[:limit])
    likely = [each.hs_code for each in hs_suggestions(text, most=min(limit, 8))]
    rows = HsCode.objects.in_bulk(likely, field_name="code")
    found = [rows[code] for code in likely if code in rows]
    titled = HsCode.objects.exclude(code__in=likely)
    for word in text.split()[:6]:
        titled = titled.filter(title__icontains=word.rstrip("s") if len(word) > 3 else word)
    return found + list(titled.order_by("-level", "code")[: limit - len(found)])


def hs_chapters() -> QuerySet[HsCode]:
    """Return the chapters of the Harmonized System."""
    return HsCode.objects.filter(level=2).order_by("code")


def hs_code_page(code: str) -> dict[str, Any]:
    """
    Return a code with what stands above and below it: keys code, parents (chapter first), children.

    :raises NotFound: if the code is not stored.
    """
    found = HsCode.objects.filter(code=code).first()
    if found is None:
        raise NotFound
    parents = list(HsCode.objects.filter(code__in=[code[:n] for n in range(2, len(code), 2)]).order_by("level"))
    children = list(found.children.annotate(below=Count("children")).order_by("code"))
    return {"code": found, "parents": parents, "children": children}


def has_hs_code(code: str) -> bool:
    """Tell whether a code is stored."""
    return code in nomenclature().codes
