"""
The EN 16931 twin of an invoice or credit note: one set of business terms, written as CII (for Factur-X) and UBL 2.1.

An adapter around the factur-x library, whose interface changes: nobody else imports it. Business terms are named as in
EN 16931-1 (BT-1 is the invoice number). Amounts have at most two decimals there (BR-DEC), so an invoice in a currency
with three has no such twin, and the page says so.
"""

import logging
from datetime import date
from decimal import Decimal
from typing import Any

from facturx import generate_cii_xml, generate_ubl_xml

from marketplace.kernel.money import exponent, from_minor

from .content import E_INVOICE_KINDS, Charge, Content, GoodsLine, Kind, Party, TaxLine, unit_price
from .vat import OUTSIDE, STANDARD

logging.getLogger("factur-x").setLevel(logging.ERROR)

INVOICE_TYPE, CREDIT_TYPE = "380", "381"
#: UNTDID 4461: online payment service.
PAID_ONLINE = "68"
#: UNTDID 7161 codes of document charges.
CHARGE_CODES = {"freight": "FC", "duty": "ABL", "import_tax": "ABL", "fees": "ADR"}
CHARGE_TEXTS = {
    "freight": "Freight",
    "duty": "Import duty (DDP)",
    "import_tax": "Import tax (DDP)",
    "fees": "Customs fees (DDP)",
}
#: Our unit words as UN/ECE Recommendation 20 codes; anything else is "one".
UNITS = {
    "piece": "H87", "pieces": "H87", "pc": "H87", "pcs": "H87", "kg": "KGM", "kilogram": "KGM", "g": "GRM", "m": "MTR",
    "metre": "MTR", "m2": "MTK", "l": "LTR", "litre": "LTR", "hour": "HUR", "day": "DAY", "pair": "PR", "set": "SET",
    "box": "XBX", "carton": "XCT", "tonne": "TNE", "t": "TNE",
}  # fmt: skip


def has_twin(content: Content) -> bool:
    """Tell whether EN 16931 has room for this paper."""
    return content.kind in E_INVOICE_KINDS and exponent(content.currency) <= 2 and not why_not(content)


def why_not(content: Content) -> str:
    """Return why there is no e-invoice for an invoice, as a code, or an empty text."""
    if content.kind not in E_INVOICE_KINDS:
        return "not_an_invoice"
    if exponent(content.currency) > 2:
        return "three_decimals"
    if not content.taxes:
        return "no_vat_treatment"
    category = content.taxes[0].category
    if category != OUTSIDE and not (content.seller.vat or content.seller.tax):
        return "seller_vat_missing"
    for tax in content.taxes:
        # BR-CO-17: the VAT amount is base times rate; what the order froze must agree to the unit of money.
        due = Decimal(tax.base_minor) * Decimal(tax.percent or 0) / 100
        if abs(due - tax.tax_minor) >= 10 ** exponent(content.currency):
            return "vat_does_not_follow"
    return ""


def cii_xml(content: Content) -> bytes:
    """Return the CII invoice that Factur-X embeds (profile EN 16931), checked against its XSD."""
    xml: bytes = generate_cii_xml(terms_of(content), level="en16931", check_xsd=True, check_schematron=False)
    return xml


def ubl_xml(content: Content) -> bytes:
    """Return the UBL 2.1 Invoice or CreditNote, checked against its XSD."""
    xml: bytes = generate_ubl_xml(terms_of(content), level="en16931", check_xsd=True, check_schematron=False)
    return xml


def terms_of(content: Content) -> dict[str, Any]:
    """Return the invoice as EN 16931 business terms. A fresh dict each time: the library writes into it."""
    currency = content.currency
    net = content.goods_minor + content.charged_minor
    paid = content.total_minor if content.is_paid and content.kind == Kind.INVOICE else 0

    def amount(minor: int) -> str:
        return str(from_minor(minor, currency).amount)

    terms: dict[str, Any] = {
        "BT-1": content.number,
        "BT-2": date.fromisoformat(content.issued_on),
        "BT-3": CREDIT_TYPE if content.kind == Kind.CREDIT_NOTE else INVOICE_TYPE,
        "BT-5": currency,
        "BT-13": content.purchase_number or content.order_number,
        "BT-20": "Paid into escrow" if paid else "See order",
        "BG-1": [{"BT-22": _clean(text)} for text in _notes(content)],
        "BG-4": _party(content.seller, is_outside=content.taxes[0].category == OUTSIDE),
        "BG-7": _party(content.buyer, is_outside=content.taxes[0].category == OUTSIDE),
        "BT-81": PAID_ONLINE,
        "BT-82": "Bridgeway escrow",
        "BT-83": content.order_number,
        "BT-106": amount(content.goods_minor),
        "BT-109": amount(net),
        "BT-110": amount(content.tax_minor),
        "BT-112": amount(content.total_minor),
        "BT-113": amount(paid),
        "BT-115": amount(content.total_minor - paid),
        "BG-23": [_tax(tax, amount) for tax in content.taxes],
        "BG-25": [_line(line, content) for line in content.lines],
    }
    if content.delivered_on:
        terms["BT-72"] = date.fromisoformat(content.delivered_on)
    if content.is_carried:
        terms["BG-13"] = {"name": _clean(content.consignee.name), **_address(content.consignee)}
    if charges := [entry for charge in content.charges for entry in _charge(charge, content, amount)]:
        terms["BG-21"] = charges
        terms["BT-108"] = amount(content.charged_minor)
    if content.corrects is not None:
        terms["BG-3"] = [{"BT-25": content.corrects.number, "BT-26": date.fromisoformat(content.corrects.issued_on)}]
    return terms


