"""Forget an address."""

from datetime import datetime

from accounts import queries
from accounts.actor import Actor
from marketplace.kernel.operations import entry


@entry
def remove_address(*, actor: Actor, public_id: str, now: datetime) -> None:
    """
    Take an address out of the organisation's book. Orders keep their own copy.

    :raises NotAllowed: if the actor may not keep addresses.
    :raises NotFound: if it is not one of the organisation's.
    """
    actor.must("addresses.edit")
    address = queries.address_of(actor, public_id)
    address.delete()
    following = queries.addresses_of(actor).first()
    if address.is_default and following is not None:
        following.is_default = True
        following.save(update_fields=["is_default"])
