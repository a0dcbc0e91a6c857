"""What can be done with carts, checkouts and orders; one file each."""

from .accept_order import accept_order, accept_order_by_clock
from .add_to_cart import add_to_cart
from .cancel_order import cancel_order
from .change_cart_line import change_cart_line
from .choose_incoterm import choose_incoterm
from .choose_shipping import choose_shipping
from .close_order import close_order
from .decide_customs_bill import decide_customs_bill, mark_customs_paid, settle_waiting_bill
from .fund_order import fund_order
from .lapse_order import lapse_order
from .lock_checkout import lock_checkout
from .mark_delivered import mark_delivered
from .merge_cart import merge_cart
from .note_late_payment import note_late_payment
from .place_order import place_order
from .record_customs_bill import record_customs_bill
from .refund_order import refund_order
from .remind_of_customs import remind_of_customs
from .reply_to_review import reply_to_review
from .request_checkout_quotes import request_checkout_quotes
from .review_order import review_order
from .set_checkout_address import set_checkout_address
from .ship_order import ship_order
from .start_checkout import start_checkout
from .start_production import start_production
from .tell_about_order import tell_about_order

__all__ = [
    "accept_order",
    "accept_order_by_clock",
    "add_to_cart",
    "cancel_order",
    "change_cart_line",
    "choose_incoterm",
    "choose_shipping",
    "close_order",
    "decide_customs_bill",
    "fund_order",
    "lapse_order",
    "lock_checkout",
    "mark_customs_paid",
    "mark_delivered",
    "merge_cart",
    "note_late_payment",
    "place_order",
    "record_customs_bill",
    "refund_order",
    "remind_of_customs",
    "reply_to_review",
    "request_checkout_quotes",
    "review_order",
    "set_checkout_address",
    "settle_waiting_bill",
    "ship_order",
    "start_checkout",
    "start_production",
    "tell_about_order",
]
