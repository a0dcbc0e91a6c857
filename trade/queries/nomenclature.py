"""HS codes by number and by word, and whether a code exists."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from trade.editions import SHELVES
from trade.models import Edition, EndedHsCode, HsCode

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
    """Return HS codes for a code's first digits or for words of a title, most specific codes first."""
    text = text.strip().replace(".", "")
    if not text:
        return []
    if text.replace(" ", "").isdigit():
        return list(HsCode.objects.filter(code__startswith=text.replace(" ", "")).order_by("code")[:limit])
    found = HsCode.objects.all()
    for word in text.split()[:6]:
        found = found.filter(title__icontains=word.rstrip("s") if len(word) > 3 else word)
    return list(found.order_by("-level", "code")[:limit])
