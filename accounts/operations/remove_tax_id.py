"""Take a tax number away."""

from datetime import datetime

from accounts import queries
from accounts.actor import Actor
from marketplace.kernel import events
from marketplace.kernel.operations import entry


@entry
def remove_tax_id(*, actor: Actor, public_id: str, now: datetime) -> None:
    """
    Take the number away; papers issued before keep it.

    :raises NotAllowed: if the actor may not manage the organisation.
    :raises NotFound: if it is not one of the organisation's.
    """
    actor.must("organisation.manage")
    kept = queries.tax_id_of(actor, public_id)
    events.record("accounts.tax_id.removed", subject=kept, actor=actor, at=now, payload={"kind": kept.kind})
    kept.delete()
