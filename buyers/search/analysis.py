"""
Text into terms, the same way for listings and for what people type.

Terms are folded (case, accents, compatibility forms, Arabic letter variants) and stemmed by language. Chinese,
Japanese, Korean and Thai are written without spaces, so runs of them become overlapping pairs of characters. A
query is never parsed as a language: every character that is not part of a word only separates words.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

from tantivy import Filter, TextAnalyzer, TextAnalyzerBuilder, Tokenizer

LONGEST_WORD = 64
MOST_QUERY_WORDS = 24
# Longer input is cut before anything is done with it.
LONGEST_QUERY = 600

_STEMMERS = {
    "en": "english", "es": "spanish", "fr": "french", "pt": "portuguese", "ar": "arabic", "de": "german",
    "it": "italian", "nl": "dutch", "tr": "turkish", "ru": "russian", "sv": "swedish", "da": "danish",
}  # fmt: skip
# The languages listings are most often written in; a query is stemmed in each and in the reader's own.
_QUERY_LANGUAGES = ("en", "es", "fr", "pt", "ar")
_STOPPED = {"en": "english", "es": "spanish", "fr": "french", "pt": "portuguese", "de": "german", "it": "italian"}

_UNSPACED = "\u0e00-\u0e7f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7af\U00020000-\U0003134f"
_UNSPACED_RUN = re.compile(f"[{_UNSPACED}]+")
_ARABIC = re.compile("[\u0600-\u06ff]")
_ARABIC_MARKS = re.compile("[\u0610-\u061a\u0640\u064b-\u065f\u0670]")
_ARABIC_LETTERS = str.maketrans(
    {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي"}
    | {chr(0x0660 + digit): str(digit) for digit in range(10)}
    | {chr(0x06F0 + digit): str(digit) for digit in range(10)}
)
# "500 g" and "500g" are the same thing, so a figure and its unit are joined.
_UNITS = re.compile(
    r"(?<=\d) (?=(?:mm|cm|m|km|in|inch|inches|ft|mg|g|kg|t|lb|lbs|oz|ml|cl|l|w|kw|hz|ghz|mah|gb|tb|gsm|pcs)\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a query: as typed (folded) and the terms it may stand in the index as."""

    surface: str
    terms: tuple[str, ...]
    # The term it most likely stands as in a title: its stem in the reader's language.
    stem: str = ""
    # Pairs of characters of one unspaced run must all be there, next to each other.
    unspaced: bool = False


def normalise(text: str) -> str:
    """Return `text` in compatibility form, with Arabic letter variants and figures with units made uniform."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
        if _ARABIC.search(text):
            text = _ARABIC_MARKS.sub("", text).translate(_ARABIC_LETTERS)
    return _UNITS.sub("", text)


@cache
def _analyser(language: str) -> TextAnalyzer:
    builder = (
        TextAnalyzerBuilder(Tokenizer.simple())
        .filter(Filter.remove_long(LONGEST_WORD))
        .filter(Filter.lowercase())
        .filter(Filter.ascii_fold())
    )
    if language in _STEMMERS:
        builder = builder.filter(Filter.stemmer(_STEMMERS[language]))
    return builder.build()


@cache
def _stopper(language: str) -> TextAnalyzer:
    return (
        TextAnalyzerBuilder(Tokenizer.simple())
        .filter(Filter.lowercase())
        .filter(Filter.stopword(_STOPPED[language]))
        .build()
    )


def _language(code: str) -> str:
    return code.split("-")[0].lower()


def pairs(run: str) -> list[str]:
    """Return the overlapping pairs of characters of an unspaced run; a single character stands for itself."""
    return [run] if len(run) == 1 else [run[place : place + 2] for place in range(len(run) - 1)]


def index_terms(text: str, language: str) -> str:
    """Return the terms of a listing's text, separated by spaces, stemmed as `language`."""
    text = normalise(text)
    if text.isascii() or not _UNSPACED_RUN.search(text):
        return " ".join(_analyser(_language(language)).analyze(text))
    terms: list[str] = []
    place = 0
    for run in _UNSPACED_RUN.finditer(text):
        terms += _analyser(_language(language)).analyze(text[place : run.start()])
        terms += pairs(run.group())
        place = run.end()
    terms += _analyser(_language(language)).analyze(text[place:])
    return " ".join(terms)


@lru_cache(20_000)
def shared_terms(text: str, language: str) -> str:
    """Return `index_terms` of a text that many listings share, such as the names of a category."""
    return index_terms(text, language)


@lru_cache(20_000)
def shared_words(text: str) -> str:
    """Return `index_words` of a text that many listings share."""
    return index_words(text)


def index_words(text: str) -> str:
    """Return the whole words of `text`, folded but not stemmed: for prefixes and for the speller."""
    text = normalise(text)
    if not text.isascii():
        text = _UNSPACED_RUN.sub(" ", text)
    return " ".join(_analyser("").analyze(text))


def query_words(text: str, language: str) -> list[Word]:
    """
    Return the words of what a person typed, at most MOST_QUERY_WORDS, in order and without repeats.

    Words that carry no meaning ("for", "de") are left out unless nothing else is there.
    """
    # Tantivy speaks UTF-8: half a surrogate pair is no text.
    text = text[:LONGEST_QUERY].encode("utf-8", "ignore").decode()
    text = normalise(text)
    words: dict[str, Word] = {}
    place = 0
    for run in _UNSPACED_RUN.finditer(text):
        _add_spaced(words, text[place : run.start()], language)
        found = run.group()
        words.setdefault(found, Word(found, tuple(pairs(found)), unspaced=True))
        place = run.end()
    _add_spaced(words, text[place:], language)
    kept = list(words.values())
    meaning = _with_meaning(text, language)
    telling = [word for word in kept if word.unspaced or word.surface in meaning]
    return (telling or kept)[:MOST_QUERY_WORDS]


def _add_spaced(words: dict[str, Word], text: str, language: str) -> None:
    for surface in _analyser("").analyze(text):
        if surface not in words:
            own = _language(language) if _language(language) in _STEMMERS else "en"
            stems = _analyser(own).analyze(surface)
            words[surface] = Word(surface, word_terms(surface, language), stem=stems[0] if stems else surface)


def word_terms(surface: str, language: str) -> tuple[str, ...]:
    """Return the terms a folded word may be indexed as: itself, and its stem in each likely language."""
    terms = {surface: None}
    for code in (_language(language), *_QUERY_LANGUAGES):
        for term in _analyser(code).analyze(surface):
            terms[term] = None
    return tuple(terms)


def _with_meaning(text: str, language: str) -> set[str]:
    """Return the folded words of `text` that are stop words neither in English nor in the reader's language."""
    kept: set[str] | None = None
    for code in {"en", _language(language)} & _STOPPED.keys():
        # The stop lists carry accents, so words are stopped before they are folded.
        left = {fold for word in _stopper(code).analyze(text) for fold in _analyser("").analyze(word)}
        kept = left if kept is None else kept & left
    return kept or set()
