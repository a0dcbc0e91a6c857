"""
Names of any script as plain Latin letters, for comparing, not for reading aloud.

Each script is written the way passports and official lists write it most often; what is left open (vowels that Arabic
and Hebrew do not write, Chinese characters that Koreans read their own way) is given as further readings. The tables
are our own after the published romanisations (ISO 9, BGN/PCGN, Hepburn, Revised Romanisation, Hanyu Pinyin).
"""

import csv
import re
import unicodedata
from functools import lru_cache

from trade.countries import DATA_DIR
from trade.screening.scripts import (
    ARABIC,
    ARABIC_NAMES,
    ARMENIAN,
    CYRILLIC,
    DEVANAGARI,
    DEVANAGARI_SIGNS,
    GEORGIAN,
    GREEK,
    GREEK_PAIRS,
    HANGUL_FINALS,
    HANGUL_INITIALS,
    HANGUL_MEDIALS,
    HANGUL_SURNAMES,
    HANJA,
    HEBREW,
    HEBREW_NAMES,
    KANA,
    KANA_PAIRS,
    LATIN,
    THAI,
)

# Vowel signs and pointing are no letters to Python; they belong to their word all the same.
_WORD = re.compile(
    r"(?:[^\W_]|[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u0900-\u0963\u0e31-\u0e4e])+"
)
LONGEST_JAPANESE = 6
_HAN = re.compile(r"[\u3400-\u9fff]")
_SEMITIC = re.compile(r"[\u0590-\u06ff\u0e00-\u0e7f]")
# Marks of Arabic and Hebrew that only help reading, and the stretching stroke.
_POINTING = re.compile(r"[\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0640]")


def readings(text: str) -> list[str]:
    """
    Return `text` in lower-case ASCII, the likeliest reading first; several where a script leaves it open.

    Case is lost and punctuation kept, so that the caller can still see brackets, commas and hyphens.
    """
    if text.isascii():
        return [text]
    text = unicodedata.normalize("NFKC", text)
    first = _ascii(text)
    if not _HAN.search(text):
        return [first]
    others = (_as_korean(text), *_as_japanese(text))
    return [first, *dict.fromkeys(each for each in others if each is not None and each != first)]


def is_without_vowels(text: str) -> bool:
    """Whether `text` is of a script that leaves most vowels unwritten."""
    return _SEMITIC.search(text) is not None


@lru_cache(maxsize=1)
def pinyin() -> dict[str, str]:
    """Mandarin reading by character."""
    found: dict[str, str] = {}
    for line in (DATA_DIR / "pinyin.txt").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            syllable, characters = line.split("\t")
            found.update(dict.fromkeys(characters, syllable.replace("v", "u")))
    return found


def _ascii(text: str) -> str:
    out: list[str] = []
    position = 0
    while position < len(text):
        word = _WORD.match(text, position)
        if word is None:
            out.append(_plain(text[position]))
            position += 1
            continue
        out.append(_word(word[0]))
        position = word.end()
    return "".join(out)


def _word(word: str) -> str:
    if word.isascii():
        return word
    script = _script(word)
    if script == "hebrew":
        bare = _POINTING.sub("", word)
        return HEBREW_NAMES.get(bare) or "".join(HEBREW.get(each, _plain(each)) for each in bare)
    if script == "arabic":
        return _arabic(_POINTING.sub("", word))
    if script == "hangul":
        return _hangul(word)
    if script == "han":
        return _han(word, pinyin())
    return _letters(word)


def _script(word: str) -> str:
    for each in word:
        code = ord(each)
        if 0x590 <= code <= 0x5FF:
            return "hebrew"
        if 0x600 <= code <= 0x6FF:
            return "arabic"
        if 0xAC00 <= code <= 0xD7A3:
            return "hangul"
        if 0x3400 <= code <= 0x9FFF:
            return "han"
    return "other"


def _plain(character: str) -> str:
    """One character of a script without rules of its own: its base letter, or a blank."""
    if character.isascii():
        return character
    if character in LATIN:
        return LATIN[character]
    base = unicodedata.normalize("NFKD", character)
    kept = "".join(each for each in base if each.isascii())
    if kept:
        return kept
    return "'" if character in "\u2018\u2019\u02bc\u02bb\u02bf\u02be`´" else " "


