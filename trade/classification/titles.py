"""Ranking by the words of official titles (BM25), for goods that the word table does not know."""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from trade.classification.text import UNITS, Token, words_of

# Saturation and length normalisation as usual (Robertson and Zaragoza, The Probabilistic Relevance Framework, 2009).
K1, B = 1.2, 0.75
HEADING_SHARE = 0.3
# Words of nearly every title.
_FILLING = (
    "of or and the in not other than with for from whether their n.e.c heading item excluding including no a an by to"
    " into on as kind used similar article"
)
STOP_WORDS = frozenset(_FILLING.split())


class TitleIndex:
    """The titles of HS subheadings with a share of their heading's words."""

    def __init__(self, titles: Mapping[str, str]) -> None:
        """Index `titles`, by code; codes of six digits are ranked."""
        self.titles = titles
        self._postings: dict[str, list[tuple[str, float]]] = defaultdict(list)
        lengths: dict[str, float] = {}
        counts: dict[str, dict[str, float]] = {}
        headings = {code: list(_own_words(title)) for code, title in titles.items() if len(code) == 4}
        for code, title in titles.items():
            if len(code) != 6:
                continue
            here: dict[str, float] = defaultdict(float)
            for word in _own_words(title):
                here[word] += 1.0
            for word in headings.get(code[:4], ()):
                here[word] += HEADING_SHARE
            counts[code], lengths[code] = here, sum(here.values())
        mean = sum(lengths.values()) / len(lengths) if lengths else 1.0
        for code, here in counts.items():
            for word, count in here.items():
                share = count * (K1 + 1) / (count + K1 * (1 - B + B * lengths[code] / mean))
                self._postings[word].append((code, share))
        size = len(lengths)
        self._rarity = {
            word: math.log(1 + (size - len(held) + 0.5) / (len(held) + 0.5)) for word, held in self._postings.items()
        }
        self._rarest = math.log(1 + size) if size else 1.0

    def rank(self, tokens: Sequence[Token]) -> dict[str, float]:
        """Return a score from 0 to about 1 for each code that shares a word with `tokens`."""
        scores: dict[str, float] = defaultdict(float)
        asked = {token.word: token.weight for token in reversed(tokens) if _says_what(token)}
        most = sum(asked.values()) * self._rarest * (K1 + 1)
        for word, weight in asked.items():
            rarity = self._rarity.get(word, 0.0)
            for code, share in self._postings.get(word, ()):
                scores[code] += weight * rarity * share / most
        return scores

    def knows(self, word: str) -> bool:
        """Tell whether any title has the word."""
        return word in self._postings


def _says_what(token: Token) -> bool:
    return bool(token.weight) and token.word not in STOP_WORDS | UNITS and not token.word[0].isdigit()


def _own_words(title: str) -> Iterable[str]:
    """Return the words of a title without what it says to exclude."""
    kept = title.lower().split("excluding")[0].split("other than")[0].split("n.e.c.")[0]
    return (word for word in words_of(kept) if word not in STOP_WORDS and not word.isdigit())
