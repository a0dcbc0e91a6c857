"""
Which letters a text file's bytes stand for.

Byte order marks and UTF-8 say so themselves. Of the older encodings each that can be read at all is tried on the
beginning of the file, and the one whose letters look most like a language is taken: people can choose another.
"""

import codecs
from collections.abc import Callable

# What may be chosen on the page; the name shown is the one that programs show.
ENCODINGS: dict[str, str] = {
    "utf-8": "UTF-8",
    "utf-16-le": "UTF-16 LE",
    "utf-16-be": "UTF-16 BE",
    "cp1252": "Windows-1252 (Western)",
    "cp1250": "Windows-1250 (Central European)",
    "cp1251": "Windows-1251 (Cyrillic)",
    "cp1253": "Windows-1253 (Greek)",
    "cp1254": "Windows-1254 (Turkish)",
    "cp1256": "Windows-1256 (Arabic)",
    "gb18030": "GB18030 (Chinese)",
    "big5": "Big5 (Chinese)",
    "cp932": "Shift-JIS (Japanese)",
    "euc_jp": "EUC-JP (Japanese)",
    "cp949": "EUC-KR (Korean)",
}
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# More letters than this say nothing new.
_LETTERS = 6_000


def find_encoding(sample: bytes) -> str:
    """Return the codec that `sample`, the beginning of a file, is most likely written in."""
    for mark, name in _MARKS:
        if sample.startswith(mark):
            return name
    if b"\0" in sample:
        # Text has no zero bytes, unless each letter is two: then they stand on one side.
        even, odd = sample[0::2].count(0), sample[1::2].count(0)
        return "utf-16-le" if odd >= even else "utf-16-be"
    if _decoded(sample, "utf-8") is not None:
        return "utf-8"
    scored = []
    for place, (name, score_of) in enumerate(_CANDIDATES.items()):
        text = _decoded(sample, name)
        if text is None and name.startswith("cp125"):
            text = sample.decode(name, errors="replace")
        if text is not None:
            scored.append((score_of(text), -place, name))
    return max(scored)[2] if scored else "cp1252"


def _decoded(sample: bytes, name: str) -> str | None:
    """The sample as text, its last letter perhaps cut off; None if it is no text in that codec."""
    decoder = codecs.getincrementaldecoder(name)("strict")
    try:
        return decoder.decode(sample, final=False)
    except UnicodeDecodeError:
        return None


def _foreign(text: str) -> list[int]:
    """The places of letters beyond ASCII."""
    return [at for at, letter in enumerate(text) if letter > "\x7f"][:_LETTERS]


def _mean(text: str, worth: Callable[[str, str, str], float]) -> float:
    """What a letter beyond ASCII is worth on average, given its neighbours."""
    places = _foreign(text)
    if not places:
        return 0.0
    padded = f" {text} "
    return sum(worth(padded[at], padded[at + 1], padded[at + 2]) for at in places) / len(places)


def _latin(before: str, letter: str, after: str) -> float:
    if letter in "\ufffd" or "\x80" <= letter <= "\x9f":
        return -2
    if not letter.isalpha():
        return 0.4 if letter in "“”‘’–—…€£°²³½¼®©™«»¿¡ ×·ºª•µ" else -0.5
    beside = before.isascii() and before.isalpha(), after.isascii() and after.isalpha()
    if letter.isupper() and (before.islower() or (beside[1] and after.islower() and before.isalpha())):
        return -1
    return 1.0 if any(beside) else 0.1


def _western(before: str, letter: str, after: str) -> float:
    worth = _latin(before, letter, after)
    # Central European letters are rarer than the French, Spanish, Portuguese and German ones on the same bytes.
    return worth + 0.05 if letter in "éèêëàâçîïôöùûüäáíóúñãõßÉÀÇÑÖÜÄœ" else worth - 0.02


def _central(before: str, letter: str, after: str) -> float:
    worth = _latin(before, letter, after)
    return worth + 0.1 if letter in "łńśżźćąęščřžůěťďňőűŁŚŻČŘŠŽ" else worth - 0.2


def _turkish(before: str, letter: str, after: str) -> float:
    worth = _latin(before, letter, after)
    return worth + 0.06 if letter in "şğıİŞĞ" else worth - 0.05


def _of_script(low: str, high: str) -> Callable[[str], float]:
    def worth(before: str, letter: str, after: str) -> float:
        if letter == "\ufffd":
            return -2
        if not low <= letter <= high:
            return 0.1 if letter in "“”«»–—№… " else -0.6
        if letter.isupper() and before.islower():
            return -1
        return 1.0 if low <= before <= high or low <= after <= high else 0.0

    return lambda text: _mean(text, worth)


def _of_wide(common: Callable[[str], float]) -> Callable[[str], float]:
    def worth(before: str, letter: str, after: str) -> float:
        if letter in "、。，：；（）「」【】！？・～　《》“”—…·×℃％＋－":
            return 0.9
        if "\uff01" <= letter <= "\uff5e":
            return 0.5
        return common(letter)

    return lambda text: _mean(text, worth)


def _chinese(letter: str) -> float:
    try:
        code = letter.encode("gb2312")
    except UnicodeEncodeError:
        return -0.6
    # The first level of GB 2312 holds the 3,755 common characters; the second the rare ones.
    return 1.0 if 0xB0 <= code[0] <= 0xD7 else 0.2 if code[0] > 0xD7 else -0.2


def _traditional(letter: str) -> float:
    try:
        code = letter.encode("big5")
    except UnicodeEncodeError:
        return -0.6
    return 1.0 if 0xA4 <= code[0] <= 0xC6 else 0.1


def _japanese(letter: str) -> float:
    if "\u3040" <= letter <= "\u30ff":
        return 1.05
    if "\uff61" <= letter <= "\uff9f":
        return -0.7
    try:
        code = letter.encode("cp932")
    except UnicodeEncodeError:
        return -0.6
    return 0.95 if len(code) == 2 and 0x88 <= code[0] <= 0x97 else 0.1


def _korean(letter: str) -> float:
    if "\uac00" <= letter <= "\ud7a3":
        try:
            letter.encode("euc_kr")
        except UnicodeEncodeError:
            return -0.3
        return 1.03  # the same bytes are common Chinese too; Chinese has others besides
    return -0.2


# In order of preference where two are as good.
_CANDIDATES: dict[str, Callable[[str], float]] = {
    "cp1252": lambda text: _mean(text, _western),
    "gb18030": _of_wide(_chinese),
    "cp932": _of_wide(_japanese),
    "euc_jp": _of_wide(_japanese),
    "big5": _of_wide(_traditional),
    "cp949": _of_wide(_korean),
    "cp1251": _of_script("\u0400", "\u04ff"),
    "cp1256": _of_script("\u0600", "\u06ff"),
    "cp1253": _of_script("\u0370", "\u03ff"),
    "cp1250": lambda text: _mean(text, _central),
    "cp1254": lambda text: _mean(text, _turkish),
}
