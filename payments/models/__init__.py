"""Nouns of payments."""

from .bank_account import BankAccount
from .claim import Claim
from .commission import CommissionRule
from .escrow import Escrow, EscrowShare
from .ledger import AccountSnapshot, LedgerAccount, LedgerEntry, Posting
from .movement import Movement
from .payment import Payment, Refund
from .payout import ConnectedAccount, Payout
from .webhook import WebhookEvent

__all__ = [
    "AccountSnapshot",
    "BankAccount",
    "Claim",
    "CommissionRule",
    "ConnectedAccount",
    "Escrow",
    "EscrowShare",
    "LedgerAccount",
    "LedgerEntry",
    "Movement",
    "Payment",
    "Payout",
    "Posting",
    "Refund",
    "WebhookEvent",
]
