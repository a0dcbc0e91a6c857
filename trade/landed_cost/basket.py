"""What is asked: goods, where from and to, and on which terms."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_lazy as _
from moneyed import Money

from marketplace.kernel.refusals import InvalidInput
from trade.countries import is_country
from trade.landed_cost.answer import Explained
from trade.landed_cost.incoterms import INCOTERMS

IMPORTER_KINDS = ("business", "consumer")
LINE_KINDS = ("goods", "service")
PRICE_BASES = ("goods", "incoterm", "all_in")
# National tariffs write seven or nine digits nowhere; eight and ten are below the six that all countries share.
HS_LENGTHS = (2, 4, 6, 8, 10)


@dataclass(frozen=True, slots=True)
class BasketLine:
    """
    One line: `value` is the price of the whole line, `weight_g` the gross weight of the whole line.

    `hs_code` has 2 to 10 digits; with fewer than 6 a duty is only known where all goods under it bear the same.
    `vat_class` is one the destination has ("standard", "reduced", "zero", or the rate itself); empty goes by the code.
    `origin` is where the goods were made, which is not always where they are sent
    from. `preference` names the trade agreement whose origin proof is on file; without it normal duty applies.
    """

    hs_code: str | None
    origin: str
    value: Money
    quantity: Decimal | int = 1
    weight_g: int | None = None
    kind: str = "goods"
    key: str = ""
    preference: str | None = None
    vat_class: str = ""


@dataclass(frozen=True, slots=True)
class Basket:
    """
    One consignment.

    `currency` is that of every amount and of the answer. `freight` and `insurance` are what carriage to the border
    and its insurance cost; None means not known (zero is known). With `price_basis` "goods" the line values hold
    neither, whatever the incoterm; with "incoterm" they hold what the term says, so that a CIF price is not charged
    freight twice; with "all_in" they hold everything to the door, duty and tax among it, and the value of the goods is
    reckoned backwards. `inland_freight` is carriage after the border. `tax_registered` is whether the importing
    business has a tax number there. `transport` ("sea", "air", ...) matters to a few fees only. `region` is the state
    or province delivered to, where the tax depends on it. `notes` are said in the explanation as they are.
    """

    ship_from: str
    ship_to: str
    currency: str
    incoterm: str
    freight: Money | None
    insurance: Money | None
    importer_kind: str
    on: date
    lines: tuple[BasketLine, ...]
    inland_freight: Money | None = None
    price_basis: str = "goods"
    tax_registered: bool = False
    transport: str = ""
    region: str = ""
    notes: tuple[Explained, ...] = ()


def check_basket(basket: Basket) -> None:
    """
    Refuse a basket that cannot be reckoned with, naming each field.

    :raises InvalidInput: unknown country, incoterm or importer; no lines; negative, mixed-currency or impossible
        amounts; an HS code that is not 2 to 10 digits.
    """
    problems: dict[str, list[object]] = {}

    def refuse(field: str, text: object) -> None:
        problems.setdefault(field, []).append(text)

    for field, country in (("ship_from", basket.ship_from), ("ship_to", basket.ship_to)):
        if not is_country(country):
            refuse(field, _("This is not a country code we know."))
    if basket.incoterm not in INCOTERMS:
        refuse("incoterm", _("This is not an Incoterms 2020 term."))
    if basket.importer_kind not in IMPORTER_KINDS:
        refuse("importer", _("The importer is a business or a consumer."))
    if not basket.lines:
        refuse("lines", _("There is nothing to reckon."))
    for field, amount in (
        ("freight", basket.freight), ("insurance", basket.insurance), ("inland_freight", basket.inland_freight),
    ):  # fmt: skip
        if amount is not None:
            _check_amount(field, amount, basket.currency, refuse)
    for place, line in enumerate(basket.lines):
        _check_amount(f"lines[{place}].value", line.value, basket.currency, refuse)
        if line.kind not in LINE_KINDS:
            refuse(f"lines[{place}].kind", _("A line is goods or a service."))
        if line.quantity <= 0:
            refuse(f"lines[{place}].quantity", _("The quantity must be more than zero."))
        if line.weight_g is not None and line.weight_g <= 0:
            refuse(f"lines[{place}].weight_kg", _("The weight must be more than zero."))
        if line.kind == "goods" and not is_country(line.origin):
            refuse(f"lines[{place}].origin", _("This is not a country code we know."))
        if line.hs_code and not is_hs_code(line.hs_code):
            refuse(f"lines[{place}].hs_code", _("An HS code has 2, 4, 6, 8 or 10 digits."))
    if basket.price_basis not in PRICE_BASES:
        refuse("price_basis", _("A price is that of the goods, of the incoterm, or all-in."))
    if problems:
        raise InvalidInput(fields=problems)


def is_hs_code(code: str) -> bool:
    """Tell whether `code` is digits of the length of a chapter, heading, subheading or national line."""
    return code.isascii() and code.isdigit() and len(code) in HS_LENGTHS


def _check_amount(field: str, amount: Money, currency: str, refuse: Callable[[str, object], None]) -> None:
    if amount.currency.code != currency:
        refuse(field, _("All amounts must be in one currency."))
    if not amount.amount.is_finite() or amount.amount < 0:
        refuse(field, _("An amount cannot be negative."))
