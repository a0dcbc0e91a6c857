"""
Cards on the seller's desk that other rooms put there.

The desk asks each registered provider what needs the seller today. Orders and conversations know of sellers, not the
reverse, so they register themselves when the system starts: `desk.register(provider)` in `AppConfig.ready`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from marketplace.kernel.refusals import Text


@dataclass(frozen=True)
class DeskCard:
    """One thing to do: how many, what, and where. `kind` is a status kind (info, warning, danger, success)."""

    count: int
    label: Text
    url: str
    hint: Text = ""
    icon: str = "circle-dot"
    kind: str = "info"


Provider = Callable[[Any], "list[DeskCard]"]
_PROVIDERS: list[Provider] = []


def register(provider: Provider) -> None:
    """Ask `provider(actor)` for cards whenever a desk is shown. Registering twice registers once."""
    if provider not in _PROVIDERS:
        _PROVIDERS.append(provider)


def cards_for(actor: Any) -> list[DeskCard]:
    """Return the cards of all providers that have something to do, in the order of registration."""
    return [card for provider in _PROVIDERS for card in provider(actor) if card.count]
