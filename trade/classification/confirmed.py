"""What sellers and people confirmed before, as a further voice. One voice is not enough to be heard."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from trade.classification.text import UNITS, Token, tokens_of

# So many different organisations must have chosen a code for like words before it counts, unless a person decided.
FEWEST_ORGANISATIONS = 3
# Titles that share less than this of their words are not alike.
LEAST_LIKENESS = 0.5


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A title somebody gave a code to. `by_person` if staff decided it, `organisation` who listed it."""

    title: str
    code: str
    organisation: int
    by_person: bool


class ConfirmedTitles:
    """Confirmed titles by word, only those that may be heard."""

    def __init__(self, rows: Iterable[Confirmed]) -> None:
        voices: dict[tuple[frozenset[str], str], set[int]] = defaultdict(set)
        decided: set[tuple[frozenset[str], str]] = set()
        for row in rows:
            words = key_words(tokens_of(row.title))
            if not words:
                continue
            voices[words, row.code].add(row.organisation)
            if row.by_person:
                decided.add((words, row.code))
        heard = sorted(
            (
                (words, code)
                for (words, code), who in voices.items()
                if (words, code) in decided or len(who) >= FEWEST_ORGANISATIONS
            ),
            key=lambda each: (sorted(each[0]), each[1]),
        )
        self._titles = heard
        self._by_word: dict[str, list[int]] = defaultdict(list)
        for place, (words, _code) in enumerate(heard):
            for word in words:
                self._by_word[word].append(place)

    def __len__(self) -> int:
        return len(self._titles)

    def like(self, tokens: Sequence[Token]) -> dict[str, float]:
        """Return codes of confirmed titles like this one, each with its likeness from 0.5 to 1."""
        asked = key_words(tokens)
        shared: Counter[int] = Counter(place for word in asked for place in self._by_word.get(word, ()))
        found: dict[str, float] = {}
        for place, common in shared.items():
            words, code = self._titles[place]
            likeness = common / len(words | asked)
            if likeness >= LEAST_LIKENESS:
                found[code] = max(found.get(code, 0.0), likeness)
        return found


def key_words(tokens: Sequence[Token]) -> frozenset[str]:
    """Return the words that say what goods are: no numbers, no filling words."""
    return frozenset(
        token.word for token in tokens if token.weight > 0.0 and not token.word[0].isdigit() and token.word not in UNITS
    )
