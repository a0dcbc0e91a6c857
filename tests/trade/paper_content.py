"""Contents of papers for tests: one plain export, changed by what a case is about."""

from dataclasses import replace
from typing import Any

from trade.papers import Charge, Content, GoodsLine, Kind, Package, Party, Reference, TaxLine
from trade.papers.vat import EXEMPTION_CODES, REASONS

SELLER = Party(
    name="Kaistraße Leuchten GmbH", country="DE", lines=("Kaistraße 4", "20457 Hamburg"), street="Kaistraße 4",
    city="Hamburg", postal_code="20457", contact="Ada Brandt", phone="+49 40 123456", reference="org_a",
    vat="DE136695976", eori="DE123456789012345", rex="DEREX0001",
)  # fmt: skip
BUYER = Party(
    name="Harbour & Sons <Ltd>", country="US", lines=("1 Pier Rd", "Boston MA 02110"), street="1 Pier Rd",
    city="Boston", region="MA", postal_code="02110", reference="org_b",
)  # fmt: skip
FRENCH = replace(
    BUYER, name="Lumière SARL", country="FR", lines=("1 rue du Port", "75001 Paris"), city="Paris", region="",
    postal_code="75001", vat="FR40303265045",
)  # fmt: skip
GERMAN = replace(FRENCH, name="Nord GmbH", country="DE", city="Bremen", postal_code="28195", vat="DE129273398")


def taxes(category: str, base: int, *, percent: str = "0", tax: int = 0) -> tuple[TaxLine, ...]:
    return (TaxLine(category, percent, base, tax, EXEMPTION_CODES.get(category, ""), REASONS.get(category, "")),)


def make_content(kind: Kind = Kind.INVOICE, **over: Any) -> Content:
    """A German export of two lines to the United States, paid, DAP."""
    values: dict[str, Any] = {
        "kind": kind.value,
        "number": "INV-2026-00001",
        "issued_on": "2026-11-22",
        "public_id": "ppr_0000000000000000",
        "order_number": "BW-26-000001",
        "seller": SELLER,
        "buyer": BUYER,
        "consignee": over.get("buyer", BUYER),
        "lines": (
            GoodsLine(1, "Desk lamp", 10, "piece", 12990, "Brass", "L-1", "940521", "DE", 12000),
            GoodsLine(2, "Cable", 3, "piece", 1000, "", "", "854442", "CN", 900),
        ),
        "currency": "EUR",
        "goods_minor": 13990,
        "total_minor": 16490,
        "charges": (Charge("freight", 2500),),
        "taxes": taxes("G", 16490),
        "ships_from": "DE",
        "ships_to": "US",
        "is_paid": True,
        "incoterm": "DAP",
        "incoterm_place": "Boston",
        "ordered_on": "2026-11-20",
        "delivered_on": "2026-11-22",
        "carrier": "DHL Express",
        "packages": (Package("CT", 2, 8000, 40, 30, 20),),
        "agreement": "",
    }
    if kind is Kind.CREDIT_NOTE:
        values |= {
            "corrects": Reference("invoice", "INV-2026-00001", "2026-11-22"),
            "reason": "Returned",
            "number": "CR-2026-00001",
        }
    return Content(**(values | over))


def domestic(**over: Any) -> Content:
    """Two rates at home: lamps at 19 %, books at 7 %, freight shared."""
    lines = (
        GoodsLine(1, "Lamp", 1, "piece", 10000, tax_percent="19", freight_minor=600, tax_minor=2014, hs_code="940521"),
        GoodsLine(2, "Book", 1, "piece", 5000, tax_percent="7", freight_minor=300, tax_minor=371, hs_code="490199"),
    )
    rates = (TaxLine("S", "19", 10600, 2014), TaxLine("S", "7", 5300, 371))
    return make_content(
        **{
            "buyer": GERMAN, "lines": lines, "goods_minor": 15000, "charges": (Charge("freight", 900),), "taxes": rates,
            "total_minor": 18285, "ships_to": "DE", "incoterm": "",
            **over,
        }
    )  # fmt: skip


def service(category: str = "AE", **over: Any) -> Content:
    """A drawing for a French firm: reverse charge, nothing travels."""
    lines = (GoodsLine(1, "Technical drawing", 1, "project", 50000),)
    return make_content(
        **{
            "buyer": FRENCH, "lines": lines, "goods_minor": 50000, "charges": (), "taxes": taxes(category, 50000),
            "total_minor": 50000, "is_carried": False, "incoterm": "", "ships_from": "", "ships_to": "", "packages": (),
            **over,
        }
    )  # fmt: skip
