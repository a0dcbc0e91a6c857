"""What can be done with carts, checkouts and orders; one file each."""

from .accept_order import accept_order, accept_order_by_clock
from .add_several_to_cart import add_several_to_cart, reorder
from .add_shipment import add_shipment
from .add_to_cart import add_to_cart
from .add_tracking_event import add_tracking_event
from .cancel_order import cancel_order
from .change_cart_line import change_cart_line
from .choose_incoterm import choose_incoterm
from .choose_shipping import choose_shipping
from .close_order import close_order
from .credit_invoice import credit_invoice, credit_refunded_order
from .decide_customs_bill import decide_customs_bill, mark_customs_paid, settle_waiting_bill
from .follow_shipment import follow_shipment, poll_shipment
from .fund_order import fund_order
from .handle_carrier_message import handle_again, handle_carrier_message, note_failure
from .keep_authority_paper import keep_authority_paper
from .lapse_order import lapse_order
from .lock_checkout import lock_checkout
from .mark_delivered import mark_delivered
from .merge_cart import merge_cart
from .note_late_payment import note_late_payment
from .place_order import place_order
from .prepare_papers import issue_paper, prepare_papers, prepare_papers_by_event
from .receive_carrier_message import receive_carrier_message
from .record_customs_bill import record_customs_bill
from .record_tracking_events import record_tracking_events
from .refund_order import refund_order
from .remind_of_customs import remind_of_customs
from .render_paper import render_paper
from .reply_to_review import reply_to_review
from .request_checkout_quotes import request_checkout_quotes
from .review_order import review_order
from .save_packing import save_packing
from .set_checkout_address import set_checkout_address
from .ship_order import ship_order
from .start_checkout import start_checkout
from .start_production import start_production
from .tell_about_order import tell_about_order

__all__ = [
    "accept_order",
    "accept_order_by_clock",
    "add_several_to_cart",
    "add_shipment",
    "add_to_cart",
    "add_tracking_event",
    "cancel_order",
    "change_cart_line",
    "choose_incoterm",
    "choose_shipping",
    "close_order",
    "credit_invoice",
    "credit_refunded_order",
    "decide_customs_bill",
    "follow_shipment",
    "fund_order",
    "handle_again",
    "handle_carrier_message",
    "issue_paper",
    "keep_authority_paper",
    "lapse_order",
    "lock_checkout",
    "mark_customs_paid",
    "mark_delivered",
    "merge_cart",
    "note_failure",
    "note_late_payment",
    "place_order",
    "poll_shipment",
    "prepare_papers",
    "prepare_papers_by_event",
    "receive_carrier_message",
    "record_customs_bill",
    "record_tracking_events",
    "refund_order",
    "remind_of_customs",
    "render_paper",
    "reorder",
    "reply_to_review",
    "request_checkout_quotes",
    "review_order",
    "save_packing",
    "set_checkout_address",
    "settle_waiting_bill",
    "ship_order",
    "start_checkout",
    "start_production",
    "tell_about_order",
]
