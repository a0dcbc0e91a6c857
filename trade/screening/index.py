"""
The listed names held for searching: a vocabulary of words, and for each word the names that have it.

A query looks at no more than the words that sound like its own, and at no more than the names that share the rarest of
them: so the time for one name grows slowly with the length of the lists. The index is built once per list version.
"""

import math
import re
from array import array
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from trade.screening.names import Name
from trade.screening.sounds import fold, likeness, skeleton
from trade.screening.words import lexicon

#: Words less alike than this are different words.
LEAST_LIKENESS = 0.74
# Below this share of letters in common no two words reach that; they are sorted out before the full comparison.
LEAST_LETTERS = 0.55
#: Of a word that so many names have, only names already found by a rarer word are looked at.
COMMON = 1500
#: Rarity is measured against lists of at least this many names, so that a short list does not make all words rare.
REFERENCE_SIZE = 40_000
MOST_COMPARED = 150
# Most that a word of a kind can weigh.
CAPS = {"business": 0.38, "place": 0.42, "title": 0.06, "particle": 0.06, "form": 0.08}
NAME_CAP = 0.72
PATRONYMIC_CAP = 0.3
_PATRONYMIC = re.compile(r"^[a-z]{3,}(?:ovich|evich|ovych|evych|avich|yevich|ovna|evna|ivna|ovic|evic)$")


@dataclass(frozen=True, slots=True)
class ListedName:
    """One listed name: `party` is the caller's key, `words` its normalised form."""

    party: int
    words: tuple[str, ...]
    is_person: bool
    is_weak: bool = False
    form: str = ""


