"""Hosted pages: routes, rendering and answers. The pages work without JavaScript and load nothing from elsewhere."""

import re
import traceback
from collections.abc import Callable
from functools import cache
from html import escape
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from .api import Call
from .app import Answer, Request, Sandbox
from .store import Row

_PAGES = Path(__file__).parent / "pages"
_PLACE = re.compile(r"\{\{(!?)\s*(\w+)\s*\}\}")
Page = Callable[["Visit"], Answer]
_ROUTES: list[tuple[str, re.Pattern[str], Page]] = []


class Safe(str):
    """Markup made by this package, not to be escaped again."""


class Visit:
    """A person's request for a page: the form, the query, and a call to act with."""

    def __init__(self, call: Call, request: Request, path: dict[str, str]) -> None:
        self.call = call
        self.path = path
        self.query = dict(parse_qsl(request.query))
        self.form = dict(parse_qsl(request.body.decode(errors="replace"), keep_blank_values=True))


def page(method: str, path: str) -> Callable[[Page], Page]:
    """Register a page; ``{id}`` matches one segment."""
    pattern = re.compile("^" + re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", path) + "$")

    def register(handler: Page) -> Page:
        _ROUTES.append((method, pattern, handler))
        return handler

    return register


def answer(sandbox: Sandbox, request: Request) -> Answer:
    """The page for a request, in one transaction; a page that does not exist is a readable 404."""
    method = "GET" if request.method == "HEAD" else request.method
    for wanted, pattern, handler in _ROUTES:
        match = pattern.match(request.path)
        if match and wanted == method:
            if method == "POST" and not same_origin(sandbox, request):
                return problem(403, "This form was not sent from this page.")
            try:
                with sandbox.store.transaction() as tx:
                    return handler(Visit(sandbox.call(tx), request, match.groupdict()))
            except Exception:
                traceback.print_exc()
                return problem(500, "The sandbox failed; see its log.")
    return problem(404, "There is no such page.")


def same_origin(sandbox: Sandbox, request: Request) -> bool:
    """Whether a browser sent this from one of the sandbox's own pages (other clients send no Origin)."""
    origin = request.headers.get("origin")
    if origin is None:
        return True
    allowed = (request.headers.get("host", ""), urlsplit(sandbox.settings.public_url).netloc)
    return urlsplit(origin).netloc in allowed


def html(markup: str, status: int = 200) -> Answer:
    headers = {
        "Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store",
        "Content-Security-Policy": (
            "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'; base-uri 'none'"
        ),
        "X-Content-Type-Options": "nosniff",
        # Not "no-referrer": with it browsers hide the origin of our own forms as well.
        "Referrer-Policy": "same-origin",
    }  # fmt: skip
    return Answer(status, markup.encode(), headers)


def redirect(url: str) -> Answer:
    return Answer(303, b"", {"Location": url.replace("\r", "").replace("\n", ""), "Cache-Control": "no-store"})


def problem(status: int, message: str, *, title: str = "This page is not available", href: str = "") -> Answer:
    link = Safe(f'<p><a class="button" href="{escape(href)}">Go back</a></p>') if href else Safe("")
    return html(render("message", title=title, message=message, link=link), status)


def render(template: str, /, *, title: str, width: str = "narrow", **values: object) -> str:
    """A page from ``pages/<template>.html`` inside ``pages/layout.html``; values are escaped unless :class:`Safe`."""
    inner = fill(template, title=title, **values)
    return fill("layout", title=title, width=width, style=Safe(_source("style", "css")), main=inner)


def fill(template: str, /, **values: object) -> Safe:
    """One template with its ``{{ places }}`` filled."""

    def place(match: re.Match[str]) -> str:
        value = values[match[2]]
        return value if isinstance(value, Safe) else escape(str(value))

    return Safe(_PLACE.sub(place, _source(template, "html")))


@cache
def _source(name: str, kind: str) -> str:
    return (_PAGES / f"{name}.{kind}").read_text()


def options(choices: dict[str, str], selected: str) -> Safe:
    """``<option>`` elements."""
    return Safe("".join(
        f'<option value="{escape(value)}"{" selected" if value == selected else ""}>{escape(label)}</option>'
        for value, label in choices.items()
    ))  # fmt: skip


def field_error(name: str, problems: dict[str, str]) -> Safe:
    """The message below a field, which the field's ``aria-describedby`` names."""
    if name not in problems:
        return Safe("")
    return Safe(f'<p class="error" id="{name}-error">{escape(problems[name])}</p>')


def field_state(name: str, problems: dict[str, str]) -> Safe:
    """Attributes of a field: marked invalid, described by its error, and focused if it is the first one wrong."""
    if name not in problems:
        return Safe("")
    first = " autofocus" if next(iter(problems)) == name else ""
    return Safe(f' aria-invalid="true" aria-describedby="{name}-error"{first}')


def find(call: Call, table: str, identifier: str) -> Row | None:
    """An object of any account, whose account the call then acts for."""
    row = call.tx.get(table, identifier)
    if row is not None:
        call.account = row.get("_account")
    return row
