"""The nouns of ordering."""

from orders.models.cart import Cart, CartLine
from orders.models.checkout import Checkout, CheckoutLine
from orders.models.customs import CustomsBill, CustomsPaper
from orders.models.history import OrderMove, Shipment
from orders.models.order import Order, OrderLine
from orders.models.paper import AuthorityPaper, Packing, Paper, PaperFile, PaperKind, PaperSeries
from orders.models.review import Review
from orders.models.tracking import CarrierMessage, TrackingEvent

__all__ = [
    "AuthorityPaper",
    "CarrierMessage",
    "Cart",
    "CartLine",
    "Checkout",
    "CheckoutLine",
    "CustomsBill",
    "CustomsPaper",
    "Order",
    "OrderLine",
    "OrderMove",
    "Packing",
    "Paper",
    "PaperFile",
    "PaperKind",
    "PaperSeries",
    "Review",
    "Shipment",
    "TrackingEvent",
]
