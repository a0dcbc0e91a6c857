"""
Notice details that would lead a deal away from Bridgeway's protection: pure, on the text alone.

The writer is told why it matters and may still send; the reader is warned. Nothing is ever cut out of a text.
"""

import re
import unicodedata
from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

EMAIL, PHONE, LINK, BANK, MESSENGER, OFF_PLATFORM = "email", "phone", "link", "bank", "messenger", "off_platform"

# Word boundaries are written as look-arounds because addresses stand next to punctuation of every script.
_EMAIL = re.compile(r"[\w.+-]{1,64}\s?(?:@|\(at\)|\[at\])\s?[\w-]{1,63}(?:\.|\s?\(dot\)\s?)[a-z]{2,24}", re.IGNORECASE)
_LINK = re.compile(
    r"(?:https?://|www\.)\S{3,}|(?<![\w@.])[a-z0-9-]{2,63}\.(?:com|net|org|io|shop|store|ru|cn|biz|info)(?![\w.])",
    re.IGNORECASE,
)
_PHONE = re.compile(r"(?<![\w/.-])(?:\+|00)\d(?:[\s().-]?\d){6,14}(?!\d)|(?<![\w/.,-])0\d(?:[\s()-]\d{2,4}){2,5}(?!\d)")
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?:\s?[A-Z0-9]{4}){2,7}(?:\s?[A-Z0-9]{1,3})?\b")
_MESSENGER = re.compile(
    r"\b(?:whats\s?app|we\s?chat|weixin|telegram|viber|line\s?id|skype|signal)\b|微信|威信|واتساب|واتس اب",
    re.IGNORECASE,
)
_OFF_PLATFORM = re.compile(
    r"\b(?:pay(?:ment)?|transfer|send)\b.{0,30}\b(?:direct(?:ly)?|outside|off[- ]platform|crypto|bitcoin)\b"
    r"|\bwestern union\b|\bmoneygram\b|\busdt\b",
    re.IGNORECASE,
)

WORDS: dict[str, Promise] = {
    EMAIL: _("an e-mail address"),
    PHONE: _("a phone number"),
    LINK: _("a link to another site"),
    BANK: _("bank details"),
    MESSENGER: _("another messenger"),
    OFF_PLATFORM: _("paying outside Bridgeway"),
}


def find_leaks(text: str) -> list[str]:
    """Return which of WORDS' codes `text` seems to contain, in that order. Judged on its first 20,000 characters."""
    # One form for full-width and styled letters, and nothing invisible between them.
    text = unicodedata.normalize("NFKC", text[:20_000])
    text = "".join(sign for sign in text if unicodedata.category(sign) != "Cf")
    without_addresses = _EMAIL.sub(" ", text)
    accounts = [match.group() for match in _IBAN.finditer(text.upper()) if _is_iban(match.group())]
    without_accounts = _IBAN.sub(" ", text.upper()) if accounts else text
    found = {
        EMAIL: bool(_EMAIL.search(text)),
        PHONE: bool(_PHONE.search(without_accounts)),
        LINK: bool(_LINK.search(without_addresses)),
        BANK: bool(accounts),
        MESSENGER: bool(_MESSENGER.search(text)),
        OFF_PLATFORM: bool(_OFF_PLATFORM.search(text)),
    }
    return [code for code in WORDS if found[code]]


def in_words(codes: Iterable[str]) -> list[str]:
    """Return what `codes` stand for, in the reader's language."""
    return [str(WORDS[code]) for code in codes if code in WORDS]


def _is_iban(text: str) -> bool:
    """Tell whether `text` has the check digits of an IBAN, so that an order number is not taken for one."""
    compact = re.sub(r"\s", "", text)
    if not 15 <= len(compact) <= 34:
        return False
    turned = compact[4:] + compact[:4]
    return int("".join(str(int(character, 36)) for character in turned)) % 97 == 1
