"""
The one public address of a page, and the addresses of its languages.

A page has one address without filters and campaign marks; search engines are told it as canonical. That address speaks
the reader's own language, English to who names none; `?lang=es` beside it speaks Spanish to everybody. Why it is so is
told in docs/adr.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest

PARAMETER = "lang"


@dataclass(frozen=True, slots=True)
class Alternate:
    """The same page in another language; `language` is a BCP 47 tag or `x-default`."""

    language: str
    url: str


@dataclass(frozen=True, slots=True)
class ShareCard:
    """What a link to a page looks like where it is passed on. `image` is an absolute address or ''."""

    title: str
    description: str = ""
    image: str = ""
    kind: str = "website"


def absolute(url: str) -> str:
    """Return `url` with the public host before it, unless it has one."""
    return url if url.startswith(("http://", "https://")) else settings.PUBLIC_URL.rstrip("/") + url


@cache
def language_tag(code: str) -> str:
    """Return the BCP 47 tag of one of our languages: `zh-hans` is written `zh-Hans`."""
    language, _dash, script = code.partition("-")
    return f"{language}-{script.title()}" if script else language


def language_in_address(request: HttpRequest) -> str:
    """Return the language that the address itself asks for, '' if none or one we do not speak."""
    asked = request.GET.get(PARAMETER, "") if request.method in ("GET", "HEAD") else ""
    return asked if asked in dict(settings.LANGUAGES) else ""


def in_language(path: str, code: str, query: Mapping[str, Any] | None = None) -> str:
    """Return the absolute address of `path` in a language; '' and English are the plain address."""
    wanted = {**(query or {})}
    if code and code != settings.LANGUAGE_CODE:
        wanted[PARAMETER] = code
    return absolute(path) + (f"?{urlencode(wanted)}" if wanted else "")


def alternates(path: str, query: Mapping[str, Any] | None = None) -> list[Alternate]:
    """Return the addresses of `path` in every language, and the one for everybody else."""
    found = [Alternate(language_tag(code), in_language(path, code, query)) for code, _name in settings.LANGUAGES]
    return [*found, Alternate("x-default", in_language(path, "", query))]


def page_addresses(request: HttpRequest, path: str = "", query: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """
    Return what the head of a page says of its address: `canonical_url` and `alternate_urls`.

    :param path: the page's own path; that of the request if empty.
    :param query: the part of the query that makes it another page, such as its number; nothing else is kept.
    """
    path = path or request.path
    return {
        "canonical_url": in_language(path, language_in_address(request), query),
        "alternate_urls": alternates(path, query),
    }


def addresses(request: HttpRequest) -> dict[str, Any]:
    """Context processor: every page has an address of its own, even if its view says nothing of it."""
    return page_addresses(request)
