"""A name as the matcher sees it: words in Latin letters, each with what kind of word it is."""

import re
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from trade.screening.transliterate import is_without_vowels, readings
from trade.screening.words import lexicon

PERSON, ENTITY = "person", "entity"
#: Longer names are cut: nobody's name has more words, and work grows with their number.
MOST_WORDS = 16
LONGEST = 400

_SERVANT, _SERVANT_OF = frozenset({"abd", "abed", "abdu"}), frozenset({"abdul", "abdel", "abdal", "abdoul", "abdur"})
_ARTICLES = frozenset({"al", "el", "ul", "ud", "ad", "ed", "ur", "ar", "as", "ash", "us", "an", "az"})
_FAITH = frozenset({"din", "deen", "dine", "dein"})
_OF_FAITH = frozenset({"eddin", "eddine", "uddin", "uddeen", "aldin", "eldin", "addin", "udin", "eldine"})
# "SergeiLavrov" is two words, "GmbH" is one.
_CAMEL = re.compile(r"(?<=[a-z]{2})(?=[A-Z][A-Za-z])")
_BRACKETS = re.compile(r"\(([^()]*)\)")
_APOSTROPHES = re.compile(r"['`´\u2018\u2019\u02bc\u02bb\u02bf\u02be\u02b9]")
_DOTTED = re.compile(r"\b[a-z](?:\.\s?[a-z])+\b")
_SPLIT = re.compile(r"[^a-z0-9]+")
_LEET = str.maketrans("0134578", "oleastb")
_NINE = str.maketrans("9", "g")


@dataclass(frozen=True, slots=True)
class Name:
    """
    The words of one reading of a name, most telling ones and others alike, legal forms taken off.

    `form` is the kind of legal form that was taken off, or empty. `has_vowels` is False for scripts that leave them
    out: then only the consonants are compared.
    """

    words: tuple[str, ...]
    form: str = ""
    has_vowels: bool = True

    @property
    def text(self) -> str:
        """The normalised form, as stored with a list."""
        return " ".join(self.words)


@lru_cache(maxsize=4096)
def parse(text: str, kind: str = "") -> tuple[Name, ...]:
    """
    Return the readings of a name, the likeliest first; none if it has no letter.

    A comma puts the family name first ("AL-DURI, Izzat") and an acronym in brackets ("... (OMM)") is a name by itself.

    :param kind: `person`, `entity`, or empty when it is not known.
    """
    text = text[:LONGEST]
    bare = is_without_vowels(text)
    found: list[Name] = []
    for reading in readings(text):
        for part in _parts(_CAMEL.sub(" ", reading), kind):
            name = _name(part, kind, has_vowels=not bare)
            for each in (name, _compounded(name)) if kind != ENTITY else (name,):
                if each.words and each not in found:
                    found.append(each)
    return tuple(found)


def _compounded(name: Name) -> Name:
    """Arabic names of two parts as one word: "Abd al-Malik" and "Badr al-Din" as "Abdulmalik" and "Badruddin"."""
    out: list[str] = []
    words = list(name.words)
    while words:
        word = words.pop(0)
        if word in _SERVANT and len(words) > 1 and words[0] in _ARTICLES:
            word = f"abdul{words[1]}"
            del words[:2]
        elif word in _SERVANT_OF and words:
            word = f"abdul{words.pop(0)}"
        elif len(word) >= 3 and len(words) > 1 and words[0] in _ARTICLES and words[1] in _FAITH:
            word = f"{word}uddin"
            del words[:2]
        elif len(word) >= 3 and words and words[0] in _OF_FAITH:
            word = f"{word}uddin"
            del words[:1]
        out.append(word)
    return Name(tuple(out), name.form, name.has_vowels)


def _parts(text: str, kind: str) -> list[str]:
    """The name, and what its brackets hold if that is an acronym of it; two names that a stroke parts are two."""
    if kind != PERSON and text.count("/") == 1:
        sides = [side.strip() for side in text.split("/")]
        if all(len(side) >= 6 for side in sides):
            return [text, *sides]
    inside = [each.strip() for each in _BRACKETS.findall(text)]
    acronyms = [each for each in inside if 2 <= len(each) <= 8 and each.isupper() and each.isalpha()]
    if not acronyms:
        return [text]
    initials = "".join(word[0] for word in _SPLIT.split(_BRACKETS.sub(" ", text).lower()) if word).upper()
    own = [each for each in acronyms if _is_subsequence(each, initials)]
    if not own:
        return [text]
    return [_BRACKETS.sub(lambda match: " " if match[1].strip() in own else match[0], text), *own]


