"""The buyer, or the clock, is content: the money goes to the seller."""

from datetime import datetime

from accounts.actor import Actor
from marketplace.kernel import events
from marketplace.kernel.operations import entry, part
from orders.models import Order
from orders.operations._moves import authorised, done_before, locked, make_move
from orders.rules import Action, Party, Status
from payments.operations import release_escrow
from trade.operations.check_names import screened, subjects_of


def accept_order(*, actor: Actor, order: Order, now: datetime) -> Order:
    """
    Accept what came and release the escrow: commission to the platform, customs charges to be passed on, the rest to
    the seller. Accepting twice returns the order as it is.

    :raises NotAllowed: if the actor may not accept for the buyer.
    :raises MoveRefused: if nothing was shipped or handed over yet.
    :raises HeldForScreening: while a name of the seller is being checked, or was confirmed.
    """
    return screened(
        lambda: subjects_of(order.seller_id), lambda: _accept_order(actor=actor, order=order, now=now), now=now
    )


@entry
def _accept_order(*, actor: Actor, order: Order, now: datetime) -> Order:
    order = locked(order)
    party = authorised(actor, order, Action.ACCEPT)
    if done_before(order, Action.ACCEPT, party):
        return order
    return _accept(actor=actor, order=order, party=party, now=now)


def accept_order_by_clock(*, actor: Actor, order: Order, now: datetime) -> bool:
    """
    Accept an order whose buyer let the time to object pass. Returns False if it is not due, or not any more.

    :raises HeldForScreening: while a name of the seller is being checked, or was confirmed; it is tried again.
    """
    sellers = Order.objects.filter(pk=order.pk).values_list("seller_id", flat=True)
    return screened(
        lambda: subjects_of(*sellers), lambda: _accept_order_by_clock(actor=actor, order=order, now=now), now=now
    )


@entry
def _accept_order_by_clock(*, actor: Actor, order: Order, now: datetime) -> bool:
    order = locked(order)
    party = authorised(actor, order, Action.ACCEPT)
    is_due = order.auto_accept_at is not None and now >= order.auto_accept_at
    if order.status not in (Status.SHIPPED, Status.DELIVERED) or not is_due:
        return False
    _accept(actor=actor, order=order, party=party, now=now)
    return True


@part
def _accept(*, actor: Actor, order: Order, party: Party, now: datetime) -> Order:
    order.accepted_at = now
    make_move(order=order, action=Action.ACCEPT, party=party, actor=actor, now=now)
    release_escrow(escrow=order.escrow, actor=actor, now=now)
    events.record("orders.order.accepted", subject=order, actor=actor, at=now, payload={"reference": order.public_id})
    return order
