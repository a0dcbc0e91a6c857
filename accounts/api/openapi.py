"""How the two ways to authenticate are told in the OpenAPI document."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension


class TokenScheme(OpenApiAuthenticationExtension):
    """Bearer token got with a client's keys."""

    target_class = "accounts.api.authentication.ApiClientAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        from accounts.api_scopes import DESCRIPTIONS

        return {
            "type": "oauth2",
            "description": "Client credentials; make a client under API on your organisation's pages.",
            "flows": {
                "clientCredentials": {
                    "tokenUrl": "/api/token/",
                    "scopes": {name: str(text) for name, text in DESCRIPTIONS.items()},
                }
            },
        }

    def get_security_requirement(self, auto_schema: Any) -> dict[str, list[str]]:
        """Name the scope that the view's method needs."""
        scope = getattr(auto_schema.view, "required_scopes", {}).get(auto_schema.method)
        return {self.name: [scope] if scope else []}


class SessionScheme(OpenApiAuthenticationExtension):
    """The browser of a signed-in person."""

    target_class = "accounts.api.authentication.SessionActorAuthentication"
    name = "session"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        return {"type": "apiKey", "in": "cookie", "name": "sessionid"}