def _clean(text: str) -> str:
    """XML 1.0 has no place for control characters; everything else goes in as it is."""
    return "".join(char for char in text if char >= " " or char in "\n\t").strip()


def _notes(content: Content) -> list[str]:
    notes = [content.reason] if content.reason else []
    if content.incoterm:
        notes.append(f"Terms of delivery: {content.incoterm} {content.incoterm_place}, Incoterms 2020")
    return notes or [f"Order {content.order_number}"]


def _address(party: Party) -> dict[str, str]:
    parts = {
        "country_code": party.country,
        "city": party.city,
        "postcode": party.postal_code,
        "addr_l1": party.street,
        "country_subdivision": party.region,
    }
    return {name: _clean(text) for name, text in parts.items() if text}


def _party(party: Party, *, is_outside: bool) -> dict[str, Any]:
    """Under category O an invoice must not name VAT numbers (BR-O-02); the reference still identifies the firm."""
    found: dict[str, Any] = {"name": _clean(party.name), **_address(party)}
    if party.reference:
        found["identifiers"] = {None: party.reference}
    if party.company:
        found["legal_identifier"] = party.company
    if party.vat and not is_outside:
        # BR-CO-09: the number begins with its country, which is EL for Greece.
        prefixed = party.vat[:2] in (party.country, "EL" if party.country == "GR" else "", "XI")
        found["vat_identifier"] = party.vat if prefixed else f"{party.country}{party.vat}"
    elif party.tax and not is_outside:
        found["tax_identifier"] = party.tax
    return found


def _tax(tax: TaxLine, amount: Any) -> dict[str, Any]:
    found = {"BT-116": amount(tax.base_minor), "BT-117": amount(tax.tax_minor), "BT-118": tax.category}
    if tax.category != OUTSIDE:
        found["BT-119"] = tax.percent or "0"
    if tax.reason:
        found["BT-120"] = tax.reason
    if tax.exemption_code:
        found["BT-121"] = tax.exemption_code
    return found


def _charge(charge: Charge, content: Content, amount: Any) -> list[dict[str, Any]]:
    """A charge, split by VAT rate where lines have different ones."""
    if charge.code == "freight" and content.taxes[0].category == STANDARD:
        by_rate: dict[str, int] = {}
        for line in content.lines:
            by_rate[line.tax_percent] = by_rate.get(line.tax_percent, 0) + line.freight_minor
        parts = [(percent, minor) for percent, minor in by_rate.items() if minor]
    else:
        parts = [(content.taxes[0].percent, charge.minor)] if charge.minor else []
    found = []
    for percent, minor in parts:
        entry = {
            "amount": amount(minor),
            "reason": CHARGE_TEXTS[charge.code],
            "reason_code": CHARGE_CODES[charge.code],
            "vat_category_code": content.taxes[0].category,
        }
        if content.taxes[0].category != OUTSIDE:
            entry["vat_rate"] = percent or "0"
        found.append(entry)
    return found


def _line(line: GoodsLine, content: Content) -> dict[str, Any]:
    currency = content.currency
    total = str(from_minor(line.total_minor, currency).amount)
    price = unit_price(line, exponent(currency))
    category = content.taxes[0].category
    found: dict[str, Any] = {
        "BT-126": str(line.position),
        "BT-129": str(line.quantity),
        "BT-130": UNITS.get(line.unit.lower(), "C62"),
        "BT-131": total,
        # A line that was converted as a whole is priced as a whole: so many units for so much.
        "BT-146": str(price) if price is not None else total,
        "BT-151": category,
        "BT-153": _clean(line.title)[:500] or "-",
    }
    if price is None:
        found["BT-149"] = str(line.quantity)
    if category != OUTSIDE:
        found["BT-152"] = line.tax_percent or "0"
    if description := _clean(line.variant):
        found["BT-154"] = description
    if line.sku:
        found["BT-155"] = _clean(line.sku)
    if line.hs_code:
        found["BT-158"] = {"HS": {None: line.hs_code}}
    if line.origin:
        found["BT-159"] = line.origin
    return found
