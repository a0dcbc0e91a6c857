"""A price list as people or programs send it, made clean or refused by field and row."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from marketplace.kernel.money import is_currency
from sellers.content.dates import read_date
from sellers.content.fields import Errors
from sellers.content.options import plain
from sellers.content.texts import read_text
from sellers.pricing import check_tiers

FIELDS = ("name", "currency", "percent_off", "starts_on", "ends_on", "buyers", "prices")
MOST_BUYERS = 500
MOST_PRICES = 2000
MOST_PERCENT = Decimal(90)


def read_price_list(given: Mapping[str, Any]) -> tuple[dict[str, Any], Errors]:
    """
    Return the clean values of the fields present in `given`, and what is wrong with them.

    `buyers` is a list of organisations, each by public id or exact name; `prices` a list of `{"variant": public id or
    SKU, "tiers": rows as check_tiers reads them}`, which become (variant, tiers). Errors are keyed by field, by
    `buyers.<row>` or by `prices.<row>.<column>`.
    """
    clean: dict[str, Any] = {}
    errors: Errors = {str(name)[:40]: [_("There is no such field.")] for name in given if name not in FIELDS}

    def keep(name: str, read: Any) -> None:
        if name in given:
            try:
                clean[name] = read(given[name])
            except ValueError as wrong:
                errors.setdefault(name, []).append(str(wrong))

    keep("name", _name)
    keep("currency", _currency)
    keep("percent_off", _percent)
    keep("starts_on", read_date)
    keep("ends_on", read_date)
    if clean.get("starts_on") and clean.get("ends_on") and clean["ends_on"] < clean["starts_on"]:
        errors["ends_on"] = [_("It cannot end before it begins.")]
    if "buyers" in given:
        clean["buyers"] = _buyers(given["buyers"], errors)
    if "prices" in given:
        clean["prices"] = _prices(given["prices"], errors)
    return clean, errors


def _name(value: Any) -> str:
    name = read_text("name", value, longest=80)
    if not name:
        raise ValueError(_("Give the list a name; only you see it."))
    return name


def _currency(value: Any) -> str:
    code = str(value or "").upper()
    if not is_currency(code):
        raise ValueError(_("Choose a currency from the list."))
    return code


def _percent(value: Any) -> Decimal | None:
    text = str("" if value is None else value).strip().replace(",", ".").removesuffix("%").strip()
    if not text:
        return None
    try:
        percent = Decimal(text)
    except InvalidOperation:
        percent = Decimal("NaN")
    if not percent.is_finite() or not 0 < percent <= MOST_PERCENT or percent != round(percent, 2):
        raise ValueError(_("Enter a percentage above 0 and up to 90, such as 7.5."))
    return percent


def _buyers(given: Any, errors: Errors) -> list[str]:
    if not isinstance(given, list | tuple):
        errors["buyers"] = [_("Send a list of organisations.")]
        return []
    if len(given) > MOST_BUYERS:
        errors["buyers"] = [_("At most %(most)s buyers on a list.") % {"most": MOST_BUYERS}]
        return []
    return [plain(each)[:200] for each in given]


def _prices(given: Any, errors: Errors) -> list[tuple[str, list[Any]]]:
    if not isinstance(given, list | tuple) or not all(isinstance(row, Mapping) for row in given):
        errors["prices"] = [_("Send a list of rows with variant and tiers.")]
        return []
    if len(given) > MOST_PRICES:
        errors["prices"] = [_("At most %(most)s prices on a list.") % {"most": f"{MOST_PRICES:,}"}]
        return []
    read: list[tuple[str, list[Any]]] = []
    seen: set[str] = set()
    for at, row in enumerate(given):
        variant, rows = plain(row.get("variant"))[:64], row.get("tiers") or []
        if variant in seen:
            errors[f"prices.{at}.variant"] = [_("This variant already has a price on the list.")]
        seen.add(variant)
        if not isinstance(rows, list | tuple) or not all(isinstance(each, Mapping) for each in rows):
            errors[f"prices.{at}.tiers"] = [_("Send a list of rows with min_quantity and unit_price.")]
            continue
        tiers, wrong = check_tiers(rows, moq=None)
        errors |= {f"prices.{at}.{field}": reasons for field, reasons in wrong.items()}
        read.append((variant, list(tiers)))
    return read
