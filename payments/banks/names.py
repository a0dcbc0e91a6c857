"""Is the holder of an account who we trade with? Compared without accents, case, legal forms and word order."""

import re
import unicodedata
from collections.abc import Iterable

LIKE_ENOUGH = 80
# The commonest words that say what a firm is, not which.
_FORM_WORDS = """
ag as asa bv co company corp corporation cv eirl eood ehf ev gbr gmbh inc kft kg kk ltd limited limitada ltda llc llp
mbh nv ohg oy oyj plc pt pte pty pvt private rl sa sarl sas sasu sl slu spa spzoo srl sro sp zoo ug und and et y e
"""
_FORMS = frozenset(_FORM_WORDS.split())


def same_holder(holder: str, names: Iterable[str]) -> bool:
    """Whether `holder` is like one of `names`; an empty name is like nothing."""
    from rapidfuzz import fuzz

    ours = _words(holder)
    if not ours:
        return False
    return any(fuzz.token_sort_ratio(ours, _words(name)) >= LIKE_ENOUGH for name in names if _words(name))


def _words(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name)
    plain = "".join(character for character in plain if not unicodedata.combining(character)).casefold()
    words = re.findall(r"\w+", plain.replace(".", "").replace("&", " "))
    return " ".join(word for word in words if word not in _FORMS) or " ".join(words)
