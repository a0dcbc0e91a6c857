"""
The project's own everyday words: which goods they name, and what they say about material, make, state and use.

Three tables. `hs_words.csv` maps words to an HS code, or to a kind of article (`=shirt`) whose code depends on what it
is made of. `hs_attributes.csv` maps words to attributes (`stuff=cotton`). `hs_articles.csv` gives the code of an
article by attributes; of two rows that fit equally the earlier one is the more usual.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from trade.classification.text import CONTAINERS, Token, words_of

Phrase = tuple[str, ...]
LONGEST_PHRASE = 8
# How much more a row says for each attribute found, and less for each not said or said otherwise.
# What stands before the thing itself describes it: olive oil soap.
BEFORE_HEAD = 0.65
# The jar that something comes in.
PACKAGING = 0.5
PRESENT, MISSING, CONTRADICTED, LATER_ROW = 1.1, 0.45, 3.0, 0.12


@dataclass(frozen=True, slots=True)
class Match:
    """Words of a title that are in the table: where, what they mean, and how much they weigh."""

    start: int
    end: int
    phrase: Phrase
    targets: tuple[str, ...]
    weight: float


class Lexicon:
    """The word tables, ready to be looked up."""

    def __init__(
        self,
        words: Iterable[Mapping[str, str]],
        attributes: Iterable[Mapping[str, str]],
        articles: Iterable[Mapping[str, str]],
    ) -> None:
        """Build it from the rows of the three tables, as read from their files."""
        targets: dict[Phrase, dict[str, str]] = defaultdict(dict)
        for row in words:
            targets[words_of(row["words"])].setdefault(row["means"], row["language"])
        self._targets = {phrase: tuple(means) for phrase, means in targets.items() if phrase}
        self._is_head_last = {phrase: bool({"en", "zh"} & set(means.values())) for phrase, means in targets.items()}
        meanings: dict[Phrase, set[str]] = defaultdict(set)
        for row in attributes:
            meanings[words_of(row["words"])].add(row["attribute"])
        self._attributes = {phrase: frozenset(found) for phrase, found in meanings.items() if phrase}
        names = {attribute.split("=")[1]: attribute.split("=")[0] for found in meanings.values() for attribute in found}
        self._dimension = names
        self._articles: dict[str, list[tuple[frozenset[str], str]]] = defaultdict(list)
        for row in articles:
            self._articles["=" + row["article"]].append((frozenset(row["attributes"].split()), row["code"]))

    def __len__(self) -> int:
        return sum(len(means) for means in self._targets.values())

    @property
    def codes(self) -> set[str]:
        """Every HS code the tables lead to."""
        direct = {each for means in self._targets.values() for each in means if not each.startswith("=")}
        return direct | {code for rows in self._articles.values() for _wanted, code in rows}

    def matches(self, tokens: Sequence[Token]) -> list[Match]:
        """Return the known phrases in `tokens`; one inside a longer one does not count."""
        found: list[Match] = []
        words = [token.word for token in tokens]
        last_head = max((place for place, token in enumerate(tokens) if token.is_head), default=-1)
        reach = 0
        for start in range(len(words)):
            for end in range(min(len(words), start + LONGEST_PHRASE), start, -1):
                phrase = tuple(words[start:end])
                means = self._targets.get(phrase)
                if means is None:
                    continue
                if end > reach:
                    if found and phrase[-1] in CONTAINERS and tokens[start].is_head:
                        packaging = self._weight(tokens, start, end, last_head) * PACKAGING
                        before = found[-1]
                        found[-1] = replace(
                            before, weight=before.weight / (BEFORE_HEAD if tokens[before.start].is_head else 1)
                        )
                        found.append(Match(start, end, phrase, means, packaging))
                        reach = end
                        break
                    found.append(Match(start, end, phrase, means, self._weight(tokens, start, end, last_head)))
                    reach = end
                break
        return found

    def _weight(self, tokens: Sequence[Token], start: int, end: int, last_head: int) -> float:
        phrase = tuple(token.word for token in tokens[start:end])
        # A Chinese word is about two characters long.
        length = sum(0.5 if len(word) == 1 and not word.isascii() else 1.0 for word in phrase)
        place = max(token.weight for token in tokens[start:end])
        if tokens[start].is_head:
            # The thing itself stands last in English and Chinese and first in the others.
            ends_head = end - 1 >= last_head - 1 if self._is_head_last[phrase] else start <= 1
            place *= 1.0 if ends_head else BEFORE_HEAD
        # An only word with many meanings says little about each.
        return place * float(max(length, 1.0) ** 0.7) / math.sqrt(len(self._targets[phrase]))

    def attributes(self, tokens: Sequence[Token]) -> dict[str, set[str]]:
        """Return what the words say beside the name of the goods: values by dimension, such as stuff, make, who."""
        said: dict[str, set[str]] = defaultdict(set)
        words = [token.word for token in tokens]
        for start in range(len(words)):
            for end in range(start + 1, min(len(words), start + 5) + 1):
                if max(token.weight for token in tokens[start:end]) <= 0.06:
                    continue
                for attribute in self._attributes.get(tuple(words[start:end]), ()):
                    dimension, value = attribute.split("=")
                    said[dimension].add(value)
        return said

    def codes_of(self, article: str, said: Mapping[str, set[str]]) -> dict[str, float]:
        """Return the codes an article can have, each with how well it fits what is said; the best has 1 or more."""
        fits: dict[str, float] = {}
        best_present = 0
        for place, (wanted, code) in enumerate(self._articles[article]):
            present = contradicted = 0
            for value in wanted:
                values = said.get(self._dimension.get(value, ""), ())
                present += value in values
                contradicted += bool(values) and value not in values
            missing = len(wanted) - present - contradicted
            fit = math.exp(
                PRESENT * present - MISSING * missing - CONTRADICTED * contradicted - LATER_ROW * min(place, 8)
            )
            if fit > fits.get(code, 0.0):
                fits[code] = fit
                best_present = max(best_present, present)
        top = max(fits.values(), default=1.0)
        return {code: fit / top * (1.0 + 0.15 * best_present) for code, fit in fits.items()}
