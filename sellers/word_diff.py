"""
Two texts laid beside each other, word by word.

Pure functions on text. Words are runs of letters and digits; in scripts written without spaces each character counts
as a word, so that one changed character of a Chinese sentence does not mark the whole sentence.
"""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import NamedTuple

# Han, kana, Thai, Lao, Khmer, Burmese: no spaces between words.
_TOKEN = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|\w+|\s+|[^\w\s]")
# Beyond this the work grows with the product of both lengths: lines are compared instead of words.
MOST_TOKENS = 4000


class Piece(NamedTuple):
    """A stretch of text; `kind` is "same", "gone" (only in the old text) or "new" (only in the new one)."""

    kind: str
    text: str


def word_diff(old: str, new: str) -> list[Piece]:
    """
    Return the pieces of both texts in reading order; what is gone stands before what came instead.

    Joining the pieces that are not "new" gives `old`, joining those that are not "gone" gives `new`.
    """
    a, b = _tokens(old), _tokens(new)
    if len(a) + len(b) > MOST_TOKENS:
        a, b = old.splitlines(keepends=True), new.splitlines(keepends=True)
    return list(_joined(_pieces(a, b)))


def _tokens(text: str) -> list[str]:
    return _TOKEN.findall(text)


def _pieces(a: list[str], b: list[str]) -> Iterator[Piece]:
    for what, a_from, a_to, b_from, b_to in SequenceMatcher(a=a, b=b, autojunk=False).get_opcodes():
        if what == "equal":
            text = "".join(a[a_from:a_to])
            yield Piece("same", text)
            continue
        if a_to > a_from:
            yield Piece("gone", "".join(a[a_from:a_to]))
        if b_to > b_from:
            yield Piece("new", "".join(b[b_from:b_to]))


def _joined(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """Join changes that only a space keeps apart: three changed words read as one change, not as five."""
    gone, new, pending = "", "", ""
    for piece in pieces:
        if piece.kind == "same" and (gone or new) and piece.text.isspace():
            pending += piece.text
            continue
        if piece.kind == "same":
            yield from _flush(gone, new, pending)
            gone, new, pending = "", "", ""
            yield piece
            continue
        if pending:
            gone, new, pending = gone + pending, new + pending, ""
        if piece.kind == "gone":
            gone += piece.text
        else:
            new += piece.text
    yield from _flush(gone, new, pending)


def _flush(gone: str, new: str, pending: str) -> Iterator[Piece]:
    if gone:
        yield Piece("gone", gone)
    if new:
        yield Piece("new", new)
    if pending:
        yield Piece("same", pending)