def _letters(word: str) -> str:
    """Scripts written letter by letter; pairs of letters first."""
    word = word.lower()
    if any("\u0900" <= each <= "\u097f" for each in word):
        return _devanagari(word)
    if any("\u0e00" <= each <= "\u0e7f" for each in word):
        return "".join(THAI.get(each, "") for each in word)
    out: list[str] = []
    bare = "".join(
        each
        for each in unicodedata.normalize("NFD", word)
        if not unicodedata.combining(each) or each in "\u0306\u0308\u3099\u309a"
    )
    bare = unicodedata.normalize("NFC", bare)
    position = 0
    while position < len(bare):
        pair = bare[position : position + 2]
        found = GREEK_PAIRS.get(pair) or KANA_PAIRS.get(pair)
        if found is not None:
            out.append(found)
            position += 2
            continue
        one = bare[position]
        for table in (CYRILLIC, GREEK, KANA, GEORGIAN, ARMENIAN):
            if one in table:
                out.append(table[one])
                break
        else:
            out.append(_plain(one))
        position += 1
    return re.sub(r"~(.)", r"\1\1", "".join(out)).replace("~", "")


def _arabic(word: str) -> str:
    if word in ARABIC_NAMES:
        return ARABIC_NAMES[word]
    for article in ("ال", "أل"):
        if word.startswith(article) and len(word) > 4:
            rest = word[2:]
            return "al " + (ARABIC_NAMES.get(rest) or _arabic_letters(rest))
    if word.startswith("عبدال") and len(word) > 6:
        rest = word[5:]
        return "abdul " + (ARABIC_NAMES.get(rest) or _arabic_letters(rest))
    return _arabic_letters(word)


def _arabic_letters(word: str) -> str:
    out = [ARABIC.get(each, "") for each in word]
    if word[:1] == "و":
        out[0] = "w"
    if word[:1] == "ي":
        out[0] = "y"
    return "".join(out)


def _hangul(word: str) -> str:
    """Surname and given name apart: a word of two to four syllables begins with a surname."""
    syllables: list[str] = []
    for each in word:
        code = ord(each) - 0xAC00
        if not 0 <= code < 11172:
            syllables.append(_plain(each))
            continue
        initial, medial, final = code // 588, code % 588 // 28, code % 28
        syllables.append(HANGUL_INITIALS[initial] + HANGUL_MEDIALS[medial] + HANGUL_FINALS[final])
    if 2 <= len(word) <= 4 and word[0] in HANGUL_SURNAMES:
        return " ".join([HANGUL_SURNAMES[word[0]], *syllables[1:]])
    return " ".join(syllables)


def _han(word: str, table: dict[str, str]) -> str:
    """A personal name is a surname of one character and a given name written as one word; longer is word by word."""
    syllables = [table.get(each, "") or _word_of_other(each) for each in word]
    if 2 <= len(word) <= 3:
        return f"{syllables[0]} {''.join(syllables[1:])}"
    return " ".join(syllables)


def _word_of_other(character: str) -> str:
    return KANA.get(character) or _plain(character)


def _as_korean(text: str) -> str | None:
    """How a Korean would read a name written in Chinese characters; None if it is no such name."""
    characters = [each for each in text if _HAN.match(each)]
    if not 2 <= len(characters) <= 4 or any(each not in HANJA for each in characters):
        return None
    return " ".join(HANJA[each] for each in characters)


@lru_cache(maxsize=1)
def _japanese() -> dict[str, dict[str, list[str]]]:
    """Usual readings of Japanese family and given names by their characters."""
    found: dict[str, dict[str, list[str]]] = {"family": {}, "given": {}}
    with (DATA_DIR / "japanese_names.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found[row["kind"]][row["kanji"]] = row["readings"].split()
    return found


def _as_japanese(text: str) -> list[str]:
    """How a Japanese would read a name of a known family and a known given name; empty if it is no such name."""
    name = text.replace(" ", "").strip()
    if not 2 <= len(name) <= LONGEST_JAPANESE:
        return []
    families, givens = _japanese()["family"], _japanese()["given"]
    return [
        f"{family} {given}"
        for cut in range(1, len(name))
        for family in families.get(name[:cut], ())
        for given in givens.get(name[cut:], ())
    ]


def _devanagari(word: str) -> str:
    out: list[str] = []
    for each in word:
        if each in DEVANAGARI_SIGNS:
            # A vowel sign takes the place of the vowel that the consonant carries.
            if out and out[-1] == "a":
                out.pop()
            out.append(DEVANAGARI_SIGNS[each])
        elif each in DEVANAGARI:
            sound = DEVANAGARI[each]
            out.append(sound)
            if sound[-1] not in "aeiou":
                out.append("a")
    if out and out[-1] == "a" and len(out) > 2:
        out.pop()
    return "".join(out)
