"""The reader's language, currency, ship-to country and time zone: kept on the account, or in a cookie."""

import json
from dataclasses import asdict, dataclass, replace
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation.trans_real import parse_accept_lang_header

from marketplace.kernel.addresses import language_in_address

from .places import COUNTRIES, currency_of

COOKIE = "bridgeway_preferences"
COOKIE_AGE = 60 * 60 * 24 * 365
LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)


@dataclass(frozen=True)
class Preferences:
    """How one reader wants Bridgeway shown. `ship_to` is an ISO 3166 country, `currency` ISO 4217."""

    language: str = "en"
    currency: str = "EUR"
    ship_to: str = "DE"
    time_zone: str = "UTC"

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def is_rtl(self) -> bool:
        return translation.get_language_info(self.language)["bidi"]


def read_preferences(request: HttpRequest) -> Preferences:
    """
    Return the request's preferences: the account's for signed-in people, else the cookie's, else the browser's.

    An address that names its language is read in it, whoever reads.
    """
    base = _guess(request)
    kept = _cookie(request)
    asked = language_in_address(request)
    if not request.user.is_authenticated:
        return checked(base, **{**kept, **({"language": asked} if asked else {})})
    user = request.user
    return checked(
        base,
        language=asked or user.language,
        currency=user.currency,
        ship_to=kept.get("ship_to") or user.country,
        time_zone=user.time_zone,
    )


def _guess(request: HttpRequest) -> Preferences:
    """What the browser says: `es-CL` is Spanish, read in Chile, where pesos are paid."""
    base = Preferences(language=translation.get_language_from_request(request))
    for tag, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "").lower()[:500]):
        region = tag.rpartition("-")[2].upper()
        if "-" in tag and region in COUNTRIES:
            return checked(base, ship_to=region, currency=currency_of(region))
    return base


def preferences_of(request: HttpRequest) -> Preferences:
    """Return what the reader of this request prefers, as the middleware has found it."""
    return request.preferences  # type: ignore[attr-defined,no-any-return]


def checked(base: Preferences, **changes: Any) -> Preferences:
    """Return `base` with those `changes` that are known languages, currencies, countries and zones."""
    valid: dict[str, str] = {}
    if changes.get("language") in LANGUAGES:
        valid["language"] = changes["language"]
    if changes.get("currency") in settings.CURRENCIES_OFFERED:
        valid["currency"] = changes["currency"]
    if changes.get("ship_to") in COUNTRIES:
        valid["ship_to"] = changes["ship_to"]
    if zone := changes.get("time_zone"):
        try:
            ZoneInfo(str(zone))
            valid["time_zone"] = str(zone)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            pass
    return replace(base, **valid)


def _cookie(request: HttpRequest) -> dict[str, Any]:
    try:
        kept = json.loads(signing.Signer(salt=COOKIE).unsign(request.COOKIES.get(COOKIE, "")))
    except (signing.BadSignature, ValueError):
        return {}
    return kept if isinstance(kept, dict) else {}


def keep(response: HttpResponse, preferences: Preferences) -> None:
    """Keep `preferences` in the reader's browser."""
    value = signing.Signer(salt=COOKIE).sign(json.dumps(asdict(preferences)))
    response.set_cookie(
        COOKIE, value, max_age=COOKIE_AGE, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )
