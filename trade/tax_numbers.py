"""Whether a business buyer's tax number can be one of the country it imports into. Pure; nothing is looked up."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

from stdnum import get_cc_module
from stdnum.exceptions import InvalidChecksum, InvalidComponent, ValidationError

from trade.countries import is_eu

# What each country calls its number differs; these are the ones its customs and tax offices ask for.
VALIDATORS: dict[str, tuple[str, ...]] = {
    "AU": ("stdnum.au.abn",),
    "BR": ("stdnum.br.cnpj",),
    "CA": ("stdnum.ca.bn",),
    "CH": ("stdnum.ch.vat", "stdnum.ch.uid"),
    "CL": ("stdnum.cl.rut",),
    "CN": ("stdnum.cn.uscc",),
    "GB": ("stdnum.gb.vat",),
    "IN": ("stdnum.in_.gstin",),
    "JP": ("stdnum.jp.cn",),
    "KE": ("stdnum.ke.pin",),
    "KR": ("stdnum.kr.brn",),
    "MX": ("stdnum.mx.rfc",),
    "NO": ("stdnum.no.mva", "stdnum.no.orgnr"),
    "NZ": ("stdnum.nz.ird",),
    "SG": ("stdnum.sg.uen",),
    "TR": ("stdnum.tr.vkn",),
    "US": ("stdnum.us.ein",),
    "ZA": ("stdnum.za.tin",),
}
# Countries whose numbers have a known shape and no published check digit.
SHAPES = {
    "AE": re.compile(r"\d{15}"),
    "SA": re.compile(r"3\d{13}3"),
    "NG": re.compile(r"\d{8,10}(-?\d{4})?"),
    "NZ": re.compile(r"\d{13}"),
    "SG": re.compile(r"M[0-9A-Z]\d{7}[0-9A-Z]"),
    "ZA": re.compile(r"4\d{9}"),
}
LONGEST = 20
_ANY = re.compile(r"[A-Z0-9]{5,}")
_PREFIX = re.compile(r"[A-Z]{2}")


class TaxNumberMalformed(ValueError):
    """The text cannot be a tax number of any country it names."""


@dataclass(frozen=True, slots=True)
class TaxNumber:
    """`is_of_country` says it is one of the country asked about, `is_doubtful` that its check digits do not fit."""

    text: str
    is_of_country: bool
    is_doubtful: bool = False


def read_tax_number(text: str, country: str) -> TaxNumber:
    """
    Return what `text` is as a tax number of an importer in `country`.

    A number of another country is well-formed and proves nothing here. Wrong check digits are reported and not
    refused: they may be a typing error, which the buyer is then asked about.

    :raises TaxNumberMalformed: if it has the shape of no tax number.
    """
    bare = re.sub(r"[\s.\-/]", "", text).upper()
    if not _ANY.fullmatch(bare) or len(bare) > LONGEST or not any(letter.isdigit() for letter in bare):
        raise TaxNumberMalformed(text)
    prefix = _country_of_prefix(bare)
    if prefix and prefix != country and (is_eu(prefix) or prefix in ("GB", "CH", "NO")):
        _check(bare, prefix)
        return TaxNumber(bare, is_of_country=False)
    return TaxNumber(bare, is_of_country=True, is_doubtful=not _check(bare, country))


def _country_of_prefix(bare: str) -> str:
    letters = bare[:2]
    if not _PREFIX.fullmatch(letters):
        return ""
    return {"EL": "GR", "XI": "GB"}.get(letters, letters)


def _check(bare: str, country: str) -> bool:
    """Return whether the check digits fit; a number of a country without a known shape passes."""
    shape = SHAPES.get(country)
    # Japan's invoice numbers are corporate numbers behind a T.
    without = bare.removeprefix("T" if country == "JP" else country)
    if shape is not None and shape.fullmatch(without):
        return True
    checks = [_validator(name) for name in VALIDATORS.get(country, ())]
    if is_eu(country):
        module = get_cc_module(country.lower(), "vat")
        checks += [module.validate] if module is not None else []
    if not checks:
        if shape is not None:
            raise TaxNumberMalformed(bare)
        return True
    doubtful = False
    for validate in checks:
        for candidate in dict.fromkeys((bare, without)):
            try:
                validate(candidate)
            except (InvalidChecksum, InvalidComponent):
                doubtful = True
            except ValidationError:
                continue
            else:
                return True
    if not doubtful:
        raise TaxNumberMalformed(bare)
    return False


def _validator(name: str) -> Callable[[str], str]:
    validate: Callable[[str], str] = import_module(name).validate
    return validate
