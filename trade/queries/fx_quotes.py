"""Promised exchange rates."""

from accounts.actor import Actor
from marketplace.kernel.refusals import NotFound
from trade.models import FxQuote


def fx_quote_for(actor: Actor, public_id: str) -> FxQuote:
    """
    Return a rate promised to the actor's organisation.

    :raises NotFound: if there is none, or it is somebody else's.
    """
    organisation = actor.must_act_for_an_organisation()
    found = FxQuote.objects.filter(organisation_id=organisation.pk, public_id=public_id).first()
    if found is None:
        raise NotFound
    return found
