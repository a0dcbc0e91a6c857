"""What a customs bill moves, once it counts. For the operations that enter, decide and settle one."""

from datetime import datetime
from decimal import Decimal

from django.db.models import Sum
from django.utils.translation import gettext as _

from accounts.actor import Actor
from marketplace.kernel import events
from marketplace.kernel.money import Money, from_minor, to_minor
from marketplace.kernel.operations import part
from orders import offers, true_up
from orders.models import CustomsBill, Order
from payments.models import Claim, Escrow, Refund
from payments.operations import bear_customs, cancel_claim, open_claim, return_customs


def reckoned_minor(order: Order) -> int | None:
    """What was reckoned for duty, tax and fees when the price was locked; None if a part was unknown."""
    if order.incoterm == "DDP":
        return order.customs_minor
    parts = [order.landed.get(name) for name in ("duty", "tax", "fees")]
    if any(value is None for value in parts):
        return None
    total = Money(sum((Decimal(str(value)) for value in parts), Decimal(0)), order.currency)
    return to_minor(offers.chargeable(total))


@part
def settle_if_due(*, order: Order, bill: CustomsBill, actor: Actor, now: datetime) -> CustomsBill:
    """
    Settle a waiting bill if its time has come: under DDP when the escrow is released, else at once.

    The rows of the order and its bills are locked by the caller.
    """
    if bill.state != CustomsBill.State.WAITING:
        return bill
    if bill.bearer != true_up.IMPORTER and order.escrow.status != Escrow.Status.RELEASED:
        return bill
    before = order.customs_bills.filter(state=CustomsBill.State.SETTLED).exclude(pk=bill.pk).first()
    if before is not None:
        _take_back(order, before, actor, now)
    outcome = true_up.settle(
        is_collected=bill.bearer != true_up.IMPORTER,
        promise=bill.promise,
        collected=bill.collected_minor,
        actual=bill.actual_minor,
        moved=_moved(order),
    )
    what = {"number": order.number}
    if outcome.charge:
        open_claim(
            escrow=order.escrow,
            amount_minor=outcome.charge,
            reference=bill.public_id,
            description=_("%(number)s: customs charges above the estimate") % what,
            actor=actor,
            now=now,
        )
    if outcome.give_back:
        return_customs(
            escrow=order.escrow,
            amount_minor=outcome.give_back,
            reference=bill.public_id,
            reason=_("%(number)s: customs charges below the estimate") % what,
            actor=actor,
            now=now,
        )
    if outcome.absorb:
        bear_customs(difference=from_minor(outcome.absorb, order.currency), reference=bill.public_id, now=now)
    bill.state, bill.settled_at = CustomsBill.State.SETTLED, now
    bill.charged_minor, bill.returned_minor, bill.absorbed_minor = outcome.charge, outcome.give_back, outcome.absorb
    bill.save()
    events.record(
        "orders.customs_bill.settled",
        subject=bill,
        actor=actor,
        at=now,
        payload={"reference": order.public_id, "bill": bill.public_id},
        organisation_id=order.organisation_id,
    )
    return bill


def _take_back(order: Order, before: CustomsBill, actor: Actor, now: datetime) -> None:
    """Undo what has not left us yet of a bill that is corrected: what the platform bore, and an unpaid claim."""
    if before.absorbed_minor:
        bear_customs(
            difference=from_minor(before.absorbed_minor, order.currency),
            reference=before.public_id,
            now=now,
            reverses=True,
        )
    for claim in Claim.objects.filter(escrow_id=order.escrow_id, status=Claim.Status.OPEN):
        cancel_claim(claim=claim, actor=actor, now=now)
    before.state = CustomsBill.State.REPLACED
    before.save(update_fields=["state"])


def _moved(order: Order) -> int:
    """What customs bills moved from the buyer so far, in minor units; negative: to the buyer."""
    bills = list(order.customs_bills.values_list("public_id", flat=True))
    paid = Claim.objects.filter(escrow_id=order.escrow_id, reference__in=bills, status=Claim.Status.PAID)
    back = Refund.objects.filter(escrow_id=order.escrow_id, reference__in=bills)
    return (paid.aggregate(total=Sum("amount_minor"))["total"] or 0) - (
        back.aggregate(total=Sum("amount_minor"))["total"] or 0
    )
