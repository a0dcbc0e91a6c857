"""
What other rooms put on the seller's desk: cards of what needs the seller today, and panels below them.

Orders and conversations know of sellers, not the reverse, so they register themselves when the system starts:
`desk.register(provider)` for cards, `desk.register_panel(provider)` for panels, in `AppConfig.ready`.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from marketplace.kernel.refusals import Text


@dataclass(frozen=True)
class DeskCard:
    """
    One thing to do: how many, what, and where. `kind` is a status kind (info, warning, danger, success).

    `due_at` is when the first of them must be done; `since_at` since when the first has waited.
    """

    count: int
    label: Text
    url: str
    hint: Text = ""
    icon: str = "circle-dot"
    kind: str = "info"
    due_at: datetime | None = None
    since_at: datetime | None = None

    @property
    def urgency(self) -> int:
        """Where it stands on the desk: what is lost first, first."""
        return _URGENCY.get(self.kind, len(_URGENCY))


_URGENCY = {"danger": 0, "warning": 1, "success": 2, "info": 3, "neutral": 4}


@dataclass(frozen=True)
class DeskPanel:
    """Something below the cards: a heading, a template with its context, and where there is more."""

    title: Text
    template: str
    context: Mapping[str, Any]
    url: str = ""
    link: Text = ""


PanelProvider = Callable[[Any], "DeskPanel | None"]
_PANELS: list[PanelProvider] = []
Provider = Callable[[Any], "list[DeskCard]"]
_PROVIDERS: list[Provider] = []


def register(provider: Provider) -> None:
    """Ask `provider(actor)` for cards whenever a desk is shown. Registering twice registers once."""
    if provider not in _PROVIDERS:
        _PROVIDERS.append(provider)


def cards_for(actor: Any) -> list[DeskCard]:
    """Return the cards of all providers that have something to do, what is most pressing first."""
    return in_order(card for provider in _PROVIDERS for card in provider(actor))


def in_order(cards: Iterable[DeskCard]) -> list[DeskCard]:
    """Return those that count something, most pressing first; among equals as they came."""
    return sorted((card for card in cards if card.count), key=lambda card: card.urgency)


def register_panel(provider: PanelProvider) -> None:
    """Ask `provider(actor)` for a panel whenever a desk is shown. Registering twice registers once."""
    if provider not in _PANELS:
        _PANELS.append(provider)


def panels_for(actor: Any) -> list[DeskPanel]:
    """Return the panels of all providers that have one for this seller, in the order of registration."""
    return [panel for provider in _PANELS if (panel := provider(actor)) is not None]
