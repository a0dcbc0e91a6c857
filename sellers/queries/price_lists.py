"""Price lists as their seller keeps them, and as the buyers on them have them."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db.models import Count, Q, QuerySet

from accounts.actor import Actor
from marketplace.kernel.refusals import NotFound
from sellers.models import PriceList, PriceListTier
from sellers.prices import GivenPrices
from sellers.pricing import Tier


def prices_given_to(
    organisation_id: int | None, *, on: date, sellers: Iterable[int] = (), listings: Iterable[int] = ()
) -> list[GivenPrices]:
    """
    Return the price lists that hold for an organisation on that day, of these sellers, with their prices of these
    listings. None of anybody else's: one query for who has no list, two for who has.
    """
    if organisation_id is None:
        return []
    lists = list(
        PriceList.objects.filter(buyers__organisation=organisation_id, organisation__in=set(sellers), closed_at=None)
        .filter(Q(starts_on=None) | Q(starts_on__lte=on), Q(ends_on=None) | Q(ends_on__gte=on))
        .order_by("pk")
    )
    if not lists:
        return []
    tiers: dict[int, dict[int, list[Tier]]] = defaultdict(lambda: defaultdict(list))
    rows = PriceListTier.objects.filter(price_list__in=lists, listing__in=set(listings)).order_by("min_quantity")
    for list_id, variant_id, quantity, price in rows.values_list("price_list", "variant", "min_quantity", "unit_price"):
        tiers[list_id][variant_id].append(Tier(quantity, price))
    return [
        GivenPrices(
            pk=each.pk,
            public_id=each.public_id,
            seller_id=each.organisation_id,
            currency=each.currency,
            percent_off=each.percent_off,
            tiers={variant: tuple(found) for variant, found in tiers[each.pk].items()},
        )
        for each in lists
    ]


def price_lists_of(actor: Actor) -> QuerySet[PriceList]:
    """
    The price lists of the actor's organisation, those in force first, each with `buyer_count`.

    :raises SignInNeeded, NotAllowed: if the actor may not see listings.
    """
    actor.must("listings.view_own")
    return (
        PriceList.objects.filter(organisation_id=actor.organisation_id)
        .annotate(buyer_count=Count("buyers"))
        .order_by("-closed_at", "name", "pk")
    )


def price_list_of(actor: Actor, public_id: str) -> PriceList:
    """
    Return one price list of the actor's organisation.

    :raises NotFound: if there is none, or it is another organisation's: those on it learn nothing here either.
    """
    found = price_lists_of(actor).filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found
