"""The buyer's money stands in escrow."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actor import Actor
from marketplace.kernel import events
from marketplace.kernel.operations import entry
from orders import rules
from orders.models import Order
from orders.operations._moves import authorised, done_before, locked, make_move
from orders.operations.place_order import journey_of, parties_of
from payments.models import Escrow
from payments.operations import refund_escrow
from sellers.operations import commit_stock, release_stock
from sellers.operations.commit_stock import HoldLapsed
from trade.operations.check_names import must_be_clear, screened


def fund_order(*, actor: Actor, order: Order, now: datetime) -> Order:
    """
    Tell the seller to go ahead: commit the stock, start the clock for shipping. Called when escrow says it is funded.

    Should the hold have run out and its stock be sold (it cannot while the sweep runs), the money goes straight back.
    Funding twice is funding once.

    :raises MoveRefused: if the order is past waiting for payment.
    :raises HeldForScreening: while a name is being checked, or was confirmed; the money waits in escrow.
    :raises ScreeningUnavailable: if names cannot be checked.
    """
    return screened(lambda: parties_of(order), lambda: _fund_order(actor=actor, order=order, now=now), now=now)


@entry
def _fund_order(*, actor: Actor, order: Order, now: datetime) -> Order:
    order = locked(order)
    party = authorised(actor, order, rules.Action.FUND)
    escrow = Escrow.objects.get(pk=order.escrow_id)
    if done_before(order, rules.Action.FUND, party) or escrow.funded_at is None:
        return order
    must_be_clear(subjects=parties_of(order), now=now)
    order.funded_at = escrow.funded_at
    order.ship_by_at = rules.ship_by(escrow.funded_at, order.lead_time_days)
    make_move(order=order, action=rules.Action.FUND, party=party, actor=actor, now=now)
    try:
        # A savepoint: what was taken before the line that failed must go back.
        with transaction.atomic():
            commit_stock(
                reference=order.public_id,
                journey=journey_of(order.shipping, order.lead_time_days, now) if order.is_carried else None,
            )
    except HoldLapsed:
        reason = _("The goods were sold while the payment was under way.")
        release_stock(reference=order.public_id)
        order.ended_at = now
        make_move(order=order, action=rules.Action.REFUND, party=party, actor=actor, now=now, reason=reason)
        refund_escrow(escrow=order.escrow, actor=actor, reason=reason, now=now)
        events.record(
            "orders.order.refunded", subject=order, actor=actor, at=now, payload={"reference": order.public_id}
        )
        return order
    events.record("orders.order.funded", subject=order, actor=actor, at=now, payload={"reference": order.public_id})
    return order
