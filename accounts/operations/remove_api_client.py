"""Stop a program from acting for the organisation."""

from datetime import datetime

from accounts.actor import Actor
from accounts.models import ApiClient
from marketplace.kernel import events
from marketplace.kernel.operations import entry
from marketplace.kernel.refusals import NotFound


@entry
def remove_api_client(*, actor: Actor, client_id: str, now: datetime) -> None:
    """
    Remove the client; its tokens stop working at once.

    :raises NotAllowed: if the actor may not manage API clients.
    :raises NotFound: if it is not one of the organisation's.
    """
    actor.must("api_clients.manage")
    client = ApiClient.objects.filter(organisation_id=actor.organisation_id, client_id=client_id).first()
    if client is None:
        raise NotFound
    events.record("accounts.api_client.removed", subject=client, actor=actor, at=now)
    client.delete()