def _is_subsequence(short: str, long: str) -> bool:
    letters = iter(long)
    return sum(each in letters for each in short) >= len(short) - 1


def _name(text: str, kind: str, *, has_vowels: bool) -> Name:
    text = _APOSTROPHES.sub("", text.lower())
    text = _DOTTED.sub(lambda match: match[0].replace(".", "").replace(" ", ""), text) if kind != PERSON else text
    if kind != ENTITY and text.count(",") == 1:
        last, _comma, first = text.partition(",")
        text = f"{first} {last}"
    words = [_unleet(word) for word in _SPLIT.split(text) if word]
    # A word written twice is one slip, not two words.
    words = [word for place, word in enumerate(words) if not place or words[place - 1] != word]
    words, form = _without_form(words[: MOST_WORDS * 2], kind)
    return Name(tuple(_in_own_words(words)[:MOST_WORDS]), form, has_vowels)


def _unleet(word: str) -> str:
    """Digits that stand for letters inside a word."""
    if word.isalpha() or word.isdigit():
        return word
    letters = sum(each.isalpha() for each in word)
    return word.translate(_LEET).translate(_NINE) if letters >= 3 and letters > len(word) - letters else word


def _without_form(words: list[str], kind: str) -> tuple[list[str], str]:
    """Take legal forms off both ends, as long as something is left; a person has none unless it is plain."""
    forms = lexicon().forms
    form = ""
    changed = True
    while changed and len(words) > 1:
        changed = False
        for length in range(min(7, len(words) - 1), 0, -1):
            tail = tuple(words[-length:])
            if tail in forms and _is_plain(tail, kind):
                words, form, changed = words[:-length], form or forms[tail], True
                break
            head = tuple(words[:length])
            if length == 1 and kind != PERSON and len(tail[0]) >= 9 and _is_like_a_form(tail[0]):
                words, form, changed = words[:-1], form or "OTHER", True
                break
            if head in forms and kind != PERSON and (length > 1 or head[0] in _FIRST):
                words, form, changed = words[length:], form or forms[head], True
                break
    return words, form


@lru_cache(maxsize=4096)
def _is_like_a_form(word: str) -> bool:
    """A long legal form with a slip in it."""
    long_forms = [form[0] for form in lexicon().forms if len(form) == 1 and len(form[0]) >= 9]
    return process.extractOne(word, long_forms, scorer=OSA.distance, score_cutoff=2) is not None


# Forms that stand in front of the name.
_FIRST = frozenset(
    [
        "npo",
        "ooo",
        "oao",
        "zao",
        "pao",
        "ao",
        "too",
        "tov",
        "pat",
        "prat",
        "jsc",
        "pjsc",
        "ojsc",
        "cjsc",
        "pt",
        "fgup",
        "gup",
        "mup",
        "ip",
        "sarl",
        "sherkat",
        "sherkate",
        "sharika",
        "sharikat",
        "firma",
        "ev",
        "uab",
        "ab",
        "sia",
        "eirl",
        "chup",
        "odo",
    ]
)
_PLAIN = frozenset(
    [
        "llc",
        "ltd",
        "limited",
        "inc",
        "corp",
        "gmbh",
        "sa",
        "srl",
        "sarl",
        "plc",
        "co",
        "company",
        "ag",
        "bv",
        "llp",
        "jsc",
        "ooo",
    ]
)


def _is_plain(form: tuple[str, ...], kind: str) -> bool:
    return kind != PERSON or (len(form) == 1 and form[0] in _PLAIN) or len(form) > 2


def _in_own_words(words: list[str]) -> list[str]:
    """Phrases that mean one word, as that word."""
    phrases = lexicon().phrases
    out: list[str] = []
    position = 0
    while position < len(words):
        for parts, word, _kind in phrases.get(words[position], ()):
            if tuple(words[position : position + len(parts)]) == parts:
                out.append(word)
                position += len(parts)
                break
        else:
            out.append(words[position])
            position += 1
    return out
