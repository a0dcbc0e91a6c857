"""Bank accounts of connected accounts: test numbers per country, and which of them make a payout fail."""

import re
from typing import Any

from . import errors
from .api import Call
from .currencies import check_currency
from .ids import new_id
from .store import Row

# Stripe's published test accounts; elsewhere a plain account number is used.
TEST_IBANS = {
    "AT": "AT611904300234573201", "BE": "BE12345678912345", "BG": "BG80BNBG96611020345678",
    "CH": "CH9300762011623852957", "CY": "CY17002001280000001200527600", "CZ": "CZ6508000000192000145399",
    "DE": "DE89370400440532013000", "DK": "DK5000400440116243", "EE": "EE382200221020145685",
    "ES": "ES0700120345030000067890", "FI": "FI2112345600000785", "FR": "FR1420041010050500013M02606",
    "GB": "GB82WEST12345698765432", "GR": "GR1601101250000000012300695", "HR": "HR7624020064583467589",
    "HU": "HU42117730161111101800000000", "IE": "IE29AIBK93115212345678", "IT": "IT60X0542811101000000123456",
    "LT": "LT121000011101001000", "LU": "LU280019400644750000", "LV": "LV80BANK0000435195001",
    "MT": "MT84MALT011000012345MTLCAST001S", "NL": "NL91ABNA0417164300", "NO": "NO9386011117947",
    "PL": "PL61109010140000071219812874", "PT": "PT50000201231234567890154", "RO": "RO49AAAA1B31007593840000",
    "SE": "SE3550000000054910000003", "SI": "SI56191000000123438", "SK": "SK3112000000198742637541",
    "TN": "TN5910006035183598478831", "TR": "TR320010009999901234567890", "AE": "AE070331234567890123456",
    "BH": "BH67BMAG00001299123456", "CR": "CR05015202001026284066", "IL": "IL620108000000099999999",
    "JO": "JO32ABCJ0010123456789012345678", "KW": "KW81CBKU0000000000001234560101",
    "QA": "QA58DOHB00001234567890ABCDEFG", "SA": "SA4420000001234567891234", "UA": "UA213223130000026007233566001",
}  # fmt: skip
TEST_ACCOUNT = "000123456789"
TEST_ROUTING = "110000000"
# Account numbers ending so make the payout fail, as at Stripe.
FAILING = {
    "111116": ("no_account", "The bank account details on file are probably incorrect. No bank account could be "
               "located with those details."),
    "111113": ("account_closed", "The bank account has been closed."),
    "222227": ("insufficient_funds", "Your Stripe account has insufficient funds to cover the payout."),
    "333335": ("debit_not_authorized", "Debit transactions are not approved on your bank account."),
    "444440": ("invalid_currency", "The bank was unable to process this payout because of its currency."),
    "013001": ("no_account", "The bank account details on file are probably incorrect. No bank account could be "
               "located with those details."),
    "013002": ("account_closed", "The bank account has been closed."),
}  # fmt: skip


def iban_is_valid(iban: str) -> bool:
    """ISO 13616: shape and check digits."""
    if not re.fullmatch(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{10,30}", iban):
        return False
    return int("".join(str(int(character, 36)) for character in iban[4:] + iban[:4])) % 97 == 1


def test_number(country: str) -> str:
    """The number the onboarding page is filled with."""
    return TEST_IBANS.get(country, TEST_ACCOUNT)


def sample(country: str, currency: str) -> dict[str, Any]:
    """Parameters of a bank account that works."""
    return {"object": "bank_account", "country": country, "currency": currency, "account_number": test_number(country)}


def attach(call: Call, account: Row, given: Any, *, param: str) -> Row:
    """Put a bank account on ``account``, replacing the one of its currency; the account is changed, not saved."""
    if given == "btok_us_verified":
        given = sample(account["country"], account["default_currency"])
    if not isinstance(given, dict):
        raise errors.parameter_invalid("Invalid external_account: must be a bank_account object.", param)
    for name in ("country", "currency", "account_number"):
        if not given.get(name):
            raise errors.parameter_missing(f"{param}[{name}]")
    number = re.sub(r"[\s-]", "", str(given["account_number"])).upper()
    country, currency = str(given["country"]).upper(), check_currency(str(given["currency"]), f"{param}[currency]")
    known = number in TEST_IBANS.values() or number[-6:] in FAILING
    if number[:2].isalpha() and not known and not iban_is_valid(number):
        raise errors.StripeError(
            f"The IBAN you entered ({number}) is invalid.", code="account_number_invalid",
            param=f"{param}[account_number]",
        )  # fmt: skip
    bank: Row = {
        "id": new_id("ba"), "object": "bank_account", "account": account["id"],
        "account_holder_name": given.get("account_holder_name"), "account_holder_type": "company",
        "account_type": None, "available_payout_methods": ["standard"], "bank_name": "STRIPE TEST BANK",
        "country": country, "currency": currency, "default_for_currency": True, "fingerprint": new_id("fp", 12)[3:],
        "future_requirements": None, "last4": number[-4:], "metadata": {}, "requirements": None,
        "routing_number": given.get("routing_number"), "status": "new", "_number": number, "_account": None,
    }  # fmt: skip
    listing = account["external_accounts"]
    listing["data"] = [bank, *[other for other in listing["data"] if other["currency"] != currency]]
    listing["total_count"] = len(listing["data"])
    call.save("bank_accounts", bank)
    return bank


def failure(number: str) -> tuple[str, str] | None:
    """Code and message a payout to this account fails with, or None."""
    return FAILING.get(number[-6:])
