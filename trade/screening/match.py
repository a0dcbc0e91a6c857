"""
Comparing one name with the listed ones.

Words are paired by how alike they are, each pair counts by how rare its words are, and what stays unpaired on either
side counts against the match: less, the more telling the rest is. `docs/algorithms/screening.md` has the figures.
"""

from dataclasses import dataclass
from itertools import pairwise

from trade.screening.index import NameIndex
from trade.screening.names import ENTITY, PERSON, Name, parse

#: A score from here on is a hit, for a person to look at.
THRESHOLD = 0.78
# The mildest that words left over ever count (see `_score`).
LEAST_EXTRA, LEAST_MISSING = 0.5, 0.16
# What words left over on both sides cost at most.
CONFLICT = 0.16
#: An initial in the place of a name.
INITIAL = 0.75
SHORT_FORM = 4


@dataclass(frozen=True, slots=True)
class WordPair:
    """What of the query was taken for what of the listed name, and how alike they are (0 to 1)."""

    query: str
    listed: str
    likeness: float


@dataclass(frozen=True, slots=True)
class Match:
    """A listed name that a name is like: `score` from 0 to 1, with what was paired and what was left over."""

    name: int
    score: float
    pairs: tuple[WordPair, ...]
    query_left: tuple[str, ...]
    listed_left: tuple[str, ...]


def search(index: NameIndex, text: str, *, kind: str = "", least: float = THRESHOLD, most: int = 50) -> list[Match]:
    """
    Return the listed names that `text` is like, best first, one for each listed party.

    :param kind: `person`, `entity`, or empty when it is not known.
    """
    best: dict[int, Match] = {}
    for name in parse(text, kind):
        for match in _search_reading(index, name, kind, least):
            party = index.names[match.name].party
            if party not in best or best[party].score < match.score:
                best[party] = match
    return sorted(best.values(), key=lambda match: -match.score)[:most]


def _search_reading(index: NameIndex, name: Name, kind: str, least: float) -> list[Match]:
    query = _Query(index, name)
    found = []
    for number, shared in index.candidates(query.likes, query.covers).items():
        if query.could_reach(number, shared, least):
            match = query.compare(number, kind)
            if match is not None and match.score >= least:
                found.append(match)
    return found