class NameIndex:
    """Names by the words in them."""

    def __init__(self, names: Iterable[ListedName]) -> None:
        self.names = list(names)
        self._word_ids: dict[str, int] = {}
        self.vocabulary: list[str] = []
        self.words_of: list[tuple[int, ...]] = [tuple(self._number(word) for word in name.words) for name in self.names]
        self._postings: list[array[int]] = [array("I") for _word in self.vocabulary]
        for number, words in enumerate(self.words_of):
            for word in set(words):
                self._postings[word].append(number)
        self._by_sound: dict[str, list[int]] = defaultdict(list)
        self._by_bones: dict[str, list[int]] = defaultdict(list)
        self._by_name: dict[str, list[int]] = defaultdict(list)
        self._by_word: dict[str, list[int]] = defaultdict(list)
        self._file_words()
        self._sounds = [fold(word) for word in self.vocabulary]
        self.weights = [self._weigh(word) for word in self.vocabulary]
        self.totals = array("f", (sum(self.weights[word] for word in words) or 0.01 for words in self.words_of))

    def __len__(self) -> int:
        return len(self.names)

    def weight_of(self, word: str) -> float:
        """How telling a word is, from 0 to 1; one that no list has is as telling as can be."""
        known = self._word_ids.get(word)
        return self._weigh(word) if known is None else self.weights[known]

    def words_like(self, word: str, *, has_vowels: bool = True) -> dict[int, float]:
        """The vocabulary's words that are like `word`, with how alike they are."""
        found: dict[int, float] = {}
        known = self._word_ids.get(word)
        if known is not None:
            found[known] = 1.0
        table = lexicon()
        meant = table.words.get(word)
        if meant is not None:
            # A word of business, a place or a title stands for its other spellings, not for words that sound like it.
            for each in self._by_word.get(meant[0], ()):
                found.setdefault(each, 0.97)
            if meant[1] != "business" or len(word) < 5:
                return found
        name = table.names.get(word)
        if len(word) == 1:
            return found
        sound = fold(word)
        close: set[int] = set(self._by_sound.get(sound, ()))
        if name is not None:
            close.update(self._by_name.get(name, ()))
        near: set[int] = set()
        for key in _neighbours(skeleton(word)):
            near.update(self._by_bones.get(key, ()))
        near -= close
        if has_vowels:
            sounds = self._sounds
            cut = process.extract(
                sound,
                {each: sounds[each] for each in near},
                scorer=OSA.normalized_similarity,
                score_cutoff=LEAST_LETTERS,
                limit=None,
            )
            near = {each for _sound, _score, each in cut}
        for each in near | close:
            if each not in found:
                alike = likeness(word, self.vocabulary[each], has_vowels=has_vowels)
                if alike >= LEAST_LIKENESS:
                    found[each] = alike
        return found

    def halves_of(self, word: str) -> list[tuple[int, int]]:
        """The ways to read one word as two of the vocabulary ("gulagha": "gul agha")."""
        ways = []
        for cut in range(2, len(word) - 1):
            first = self._word_ids.get(word[:cut])
            second = self._word_ids.get(word[cut:])
            if first is not None and second is not None:
                ways.append((first, second))
        return ways

    def candidates(self, likes: list[dict[int, float]], covers: list[tuple[int, ...]]) -> dict[int, float]:
        """
        Numbers of the names worth comparing, with the weight of the words they share with the query at most.

        :param covers: for each of `likes` the places of the query's words that it stands for.
        """
        reach = [sum(len(self._postings[word]) for word in like) for like in likes]
        scores: dict[int, float] = {}
        has_word = False
        for place in sorted(range(len(likes)), key=reach.__getitem__):
            if not reach[place]:
                continue
            only_known = has_word and reach[place] > COMMON
            has_word = has_word or len(covers[place]) == 1
            for number, worth in self._worth(likes[place], scores if only_known else None).items():
                scores[number] = scores.get(number, 0.0) + worth
        if len(scores) <= MOST_COMPARED:
            return scores
        totals = self.totals
        ranked = sorted(scores, key=lambda number: scores[number] * (1 + scores[number] / totals[number]), reverse=True)
        return {number: scores[number] for number in ranked[:MOST_COMPARED]}

    def _worth(self, like: dict[int, float], only: dict[int, float] | None) -> dict[int, float]:
        """The best weight that any of the words gives to each name; of `only` these names, if given."""
        best: dict[int, float] = {}
        for word, alike in like.items():
            worth = alike * self.weights[word]
            posting: Iterable[int] = self._postings[word]
            if only is not None:
                if len(self._postings[word]) > len(only):
                    posting = [number for number in only if word in self.words_of[number]]
                else:
                    posting = [number for number in posting if number in only]
            for number in posting:
                if worth > best.get(number, 0.0):
                    best[number] = worth
        return best

    def _number(self, word: str) -> int:
        known = self._word_ids.get(word)
        if known is None:
            known = self._word_ids[word] = len(self.vocabulary)
            self.vocabulary.append(word)
        return known

    def _file_words(self) -> None:
        table = lexicon()
        for number, word in enumerate(self.vocabulary):
            self._by_sound[fold(word)].append(number)
            for key in _neighbours(skeleton(word)):
                self._by_bones[key].append(number)
            if word in table.names:
                self._by_name[table.names[word]].append(number)
            if word in table.words:
                self._by_word[table.words[word][0]].append(number)

    def _weigh(self, word: str) -> float:
        table = lexicon()
        meant = table.words.get(word)
        same: Iterable[int] = ()
        if meant is not None:
            same = self._by_word.get(meant[0], ())
        elif word in table.names:
            same = self._by_name.get(table.names[word], ())
        elif word in self._word_ids:
            same = (self._word_ids[word],)
        having = sum(len(self._postings[each]) for each in same)
        size = max(len(self.names), REFERENCE_SIZE)
        rarity = min(1.0, max(0.15, 1.25 * math.log(size / max(having, 1)) / math.log(size)))
        if meant is not None:
            return min(rarity, CAPS[meant[1]])
        if word in table.names:
            return min(rarity, NAME_CAP)
        if len(word) == 1:
            return 0.3
        return min(rarity, PATRONYMIC_CAP) if _PATRONYMIC.search(word) else rarity


def _neighbours(bones: str) -> Iterable[str]:
    """The consonants, and what is left of them without any one: two words that share any of these differ little."""
    keys = {bones}
    if len(bones) >= 3:
        keys.update(bones[:place] + bones[place + 1 :] for place in range(len(bones)))
    return keys


def listed(party: int, name: Name, *, is_person: bool, is_weak: bool = False) -> ListedName:
    """Return a parsed name as the index holds it."""
    return ListedName(party, name.words, is_person, is_weak, name.form)
