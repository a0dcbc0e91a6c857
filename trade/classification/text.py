"""
Words as the classifier compares them: lower case, no accents, no plural endings.

Scripts written without spaces give one token a character, so that a phrase is a run of tokens in every language.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

# A Latin or Arabic word with inner apostrophes and dots of numbers, or one CJK character.
_WORD = re.compile(r"[^\W_]+(?:['’.][^\W_]+)*|[,;:()\[\]|/–—•+]|-", re.UNICODE)
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_BREAKS = frozenset(",;:()[]|/–—•+")
# French l'argan, d'olive, qu'il.
_ELISION = re.compile(r"^(?:[ldjmnst]|qu)['’](?=\w\w)", re.IGNORECASE)
_SPACED_DASH = re.compile(r"\s-\s")
_ARABIC = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ة": "ه", "ى": "ي", "ـ": None})
LONGEST_TEXT = 600
SHORTEST_STRIPPED = 4

# After these comes what the goods are for, made with or packed in, and no longer what they are. English, Spanish,
# French, Portuguese, Arabic.
_AFTER = {
    "for": 0.3, "with": 0.3, "in": 0.35, "from": 0.25, "of": 0.5, "by": 0.3, "without": 0.05, "to": 0.2, "on": 0.3,
    "and": 1.0, "no": 0.05, "not": 0.05, "non": 0.05, "free": 0.4, "para": 0.3, "con": 0.3, "sin": 0.05, "de": 0.6,
    "en": 0.4, "del": 0.5, "pour": 0.3, "avec": 0.3, "sans": 0.05, "du": 0.5, "au": 0.4, "aux": 0.4, "a": 0.6,
    "com": 0.3, "sem": 0.05, "em": 0.4, "do": 0.5, "da": 0.5, "من": 0.5, "مع": 0.3, "بدون": 0.05, "ل": 0.3,
}  # fmt: skip
# What goods come in: "set of tumblers" is tumblers.
_CONTAINER_WORDS = (
    "set box pack packet tray bag roll jar pair case carton crate tin bottle piece sack lot bundle kit dozen "
    "can punnet bar sachet pouch tub tube caja carton pot"
)
CONTAINERS = frozenset(_CONTAINER_WORDS.split())
LATER_SEGMENT = 0.55
# Measures say how much, not what.
_UNIT_WORDS = "g kg mg l ml cl dl cm mm m w kw v ah mah gsm oz lb inch hz gb tb x pcs pc piece pk ct"
UNITS = frozenset(_UNIT_WORDS.split())


@dataclass(frozen=True, slots=True)
class Token:
    """A word and how much it says about what the goods are: 1 for the thing itself, less after "for" or a comma."""

    word: str
    weight: float
    is_head: bool


# The words of the official titles and tables come again and again: each is worked out once.
@lru_cache(maxsize=16_384)
def lemma(word: str) -> str:
    """Return `word` without case, accents and the endings of a plural."""
    folded = word.lower()
    if not folded.isascii():
        folded = unicodedata.normalize("NFKD", folded.replace("’", "'"))
        folded = "".join(c for c in folded if not unicodedata.combining(c)).translate(_ARABIC)
    if folded.endswith("'s"):
        folded = folded[:-2]
    folded = folded.replace("'", "")
    if folded.startswith("ال") and len(folded) > SHORTEST_STRIPPED:
        return folded[2:]
    if len(folded) < SHORTEST_STRIPPED or not folded.isascii() or not folded.endswith("s"):
        return folded
    if folded.endswith("ies") and len(folded) > SHORTEST_STRIPPED:
        return folded[:-3] + "y"
    if folded.endswith(("sses", "xes", "ches", "shes", "zes")):
        return folded[:-2]
    return folded if folded.endswith(("ss", "us", "is")) else folded[:-1]


def words_of(text: str) -> tuple[str, ...]:
    """Return the comparable words of a phrase."""
    return tuple(token.word for token in tokens_of(text))


def tokens_of(text: str) -> list[Token]:
    """Return the words of `text` in order, each with its weight."""
    text = _SPACED_DASH.sub(" , ", unicodedata.normalize("NFKC", text[:LONGEST_TEXT]))
    found: list[Token] = []
    segment, zone, after_container = 1.0, 1.0, False
    has_words = False
    for match in _WORD.finditer(text):
        raw = match.group()
        if raw == "-":
            continue
        if raw in _BREAKS:
            if has_words:
                segment, zone = LATER_SEGMENT, 1.0
            continue
        for piece in _pieces(_ELISION.sub("", raw)):
            word = lemma(piece)
            if not word:
                continue
            if word in _AFTER and has_words:
                zone = 1.0 if word in ("of", "de") and after_container else min(zone, _AFTER[word])
                found.append(Token(word, 0.0, False))
                continue
            after_container = word in CONTAINERS or (after_container and word.isdigit())
            is_measure = word[0].isdigit() or word in UNITS
            has_words = has_words or not is_measure
            found.append(Token(word, segment * zone, segment == 1.0 and zone == 1.0 and not is_measure))
    return found


def _pieces(raw: str) -> list[str]:
    """Split a run of characters into Chinese characters and the words between them."""
    if raw.isascii() or not _CJK.search(raw):
        return [raw]
    return [piece for piece in re.split(r"([\u3040-\u30ff\u3400-\u9fff])", raw) if piece]
