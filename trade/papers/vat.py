"""
Which VAT category an invoice line is in, and why.

Categories are those of UNTDID 5305 as EN 16931 uses them, exemption reasons the VATEX code list. Sources: Directive
2006/112/EC Art. 44, 138, 146, 196; EN 16931-1 section 6.4; CEF code lists v15.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_noop as N_

from trade.countries import is_eu

STANDARD, ZERO, EXEMPT, REVERSE, INTRA_EU, EXPORT, OUTSIDE = "S", "Z", "E", "AE", "K", "G", "O"

#: What the invoice says, by category. Kept in English and translated when drawn.
REASONS = {
    REVERSE: N_("Reverse charge: the buyer accounts for VAT (Directive 2006/112/EC, Art. 44 and 196)."),
    INTRA_EU: N_("Intra-Community supply, exempt from VAT (Directive 2006/112/EC, Art. 138)."),
    EXPORT: N_("Export outside the seller's tax territory: no VAT charged (EU: Directive 2006/112/EC, Art. 146)."),
    OUTSIDE: N_("Not subject to the seller's VAT."),
    EXEMPT: N_("Exempt from VAT: the seller is not registered for VAT."),
}
EXEMPTION_CODES = {
    REVERSE: "VATEX-EU-AE",
    INTRA_EU: "VATEX-EU-IC",
    EXPORT: "VATEX-EU-G",
    OUTSIDE: "VATEX-EU-O",
}


@dataclass(frozen=True, slots=True)
class Sale:
    """What decides the treatment. `tax_minor` is the tax collected on the sale or at the border."""

    seller_country: str
    seller_vat: str
    buyer_country: str
    buyer_vat: str
    ships_from: str
    ships_to: str
    is_service: bool
    tax_minor: int


def crosses_border(sale: Sale) -> bool:
    """Tell whether goods leave the tax territory they start in; member states of the EU are one customs territory."""
    if sale.ships_from == sale.ships_to:
        return False
    return not (is_eu(sale.ships_from) and is_eu(sale.ships_to))


def is_taxed_at_sale(sale: Sale) -> bool:
    """Tell whether the tax of the order is VAT of the sale itself (domestic, distance sale), not import tax."""
    return not sale.is_service and sale.tax_minor > 0 and not crosses_border(sale)


def category_of(sale: Sale) -> str:
    """Return the VAT category of the seller's invoice."""
    if sale.is_service:
        return _of_service(sale)
    if is_taxed_at_sale(sale):
        return STANDARD
    if crosses_border(sale):
        return EXPORT if sale.seller_vat else OUTSIDE
    if sale.ships_from != sale.ships_to:
        return INTRA_EU if sale.seller_vat and sale.buyer_vat else OUTSIDE
    return ZERO if sale.seller_vat else OUTSIDE


def _of_service(sale: Sale) -> str:
    """Between businesses a service is taxed where the customer is established (Art. 44)."""
    if sale.seller_country == sale.buyer_country:
        return ZERO if sale.seller_vat else OUTSIDE
    if sale.seller_vat and is_eu(sale.seller_country) and is_eu(sale.buyer_country) and sale.buyer_vat:
        return REVERSE
    return OUTSIDE


def missing_for(sale: Sale) -> tuple[str, ...]:
    """Return which numbers the treatment wants and are not there: `seller_vat`, `buyer_vat`."""
    missing = []
    if not sale.seller_vat and (is_taxed_at_sale(sale) or is_eu(sale.seller_country)):
        missing.append("seller_vat")
    intra = is_eu(sale.ships_from) and is_eu(sale.ships_to) and sale.ships_from != sale.ships_to
    service = sale.is_service and is_eu(sale.seller_country) and is_eu(sale.buyer_country)
    abroad = sale.seller_country != sale.buyer_country
    if not sale.buyer_vat and ((intra and sale.tax_minor == 0) or (service and abroad)):
        missing.append("buyer_vat")
    return tuple(missing)
