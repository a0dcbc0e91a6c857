"""Put held stock back on the shelf."""

from marketplace.kernel.operations import part
from sellers.models import StockHold
from sellers.operations._stock import lock_reference, put_back


@part
def release_stock(*, reference: str) -> int:
    """
    Put back what `reference` holds, whether still held or already committed (an order cancelled before shipment).

    Returns how many holds were released; releasing twice, or a reference that holds nothing, releases 0.
    """
    lock_reference(reference)
    holds = list(
        StockHold.objects.select_for_update()
        .filter(reference=reference)
        .exclude(state=StockHold.State.RELEASED)
        .order_by("variant_id")
    )
    put_back(holds)
    StockHold.objects.filter(pk__in=[hold.pk for hold in holds]).update(state=StockHold.State.RELEASED)
    return len(holds)
