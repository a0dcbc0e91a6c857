"""Identifiers in Stripe's form: a prefix that names the kind, then random letters and digits."""

import secrets
import string

_ALPHABET = string.ascii_letters + string.digits
TABLES = {
    "cs": "sessions", "pi": "payment_intents", "ch": "charges", "py": "charges", "pm": "payment_methods",
    "acct": "accounts", "tr": "transfers", "trr": "reversals", "re": "refunds", "po": "payouts", "dp": "disputes",
    "txn": "balance_transactions", "evt": "events", "cus": "customers", "ba": "bank_accounts", "tu": "topups",
    "we": "webhook_endpoints",
}  # fmt: skip


def new_id(prefix: str, length: int = 24) -> str:
    """``new_id("pi")`` -> ``pi_3Qk...``."""
    return f"{prefix}_{''.join(secrets.choice(_ALPHABET) for _ in range(length))}"


def table_of(identifier: str) -> str | None:
    """The table an id belongs to by its prefix."""
    return TABLES.get(identifier.partition("_")[0])
