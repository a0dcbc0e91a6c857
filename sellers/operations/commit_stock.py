"""Make a hold final."""

from django.utils.translation import gettext_lazy as _

from marketplace.kernel.operations import part
from marketplace.kernel.refusals import Refusal
from sellers.lots import Journey
from sellers.models import StockHold
from sellers.operations._stock import keep_lots, lock_reference, note_availability, take_from_lots, take_from_shelf


class HoldLapsed(Refusal):
    """The hold ran out and its stock was sold to somebody else."""

    code = "stock_hold_lapsed"
    status = 409
    title = _("Sold meanwhile")
    message = _("The goods set aside for this order were released and have been sold since.")


@part
def commit_stock(*, reference: str, journey: Journey | None = None) -> int:
    """
    Make final what is held for `reference`: it is paid for and never expires. Returns how many holds are committed now.

    A hold that expired just before the payment came is taken again if the shelf still has it, out of lots that the
    `journey` brings in time. Committing twice commits once.

    :raises HoldLapsed: if a hold had expired and its stock is gone. The caller's transaction must then roll back.
    """
    lock_reference(reference)
    holds = list(StockHold.objects.select_for_update().filter(reference=reference).order_by("variant_id"))
    lapsed = {hold.variant_id: hold.quantity for hold in holds if hold.state == StockHold.State.RELEASED}
    taken = take_from_shelf(lapsed)
    if len(taken) < len(lapsed):
        raise HoldLapsed(reference=reference)
    from_lots, short = take_from_lots(lapsed, taken, journey)
    if short:
        raise HoldLapsed(reference=reference)
    keep_lots([hold for hold in holds if hold.state == StockHold.State.RELEASED], from_lots)
    for variant_id, each in taken.items():
        note_availability(each.listing_id, moq=each.moq, before=each.left + lapsed[variant_id], after=each.left)
    StockHold.objects.filter(pk__in=[hold.pk for hold in holds]).update(state=StockHold.State.COMMITTED)
    return len(holds)
