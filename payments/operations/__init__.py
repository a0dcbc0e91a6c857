"""What payments does; one file an operation."""

from .add_bank_account import ProofNeeded, add_bank_account, remove_bank_account
from .cancel_escrow import EscrowAlreadyFunded, cancel_escrow
from .check_payment import check_payment
from .close_checkout import close_checkout
from .connect_account import connect_account, record_account, refresh_account
from .expire_payment import expire_payment
from .fund_escrow import fund_escrow
from .open_accounts import Purse, open_accounts
from .open_claim import cancel_claim, note_reminder, open_claim
from .open_escrow import AmountNotChargeable, open_escrow
from .post_entry import post_entry
from .receive_webhook import receive_webhook
from .record_payment import record_decline, record_payment
from .record_payout import fail_payout, record_bank_payout, record_transfer
from .refund_escrow import refund_escrow
from .release_escrow import EscrowNotFunded, release_escrow
from .request_payout import PayoutNotPossible, RequirementsHoldPayout, request_payout
from .reseal_bank_accounts import reseal_bank_accounts
from .retry_payout import retry_payout
from .send_payout import check_payout, return_payout, send_payout
from .send_refund import record_refund, retry_refund, send_refund
from .settle_customs import RefundTooLarge, bear_customs, pay_customs, return_customs
from .snapshot_account import snapshot_account
from .start_claim_payment import ClaimClosed, start_claim_payment
from .start_payment import PaymentClosed, start_payment

__all__ = [
    "AmountNotChargeable",
    "ClaimClosed",
    "EscrowAlreadyFunded",
    "EscrowNotFunded",
    "PaymentClosed",
    "PayoutNotPossible",
    "ProofNeeded",
    "Purse",
    "RefundTooLarge",
    "RequirementsHoldPayout",
    "add_bank_account",
    "bear_customs",
    "cancel_claim",
    "cancel_escrow",
    "check_payment",
    "check_payout",
    "close_checkout",
    "connect_account",
    "expire_payment",
    "fail_payout",
    "fund_escrow",
    "note_reminder",
    "open_accounts",
    "open_claim",
    "open_escrow",
    "pay_customs",
    "post_entry",
    "receive_webhook",
    "record_account",
    "record_bank_payout",
    "record_decline",
    "record_payment",
    "record_refund",
    "record_transfer",
    "refresh_account",
    "refund_escrow",
    "release_escrow",
    "remove_bank_account",
    "request_payout",
    "reseal_bank_accounts",
    "retry_payout",
    "retry_refund",
    "return_customs",
    "return_payout",
    "send_payout",
    "send_refund",
    "snapshot_account",
    "start_claim_payment",
    "start_payment",
]
