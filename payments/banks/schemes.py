"""The ways to write a bank account, which country uses which, and their checks."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

from django.utils.translation import gettext_lazy as _

from accounts.places import COUNTRIES
from marketplace.kernel.refusals import InvalidInput, Text

from .digits import aba_holds, clabe_holds

LONGEST = 34
_CLEAN = re.compile(r"[\s.\-/]+")


@dataclass(frozen=True)
class BankField:
    """One line of a scheme's form. `form` is the shape of its compact value, `is_secret` that it is the account's."""

    name: str
    label: Text
    example: str
    form: str
    complaint: Text
    required: bool = True
    is_secret: bool = False


@dataclass(frozen=True)
class Checked:
    """An account as it is kept: where it is (`routing`), its number, and whether a check digit was looked at."""

    scheme: str
    number: str
    routing: str
    bic: str
    bank_name: str
    is_checked: bool

    @property
    def last4(self) -> str:
        return self.number[-4:]


@dataclass(frozen=True)
class Scheme:
    """A way to write an account. `check` gets the compact values and the country; it raises ValueError(field, why)."""

    code: str
    label: Text
    fields: tuple[BankField, ...]
    check: Callable[[Mapping[str, str], str], Checked]


class Wrong(Exception):
    """A field does not hold."""

    def __init__(self, field: str, why: Text) -> None:
        self.field, self.why = field, why
        super().__init__(field)


def _plain(scheme: str, *parts: str, is_checked: bool = False) -> Callable[[Mapping[str, str], str], Checked]:
    """An account whose place is `parts` put together, without a check digit over the whole."""

    def check(values: Mapping[str, str], country: str) -> Checked:
        routing = "-".join(values[part] for part in parts if values.get(part))
        return Checked(scheme, values["account_number"], routing, values.get("bic", ""), "", is_checked)

    return check


def _iban(values: Mapping[str, str], country: str) -> Checked:
    from schwifty import IBAN
    from schwifty.exceptions import SchwiftyException

    try:
        iban = IBAN(values["iban"], validate_bban=True)
    except SchwiftyException:
        raise Wrong(
            "iban", _("This is not an IBAN: check its digits. Its letters and digits stand on your statement.")
        ) from None
    if iban.country_code != country:
        raise Wrong("iban", _("This IBAN is of another country. Choose the country where the account is."))
    found = iban.bic
    bic = values.get("bic", "")
    if bic:
        bic = _bic(bic, country)
    return Checked("iban", str(iban), "", bic or (str(found) if found else ""), str(iban.bank_name or "")[:120], True)


def _bic(value: str, country: str) -> str:
    from schwifty import BIC
    from schwifty.exceptions import SchwiftyException

    try:
        bic = BIC(value)
    except SchwiftyException:
        raise Wrong("bic", _("A BIC (SWIFT code) has 8 or 11 letters and digits, such as DEUTDEFF.")) from None
    if bic.country_code != country:
        raise Wrong("bic", _("This BIC is of a bank in another country."))
    return str(bic)


def _us(values: Mapping[str, str], country: str) -> Checked:
    if not aba_holds(values["routing_number"]):
        raise Wrong("routing_number", _("This is not a routing number: check its nine digits."))
    return Checked("us_ach", values["account_number"], values["routing_number"], "", "", True)


def _clabe(values: Mapping[str, str], country: str) -> Checked:
    if not clabe_holds(values["clabe"]):
        raise Wrong("clabe", _("This is not a CLABE: check its 18 digits."))
    return Checked("clabe", values["clabe"], values["clabe"][:6], "", "", True)


def _cbu(values: Mapping[str, str], country: str) -> Checked:
    from stdnum.ar import cbu

    if not cbu.is_valid(values["cbu"]):
        raise Wrong("cbu", _("This is not a CBU: check its 22 digits."))
    return Checked("cbu", values["cbu"], values["cbu"][:7], "", "", True)


def _nz(values: Mapping[str, str], country: str) -> Checked:
    from stdnum.nz import bankaccount

    if not bankaccount.is_valid(values["account_number"]):
        raise Wrong("account_number", _("This is not an account number of New Zealand: check its digits."))
    number = values["account_number"]
    return Checked("nz", number, number[:6], "", "", True)


def _other(values: Mapping[str, str], country: str) -> Checked:
    return Checked("other", values["account_number"], "", _bic(values["bic"], country), "", False)


def _account(form: str = r"[A-Z0-9]{4,34}", example: str = "000123456789") -> BankField:
    return BankField("account_number", _("Account number"), example, form, _("Check the account number."), True, True)


_DIGITS = _("Check the digits of this.")
_BIC = BankField(
    "bic", _("BIC (SWIFT code)"), "DEUTDEFF", r"[A-Z0-9]{8,11}", _("A BIC has 8 or 11 letters and digits.")
)
_BIC_IF_KNOWN = BankField("bic", _BIC.label, _BIC.example, _BIC.form, _BIC.complaint, required=False)

SCHEMES: dict[str, Scheme] = {
    scheme.code: scheme
    for scheme in (
        Scheme("iban", _("IBAN"), (
            BankField("iban", _("IBAN"), "DE89 3704 0044 0532 0130 00", r"[A-Z]{2}\d{2}[A-Z0-9]{10,30}",
                      _("An IBAN begins with two letters and two digits."), True, True),
            _BIC_IF_KNOWN,
        ), _iban),
        Scheme("us_ach", _("Routing and account number"), (
            BankField("routing_number", _("Routing number (ABA)"), "021000021", r"\d{9}", _DIGITS),
            _account(r"\d{4,17}"),
        ), _us),
        Scheme("gb", _("Sort code and account number"), (
            BankField("sort_code", _("Sort code"), "20-00-00", r"\d{6}", _("A sort code has six digits.")),
            BankField("account_number", _("Account number"), "55779911", r"\d{8}",
                      _("An account number has eight digits; put zeros in front."), True, True),
        ), _plain("gb", "sort_code")),
        Scheme("au", _("BSB and account number"), (
            BankField("bsb", "BSB", "062-000", r"\d{6}", _("A BSB has six digits.")),
            _account(r"[A-Z0-9]{4,9}", "12345678"),
        ), _plain("au", "bsb")),
        Scheme("nz", _("Account number"), (_account(r"\d{15,16}", "12-3140-0171323-50"),), _nz),
        Scheme("in", _("IFSC and account number"), (
            BankField("ifsc", "IFSC", "HDFC0000001", r"[A-Z]{4}0[A-Z0-9]{6}",
                      _("An IFSC has four letters, a zero and six letters or digits.")),
            _account(r"\d{6,18}"),
        ), _plain("in", "ifsc")),
        Scheme("clabe", "CLABE", (
            BankField("clabe", "CLABE", "032180000118359719", r"\d{18}", _("A CLABE has 18 digits."), True, True),
        ), _clabe),
        Scheme("cbu", "CBU / CVU", (
            BankField("cbu", "CBU / CVU", "2850590940090418135201", r"\d{22}", _("A CBU has 22 digits."), True, True),
        ), _cbu),
        Scheme("br", _("Bank, branch and account"), (
            BankField("bank_code", _("Bank (COMPE code)"), "001", r"\d{3}", _("The bank's code has three digits.")),
            BankField("branch", _("Branch (agência)"), "1234", r"\d{4}[0-9X]?",
                      _("The branch has four digits and perhaps a check digit.")),
            _account(r"\d{4,12}[0-9X]", "12345678-9"),
        ), _plain("br", "bank_code", "branch")),
        Scheme("pix", "Pix", (
            BankField("pix_key", _("Pix key"), "123e4567-e89b-12d3-a456-426655440000", r"[0-9A-Z@+_]{8,77}",
                      _("A Pix key is a CPF, CNPJ, e-mail address, phone number or random key."), True, True),
        ), lambda values, country: Checked("pix", values["pix_key"], "", "", "", False)),
        Scheme("cn", _("CNAPS and account number"), (
            BankField("cnaps", "CNAPS", "102100099996", r"\d{12}", _("A CNAPS code has twelve digits.")),
            _account(r"\d{12,23}", "6222021234567890123"),
        ), _plain("cn", "cnaps")),
        Scheme("ca", _("Institution, transit and account number"), (
            BankField("institution", _("Institution number"), "000", r"\d{3}", _("It has three digits.")),
            BankField("transit", _("Transit number"), "11000", r"\d{5}", _("It has five digits.")),
            _account(r"\d{5,12}"),
        ), _plain("ca", "institution", "transit")),
        Scheme("jp", _("Bank, branch and account number"), (
            BankField("bank_code", _("Bank code"), "0001", r"\d{4}", _("The bank's code has four digits.")),
            BankField("branch", _("Branch code"), "001", r"\d{3}", _("The branch's code has three digits.")),
            _account(r"\d{7}", "1234567"),
        ), _plain("jp", "bank_code", "branch")),
        Scheme("other", _("Account number and BIC"), (_account(), _BIC), _other),
    )
}  # fmt: skip

_OF_COUNTRY: dict[str, tuple[str, ...]] = {
    "US": ("us_ach",), "GB": ("gb", "iban"), "AU": ("au",), "NZ": ("nz",), "IN": ("in",), "MX": ("clabe",),
    "AR": ("cbu",), "BR": ("br", "pix"), "CN": ("cn",), "CA": ("ca",), "JP": ("jp",),
}  # fmt: skip


@cache
def schemes_of(country: str) -> tuple[str, ...]:
    """The codes of the schemes in use in `country`, the usual one first."""
    if country in _OF_COUNTRY:
        return _OF_COUNTRY[country]
    from schwifty import registry
    from schwifty.exceptions import SchwiftyException

    try:
        registry.get_iban_spec(country)
    except SchwiftyException:
        return ("other",)
    return ("iban",)


def scheme_of(country: str, asked: str = "") -> Scheme:
    """The scheme asked for if the country uses it, else its usual one."""
    codes = schemes_of(country)
    return SCHEMES[asked if asked in codes else codes[0]]


def check_bank_details(*, country: str, scheme: str, values: Mapping[str, str]) -> Checked:
    """
    Return the account as it is kept.

    :raises InvalidInput: with `country`, `scheme`, or each field that does not hold.
    """
    if country not in COUNTRIES:
        raise InvalidInput(fields={"country": [_("Choose a country from the list.")]})
    if scheme not in schemes_of(country):
        raise InvalidInput(fields={"scheme": [_("Accounts in this country are not written this way.")]})
    chosen = SCHEMES[scheme]
    compact: dict[str, str] = {}
    problems: dict[str, list[Text]] = {}
    for line in chosen.fields:
        given = str(values.get(line.name) or "")
        value = given.strip() if line.name == "pix_key" else _CLEAN.sub("", given).upper()
        compact[line.name] = value
        if not value:
            if line.required:
                problems[line.name] = [_("Fill this in; it stands on your bank statement.")]
        elif not value.isascii() or not re.fullmatch(line.form, value.upper().replace("-", "").replace(".", "")):
            problems[line.name] = [line.complaint]
    if not problems:
        try:
            return chosen.check(compact, country)
        except Wrong as wrong:
            problems[wrong.field] = [wrong.why]
    raise InvalidInput(fields=problems)
