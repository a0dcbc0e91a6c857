"""A bank account in the words of the payment provider."""

from .models import BankAccount
from .sealed import unseal

# How each scheme names the place of an account there; others the provider asks about itself.
_ROUTING = {
    "iban": lambda routing: "",
    "clabe": lambda routing: "",
    "nz": lambda routing: "",
    "us_ach": lambda routing: routing,
    "gb": lambda routing: routing,
    "au": lambda routing: routing,
    "in": lambda routing: routing,
    "jp": lambda routing: routing.replace("-", ""),
    # Ours is institution-transit, theirs transit-institution.
    "ca": lambda routing: "-".join(reversed(routing.split("-"))),
}


def provider_bank(account: BankAccount | None) -> dict[str, str] | None:
    """Return the account as the provider takes it; None if there is none, or it takes none of that kind."""
    if account is None or account.scheme not in _ROUTING:
        return None
    routing = _ROUTING[account.scheme](account.routing)
    return {
        "object": "bank_account",
        "country": account.country,
        "currency": account.currency.lower(),
        "account_holder_name": account.holder_name,
        "account_number": unseal(account.sealed_number),
        **({"routing_number": routing} if routing else {}),
    }
