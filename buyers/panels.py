"""
A place on the product page for rooms above this one.

Orders knows what verified buyers said of a listing; buyers does not know orders. So a room registers a provider in
its `AppConfig.ready`, and the page shows what it gives.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from sellers.models import Listing


@dataclass(frozen=True)
class Panel:
    """A section of the product page: a heading's id and text for the page's own menu, a template and its context."""

    key: str
    title: Any
    template: str
    context: Mapping[str, Any]


Provider = Callable[[HttpRequest, Listing], Panel | None]
_providers: dict[str, Provider] = {}


def register(provider: Provider) -> Provider:
    """Let `provider` add a section to every product page; registering it twice is registering it once."""
    _providers[f"{provider.__module__}.{provider.__qualname__}"] = provider
    return provider


def panels_for(request: HttpRequest, listing: Listing) -> list[Panel]:
    """Return the sections that the registered rooms have for `listing`."""
    return [panel for provider in _providers.values() if (panel := provider(request, listing)) is not None]
