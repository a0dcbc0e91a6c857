"""
From an order's frozen rows to the content of a paper.

Reads the rows it is given and what belongs to them; amounts are the order's own, never reckoned again.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from accounts.addresses import LABELS, lines_of
from accounts.models import Organisation
from accounts.queries import tax_numbers_of
from marketplace.kernel.money import Money, allocate, from_minor, to_minor
from orders.models import Order, OrderLine, Packing
from trade.fx import RateTable
from trade.papers import Charge, Content, GoodsLine, Kind, Package, Party, TaxLine, vat
from trade.papers.origin import agreement_for

#: Countries that print on Letter; everybody else prints on A4.
LETTER = frozenset(
    {"US", "CA", "MX", "CL", "CO", "VE", "PH", "GT", "CR", "SV", "HN", "NI", "PA", "DO", "PR"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Facts:
    """An order with everything its papers speak of, read once."""

    order: Order
    lines: list[OrderLine]
    packing: Packing | None
    seller: Party
    buyer: Party
    consignee: Party
    sale: vat.Sale

    @property
    def ships_to(self) -> str:
        """The destination's country code; the buyer's own where nothing travels."""
        return self.consignee.country

    @property
    def crosses_border(self) -> bool:
        """Whether goods pass customs."""
        return self.order.is_carried and vat.crosses_border(self.sale)


def facts_of(order: Order) -> Facts:
    """Return what papers of `order` speak of."""
    packing = Packing.objects.filter(order=order).first()
    seller = _party(order.seller, _address_of(order.seller))
    buyer = _party(order.organisation, _address_of(order.organisation) or dict(order.address))
    consignee = buyer
    if order.is_carried and order.address:
        consignee = replace(
            _party(order.organisation, dict(order.address)),
            name=order.address.get("company") or order.address.get("recipient") or order.organisation.name,
            contact=order.address.get("recipient", ""),
        )
    sale = vat.Sale(
        seller_country=seller.country,
        seller_vat=seller.vat,
        buyer_country=buyer.country,
        buyer_vat=buyer.vat,
        ships_from=order.ships_from,
        ships_to=consignee.country,
        is_service=not order.is_carried,
        tax_minor=order.tax_minor,
    )
    lines = list(order.lines.select_related("listing"))
    return Facts(order, lines, packing, seller, buyer, consignee, sale)


def _address_of(organisation: Organisation) -> dict[str, str]:
    kept = organisation.addresses.order_by("-is_default", "pk").first()
    return {} if kept is None else {name: getattr(kept, name) for name in ("country", *LABELS)}


def _party(organisation: Organisation, address: Mapping[str, str]) -> Party:
    numbers = tax_numbers_of(organisation)
    country = address.get("country") or organisation.country

    def number(kind: str) -> str:
        home = numbers.get((kind, organisation.country)) or numbers.get((kind, country))
        return home or next((value for (of, _country), value in numbers.items() if of == kind), "")

    # Without names, which stand above it, and without the country, which is written in the paper's languages.
    lines = lines_of({**address, "recipient": "", "company": ""})[:-1] if address else []
    return Party(
        name=organisation.name,
        country=country,
        lines=tuple(lines),
        street=address.get("street_address", ""),
        city=address.get("city", ""),
        region=address.get("region", ""),
        postal_code=address.get("postal_code", ""),
        contact=address.get("recipient", ""),
        phone=address.get("phone", ""),
        reference=organisation.public_id,
        vat=numbers.get(("vat", organisation.country), "") or number("vat"),
        eori=number("eori"),
        rex=number("rex"),
        ioss=number("ioss"),
        company=number("company"),
        tax=number("tax"),
        importer=number("importer"),
    )


def content_of(
    facts: Facts, kind: Kind, *, number: str, public_id: str, issued_on: date, extra: Mapping[str, str]
) -> Content:
    """Return the content of a paper of `kind` about the order as it stands. Credit notes: see `credit_of`."""
    order, packing = facts.order, facts.packing
    taxes, charges = _money(facts)
    packages = tuple(Package(**row) for row in packing.packages) if packing else ()
    agreement = agreement_for(order.ships_from, facts.ships_to) if order.is_carried else None
    languages = ("en",) + ((packing.second_language,) if packing and packing.second_language else ())
    delivered = order.shipped_at if order.is_carried else order.delivered_at
    return Content(
        kind=kind.value,
        number=number,
        issued_on=issued_on.isoformat(),
        public_id=public_id,
        order_number=order.number,
        seller=facts.seller,
        buyer=facts.buyer,
        consignee=facts.consignee,
        lines=tuple(_line(row, facts) for row in facts.lines),
        currency=order.currency,
        goods_minor=order.goods_minor,
        total_minor=order.total_minor,
        charges=charges,
        taxes=taxes,
        languages=languages,
        sheet="letter" if facts.ships_to in LETTER else "a4",
        ships_from=order.ships_from if order.is_carried else "",
        ships_to=facts.ships_to if order.is_carried else "",
        is_carried=order.is_carried,
        is_paid=order.funded_at is not None,
        incoterm=order.incoterm if facts.crosses_border else "",
        incoterm_place=facts.consignee.city or facts.ships_to,
        ordered_on=local_day(order, order.placed_at).isoformat(),
        delivered_on=local_day(order, delivered).isoformat() if delivered else issued_on.isoformat(),
        purchase_number=order.purchase_number,
        carrier=str(order.shipping.get("carrier", "")),
        service=str(order.shipping.get("service", "")),
        mode=str(order.shipping.get("mode", "")),
        packages=packages,
        marks=packing.marks if packing else "",
        notes=packing.notes if packing else "",
        wood_is_treated=bool(packing and packing.wood_is_treated),
        agreement=agreement.code if agreement and kind is Kind.ORIGIN else "",
        origin_criterion=packing.origin_criterion if packing and kind is Kind.ORIGIN else "",
        extra=dict(extra),
    )


def local_day(order: Order, at: datetime) -> date:
    """Return the day it is at the seller's, who issues the papers."""
    return at.astimezone(ZoneInfo(order.seller.time_zone or "UTC")).date()


