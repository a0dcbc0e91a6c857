"""What of a seller's own room needs them today, counted."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Min, Q

from accounts.actor import Actor
from sellers.models import Listing, Lot, TradeEvidence
from sellers.queries.claims import claims_to_renew
from sellers.queries.markdowns import NEAR_DAYS
from sellers.queries.stock_list import low_stock_count

# A new certificate takes weeks; told later, the goods stop selling meanwhile.
EXPIRING_DAYS = 30
# What was turned down longer ago is no news.
NEWS_DAYS = 30


@dataclass(frozen=True, slots=True)
class DeskFigures:
    """How many of each, and the day of the first."""

    expiring: int
    expires_first: date | None
    refused: int
    at_risk: int
    spoils_first: date | None
    low_stock: int


def desk_figures(actor: Actor, *, now: datetime) -> DeskFigures:
    """
    Return what of the actor's listings, documents and stock needs them, in four queries.

    :raises NotAllowed: if the actor may not see listings.
    """
    actor.must("listings.view_own")
    today = now.date()
    ending = claims_to_renew(actor, today).filter(expires_on__lte=today + timedelta(days=EXPIRING_DAYS))
    renewed = ending.order_by().aggregate(count=Count("pk"), first=Min("expires_on"))
    State = TradeEvidence.State
    sent_back = Q(state=State.NEEDS_MORE) | Q(
        state__in=[State.REFUSED, State.REVOKED], decided_at__gt=now - timedelta(days=NEWS_DAYS)
    )
    refused = TradeEvidence.objects.filter(sent_back, organisation_id=actor.organisation_id).count()
    lots = Lot.objects.filter(
        listing__organisation=actor.organisation_id,
        listing__status=Listing.Status.LIVE,
        closed_at=None,
        variant__stock_available__gt=0,
        best_before_date__range=(today, today + timedelta(days=NEAR_DAYS)),
    ).aggregate(count=Count("pk"), first=Min("best_before_date"))
    return DeskFigures(
        expiring=renewed["count"],
        expires_first=renewed["first"],
        refused=refused,
        at_risk=lots["count"],
        spoils_first=lots["first"],
        low_stock=low_stock_count(actor, now=now),
    )
