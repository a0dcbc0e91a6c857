"""HS codes by number and by word."""

from trade.models import HsCode


def hs_title(code: str) -> str:
    """Return the title of an HS code, or of the nearest heading above it that is stored; '' for none."""
    prefixes = [code[:length] for length in range(len(code), 1, -2)]
    found = HsCode.objects.filter(code__in=prefixes).order_by("-level").first()
    return found.title if found else ""


def find_hs_codes(text: str, *, limit: int = 20) -> list[HsCode]:
    """Return HS codes for a code's first digits or for words of a title, most specific codes first."""
    text = text.strip().replace(".", "")
    if not text:
        return []
    if text.isdigit():
        return list(HsCode.objects.filter(code__startswith=text).order_by("code")[:limit])
    found = HsCode.objects.all()
    for word in text.split()[:6]:
        found = found.filter(title__icontains=word.rstrip("s") if len(word) > 3 else word)
    return list(found.order_by("-level", "code")[:limit])
