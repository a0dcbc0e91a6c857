"""
Spot contact data in texts that buyers read.

Deals made past the platform have no escrow, no landed cost and no dispute: e-mail addresses, phone numbers and web
addresses do not belong in a listing. Measures, article numbers, years and HS codes do, and must pass.
"""

import re
import unicodedata

from django.utils.translation import gettext as _

_AT = r"(?:@|\s*[\(\[\{]\s*(?:at|arroba|chez)\s*[\)\]\}]\s*)"
_DOT = r"(?:\.|\s*[\(\[\{]\s*(?:dot|punto|ponto|point)\s*[\)\]\}]\s*)"
_EMAIL = re.compile(rf"[\w.+-]{{1,64}}{_AT}[\w-]{{1,63}}(?:{_DOT}[\w-]{{2,63}})+", re.IGNORECASE)
_URL = re.compile(
    r"(?:\bhttps?\s*:\s*/\s*/|\bwww\s*\.)"
    r"|\b[a-z0-9][a-z0-9-]{1,62}\.(?:com|net|org|info|biz|shop|store|online|site|app|io|co\.[a-z]{2}|com\.[a-z]{2})\b"
    r"|\b(?:wa|t|line|fb)\.me\b",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"\b(?:tel|téléphone|telefono|teléfono|telefone|phone|mobile|whatsapp|wechat|weixin|telegram|viber|signal)\b"
    r"[\s:.+()-]{0,6}\+?\d[\d\s().-]{4,}\d",
    re.IGNORECASE,
)
_INTERNATIONAL = re.compile(r"(?:\+|\b00)\s?[1-9]\d{0,2}[\s().-]*(?:\d[\s().-]*){6,13}")
_NATIONAL = re.compile(r"(?<![\d.,])\(?0\d{1,4}\)?[\s./-]\d{2,4}(?:[\s./-]?\d{2,4}){1,4}(?!\d)")
# What has to be there for the searches above to find anything; each starts with a rare sign, so it runs at once.
_SIGN_OF_EMAIL = re.compile(r"[@(\[{]")
_SIGN_OF_URL = re.compile(r"\.(?:com|net|org|info|biz|shop|store|online|site|app|io|co|me)\b", re.I)
# The shortest number found has six digits, with at most two other signs or so between them, or more after a name.
_SIGN_OF_NUMBER = re.compile(r"\d[\d\s().:/+-]{3,}\d")


def find_contact_data(text: str) -> str | None:
    """Return why `text` is not acceptable, in the language in force, or None if it holds no contact data."""
    # One form for full-width and styled letters, and nothing invisible between them.
    if text.isascii():
        if text.replace(" ", "").isalpha():
            # Words alone hold no sign, digit or address.
            return None
        plain = text
    else:
        plain = "".join(c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) != "Cf")
    # The cheap look first: whole catalogues are read here, and nearly all of it holds none of the signs.
    if _SIGN_OF_EMAIL.search(plain) and _EMAIL.search(plain):
        return _("Take out the e-mail address. Buyers write to you through Bridgeway messages.")
    if _has_sign_of_url(plain) and _URL.search(plain):
        return _("Take out the web address. Your Bridgeway page tells buyers who you are.")
    if _SIGN_OF_NUMBER.search(plain) and (
        _NAMED.search(plain) or _INTERNATIONAL.search(plain) or _has_national_number(plain)
    ):
        return _("Take out the phone number. Buyers write to you through Bridgeway messages.")
    return None


def _has_sign_of_url(text: str) -> bool:
    return ("." in text and (_SIGN_OF_URL.search(text) is not None or "www" in text.lower())) or (
        ":" in text and "/" in text
    )


def _has_national_number(text: str) -> bool:
    # Dates and measures start with 0 too (01/02/2026, 0.5 - 12), but have fewer digits.
    return any(sum(character.isdigit() for character in match.group()) >= 9 for match in _NATIONAL.finditer(text))
