"""The tables of goods and packages on each kind of paper, and the post's customs forms."""

from typing import Any

from django.utils.translation import gettext_noop as N_

from marketplace.kernel.money import exponent, from_minor

from .content import Content, GoodsLine, Kind, unit_price
from .words import PACKAGE_KINDS, Words

Column = tuple[str, int, str]


def kilos(grams: int | None) -> str:
    """Return grams as kilograms with three decimals; nothing for an unknown weight."""
    return "" if grams is None else f"{grams // 1000:,}.{grams % 1000:03d} kg"


def _amount(minor: int, currency: str) -> str:
    return f"{from_minor(minor, currency).amount:,.{exponent(currency)}f}"


def _price(line: GoodsLine, currency: str) -> str:
    """The unit price, or about what it is where the converted line does not divide evenly."""
    digits = exponent(currency)
    exact = unit_price(line, digits)
    if exact is None:
        return f"~{from_minor(line.total_minor, currency).amount / line.quantity:,.{max(digits, 4)}f}"
    shown = f"{exact:,.4f}"
    while len(shown.split(".")[1]) > digits and shown.endswith("0"):
        shown = shown[:-1]
    return shown.rstrip(".")


def _title(line: GoodsLine) -> str:
    return "\n".join(part for part in (line.title, line.variant, line.sku and f"SKU {line.sku}") if part)


def tables_of(content: Content, words: Words) -> list[dict[str, Any]]:
    """Return the tables of an invoice, packing list, statement, instruction, note or credit note."""
    match Kind(content.kind):
        case Kind.INVOICE | Kind.PROFORMA | Kind.CREDIT_NOTE:
            return [_invoice_table(content, words)]
        case Kind.PACKING_LIST | Kind.DELIVERY_NOTE:
            return [_packing_table(content, words), *_packages(content, words)]
        case Kind.ORIGIN:
            return [_origin_table(content, words)]
        case Kind.INSTRUCTION:
            return [_origin_table(content, words, with_value=True), *_packages(content, words)]
    return []


def _table(words: Words, title: str, columns: list[Column], rows: list[list[str]]) -> dict[str, Any]:
    return {
        "title": words(title) if title else "",
        "head": [words(label) if label else "" for label, _width, _align in columns],
        "widths": [width for _label, width, _align in columns],
        "aligns": [align for _label, _width, align in columns],
        "rows": rows,
    }


def _invoice_table(content: Content, words: Words) -> dict[str, Any]:
    carried, currency = content.is_carried, content.currency
    columns: list[Column] = [("", 0, "start"), (N_("Description"), 1, "start")]
    if carried:
        columns += [(N_("HS code"), 0, "start"), (N_("Origin"), 0, "start")]
    columns += [(N_("Quantity"), 0, "end"), (N_("Unit price"), 0, "end")]
    if any(tax.tax_minor for tax in content.taxes):
        columns.append((N_("VAT"), 0, "end"))
    columns.append((N_("Amount"), 0, "end"))
    rows = []
    for line in content.lines:
        row = [str(line.position), _title(line)]
        if carried:
            row += [line.hs_code, line.origin]
        row += [f"{line.quantity:,} {line.unit}".strip(), _price(line, currency)]
        if any(tax.tax_minor for tax in content.taxes):
            row.append(f"{line.tax_percent or '0'} %")
        rows.append([*row, _amount(line.total_minor, currency)])
    return _table(words, "", columns, rows)


def _packing_table(content: Content, words: Words) -> dict[str, Any]:
    columns: list[Column] = [
        ("", 0, "start"),
        (N_("Description"), 1, "start"),
        (N_("HS code"), 0, "start"),
        (N_("Origin"), 0, "start"),
        (N_("Quantity"), 0, "end"),
        (N_("Net weight"), 0, "end"),
    ]
    rows = [
        [
            str(line.position),
            _title(line),
            line.hs_code,
            line.origin,
            f"{line.quantity:,} {line.unit}".strip(),
            kilos(line.net_weight_g),
        ]
        for line in content.lines
    ]
    return _table(words, N_("Goods"), columns, rows)


