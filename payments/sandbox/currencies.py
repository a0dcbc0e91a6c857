"""What Stripe says about currencies: minor units, smallest and largest amounts. Amounts are integer minor units."""

from .errors import StripeError


def _codes(words: str) -> frozenset[str]:
    return frozenset(words.split())


ZERO_DECIMAL = _codes("bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf")
THREE_DECIMAL = _codes("bhd jod kwd omr tnd")
# Worth whole units only, yet written with two decimals in the API for backward compatibility.
WHOLE_UNITS_AS_CENTS = _codes("isk ugx")
TWO_DECIMAL = _codes(
    "usd aed afn all amd aoa ars aud awg azn bam bbd bdt bgn bmd bnd bob brl bsd bwp byn bzd cad cdf chf cny cop crc "
    "cve czk dkk dop dzd egp etb eur fjd fkp gbp gel ghs gip gmd gtq gyd hkd hnl htg huf idr ils inr isk jmd kes kgs "
    "khr kyd kzt lak lbp lkr lrd lsl mad mdl mkd mmk mnt mop mur mvr mwk mxn myr mzn nad ngn nio nok npr nzd pab pen "
    "pgk php pkr pln qar ron rsd rub sar sbd scr sek sgd shp sle sos srd std szl thb tjs top try ttd twd tzs uah ugx "
    "uyu uzs wst xcd xcg yer zar zmw"
)
# One unit is worth well under a US cent, so useful sums are large numbers.
SMALL_UNITS = _codes("bif clp cop gnf idr khr krw lak lbp mga mnt pyg rwf tzs ugx uzs vnd")
SUPPORTED = ZERO_DECIMAL | THREE_DECIMAL | TWO_DECIMAL

# docs.stripe.com/currencies#minimum-and-maximum-charge-amounts; others here: half a unit.
_SMALLEST = {
    "usd": 50, "aed": 200, "aud": 50, "brl": 50, "cad": 50, "chf": 50, "czk": 1500, "dkk": 250, "eur": 50, "gbp": 30,
    "hkd": 400, "huf": 17500, "inr": 50, "jpy": 50, "mxn": 1000, "myr": 200, "nok": 300, "nzd": 50, "pln": 200,
    "ron": 200, "sek": 300, "sgd": 50, "thb": 1000,
}  # fmt: skip
_LARGEST_DIGITS = {"cop": 12, "huf": 12, "idr": 12, "jpy": 12, "lbp": 12, "inr": 10}

COUNTRY_CURRENCY = {
    "AE": "aed", "AR": "ars", "AT": "eur", "AU": "aud", "BD": "bdt", "BE": "eur", "BG": "bgn", "BH": "bhd", "BR": "brl",
    "CA": "cad", "CH": "chf", "CL": "clp", "CN": "cny", "CO": "cop", "CR": "crc", "CY": "eur", "CZ": "czk", "DE": "eur",
    "DK": "dkk", "EC": "usd", "EE": "eur", "EG": "egp", "ES": "eur", "ET": "etb", "FI": "eur", "FR": "eur", "GB": "gbp",
    "GH": "ghs", "GR": "eur", "HK": "hkd", "HR": "eur", "HU": "huf", "ID": "idr", "IE": "eur", "IL": "ils", "IN": "inr",
    "IS": "isk", "IT": "eur", "JO": "jod", "JP": "jpy", "KE": "kes", "KR": "krw", "KW": "kwd", "LK": "lkr", "LT": "eur",
    "LU": "eur", "LV": "eur", "MA": "mad", "MT": "eur", "MX": "mxn", "MY": "myr", "NG": "ngn", "NL": "eur", "NO": "nok",
    "NP": "npr", "NZ": "nzd", "OM": "omr", "PE": "pen", "PH": "php", "PK": "pkr", "PL": "pln", "PT": "eur", "PY": "pyg",
    "QA": "qar", "RO": "ron", "RS": "rsd", "SA": "sar", "SE": "sek", "SG": "sgd", "SI": "eur", "SK": "eur", "TH": "thb",
    "TN": "tnd", "TR": "try", "TW": "twd", "TZ": "tzs", "UA": "uah", "UG": "ugx", "US": "usd", "UY": "uyu", "VN": "vnd",
    "ZA": "zar",
}  # fmt: skip


def exponent(currency: str) -> int:
    """Decimals of ``currency`` in Stripe's API: 0, 2 or 3."""
    return 0 if currency in ZERO_DECIMAL else 3 if currency in THREE_DECIMAL else 2


def smallest(currency: str) -> int:
    """The least amount a customer can be charged."""
    return _SMALLEST.get(currency, 10 ** exponent(currency) // 2 or 1)


def check_currency(currency: str, param: str = "currency") -> str:
    """The lower-case code. :raises StripeError: if Stripe does not know it."""
    code = currency.lower()
    if code not in SUPPORTED:
        raise StripeError(
            f"Invalid currency: {currency}. Stripe currently supports these currencies: {', '.join(sorted(SUPPORTED))}",
            param=param,
            saved=False,
        )
    return code


def check_step(amount: int, currency: str, param: str = "amount") -> None:
    """:raises StripeError: unless ``amount`` is a sum that exists: last digit 0 with three decimals, whole ISK, UGX."""
    step = 10 if currency in THREE_DECIMAL else 100 if currency in WHOLE_UNITS_AS_CENTS else 1
    if amount % step:
        raise StripeError(
            f"Invalid amount. Amounts in {currency} must be evenly divisible by {step}.",
            code="invalid_charge_amount",
            param=param,
            saved=False,
        )


def check_charge_amount(amount: int, currency: str, param: str = "amount") -> None:
    """:raises StripeError: if a customer cannot be charged ``amount``: too small, too large or not a real sum."""
    check_step(amount, currency, param)
    if amount < smallest(currency):
        raise StripeError(
            f"Amount must be at least {spell(smallest(currency), currency)}",
            code="amount_too_small",
            param=param,
            saved=False,
        )
    if amount >= 10 ** _LARGEST_DIGITS.get(currency, 8):
        largest = 10 ** _LARGEST_DIGITS.get(currency, 8) - 1
        raise StripeError(
            f"Amount must be no more than {spell(largest, currency)}",
            code="amount_too_large",
            param=param,
            saved=False,
        )


def decimal_text(amount: int, currency: str) -> str:
    """``123450, "eur"`` -> ``1,234.50``; JPY without decimals, KWD with three."""
    places = exponent(currency)
    sign = "-" if amount < 0 else ""
    whole, part = divmod(abs(amount), 10**places)
    return f"{sign}{whole:,}" + (f".{part:0{places}d}" if places else "")


def spell(amount: int, currency: str) -> str:
    """``EUR 1,234.50``, with a no-break space."""
    return f"{currency.upper()}\u00a0{decimal_text(amount, currency)}"
