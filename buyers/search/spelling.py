"""Correct a word that no listing has to the likeliest one that some do."""

import threading
from collections import defaultdict

from rapidfuzz import process
from rapidfuzz.distance import OSA
from tantivy import Searcher

MOST_WORDS = 300_000
SHORTEST = 4


class Speller:
    """The index's vocabulary by length, read again when the index changes."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._mark = ""
        self._by_length: dict[int, list[str]] = {}
        self._frequency: dict[str, int] = {}

    def correct(self, searcher: Searcher, mark: str, word: str) -> str:
        """
        Return the word meant by `word`, or "" if none is close.

        One slip is forgiven in a short word, two from six letters on; swapping two neighbours is one slip. The
        fewest slips win, then the same first letter, then the more frequent word.
        """
        if len(word) < SHORTEST or any(character.isdigit() for character in word):
            return ""
        self._refresh(searcher, mark)
        most = 1 if len(word) < 6 else 2
        near: list[tuple[int, bool, int, str]] = []
        for length in range(len(word) - most, len(word) + most + 1):
            choices = self._by_length.get(length, [])
            for choice, slips, _place in process.extract(
                word, choices, scorer=OSA.distance, score_cutoff=most, limit=12
            ):
                near.append((slips, choice[0] != word[0], -self._frequency[choice], choice))
        return min(near)[3] if near else ""

    def _refresh(self, searcher: Searcher, mark: str) -> None:
        if mark == self._mark:
            return
        with self._lock:
            if mark == self._mark:
                return
            by_length: dict[int, list[str]] = defaultdict(list)
            frequency: dict[str, int] = {}
            for word, count in searcher.terms_with_prefix("words", "", None, MOST_WORDS):
                if len(word) >= SHORTEST - 1 and not word.isdecimal():
                    by_length[len(word)].append(word)
                    frequency[word] = count
            self._by_length, self._frequency, self._mark = by_length, frequency, mark


speller = Speller()