def _packages(content: Content, words: Words) -> list[dict[str, Any]]:
    if not content.packages:
        return []
    columns: list[Column] = [
        (N_("Packages"), 0, "end"),
        (N_("Kind"), 1, "start"),
        (N_("Size, cm"), 0, "end"),
        (N_("Weight of one"), 0, "end"),
        (N_("Gross weight"), 0, "end"),
    ]
    rows = []
    for package in content.packages:
        size = (package.length_cm, package.width_cm, package.height_cm)
        rows.append(
            [
                str(package.count),
                words(PACKAGE_KINDS.get(package.kind, package.kind)),
                " x ".join(map(str, size)) if all(size) else "",
                kilos(package.gross_weight_g),
                kilos(package.total_weight_g),
            ]
        )
    rows.append([str(sum(package.count for package in content.packages)), "", "", "", kilos(content.gross_weight_g)])
    return [_table(words, N_("Packages"), columns, rows)]


def _origin_table(content: Content, words: Words, *, with_value: bool = False) -> dict[str, Any]:
    columns: list[Column] = [
        ("", 0, "start"),
        (N_("Description"), 1, "start"),
        (N_("HS code"), 0, "start"),
        (N_("Origin"), 0, "start"),
        (N_("Quantity"), 0, "end"),
    ]
    if with_value:
        columns.append((N_("Value"), 0, "end"))
    rows = []
    for line in content.lines:
        row = [
            str(line.position),
            _title(line),
            line.hs_code,
            words.country(line.origin) or line.origin,
            f"{line.quantity:,} {line.unit}".strip(),
        ]
        if with_value:
            row.append(f"{_amount(line.total_minor, content.currency)} {content.currency}")
        rows.append(row)
    return _table(words, N_("Goods"), columns, rows)


def customs_form(content: Content, words: Words) -> dict[str, Any]:
    """Return boxes, table and declaration of a CN22 or CN23."""
    full = content.kind == Kind.CN23
    seller, consignee = content.seller, content.consignee

    def box(label: str, value: str, span: int = 2) -> dict[str, Any]:
        return {"label": words(label), "value": value, "span": span}

    to = "\n".join(
        [
            consignee.name,
            *(line for line in consignee.lines if line != consignee.name),
            words.country(consignee.country),
        ]
    )
    sender = "\n".join(
        [seller.name, *(line for line in seller.lines if line != seller.name), words.country(seller.country)]
    )
    boxes = [box(N_("From"), sender), box(N_("To"), to)]
    if full:
        boxes += [
            box(N_("Sender's customs reference"), seller.eori or seller.vat or content.order_number),
            box(N_("Importer's reference"), content.buyer.eori or content.buyer.vat or content.purchase_number or "-"),
            box(N_("Phone"), seller.phone or "-", 1),
            box(N_("Phone"), consignee.phone or "-", 1),
            box(N_("Invoice"), content.extra.get("invoice", "-"), 1),
            box(N_("Licences and certificates"), content.extra.get("certificates", "-"), 1),
        ]
    boxes += [
        box(N_("Category of item"), words(N_("Sale of goods"))),
        box(N_("Gross weight"), kilos(content.gross_weight_g) if content.packages else "-", 1),
        box(
            N_("Postal charges"),
            _amount(sum(c.minor for c in content.charges if c.code == "freight"), content.currency)
            + f" {content.currency}",
            1,
        ),
    ]
    columns: list[Column] = [
        (N_("Quantity and detailed description of contents"), 1, "start"),
        (N_("Net weight"), 0, "end"),
        (N_("Value"), 0, "end"),
        (N_("HS code"), 0, "start"),
        (N_("Origin"), 0, "start"),
    ]
    rows = [
        [
            f"{line.quantity:,} {line.unit} {line.title}",
            kilos(line.net_weight_g),
            f"{_amount(line.total_minor, content.currency)} {content.currency}",
            line.hs_code,
            line.origin,
        ]
        for line in content.lines
    ]
    total = f"{_amount(content.goods_minor, content.currency)} {content.currency}"
    rows.append([words(N_("Total")), kilos(content.net_weight_g), total, "", ""])
    return {
        "form": content.kind.upper(),
        "boxes": boxes,
        "table": _table(words, "", columns, rows),
        "declaration": words(
            N_(
                "I certify that the particulars given in this customs declaration are correct and that this item does "
                "not contain any dangerous article or articles prohibited by legislation or by postal or customs "
                "regulations."
            )
        ),
    }