class _Query:
    """One reading of a name, with the vocabulary's words that each of its words is like."""

    def __init__(self, index: NameIndex, name: Name) -> None:
        self.index = index
        self.name = name
        self.words = name.words
        self.weights = [index.weight_of(word) for word in name.words]
        self.total = sum(self.weights) or 0.01
        self.likes: list[dict[int, float]] = []
        # For each entry of `likes`, the places of the query's words that it stands for.
        self.covers: list[tuple[int, ...]] = []
        for place, word in enumerate(name.words):
            self._add(index.words_like(word, has_vowels=name.has_vowels), (place,))
        for place in range(len(name.words) - 1):
            joined = name.words[place] + name.words[place + 1]
            if len(joined) >= 5:
                likes = index.words_like(joined, has_vowels=name.has_vowels)
                self._add({word: alike for word, alike in likes.items() if alike >= 0.9}, (place, place + 1))
        self.halves = [(place, index.halves_of(word)) for place, word in enumerate(name.words) if len(word) >= 5]
        for place, ways in self.halves:
            self._add({half: 0.95 for way in ways for half in way}, (place,), is_half=True)

    def _add(self, likes: dict[int, float], cover: tuple[int, ...], *, is_half: bool = False) -> None:
        if likes or not is_half:
            self.likes.append(likes)
            self.covers.append(() if is_half else cover)

    def could_reach(self, number: int, shared: float, least: float) -> bool:
        """Whether a name that shares words of this weight can score `least`; spares comparing those that cannot."""
        of_query = min(1.0, (shared + 0.3) / self.total)
        of_listed = min(1.0, (shared + 0.3) / self.index.totals[number])
        return 1.0 - (1.0 - of_query) * LEAST_EXTRA - (1.0 - of_listed) * LEAST_MISSING >= least

    def compare(self, number: int, kind: str) -> Match | None:
        """Pair the words and weigh what is paired against what is left."""
        index = self.index
        listed = index.names[number]
        words = index.words_of[number]
        choices = self._choices(words)
        if not choices:
            return None
        choices.sort(reverse=True)
        query_free = set(range(len(self.words)))
        listed_free = set(range(len(words)))
        pairs: list[WordPair] = []
        query_part = listed_part = evidence = 0.0
        for _worth, alike, mine, theirs in choices:
            if not (query_free.issuperset(mine) and listed_free.issuperset(theirs)):
                continue
            query_free.difference_update(mine)
            listed_free.difference_update(theirs)
            counted = 1.0 - (1.0 - alike) * 1.35
            my_weight = sum(self.weights[place] for place in mine)
            their_weight = sum(index.weights[words[place]] for place in theirs)
            query_part += my_weight * counted
            listed_part += their_weight * counted
            evidence += min(my_weight, their_weight) * counted
            pairs.append(
                WordPair(
                    " ".join(self.words[place] for place in mine),
                    " ".join(listed.words[place] for place in theirs),
                    round(alike, 2),
                )
            )
        if listed.is_person:
            for place, other in _initials(self.words, query_free, listed.words, listed_free):
                query_free.discard(place)
                listed_free.discard(other)
                query_part += self.weights[place] * INITIAL
                listed_part += index.weights[words[other]] * INITIAL
                if min(len(self.words[place]), len(listed.words[other])) >= SHORT_FORM:
                    evidence += INITIAL * min(self.weights[place], index.weights[words[other]])
                pairs.append(WordPair(self.words[place], listed.words[other], INITIAL))
        score = self._score(
            number,
            kind,
            query_part / self.total,
            listed_part / index.totals[number],
            evidence,
            [self.weights[place] for place in query_free],
            [index.weights[words[place]] for place in listed_free],
        )
        return Match(
            number,
            round(score, 4),
            tuple(pairs),
            tuple(self.words[place] for place in sorted(query_free)),
            tuple(listed.words[place] for place in sorted(listed_free)),
        )

    def _choices(self, words: tuple[int, ...]) -> list[tuple[float, float, tuple[int, ...], tuple[int, ...]]]:
        choices: list[tuple[float, float, tuple[int, ...], tuple[int, ...]]] = []
        weights = self.index.weights
        for likes, cover in zip(self.likes, self.covers, strict=True):
            if not cover:
                continue
            for place, word in enumerate(words):
                alike = likes.get(word)
                if alike is not None:
                    worth = alike * (weights[word] + 0.01) * (1.02 if len(cover) > 1 else 1)
                    choices.append((worth, alike, cover, (place,)))
        for place, ways in self.halves:
            for at in range(len(words) - 1):
                if (words[at], words[at + 1]) in ways:
                    worth = 0.95 * (weights[words[at]] + weights[words[at + 1]])
                    choices.append((worth, 0.95, (place,), (at, at + 1)))
        return choices

    def _score(
        self,
        number: int,
        kind: str,
        query_share: float,
        listed_share: float,
        evidence: float,
        query_left: list[float],
        listed_left: list[float],
    ) -> float:
        listed = self.index.names[number]
        query_share, listed_share = min(query_share, 1.0), min(listed_share, 1.0)
        if listed.is_person:
            missing = _slope(evidence, (0.9, 0.9), (1.2, 0.5), (1.75, 0.16))
            extra = _slope(evidence, (0.9, 0.95), (1.75, 0.5))
        else:
            missing = _slope(evidence, (0.7, 0.95), (1.9, 0.55))
            extra = _slope(evidence, (0.7, 1.0), (1.9, 0.7))
        score = 1.0 - (1.0 - query_share) * extra - (1.0 - listed_share) * missing
        if listed.is_person:
            # Words left over on both sides speak of two people.
            score -= CONFLICT * min(1.0, sum(query_left), sum(listed_left))
        else:
            # In the name of a firm even a common word tells it from another of the same kind.
            score -= 0.05 * sum(weight > 0.1 for weight in query_left) + 0.03 * sum(
                weight > 0.1 for weight in listed_left
            )
        if kind and (kind == PERSON) != listed.is_person:
            score -= 0.05 if kind == ENTITY else 0.03
        if listed.is_weak or len(listed.words) == 1:
            # A nickname, or a single word, is a hit only as the whole name.
            if listed.is_weak:
                score -= 0.06
            if len(self.words) > 1 and query_left and max(query_left) > 0.1:
                score -= 0.15
        return max(0.0, min(1.0, score))


def _initials(
    mine: tuple[str, ...], my_free: set[int], theirs: tuple[str, ...], their_free: set[int]
) -> list[tuple[int, int]]:
    """Pairs of an initial or a short form ("Otto") on one side and a word that begins with it on the other."""
    found = []
    taken: set[int] = set()
    for place in sorted(my_free):
        for other in sorted(their_free - taken):
            one, two = mine[place], theirs[other]
            short, long = sorted((one, two), key=len)
            if len(short) < len(long) and (len(short) == 1 or len(short) >= SHORT_FORM) and long.startswith(short):
                found.append((place, other))
                taken.add(other)
                break
    return found


def _slope(value: float, *points: tuple[float, float]) -> float:
    """Straight lines between the points; level beyond them."""
    if value <= points[0][0]:
        return points[0][1]
    for (left, low), (right, high) in pairwise(points):
        if value <= right:
            return low + (high - low) * (value - left) / (right - left)
    return points[-1][1]
