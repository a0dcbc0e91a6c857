"""The test cards and what happens to each."""

from dataclasses import dataclass
from typing import Any

from .ids import new_id
from .store import Row


@dataclass(frozen=True)
class Decline:
    """``code`` and ``decline_code`` as in Stripe's card errors; ``field`` is the form field it is about."""

    code: str
    message: str
    decline_code: str | None = None
    field: str | None = None


@dataclass(frozen=True)
class Card:
    number: str
    token: str
    label: str
    decline: Decline | None = None
    challenge: bool = False
    disputed: bool = False
    instant: bool = False
    refund: str = "succeeds"
    brand: str = "visa"

    @property
    def last4(self) -> str:
        return self.number[-4:]


def _declined(decline_code: str, message: str = "Your card was declined.") -> Decline:
    return Decline("card_declined", message, decline_code)


_EXPIRED = Decline("expired_card", "Your card has expired.", "expired_card", "expiry")
_BAD_CVC = Decline("incorrect_cvc", "Your card's security code is incorrect.", "incorrect_cvc", "cvc")
_BROKEN = Decline(
    "processing_error", "An error occurred while processing your card. Try again in a little bit.", "processing_error"
)
_POOR = _declined("insufficient_funds", "Your card has insufficient funds.")

CARDS = (
    Card("4242424242424242", "pm_card_visa", "Succeeds"),
    Card("5555555555554444", "pm_card_mastercard", "Succeeds (Mastercard)", brand="mastercard"),
    Card("4000000000000077", "pm_card_bypassPending", "Succeeds, funds available at once", instant=True),
    Card("4000002500003155", "pm_card_authenticationRequired", "Asks for 3D Secure", challenge=True),
    Card("4000000000003220", "pm_card_threeDSecure2Required", "Asks for 3D Secure 2", challenge=True),
    Card("4000008260003178", "pm_card_authenticationRequiredChargeDeclinedInsufficientFunds",
         "3D Secure, then insufficient funds", _POOR, challenge=True),
    Card("4000000000000002", "pm_card_visa_chargeDeclined", "Declined", _declined("generic_decline")),
    Card("4000000000009995", "pm_card_visa_chargeDeclinedInsufficientFunds", "Insufficient funds", _POOR),
    Card("4000000000009987", "pm_card_visa_chargeDeclinedLostCard", "Lost card", _declined("lost_card")),
    Card("4000000000009979", "pm_card_visa_chargeDeclinedStolenCard", "Stolen card", _declined("stolen_card")),
    Card("4000000000000069", "pm_card_chargeDeclinedExpiredCard", "Expired card", _EXPIRED),
    Card("4000000000000127", "pm_card_chargeDeclinedIncorrectCvc", "Incorrect CVC", _BAD_CVC),
    Card("4000000000000119", "pm_card_chargeDeclinedProcessingError", "Processing error", _BROKEN),
    Card("4000000000000259", "pm_card_createDispute", "Succeeds, then disputed as fraudulent", disputed=True),
    Card("4000000000007726", "pm_card_pendingRefund", "Refund succeeds later", refund="succeeds_later"),
    Card("4000000000005126", "pm_card_refundFail", "Refund fails later", refund="fails_later"),
)  # fmt: skip
BY_NUMBER = {card.number: card for card in CARDS}
BY_TOKEN = {card.token: card for card in CARDS}


def luhn(number: str) -> bool:
    """Whether the check digit of a card number fits."""
    digits = [int(digit) for digit in reversed(number)]
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[1::2]]
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0


def card_for(number: str) -> Card:
    """The test card of that number; any other valid number is declined as a live card in test mode is."""
    return BY_NUMBER.get(number) or Card(
        number, "", "Unknown", Decline("card_declined", "Your card was declined. Your request was in test mode, but "
        "used a non test card. For a list of valid test cards, visit: https://stripe.com/docs/testing.",
        "test_mode_live_card", "number"), brand=brand_of(number),
    )  # fmt: skip


def brand_of(number: str) -> str:
    if number.startswith("4"):
        return "visa"
    if number[:2] in ("34", "37"):
        return "amex"
    return "mastercard" if number[:1] in "25" else "unknown"


def payment_method(
    card: Card,
    now: int,
    account: str | None,
    *,
    exp: tuple[int, int] = (12, 2034),
    billing: dict[str, Any] | None = None,
    country: str = "US",
) -> Row:
    """A ``payment_method`` object of type card."""
    return {
        "id": new_id("pm"), "object": "payment_method", "allow_redisplay": "unspecified",
        "billing_details": billing_details(billing), "created": now, "customer": None, "customer_account": None,
        "livemode": False, "metadata": {}, "type": "card",
        "card": {
            "brand": card.brand, "checks": {
                "address_line1_check": None, "address_postal_code_check": None, "cvc_check": "unchecked",
            }, "country": country, "display_brand": card.brand, "exp_month": exp[0], "exp_year": exp[1],
            "fingerprint": f"sandbox{card.number[-9:]}", "funding": "credit", "generated_from": None,
            "last4": card.last4, "networks": {"available": [card.brand], "preferred": None},
            "regulated_status": "unregulated",
            "three_d_secure_usage": {"supported": True}, "wallet": None,
        },
        "_account": account, "_number": card.number,
    }  # fmt: skip


def billing_details(given: dict[str, Any] | None = None) -> Row:
    given = given or {}
    address = dict.fromkeys(("city", "country", "line1", "line2", "postal_code", "state"))
    return {
        "address": {**address, **given.get("address", {})}, "email": given.get("email"), "name": given.get("name"),
        "phone": given.get("phone"), "tax_id": None,
    }  # fmt: skip
