"""
Tabs of a storefront that rooms above this one fill.

Orders knows what buyers said of a seller; sellers does not know orders. So a room registers a provider in its
`AppConfig.ready`, and every storefront has a tab of it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from marketplace.kernel.refusals import Text
from sellers.models import SellerProfile


@dataclass(frozen=True)
class Tab:
    """
    One tab: the last part of its address, what it is called, an icon, and a template with what it shows.

    `show(request, profile)` gives the context; it is called only on the tab itself.
    """

    key: str
    label: Text
    icon: str
    template: str
    show: Callable[[HttpRequest, SellerProfile], Mapping[str, Any]]


_TABS: dict[str, Tab] = {}


def register(tab: Tab) -> None:
    """Give every storefront `tab`; registering it twice is registering it once."""
    _TABS[tab.key] = tab


def registered() -> list[Tab]:
    """Return the tabs in the order of registration."""
    return list(_TABS.values())


def find(key: str) -> Tab | None:
    """Return the tab at this part of the address, if there is one."""
    return _TABS.get(key)
