"""Every address of the project, read from the resolver, and whom it is for."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

#: Others' code, mounted as it comes. It is swept for what holds everywhere, not row by row.
OTHERS = ("admin:", "account_", "mfa_", "usersessions_")


@dataclass(frozen=True)
class Address:
    """One URL pattern: its full name, the names of what varies in it, and the view behind it."""

    name: str
    route: str
    arguments: frozenset[str]
    view: Any

    @property
    def is_api(self) -> bool:
        return self.route.startswith("api/v1/")

    @property
    def methods(self) -> frozenset[str]:
        """What the endpoint implements; a page's view is asked both ways."""
        if (view := getattr(self.view, "view_class", None)) is not None:
            return frozenset(name.upper() for name in view.http_method_names if hasattr(view, name)) - {"OPTIONS"}
        return frozenset({"GET", "POST"})


def addresses() -> list[Address]:
    return list(_walk(get_resolver().url_patterns, (), ""))


def own_addresses() -> list[Address]:
    return [address for address in addresses() if not address.name.startswith(OTHERS)]


def _walk(patterns: Any, spaces: tuple[str, ...], prefix: str) -> Iterator[Address]:
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = (*spaces, pattern.namespace) if pattern.namespace else spaces
            yield from _walk(pattern.url_patterns, inner, route)
        elif isinstance(pattern, URLPattern):
            name = ":".join([*spaces, pattern.name or route])
            yield Address(name, route, frozenset(pattern.pattern.regex.groupindex), pattern.callback)
