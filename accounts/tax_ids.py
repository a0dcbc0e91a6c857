"""
Is this number well formed? Published check digits where there are any (python-stdnum), known forms elsewhere.

Pure: nobody is asked whether the number is in force; `is_checked` says only that its form holds.
"""

import re
from typing import Any

from django.utils.translation import gettext_lazy as _
from stdnum import get_cc_module
from stdnum.eu import oss
from stdnum.eu import vat as eu_vat
from stdnum.exceptions import ValidationError

from accounts.places import COUNTRIES
from marketplace.kernel.refusals import InvalidInput

from .models.tax_id import TaxId
from .registers import register_of

EU_MEMBERS = frozenset(
    {
        "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU",
        "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
    }
)  # fmt: skip
LONGEST = 40
_CLEAN = re.compile(r"[\s.\-/]+")
_EORI = re.compile(r"[A-Z0-9]{1,15}")
_REX = re.compile(r"REX[A-Z0-9]{3,32}")


def prefix_of(country: str) -> str:
    """Return how VAT and EORI numbers name the country: Greece is EL in VAT numbers."""
    return "EL" if country == "GR" else country


def check_tax_id(*, kind: str, country: str, value: str) -> tuple[str, bool]:
    """
    Return the number in its compact form and whether a check for it exists, which it passed.

    An EU VAT number comes out with its country's prefix (`DE136695976`), as invoices and VIES want it.

    :raises InvalidInput: with `kind`, `country` or `value`, saying what is wrong with it.
    """
    if kind not in TaxId.Kind.values:
        raise InvalidInput(fields={"kind": [_("Choose a kind of number from the list.")]})
    if country not in COUNTRIES:
        raise InvalidInput(fields={"country": [_("Choose the country that issued the number.")]})
    compact = _CLEAN.sub("", value).upper()
    if not compact or len(compact) > LONGEST or not compact.isascii() or not compact.isprintable():
        raise InvalidInput(fields={"value": [_("Enter the number: letters and digits, at most 40.")]})
    check = {"vat": _vat, "eori": _eori, "rex": _rex, "ioss": _ioss, "tax": _tax, "company": _company}.get(kind)
    return check(country, compact) if check else (compact, False)


def _refuse(message: Any) -> InvalidInput:
    return InvalidInput(fields={"value": [message]})


def _vat(country: str, value: str) -> tuple[str, bool]:
    prefix = prefix_of(country)
    if country in EU_MEMBERS:
        full = value if value.startswith(prefix) else prefix + value
        try:
            return str(eu_vat.validate(full)), True
        except ValidationError:
            message = _("This is not a VAT number of that country: check the digits. It begins with %(prefix)s.")
            raise _refuse(message % {"prefix": prefix}) from None
    module = get_cc_module(country, "vat")
    if module is None:
        return value, False
    bare = value.removeprefix(country) if country == "GB" else value
    try:
        module.validate(bare)
    except ValidationError:
        raise _refuse(_("This is not a tax number of that country: check the digits.")) from None
    return (f"GB{bare}" if country == "GB" else bare), True


def _eori(country: str, value: str) -> tuple[str, bool]:
    """Country letters and at most 15 characters (Commission Delegated Regulation (EU) 2015/2446, Annex 12-01)."""
    full = value if value.startswith((country, "XI")) else country + value
    if country not in EU_MEMBERS | {"GB"}:
        raise _refuse(_("EORI numbers are given by EU member states and the United Kingdom only."))
    if not _EORI.fullmatch(full[2:]) or (country == "GB" and not re.fullmatch(r"\d{12,15}", full[2:])):
        raise _refuse(_("An EORI number is the country's two letters and at most 15 letters or digits."))
    return full, True


def _rex(country: str, value: str) -> tuple[str, bool]:
    """`XXREX` and what the exporter's authority adds (Implementing Regulation (EU) 2015/2447, Annex 22-06)."""
    full = value if value.startswith(country) else country + value
    if not _REX.fullmatch(full[2:]):
        raise _refuse(_("A REX number is the country's two letters, REX, and the exporter's own part."))
    return full, True


def _ioss(country: str, value: str) -> tuple[str, bool]:
    try:
        return str(oss.validate(value)), True
    except ValidationError:
        raise _refuse(_("An IOSS number is IM and ten digits: check them.")) from None


def _company(country: str, value: str) -> tuple[str, bool]:
    return _registered("company", country, value)


def _tax(country: str, value: str) -> tuple[str, bool]:
    return _registered("tax", country, value)


def _registered(kind: str, country: str, value: str) -> tuple[str, bool]:
    """A number of a register or tax office: held against the country's published checks where we know them."""
    register = register_of(kind, country)
    if register is None or not register.is_checkable:
        return value, False
    accepted = register.accepts(value)
    if accepted is None:
        raise _refuse(
            _("This is not a number of that register (%(name)s): check the digits. One looks like %(example)s.")
            % {"name": register.name, "example": register.example}
        )
    return accepted, True
