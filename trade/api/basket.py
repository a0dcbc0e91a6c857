"""From a request for a landed cost to the basket it describes."""

import re
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from marketplace.kernel.money import Money, exponent, is_currency
from marketplace.kernel.refusals import InvalidInput
from trade.countries import is_country
from trade.landed_cost import Basket, BasketLine, Explained, LandedCost
from trade.landed_cost.basket import is_hs_code
from trade.queries import closed_trade, problem_with_hs_code
from trade.tax_numbers import TaxNumberMalformed, read_tax_number

# The price under these terms holds the freight by definition.
PRICE_HOLDS_FREIGHT = frozenset({"CFR", "CPT", "CIF", "CIP"})
#: Rules are asked for this far ahead at most, and never before the first day.
FIRST_DAY = date(2000, 1, 1)
DAYS_AHEAD = 366
_WEIGHT = re.compile(r"(?P<amount>\d{1,9}(\.\d{1,6})?)\s*(?P<unit>[a-z]*)", re.IGNORECASE)
GRAMS = {
    "g": Decimal(1),
    "kg": Decimal(1000),
    "t": Decimal(1_000_000),
    "lb": Decimal("453.59237"),
    "oz": Decimal("28.349523"),
}

Problems = dict[str, list[Any]]


def basket_from(given: dict[str, Any], *, today: date) -> Basket:
    """
    Return the basket that a request, checked against `LandedCostIn`, describes.

    :raises InvalidInput: naming every field that is wrong: no currency, an amount finer than its smallest unit, a
        day out of reach, a sanctioned country, goods banned between the two, an HS code that has ended or never was,
        a weight without unit, a malformed tax number.
    """
    currency = given["currency"].upper()
    if not is_currency(currency):
        text = _("“%(text)s” is not a currency code of ISO 4217.") % {"text": currency}
        raise InvalidInput(fields={"currency": [text]})
    problems: Problems = {}
    day = given["date"] or today
    if not FIRST_DAY <= day <= today + timedelta(days=DAYS_AHEAD):
        facts = {"first": FIRST_DAY.isoformat(), "last": (today + timedelta(days=DAYS_AHEAD)).isoformat()}
        problems["date"] = [_("Choose a day from %(first)s to %(last)s.") % facts]
    importer = {"kind": "business", "vat_id": ""} | dict(given["importer"] or {})
    registered, notes = _registration(importer, given["ship_to"].upper(), problems)
    by_default = "incoterm" if given["incoterm"] in PRICE_HOLDS_FREIGHT else "goods"
    basket = Basket(
        ship_from=given["ship_from"].upper(),
        ship_to=given["ship_to"].upper(),
        currency=currency,
        incoterm=given["incoterm"],
        freight=_money("freight", given["freight"], currency, problems),
        insurance=_money("insurance", given["insurance"], currency, problems),
        importer_kind=importer["kind"],
        on=day,
        lines=tuple(_line(place, line, given, currency, problems) for place, line in enumerate(given["lines"])),
        inland_freight=_money("inland_freight", given["inland_freight"], currency, problems),
        price_basis=given["price_basis"] or by_default,
        tax_registered=registered,
        transport=given["transport"],
        region=(given["region"] or "").upper().removeprefix(given["ship_to"].upper() + "-"),
        notes=notes,
    )
    if not problems and is_country(basket.ship_to):
        problems |= closed_trade(basket)
    if problems:
        raise InvalidInput(fields=problems)
    return basket


def answer_json(cost: LandedCost) -> dict[str, Any]:
    """
    Return a cost in the published shape.

    A status is an estimate, guaranteed or unknown; that nothing is due is said beside it, never by a zero alone.
    """
    stored = cost.as_json()
    if cost.nothing_due:
        stored["status"] = "estimate"
    return stored | {"nothing_due": cost.nothing_due}


