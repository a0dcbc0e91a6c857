"""Give back what was held and not paid in time."""

from datetime import datetime

from marketplace.kernel.operations import entry
from sellers.models import StockHold
from sellers.operations._stock import put_back

BATCH = 200


@entry
def release_expired_holds(*, now: datetime) -> int:
    """
    Put back the stock of up to 200 holds that expired before `now` and were never committed. Returns how many.

    Holds that another transaction is moving right now are left for the next run.
    """
    expired = list(
        StockHold.objects.select_for_update(skip_locked=True)
        .filter(state=StockHold.State.HELD, expires_at__lt=now)
        .order_by("expires_at", "pk")[:BATCH]
    )
    put_back(sorted(expired, key=lambda hold: hold.variant_id))
    StockHold.objects.filter(pk__in=[hold.pk for hold in expired]).update(state=StockHold.State.RELEASED)
    return len(expired)
