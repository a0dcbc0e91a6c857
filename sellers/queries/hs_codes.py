"""Find the HS code of a product by words or digits."""

from django.db.models import Q

from trade.models import HsCode


def find_hs_codes(words: str, *, limit: int = 12) -> list[HsCode]:
    """
    Return six-digit codes, each with its `parent` heading, that start with the digits or hold all words, in their own
    title or the heading's; codes whose own title has the words come first.
    """
    words = " ".join(words.replace(".", "").split())
    codes = HsCode.objects.filter(level=6).select_related("parent")
    if not words:
        return []
    if words.isdigit():
        return list(codes.filter(code__startswith=words).order_by("code")[:limit])
    own, wide = Q(), Q()
    for word in words.split()[:6]:
        # "bowls" finds "bowl": nomenclature mixes singular and plural.
        stem = word[:-1] if len(word) > 3 and word.lower().endswith("s") else word
        own &= Q(title__icontains=stem)
        wide &= Q(title__icontains=stem) | Q(parent__title__icontains=stem) | Q(parent__parent__title__icontains=stem)
    found = list(codes.filter(own).order_by("code")[:limit])
    if len(found) < limit:
        found += list(codes.filter(wide).exclude(pk__in=[code.pk for code in found]).order_by("code"))[
            : limit - len(found)
        ]
    return found


def hs_code_is_known(code: str) -> bool:
    """Tell whether the first six digits of `code` are a subheading of the nomenclature we have."""
    return HsCode.objects.filter(level=6, code=code[:6]).exists()