def flat(errors: Any, path: str = "") -> Problems:
    """Return a serializer's nested errors by the path of each field, such as `lines[0].value`."""
    if isinstance(errors, dict):
        found: Problems = {}
        for name, inner in errors.items():
            if isinstance(name, int):
                below = f"{path}[{name}]"
            elif name == "form":
                below = path or "body"
            else:
                below = f"{path}.{name}" if path else str(name)
            found.update(flat(inner, below))
        return found
    if isinstance(errors, list) and any(isinstance(inner, dict) for inner in errors):
        found = {}
        for place, inner in enumerate(errors):
            if inner:
                found.update(flat(inner, f"{path}[{place}]"))
        return found
    return {path or "body": list(errors) if isinstance(errors, (list, tuple)) else [errors]}


def _line(place: int, line: dict[str, Any], given: dict[str, Any], currency: str, problems: Problems) -> BasketLine:
    path = f"lines[{place}]"
    if line["currency"] and line["currency"].upper() != currency:
        text = _("All amounts must be in %(currency)s, the currency of the request.") % {"currency": currency}
        problems[f"{path}.currency"] = [text]
    code = re.sub(r"[\s.]", "", line["hs_code"] or "")
    if code and is_hs_code(code) and line["kind"] == "goods" and (problem := problem_with_hs_code(code)):
        problems[f"{path}.hs_code"] = [problem]
    return BasketLine(
        hs_code=code or None,
        origin=(line["origin"] or given["ship_from"]).upper(),
        value=_money(f"{path}.value", line["value"], currency, problems) or Money(0, currency),
        quantity=line["quantity"],
        weight_g=_weight(path, line, problems),
        kind=line["kind"],
        key=str(place + 1),
        preference=(line["preference"] or "").upper() or None,
        vat_class=(line["vat_class"] or "").lower().removesuffix("%").strip(),
    )


def _money(path: str, amount: Decimal | None, currency: str, problems: Problems) -> Money | None:
    if amount is None:
        return None
    places = exponent(currency)
    smallest = amount.normalize().as_tuple().exponent
    if isinstance(smallest, int) and -smallest > places:
        problems[path] = [_("%(currency)s has %(places)s decimals.") % {"currency": currency, "places": places}]
        return None
    return Money(amount.quantize(Decimal(1).scaleb(-places)), currency)


def _weight(path: str, line: dict[str, Any], problems: Problems) -> int | None:
    """Return whole grams, at least one for any weight above zero; what is not above zero is left to be refused."""
    if line["weight"]:
        found = _WEIGHT.fullmatch(line["weight"].strip())
        unit = GRAMS.get(found["unit"].lower()) if found else None
        if found is None or unit is None:
            units = ", ".join(GRAMS)
            text = _("Say the weight with its unit, one of %(units)s, such as 1.5 kg.") % {"units": units}
            problems[f"{path}.weight"] = [text]
            return None
        grams = Decimal(found["amount"]) * unit
    elif line["weight_kg"] is not None:
        grams = line["weight_kg"] * 1000
    else:
        return None
    return max(1, round(grams)) if grams > 0 else 0


def _registration(importer: dict[str, Any], country: str, problems: Problems) -> tuple[bool, tuple[Explained, ...]]:
    text = (importer["vat_id"] or "").strip()
    if not text:
        return False, ()
    try:
        number = read_tax_number(text, country)
    except TaxNumberMalformed:
        facts = {"country": country}
        problems["importer.vat_id"] = [_("This is not a tax number as %(country)s or the EU writes it.") % facts]
        return False, ()
    if importer["kind"] != "business":
        return False, ()
    if not number.is_of_country:
        facts_of_it = (("country", country), ("number", number.text))
        return False, (Explained("tax_number_elsewhere", facts_of_it),)
    if not number.is_doubtful:
        return True, ()
    doubt = Explained("tax_number_doubtful", (("number", number.text),), is_shaky=True)
    return True, (doubt, Explained("counted_registered", is_shaky=True))
