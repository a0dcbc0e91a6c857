"""
Finding phrases in the text of a listing, in any script, by whole words.

Text and phrases are folded the same way (case, accents, Arabic letter forms). Latin, Cyrillic and Arabic are cut into
words; Chinese, Japanese and Korean, which write words without spaces or glue endings to them, into characters. So a
phrase is a run of tokens, and a text is walked once, whatever the number of phrases.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import NamedTuple

#: Longer texts are cut: what a thing is stands at the beginning.
LONGEST_TEXT = 6_000
# Characters of scripts written without spaces, one token each; any other run of letters and digits is one token.
_UNSPACED = "\u0e00-\u0e7f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af"
_TOKEN = re.compile(f"[{_UNSPACED}]|[^\\W_{_UNSPACED}]+")
_MARKS = re.compile("[\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670]")
_LETTERS = str.maketrans(
    {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ß": "ss", "ı": "i", "ø": "o", "đ": "d", "ł": "l"}
)

#: "no ivory", "ohne Elfenbein", "sin nicotina": the word before takes it back, also with "any" or "real" between.
_BETWEEN = frozenset(("any", "real", "genuine", "added", "echtes", "vero", "vrai"))
_DENIALS = frozenset(
    ("no", "not", "non", "without", "zero", "never", "ohne", "kein", "keine", "nicht", "sans", "pas", "sin", "sem")
) | frozenset(
    ("senza", "zonder", "geen", "utan", "uden", "bez", "без", "не", "بدون", "olmayan", "degil", "无", "無", "不", "非")
)
#: "nicotine free", "bleifrei": a word after it that takes it back.
_DENIALS_AFTER = frozenset({"free", "frei", "libre", "livre", "yok", "icermez"})


def fold(text: str) -> str:
    """Return `text` without case, accents and letter variants."""
    text = text.casefold()
    if text.isascii():
        return text
    text = _MARKS.sub("", unicodedata.normalize("NFKD", text))
    return unicodedata.normalize("NFKC", text).translate(_LETTERS)


def tokens_of(text: str) -> list[str]:
    """Return the folded tokens of a text, the Arabic article cut off."""
    found = _TOKEN.findall(fold(text[:LONGEST_TEXT]))
    if text.isascii():
        return found
    return [token[2:] if len(token) > 4 and token.startswith("ال") else token for token in found]


class Found(NamedTuple):
    """A phrase found: which, and the tokens of the text it covers, from `start` to before `end`."""

    phrase: str
    start: int
    end: int


class PhraseIndex:
    """Phrases by their first token. Looking a text up costs its length, not the number of phrases."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for phrase in dict.fromkeys(phrases):
            for spelling in _spellings(phrase):
                self._by_first.setdefault(spelling[0], []).append((spelling, phrase))
        self._first = frozenset(self._by_first)

    def find(self, tokens: Sequence[str]) -> list[Found]:
        """Return every phrase that stands in `tokens`, denied ones left out."""
        if self._first.isdisjoint(tokens):
            return []
        found = []
        for start, token in enumerate(tokens):
            for spelling, phrase in self._by_first.get(token, ()):
                end = start + len(spelling)
                if tuple(tokens[start:end]) == spelling and not _is_denied(tokens, start, end):
                    found.append(Found(phrase, start, end))
        return found


def overlap(one: Found, other: Found) -> bool:
    """Tell whether two finds share a word: "glue gun" excuses "gun", "faux ivory" excuses "ivory figure"."""
    return one.start < other.end and other.start < one.end


def _is_denied(tokens: Sequence[str], start: int, end: int) -> bool:
    before = start - 2 if start > 1 and tokens[start - 1] in _BETWEEN else start - 1
    return (before >= 0 and tokens[before] in _DENIALS) or (end < len(tokens) and tokens[end] in _DENIALS_AFTER)


def _spellings(phrase: str) -> list[tuple[str, ...]]:
    tokens = tuple(tokens_of(phrase))
    if not tokens:
        return []
    last = tokens[-1]
    if not (last.isascii() and last.isalpha() and len(last) > 2):
        return [tokens]
    # The plurals of most European languages.
    return [tokens] + [(*tokens[:-1], last + ending) for ending in ("s", "es", "n", "en")]
