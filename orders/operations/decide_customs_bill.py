"""A member of staff looks at a bill that was held, or says that it was paid."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from marketplace.kernel import events
from marketplace.kernel.operations import entry
from marketplace.kernel.refusals import InvalidInput, Refusal
from orders.models import CustomsBill, Order
from orders.operations._customs import settle_if_due
from orders.operations._moves import locked
from payments.operations import pay_customs


class BillNotHeld(Refusal):
    """It was decided already."""

    code = "bill_not_held"
    title = _("Nothing to decide")
    message = _("This bill does not wait for a decision: %(state)s.")


class BillNotPayable(Refusal):
    """Only a settled bill whose charges we collected leaves through us, once."""

    code = "bill_not_payable"
    title = _("This bill is not ours to pay")
    message = _("Only a settled bill of an order under DDP is paid by us.")


@entry
def decide_customs_bill(
    *, actor: Actor, bill: CustomsBill, is_accepted: bool, reason: str, now: datetime
) -> CustomsBill:
    """
    Let a held bill count, or refuse it with a reason that its sender can read. Deciding the same twice changes nothing.

    :raises NotAllowed: unless the actor operates orders.
    :raises InvalidInput: if a refusal gives no reason.
    :raises BillNotHeld: if it was decided otherwise, or replaced.
    """
    actor.must("orders.operate")
    order, bill = _locked(bill)
    reason = " ".join(reason.split())[:300]
    if bill.state != CustomsBill.State.HELD:
        was_accepted = bill.state in (CustomsBill.State.WAITING, CustomsBill.State.SETTLED)
        if bill.decided_by and was_accepted == is_accepted:
            return bill
        raise BillNotHeld(state=bill.get_state_display())
    if not is_accepted and not reason:
        raise InvalidInput(fields={"reason": [_("Say why, for the one who entered it.")]})
    bill.decided_by, bill.decision_reason = actor.label[:200], reason
    bill.state = CustomsBill.State.WAITING if is_accepted else CustomsBill.State.REJECTED
    bill.save(update_fields=["state", "decided_by", "decision_reason"])
    if is_accepted:
        return settle_if_due(order=order, bill=bill, actor=actor, now=now)
    events.record(
        "orders.customs_bill.rejected",
        subject=bill,
        actor=actor,
        at=now,
        payload={"reference": order.public_id, "bill": bill.public_id},
        organisation_id=order.organisation_id,
    )
    return bill


@entry
def mark_customs_paid(*, actor: Actor, bill: CustomsBill, reference: str, now: datetime) -> CustomsBill:
    """
    Enter that a settled bill was paid to the carrier or the authority. Of a corrected bill only the rest leaves.

    Marking twice is marking once.

    :raises NotAllowed: unless the actor operates orders.
    :raises InvalidInput: without a payment reference.
    :raises BillNotPayable: if the bill is not settled, or the importer paid it.
    """
    actor.must("orders.operate")
    order, bill = _locked(bill)
    if bill.paid_at is not None:
        return bill
    if bill.state != CustomsBill.State.SETTLED or bill.bearer == CustomsBill.Bearer.IMPORTER:
        raise BillNotPayable
    reference = " ".join(reference.split())[:80]
    if not reference:
        raise InvalidInput(fields={"reference": [_("Enter the reference of the payment.")]})
    earlier = order.customs_bills.filter(paid_at__isnull=False, pk__lt=bill.pk).order_by("-pk")[:1]
    pay_customs(
        owed=bill.actual,
        paid=bill.total,
        # The last one paid stands for all before it: each left only what differed.
        earlier=[(each.actual, each.total) for each in earlier],
        reference=bill.public_id,
        now=now,
    )
    bill.paid_at, bill.paid_reference = now, reference
    bill.save(update_fields=["paid_at", "paid_reference"])
    return bill


@entry
def settle_waiting_bill(*, actor: Actor, order: Order, now: datetime) -> CustomsBill | None:
    """Settle the bill that waited for the order to be accepted, if there is one. May run any number of times."""
    order = locked(order)
    bill = order.customs_bills.select_for_update().filter(state=CustomsBill.State.WAITING).first()
    return settle_if_due(order=order, bill=bill, actor=actor, now=now) if bill is not None else None


def _locked(bill: CustomsBill) -> tuple[Order, CustomsBill]:
    """The order first, then its bill, as everywhere."""
    order = locked(bill.order)
    return order, CustomsBill.objects.select_for_update().get(pk=bill.pk)