def _landed_line(row: OrderLine, facts: Facts) -> Mapping[str, Any]:
    """This line's part of the landed cost, by its place: both were frozen together."""
    shares = facts.order.landed.get("lines", [])
    return shares[row.position - 1] if len(shares) == len(facts.lines) else {}


def _minor(text: str | None, currency: str) -> int:
    return to_minor(Money(Decimal(text), currency)) if text is not None else 0


def _line(row: OrderLine, facts: Facts) -> GoodsLine:
    weight = row.listing.weight_g
    share = _landed_line(row, facts) if vat.is_taxed_at_sale(facts.sale) else {}
    rate = share.get("tax_rate")
    return GoodsLine(
        position=row.position,
        title=row.title,
        quantity=row.quantity,
        unit=row.unit,
        total_minor=row.total_minor,
        variant=row.variant_label,
        sku=row.sku,
        hs_code=row.hs_code,
        origin=row.origin_country,
        net_weight_g=weight * row.quantity if weight else None,
        tax_percent=f"{Decimal(rate).normalize():f}" if rate else "",
        freight_minor=_minor(share.get("freight"), row.currency),
        tax_minor=_minor(share.get("tax"), row.currency),
    )


def _money(facts: Facts) -> tuple[tuple[TaxLine, ...], tuple[Charge, ...]]:
    """The VAT lines and charges that lead from the goods to the order's total."""
    order = facts.order
    category = vat.category_of(facts.sale)
    charges = [Charge("freight", order.freight_minor), Charge("duty", order.duty_minor)]
    if vat.is_taxed_at_sale(facts.sale) and (taxes := _at_sale(facts)):
        charges.append(Charge("fees", order.fees_minor))
        return taxes, tuple(charge for charge in charges if charge.minor)
    if category == vat.STANDARD:
        category = vat.OUTSIDE
    charges += [Charge("import_tax", order.tax_minor), Charge("fees", order.fees_minor)]
    none_due = TaxLine(
        category=category,
        percent="" if category == vat.OUTSIDE else "0",
        base_minor=order.total_minor,
        tax_minor=0,
        exemption_code=vat.EXEMPTION_CODES.get(category, ""),
        reason=vat.REASONS.get(category, ""),
    )
    return (none_due,), tuple(charge for charge in charges if charge.minor)


def _at_sale(facts: Facts) -> tuple[TaxLine, ...]:
    """VAT by rate as it was frozen by line; nothing if the lines do not account for all of it."""
    bases: dict[str, list[int]] = {}
    for row in facts.lines:
        line = _line(row, facts)
        held = bases.setdefault(line.tax_percent, [0, 0])
        held[0] += line.total_minor + line.freight_minor
        held[1] += line.tax_minor
    whole = (sum(base for base, _tax in bases.values()), sum(tax for _base, tax in bases.values()))
    order = facts.order
    if "" in bases or whole != (order.goods_minor + order.freight_minor, order.tax_minor):
        return ()
    return tuple(TaxLine(vat.STANDARD, percent, base, tax) for percent, (base, tax) in bases.items())


def credit_of(invoice: Content, *, number: str, public_id: str, issued_on: date, parts: Mapping[int, int]) -> Content:
    """
    Return the credit note that takes back `parts` (amounts by line position), or everything if there are none.

    Of a part, VAT goes back in proportion; freight and customs charges stay.
    """
    if not parts:
        return replace(
            invoice, kind=Kind.CREDIT_NOTE.value, number=number, public_id=public_id, issued_on=issued_on.isoformat(),
            is_paid=False, packages=(),
        )  # fmt: skip
    lines = []
    for line in invoice.lines:
        if (amount := parts.get(line.position, 0)) > 0:
            tax = _share(line.tax_minor, amount, line.total_minor + line.freight_minor)
            lines.append(replace(line, quantity=1, unit="", total_minor=amount, freight_minor=0, tax_minor=tax))
    goods = sum(line.total_minor for line in lines)
    taxes = []
    for tax_line in invoice.taxes:
        theirs = [line for line in lines if tax_line.category != vat.STANDARD or line.tax_percent == tax_line.percent]
        if theirs:
            base = sum(line.total_minor for line in theirs)
            taxes.append(replace(tax_line, base_minor=base, tax_minor=sum(line.tax_minor for line in theirs)))
    return replace(
        invoice, kind=Kind.CREDIT_NOTE.value, number=number, public_id=public_id, issued_on=issued_on.isoformat(),
        is_paid=False, packages=(), lines=tuple(lines), charges=(), taxes=tuple(taxes), goods_minor=goods,
        total_minor=goods + sum(tax.tax_minor for tax in taxes),
    )  # fmt: skip


def _share(whole: int, part: int, of: int) -> int:
    return allocate(whole, [part, of - part])[0] if of else 0


def value_in_eur(order: Order, rates: RateTable) -> Decimal | None:
    """Return what the goods are worth in EUR, for thresholds; None if the currency has no rate."""
    goods = from_minor(order.goods_minor, order.currency)
    if order.currency == "EUR":
        return goods.amount
    if order.currency not in rates:
        return None
    return rates.convert(goods, "EUR").money.amount
