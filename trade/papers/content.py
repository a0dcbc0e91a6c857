"""
What stands on a paper, as plain values: frozen when the paper is issued, kept as JSON, hashed.

Amounts are integer minor units of `Content.currency`, weights are grams, dates are ISO texts. Nothing here is
formatted or translated: that happens when the paper is drawn.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any, Self

#: The version of the shape below and of the rules that fill it; kept with every paper.
RULE_VERSION = "papers-2026-11-22"


class Kind(StrEnum):
    """The papers that Bridgeway writes itself."""

    PROFORMA = "proforma"
    INVOICE = "invoice"
    PACKING_LIST = "packing_list"
    ORIGIN = "origin"
    CN22 = "cn22"
    CN23 = "cn23"
    INSTRUCTION = "instruction"
    DELIVERY_NOTE = "delivery_note"
    CREDIT_NOTE = "credit_note"


#: What is a demand for money or takes one back; the others describe goods.
MONEY_KINDS = frozenset({Kind.INVOICE, Kind.CREDIT_NOTE, Kind.PROFORMA})
#: Papers that have an EN 16931 twin. A proforma is an offer and has none.
E_INVOICE_KINDS = frozenset({Kind.INVOICE, Kind.CREDIT_NOTE})


@dataclass(frozen=True, slots=True)
class Party:
    """A firm or person with address and numbers. `lines` is the address as the country writes it."""

    name: str
    country: str
    lines: tuple[str, ...] = ()
    street: str = ""
    city: str = ""
    region: str = ""
    postal_code: str = ""
    contact: str = ""
    phone: str = ""
    reference: str = ""
    vat: str = ""
    eori: str = ""
    rex: str = ""
    ioss: str = ""
    company: str = ""
    tax: str = ""
    importer: str = ""

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """Return what `asdict` gave."""
        return cls(**{**stored, "lines": tuple(stored["lines"])})


@dataclass(frozen=True, slots=True)
class GoodsLine:
    """One line. `tax_percent` is the VAT rate as text where VAT is charged, else empty."""

    position: int
    title: str
    quantity: int
    unit: str
    total_minor: int
    variant: str = ""
    sku: str = ""
    hs_code: str = ""
    origin: str = ""
    net_weight_g: int | None = None
    tax_percent: str = ""
    #: This line's part of the freight, for the VAT base.
    freight_minor: int = 0
    tax_minor: int = 0


@dataclass(frozen=True, slots=True)
class Charge:
    """What is added to the goods: freight, and under DDP duty, import tax and fees. `code` names it."""

    code: str
    minor: int


@dataclass(frozen=True, slots=True)
class TaxLine:
    """One VAT rate's base and amount."""

    category: str
    percent: str
    base_minor: int
    tax_minor: int
    exemption_code: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Package:
    """Packages of one kind (UN/ECE Recommendation 21 code): how many, weight of one, outer size in cm."""

    kind: str
    count: int
    gross_weight_g: int
    length_cm: int = 0
    width_cm: int = 0
    height_cm: int = 0

    @property
    def total_weight_g(self) -> int:
        """All of them together."""
        return self.count * self.gross_weight_g


@dataclass(frozen=True, slots=True)
class Reference:
    """Another paper that this one is about."""

    kind: str
    number: str
    issued_on: str


@dataclass(frozen=True, slots=True)
class Content:
    """Everything that a paper says. `sheet` is A4 or Letter, by destination; `languages` the first and second."""

    kind: str
    number: str
    issued_on: str
    public_id: str
    order_number: str
    seller: Party
    buyer: Party
    consignee: Party
    lines: tuple[GoodsLine, ...]
    currency: str
    goods_minor: int
    total_minor: int
    charges: tuple[Charge, ...] = ()
    taxes: tuple[TaxLine, ...] = ()
    languages: tuple[str, ...] = ("en",)
    sheet: str = "a4"
    ships_from: str = ""
    ships_to: str = ""
    is_carried: bool = True
    is_paid: bool = False
    incoterm: str = ""
    incoterm_place: str = ""
    ordered_on: str = ""
    delivered_on: str = ""
    purchase_number: str = ""
    carrier: str = ""
    service: str = ""
    mode: str = ""
    packages: tuple[Package, ...] = ()
    marks: str = ""
    notes: str = ""
    wood_is_treated: bool = False
    insured_minor: int = 0
    agreement: str = ""
    origin_criterion: str = ""
    corrects: Reference | None = None
    reason: str = ""
    rule_version: str = RULE_VERSION
    #: Short texts that the kind needs and that have no place of their own.
    extra: dict[str, str] = field(default_factory=dict)

    @property
    def gross_weight_g(self) -> int:
        """All packages together; zero while nobody has packed."""
        return sum(package.total_weight_g for package in self.packages)

    @property
    def net_weight_g(self) -> int | None:
        """All lines together, or None while a line's weight is unknown."""
        weights = [line.net_weight_g for line in self.lines]
        return None if None in weights else sum(weight or 0 for weight in weights)

    @property
    def tax_minor(self) -> int:
        """VAT on this invoice; import tax under DDP is a charge, not VAT of the seller."""
        return sum(tax.tax_minor for tax in self.taxes)

    @property
    def charged_minor(self) -> int:
        """Everything beside the goods, without VAT."""
        return sum(charge.minor for charge in self.charges)

    def adds_up(self) -> bool:
        """Tell whether lines, charges and VAT sum to the total, to the minor unit."""
        return (
            sum(line.total_minor for line in self.lines) == self.goods_minor
            and self.goods_minor + self.charged_minor + self.tax_minor == self.total_minor
        )

    def as_json(self) -> dict[str, Any]:
        """Return plain values that `from_json` reads back."""
        plain: dict[str, Any] = json.loads(json.dumps(asdict(self)))
        return plain

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """Return what `as_json` gave."""
        values = dict(stored)
        for name in ("seller", "buyer", "consignee"):
            values[name] = Party.from_json(values[name])
        for name, shape in (("lines", GoodsLine), ("charges", Charge), ("taxes", TaxLine), ("packages", Package)):
            values[name] = tuple(shape(**row) for row in values[name])
        values["languages"] = tuple(values["languages"])
        values["corrects"] = Reference(**values["corrects"]) if values["corrects"] else None
        return cls(**values)


def content_hash(content: Mapping[str, Any]) -> str:
    """Return the SHA-256 of frozen content: the same content has the same hash, however its keys are ordered."""
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def code_of(digest: str) -> str:
    """Return the verification code that is printed: the first 16 hex digits in groups of four."""
    return "-".join(digest[place : place + 4].upper() for place in range(0, 16, 4))


def unit_price(line: GoodsLine, exponent: int) -> Decimal | None:
    """
    Return the price of one unit if it is exact with at most four decimals, else None.

    A converted line was rounded as a whole, so that its unit price may not be a finite decimal.
    """
    price = Decimal(line.total_minor).scaleb(-exponent) / line.quantity
    exact = price.quantize(Decimal("0.0001"))
    return exact if exact * line.quantity == Decimal(line.total_minor).scaleb(-exponent) else None
