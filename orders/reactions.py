"""What orders do when something happened; `marketplace/reactions.py` says when. Each may run twice."""

from django.utils import timezone

from accounts.actor import Actor
from marketplace.kernel.models import Event
from orders import operations, queries
from orders.models import CarrierMessage, CustomsBill, Order
from trade.fx import current_rates
from trade.operations.check_names import HeldForScreening


def _order_of(event: Event) -> Order | None:
    """The order that the event is about, by the reference that payments was given."""
    return queries.order_by_reference(str(event.payload.get("reference", "")))


def _tell(event: Event, kind: str) -> None:
    if (order := _order_of(event)) is not None:
        operations.tell_about_order(order=order, kind=kind, now=timezone.now())


def fund_order(event: Event) -> None:
    """The buyer's money stands in escrow."""
    if (order := _order_of(event)) is not None:
        operations.fund_order(actor=Actor.system("payments"), order=order, now=timezone.now())


def fund_waiting_orders(event: Event) -> None:
    """A name was cleared: orders that were paid meanwhile and waited for it go on."""
    for order in queries.paid_and_waiting(event.organisation_id):
        try:
            operations.fund_order(actor=Actor.system("payments"), order=order, now=timezone.now())
        except HeldForScreening:
            continue


def lapse_order(event: Event) -> None:
    """The provider closed the payment page unpaid."""
    if (order := _order_of(event)) is not None:
        operations.lapse_order(
            actor=Actor.system("payments"),
            order=order,
            reason="The payment page closed unpaid",
            now=timezone.now(),
            is_closed=True,
        )


def note_late_payment(event: Event) -> None:
    """A refund was asked for: if the order had been given up, its history says that the money goes back."""
    if (order := _order_of(event)) is not None:
        operations.note_late_payment(actor=Actor.system("payments"), order=order, now=timezone.now())


def close_order(event: Event) -> None:
    """The seller's money reached the bank."""
    if (order := _order_of(event)) is not None and order.status == "accepted":
        operations.close_order(actor=Actor.system("payments"), order=order, now=timezone.now())


def tell_seller_paid(event: Event) -> None:
    _tell(event, "paid_out")


def tell_buyer_payment_failed(event: Event) -> None:
    _tell(event, "payment_failed")


def tell_seller_order_placed(event: Event) -> None:
    _tell(event, "placed")


def tell_parties_order_funded(event: Event) -> None:
    _tell(event, "funded")


def tell_buyer_order_shipped(event: Event) -> None:
    _tell(event, "shipped")


def tell_parties_order_delivered(event: Event) -> None:
    _tell(event, "delivered")


def tell_seller_order_accepted(event: Event) -> None:
    _tell(event, "accepted")


def tell_parties_order_cancelled(event: Event) -> None:
    _tell(event, "cancelled")


def tell_parties_order_refunded(event: Event) -> None:
    _tell(event, "refunded")


def tell_seller_reviewed(event: Event) -> None:
    _tell(event, "reviewed")


def settle_customs_bill(event: Event) -> None:
    """The goods are accepted: a customs bill that waited for it counts now."""
    if (order := _order_of(event)) is not None:
        operations.settle_waiting_bill(actor=Actor.system("orders"), order=order, now=timezone.now())


def tell_parties_customs_settled(event: Event) -> None:
    """Say what the customs bill brought: more to pay, something back, or nothing."""
    bill = CustomsBill.objects.get(pk=event.subject_id)
    _tell(
        event, "customs_due" if bill.charged_minor else "customs_returned" if bill.returned_minor else "customs_settled"
    )


def tell_seller_customs_rejected(event: Event) -> None:
    _tell(event, "customs_rejected")


def prepare_papers(event: Event) -> None:
    """Placed: the proforma. Sent or handed over: what the seller has not issued by then."""
    if (order := _order_of(event)) is not None:
        now = timezone.now()
        actor = Actor.system("papers")
        operations.prepare_papers_by_event(actor=actor, order=order, rates=current_rates(now.date()), now=now)


def credit_invoice(event: Event) -> None:
    """The buyer has everything back, so the invoice is taken back."""
    if (order := _order_of(event)) is not None:
        operations.credit_refunded_order(actor=Actor.system("papers"), order=order, now=timezone.now())


def render_paper(event: Event) -> None:
    """A number was given: draw the paper."""
    public_id = str(event.payload["paper"])
    operations.render_paper(actor=Actor.system("papers"), public_id=public_id, now=timezone.now())


def follow_shipments(event: Event) -> None:
    """Something was handed to a carrier: ask to be told about it."""
    if (order := _order_of(event)) is not None:
        for shipment in order.shipments.select_related("order").filter(state="", delivered_at=None):
            operations.follow_shipment(shipment=shipment, now=timezone.now())


def handle_carrier_message(event: Event) -> None:
    """A carrier has told us something."""
    message = CarrierMessage.objects.get(pk=event.subject_id)
    operations.handle_carrier_message(message=message, now=timezone.now())


def mark_delivered(event: Event) -> None:
    """The carrier has delivered the last parcel of an order."""
    order = _order_of(event)
    if order is not None and order.status == "shipped":
        arrived = max((each.delivered_at for each in order.shipments.all() if each.delivered_at), default=None)
        operations.mark_delivered(actor=Actor.system("carriers"), order=order, now=timezone.now(), arrived_at=arrived)


def tell_parties_of_trouble(event: Event) -> None:
    _tell(event, "troubled")
