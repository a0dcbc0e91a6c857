"""The scopes an API client may ask for: never more than it was given."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from oauth2_provider.scopes import BaseScopes

DESCRIPTIONS = {
    "listings:read": _("See your listings"),
    "listings:write": _("Create and change your listings"),
    "cart:read": _("See the cart"),
    "cart:write": _("Change the cart"),
    "orders:read": _("See orders"),
    "orders:write": _("Place, ship, accept and review orders"),
    "payments:read": _("See balances and payouts"),
    "payments:write": _("Set up payouts"),
    "conversations:read": _("Read messages"),
    "conversations:write": _("Write messages"),
    "organisation:read": _("See the organisation"),
    "organisation:write": _("Change the organisation and its addresses"),
    "notifications:read": _("See notifications"),
    "notifications:write": _("Mark notifications as read"),
}


class RoomScopes(BaseScopes):
    """`<room>:read|write`; a client gets those its organisation ticked for it."""

    def get_all_scopes(self) -> dict[str, str]:
        return {name: str(text) for name, text in DESCRIPTIONS.items()}

    def get_available_scopes(
        self, application: Any = None, request: Any = None, *args: Any, **kwargs: Any
    ) -> list[str]:
        granted = getattr(application, "scopes", None)
        return [scope for scope in granted if scope in DESCRIPTIONS] if granted else []

    def get_default_scopes(self, application: Any = None, request: Any = None, *args: Any, **kwargs: Any) -> list[str]:
        return self.get_available_scopes(application)
