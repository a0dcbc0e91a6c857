"""Let a program act for the organisation."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _
from oauth2_provider.generators import generate_client_secret

from accounts.actor import Actor
from accounts.api_scopes import DESCRIPTIONS
from accounts.models import ApiClient
from marketplace.kernel import events
from marketplace.kernel.operations import entry
from marketplace.kernel.refusals import InvalidInput


@dataclass(frozen=True)
class NewApiClient:
    """A client and its secret, which is shown once and kept only as a hash."""

    client: ApiClient
    secret: str


@entry
def create_api_client(*, actor: Actor, name: str, scopes: Sequence[str], now: datetime) -> NewApiClient:
    """
    Make an OAuth 2 client (client credentials) whose tokens act for the actor's organisation within `scopes`.

    :raises NotAllowed: if the actor may not manage API clients.
    :raises InvalidInput: if the name is missing or a scope is not known.
    """
    actor.must("api_clients.manage")
    name = " ".join(name.split())
    if not 1 <= len(name) <= 100:
        raise InvalidInput(fields={"name": [_("Name the program, in at most 100 characters.")]})
    if not scopes or any(scope not in DESCRIPTIONS for scope in scopes):
        raise InvalidInput(fields={"scopes": [_("Choose at least one thing that it may do.")]})
    secret = generate_client_secret()
    client = ApiClient.objects.create(
        name=name,
        organisation=actor.must_act_for_an_organisation(),
        user=actor.user,
        scopes=sorted(set(scopes)),
        client_type=ApiClient.CLIENT_CONFIDENTIAL,
        authorization_grant_type=ApiClient.GRANT_CLIENT_CREDENTIALS,
        client_secret=secret,
    )
    events.record("accounts.api_client.created", subject=client, actor=actor, at=now, payload={"scopes": client.scopes})
    return NewApiClient(client, secret)
