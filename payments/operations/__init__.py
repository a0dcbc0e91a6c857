"""What payments does; one file an operation."""

from .cancel_escrow import EscrowAlreadyFunded, cancel_escrow
from .expire_payment import expire_payment
from .fund_escrow import fund_escrow
from .open_escrow import AmountNotChargeable, open_escrow
from .post_entry import post_entry
from .refund_escrow import refund_escrow
from .release_escrow import EscrowNotFunded, release_escrow

__all__ = [
    "AmountNotChargeable",
    "EscrowAlreadyFunded",
    "EscrowNotFunded",
    "cancel_escrow",
    "expire_payment",
    "fund_escrow",
    "open_escrow",
    "post_entry",
    "refund_escrow",
    "release_escrow",
]
