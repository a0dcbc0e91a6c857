"""Lots as their seller sees them."""

from django.db.models import Case, IntegerField, QuerySet, Value, When

from accounts.actor import Actor
from marketplace.kernel.refusals import NotFound
from sellers.models import Listing, Lot


def lots_of(actor: Actor, listing: Listing) -> QuerySet[Lot]:
    """
    The lots of one of the actor's listings, those still sold first, each group in the order they are taken.

    :raises SignInNeeded, NotAllowed: if the actor may not see listings.
    """
    actor.must("listings.view_own")
    is_closed = Case(When(closed_at=None, then=Value(0)), default=Value(1), output_field=IntegerField())
    return (
        Lot.objects.filter(listing=listing, listing__organisation_id=actor.organisation_id)
        .select_related("variant")
        .order_by(is_closed, "best_before_date", "pk")
    )


def lot_of(actor: Actor, public_id: str) -> Lot:
    """
    Return one of the actor's own lots, with its listing and variant.

    :raises NotFound: if there is none, or it is another organisation's.
    """
    actor.must("listings.view_own")
    own = Lot.objects.filter(listing__organisation_id=actor.organisation_id)
    found = own.select_related("listing", "variant").filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found
