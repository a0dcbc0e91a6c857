"""
How an order changes state. Every operation that moves an order goes through here.

Order of locks, everywhere: checkout, order, stock (by variant), escrow and payment.
"""

from datetime import UTC, datetime, time

from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from marketplace.kernel.refusals import NotFound, Refusal
from orders import queries
from orders.models import Order, OrderMove
from orders.rules import STATUS_LABELS, Action, Party, Status, may, move_for


class MoveRefused(Refusal):
    """The order's state does not allow this, or not to this party. Facts: `status`, `action`."""

    code = "move_refused"
    status = 409
    title = _("Not possible at this stage")
    message = _("This cannot be done while the order is: %(status_label)s.")


# What each party needs besides being a party; the platform's own work needs `orders.operate` for everything.
_NEEDS = {
    (Party.BUYER, Action.CANCEL): "orders.place",
    (Party.BUYER, Action.DELIVER): "orders.accept",
    (Party.BUYER, Action.ACCEPT): "orders.accept",
    (Party.BUYER, Action.REFUND): "orders.place",
    (Party.SELLER, Action.CANCEL): "orders.ship",
    (Party.SELLER, Action.START_PRODUCTION): "orders.ship",
    (Party.SELLER, Action.SHIP): "orders.ship",
    (Party.SELLER, Action.DELIVER): "orders.ship",
    (Party.SELLER, Action.HAND_OVER): "orders.ship",
    (Party.SELLER, Action.REFUND): "orders.ship",
}
PARTY_LABELS = {
    Party.BUYER: _("Buyer"),
    Party.SELLER: _("Seller"),
    Party.PLATFORM: _("Bridgeway"),
    Party.SYSTEM: _("Bridgeway"),
}


def permission_for(party: Party, action: Action) -> str:
    """Return the permission that `party` needs for `action`; one that nobody has where the table knows no such move."""
    if party in (Party.PLATFORM, Party.SYSTEM):
        return "orders.operate"
    return _NEEDS.get((party, action), "")


def locked(order: Order) -> Order:
    """Return the order's row, locked and fresh."""
    found = (
        Order.objects.select_for_update(of=("self",))
        .select_related("organisation", "seller", "escrow__payment")
        .filter(pk=order.pk)
        .first()
    )
    if found is None:
        raise NotFound
    return found


def authorised(actor: Actor, order: Order, action: Action) -> Party:
    """
    Return in what capacity the actor takes `action`.

    :raises NotFound: if the actor has no part in the order.
    :raises NotAllowed: if the actor's role, or this side of the order, may not do it.
    """
    party = queries.party_of(actor, order)
    actor.must(permission_for(party, action))
    return party


def done_before(order: Order, action: Action, party: Party) -> bool:
    """Tell whether this very step was already taken, so that a repeat finds it done instead of being refused."""
    return OrderMove.objects.filter(order=order, action=action, party=party).exists()


def make_move(
    *, order: Order, action: Action, party: Party, actor: Actor, now: datetime, reason: str = ""
) -> OrderMove:
    """
    Move a locked order and write it into its history. The caller sets what else the state brings.

    :raises MoveRefused: if `rules.MOVES` knows no such move for this party now.
    """
    expected_at = None
    if action is Action.DELIVER:
        expected_at = expected_arrival(order)
    allowed = may(
        action,
        party,
        order.status,
        carried=order.is_carried,
        now=now,
        ship_by_at=order.ship_by_at,
        expected_at=expected_at,
    )
    move = move_for(action, order.status, carried=order.is_carried)
    if not allowed or move is None:
        raise MoveRefused(status=order.status, status_label=STATUS_LABELS[Status(order.status)], action=action.value)
    before, order.status = order.status, move.target.value
    order.save()
    return OrderMove.objects.create(
        order=order,
        organisation_id=order.organisation_id,
        action=action.value,
        from_status=before,
        to_status=order.status,
        party=party.value,
        actor_label=actor.label[:200],
        user=actor.user,
        at=now,
        reason=reason[:500],
    )


def expected_arrival(order: Order) -> datetime | None:
    """Return when the last parcel is expected: the start of that day, UTC."""
    last = order.shipments.order_by("-expected_date").first()
    return None if last is None else datetime.combine(last.expected_date, time.min, tzinfo=UTC)
