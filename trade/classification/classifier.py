"""Put what is known about a title's words together: the word table, official titles, and what people confirmed."""

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from trade.classification.confirmed import ConfirmedTitles
from trade.classification.lexicon import Lexicon
from trade.classification.text import Token, tokens_of
from trade.classification.titles import STOP_WORDS, TitleIndex

# Below this a person should look. Set by judgement; how often such answers are right was not measured.
LOW_CONFIDENCE = 0.45
# What each source weighs against a word of the table, which weighs 1.
TITLES, CONFIRMED, TEXT = 0.55, 2.5, 0.2
MOST_CONSIDERED = 12
# Shares are sharpened so that a clearly better code stands out.
SHARPNESS = 2.0
# A logistic function of the share of the first code, its score, and how much of the title's head is explained. The
# weights were set by hand while tuning, not fitted: confidence orders answers and is no measured probability.
INTERCEPT, BY_SHARE, BY_SCORE, BY_COVER = -4.2, 4.2, 1.6, 1.0
HIGHEST_CONFIDENCE = 0.97


@dataclass(frozen=True, slots=True)
class Candidate:
    """A code that may be right. `confidence` is from 0 to 1, `why` the words of the title that speak for it."""

    code: str
    confidence: float
    why: tuple[str, ...]
    score: float


@dataclass
class _Evidence:
    scores: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    why: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    explained: set[int] = field(default_factory=set)

    def add(self, code: str, score: float, words: str) -> None:
        self.scores[code] += score
        if words and words not in self.why[code]:
            self.why[code].append(words)


class Classifier:
    """Ranks HS subheadings for a title; holds no state of its own and may be shared by threads."""

    def __init__(self, lexicon: Lexicon, index: TitleIndex, confirmed: ConfirmedTitles | None = None) -> None:
        """
        :param index: titles of HS codes of 2, 4 and 6 digits; only codes among them are ever offered.
        :param confirmed: what sellers and people have decided before.
        """
        self.lexicon = lexicon
        self.index = index
        self.confirmed = confirmed or ConfirmedTitles(())

    def classify(self, title: str, *, text: str = "", material: str = "", most: int = 3) -> list[Candidate]:
        """
        Return up to `most` codes for goods called `title`, the likeliest first; none if no word is known.

        `text` is a description, `material` what the goods are made of; both only help to decide.
        """
        tokens = tokens_of(title)
        extra = tokens_of(f"{material} . {text}") if material or text else []
        evidence = _Evidence()
        self._hear_words(tokens, extra, evidence)
        for code, score in self.index.rank(tokens).items():
            evidence.scores[code] += TITLES * score
        for code, likeness in self.confirmed.like(tokens).items():
            evidence.add(code, CONFIRMED * likeness, "")
        ranked = sorted(
            ((score, code) for code, score in evidence.scores.items() if code in self.index.titles),
            key=lambda each: (-each[0], each[1]),
        )[:MOST_CONSIDERED]
        return self._with_confidence(ranked, tokens, evidence)[:most]

    def _hear_words(self, tokens: list[Token], extra: list[Token], evidence: _Evidence) -> None:
        said = self.lexicon.attributes(tokens)
        for dimension, values in self.lexicon.attributes(extra).items():
            # What the title says goes before what the text mentions.
            said.setdefault(dimension, values)
        for source, share in ((tokens, 1.0), (extra, TEXT)):
            for match in self.lexicon.matches(source):
                words = shown(match.phrase)
                if share == 1.0:
                    evidence.explained.update(range(match.start, match.end))
                for target in match.targets:
                    if target.startswith("="):
                        for code, fit in self.lexicon.codes_of(target, said).items():
                            evidence.add(code, share * match.weight * fit, words)
                    else:
                        evidence.add(target, share * match.weight, words)

    def _with_confidence(
        self, ranked: Sequence[tuple[float, str]], tokens: list[Token], evidence: _Evidence
    ) -> list[Candidate]:
        if not ranked:
            return []
        sharp = [score**SHARPNESS for score, _code in ranked]
        whole = sum(sharp)
        if whole <= 0:
            return []
        share = sharp[0] / whole
        first = self._confidence(share, ranked[0][0], tokens, evidence)
        rest = max(whole - sharp[0], 1e-9)
        found = []
        for place, (score, code) in enumerate(ranked):
            confidence = first if place == 0 else min(first, (1 - first) * sharp[place] / rest)
            why = evidence.why.get(code) or self._title_words(tokens, code)
            found.append(Candidate(code, round(confidence, 3), tuple(why[:4]), score))
        return found

    def _confidence(self, share: float, score: float, tokens: list[Token], evidence: _Evidence) -> float:
        head = [
            place
            for place, token in enumerate(tokens)
            if token.is_head and token.word not in STOP_WORDS and not token.word[0].isdigit()
        ]
        cover = len(evidence.explained & set(head)) / len(head) if head else 0.0
        odds = INTERCEPT + BY_SHARE * share + BY_SCORE * min(score, 1.5) + BY_COVER * cover
        return min(HIGHEST_CONFIDENCE, 1 / (1 + math.exp(-odds)))

    def _title_words(self, tokens: list[Token], code: str) -> list[str]:
        official = {token.word for token in tokens_of(self.index.titles[code])}
        return [token.word for token in tokens if token.word in official and token.word not in STOP_WORDS]


def shown(phrase: Sequence[str]) -> str:
    """Return a phrase for people: spaces between words, none between Chinese characters."""
    text = ""
    for word in phrase:
        is_joined = not text or (not word.isascii() and len(word) == 1 and not text[-1].isascii())
        text += word if is_joined else f" {word}"
    return text
