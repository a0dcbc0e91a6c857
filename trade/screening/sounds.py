"""How alike two words are: spelling, sound and consonants."""

import re
from functools import lru_cache

from rapidfuzz.distance import OSA

from trade.screening.words import lexicon

# Applied in this order; each makes spellings of one sound the same.
_FOLDS = tuple(
    (re.compile(pattern), by)
    for pattern, by in (
        (r"shch|schtsch", "sh"), (r"tsch|tch|cz", "ch"), (r"sch", "sh"), (r"kh", "h"), (r"gh", "g"), (r"ph", "f"),
        (r"dh", "d"), (r"th", "t"), (r"zh|dj|dzh", "j"), (r"ck", "k"), (r"c(?=[eiy])", "s"), (r"c(?!h)", "k"),
        (r"q", "k"), (r"x", "ks"), (r"(?<=[ae])w(?![aeiou])", "u"), (r"w", "v"), (r"tz|cs", "ts"),
        (r"ou|oo", "u"), (r"ee|ea", "i"), (r"(?<=[aeiou])y(?=[aeiou])", "i"), (r"^[yi](?=[aeou])", "j"), (r"y", "i"),
        (r"ie|ei|ai|ae", "e"), (r"oe", "o"), (r"ue", "u"), (r"aa+", "a"), (r"(.)\1+", r"\1"),
        (r"(?<=.[aeiou])h$", ""), (r"z", "s"),
    )
)  # fmt: skip
# First sounds that languages write for one another.
_STARTS = ({"g", "j"}, {"g", "k"}, {"v", "f"}, {"b", "p"}, {"d", "t"})
_SERVANT = re.compile(r"abd[aeou]{1,2}[lr]?(?=.{4})")
_VOWELS = re.compile(r"[aeiou]")


@lru_cache(maxsize=200_000)
def fold(word: str) -> str:
    """The word with one spelling for each sound."""
    for pattern, by in _FOLDS:
        word = pattern.sub(by, word)
    return word


@lru_cache(maxsize=200_000)
def skeleton(word: str) -> str:
    """The consonants of `fold(word)`, an opening vowel kept as `a`."""
    folded = fold(word)
    bones = folded[:1] + _VOWELS.sub("", folded[1:]).replace("h", "")
    return "a" + bones[1:] if folded[:1] in "aeiou" else bones


def likeness(one: str, other: str, *, has_vowels: bool = True) -> float:
    """
    Return from 0.0 (nothing in common) to 1.0 (the same word) how alike two words are.

    :param has_vowels: False to compare consonants only.
    """
    if one == other:
        return 1.0
    if one.isdigit() or other.isdigit():
        return 0.0
    first, second = fold(one), fold(other)
    if first == second:
        return 0.97
    names = lexicon().names
    same = names.get(one, one) == names.get(other, other)
    if len(one) == 1 or len(other) == 1:
        return 0.6 if one[0] == other[0] else 0.0
    bones, others = skeleton(one), skeleton(other)
    if not has_vowels:
        alike = 0.93 if bones == others else OSA.normalized_similarity(bones, others) * 0.9
    else:
        letters = OSA.normalized_similarity(first, second)
        consonants = OSA.normalized_similarity(bones, others) if min(len(bones), len(others)) > 1 else letters
        start = 0.04 if first[0] == second[0] or {first[0], second[0]} in _STARTS else -0.06
        alike = min(0.95, 0.62 * letters + 0.34 * consonants + start)
        # A long word with one slip is still that word; a short one is another.
        raw = OSA.distance(one, other)
        if raw == 1 and min(len(one), len(other)) >= 6:
            alike = max(alike, 0.9) if len(one) != len(other) or bones == others else min(alike, 0.86)
        elif raw == 1 and min(len(one), len(other)) <= 3:
            alike = min(alike, 0.7)
    heads = _SERVANT.match(one), _SERVANT.match(other)
    if heads[0] and heads[1]:
        # "Abdulkarim" and "Abdulrahim" share no more than "servant of": they are as alike as what follows.
        alike = min(alike, likeness(one[heads[0].end() :], other[heads[1].end() :], has_vowels=has_vowels))
    return max(alike, 0.92) if same else alike
