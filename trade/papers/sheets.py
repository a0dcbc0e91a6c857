"""
From content to what is drawn: headings, boxes, tables, totals and words, in the paper's languages.

Each kind of paper says which parts it has; the typst templates only place them. Every text passes `printable`, so
that nothing reaches the page that no font can draw.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext_noop as N_

from marketplace.kernel.money import exponent, from_minor

from . import goods_tables
from .content import Content, Kind, Party, code_of
from .declarations import paragraphs_of
from .glyphs import printable
from .verify import qr_svg
from .words import CHARGES, RIGHT_TO_LEFT, Words, title_of


@dataclass
class Sheet:
    """A drawn paper's data, and the characters that could not be printed."""

    data: dict[str, Any]
    template: str
    unprinted: frozenset[str] = field(default_factory=frozenset)


def sheet_of(content: Content, *, digest: str, verify_url: str) -> Sheet:
    """Return the sheet of `content` whose hash is `digest`; `verify_url` is where anybody may check it."""
    words = Words(content.languages)
    kind = Kind(content.kind)
    data = _frame(content, words, digest, verify_url)
    if kind in (Kind.CN22, Kind.CN23):
        template = "customs.typ"
        data |= goods_tables.customs_form(content, words)
    else:
        template = "sheet.typ"
        data |= {
            "parties": _parties(content, words),
            "facts": [fact for fact in _facts(content, words) if fact["value"]],
            "tables": goods_tables.tables_of(content, words),
            "totals": _totals(content, words) if kind in _WITH_TOTALS else [],
            "paragraphs": paragraphs_of(content, words),
        }
    missing: set[str] = set()
    clean = _clean(data, missing)
    clean["qr"] = qr_svg(verify_url)
    if missing:
        points = ", ".join(f"U+{ord(char):04X}" for char in sorted(missing))
        clean["unprinted"] = words(
            N_("Characters that cannot be printed were replaced by their code: %(codes)s"), codes=points
        )
    return Sheet(data=clean, template=template, unprinted=frozenset(missing))


_WITH_TOTALS = (Kind.INVOICE, Kind.PROFORMA, Kind.CREDIT_NOTE)


def _clean(value: Any, missing: set[str]) -> Any:
    if isinstance(value, str):
        text, lacking = printable(value)
        missing |= lacking
        return text
    if isinstance(value, dict):
        return {key: _clean(part, missing) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(part, missing) for part in value]
    return value


def money(minor: int, currency: str) -> str:
    """Return an amount with exactly the currency's decimals, thousands apart by commas, and no currency."""
    return f"{from_minor(minor, currency).amount:,.{exponent(currency)}f}"


def _frame(content: Content, words: Words, digest: str, verify_url: str) -> dict[str, Any]:
    issued = date.fromisoformat(content.issued_on)
    title = title_of(content.kind, is_carried=content.is_carried)
    return {
        "title": f"{title} {content.number}",
        "author": content.seller.name,
        "date": [issued.year, issued.month, issued.day],
        "lang": words.lang,
        "rtl": content.languages[0].split("-")[0] in RIGHT_TO_LEFT,
        "sheet": "us-letter" if content.sheet == "letter" else "a4",
        "heading": words(title),
        "subheading": _subheading(content, words),
        "number": content.number,
        "number_note": words(N_("Issued on %(day)s"), day=content.issued_on),
        "foot": f"{content.seller.name} · {title} {content.number} · {words(N_('Order'))} {content.order_number}",
        "page_word": words(N_("Page")),
        "unprinted": "",
        "signature": _signatures(content, words),
        "verify": {
            "alt": words(N_("Square code that leads to the page where this paper can be checked")),
            "text": words(N_("Anybody can check that this paper is genuine, without seeing amounts, at:")),
            "address": verify_url.split("?")[0],
            "code_word": words(N_("Verification code")),
            "code": code_of(digest),
        },
    }


def _subheading(content: Content, words: Words) -> str:
    match Kind(content.kind):
        case Kind.PROFORMA:
            return words(N_("An offer for information and customs; not a demand for payment."))
        case Kind.CREDIT_NOTE if content.corrects:
            return words(
                N_("Corrects invoice %(number)s of %(day)s"),
                number=content.corrects.number,
                day=content.corrects.issued_on,
            )
        case Kind.CN22 | Kind.CN23:
            return words(N_("May be opened officially"))
        case _ if content.corrects:
            return words(
                N_("Replaces %(number)s of %(day)s"), number=content.corrects.number, day=content.corrects.issued_on
            )
    return ""


def _parties(content: Content, words: Words) -> list[dict[str, Any]]:
    shown = [(N_("Seller and exporter") if content.is_carried else N_("Seller"), content.seller)]
    same = (content.buyer.name, content.buyer.lines) == (content.consignee.name, content.consignee.lines)
    shown.append((N_("Buyer and consignee") if same and content.is_carried else N_("Buyer"), content.buyer))
    if content.is_carried and not same:
        shown.append((N_("Consignee"), content.consignee))
    return [{"title": words(title), "rows": _party_rows(party, words)} for title, party in shown]


def _party_rows(party: Party, words: Words) -> list[Any]:
    """Address lines, then pairs of label and number: a pair keeps its own writing direction."""
    rows: list[Any] = [party.name, *(line for line in party.lines if line != party.name)]
    country = words.country(party.country)
    if country and country not in rows:
        rows.append(country)
    numbers: Sequence[tuple[str, str]] = (
        (N_("VAT or tax number"), party.vat),
        ("EORI", party.eori),
        ("REX", party.rex),
        ("IOSS", party.ioss),
        (N_("Company register number"), party.company),
        (N_("National tax number"), party.tax),
        (N_("Importer or exporter number"), party.importer),
        (N_("Contact"), party.contact),
        (N_("Phone"), party.phone),
    )
    return rows + [[words(label), value] for label, value in numbers if value]


def _facts(content: Content, words: Words) -> list[dict[str, str]]:
    kind = Kind(content.kind)
    route = " - ".join(words.country(code) for code in (content.ships_from, content.ships_to) if code)
    terms = f"{content.incoterm} {content.incoterm_place}, Incoterms 2020" if content.incoterm else ""
    carriage = ", ".join(part for part in (content.carrier, content.service) if part)
    rows: list[tuple[str, str]] = [
        (N_("Order"), content.order_number),
        (N_("Ordered on"), content.ordered_on),
        (N_("Purchase order number"), content.purchase_number),
        (N_("Terms of delivery"), terms),
        (N_("From and to"), route if content.is_carried else ""),
        (N_("Carriage"), carriage),
        (N_("Delivery date"), content.delivered_on if kind in _WITH_TOTALS else ""),
        (N_("Currency"), content.currency if kind in _WITH_TOTALS else ""),
    ]
    if kind in (Kind.PACKING_LIST, Kind.INSTRUCTION, Kind.DELIVERY_NOTE, Kind.INVOICE) and content.packages:
        rows += [
            (N_("Packages"), str(sum(package.count for package in content.packages))),
            (N_("Gross weight"), goods_tables.kilos(content.gross_weight_g)),
            (N_("Net weight"), goods_tables.kilos(content.net_weight_g)),
            (N_("Marks"), content.marks),
        ]
    if content.insured_minor and kind is Kind.INSTRUCTION:
        rows.append((N_("Insured for"), f"{money(content.insured_minor, content.currency)} {content.currency}"))
    return [{"label": words(label), "value": value} for label, value in rows]


def _totals(content: Content, words: Words) -> list[dict[str, Any]]:
    def row(label: str, minor: int, *, strong: bool = False) -> dict[str, Any]:
        return {"label": label, "value": f"{money(minor, content.currency)} {content.currency}", "strong": strong}

    rows = [row(words(N_("Goods") if content.is_carried else N_("Services")), content.goods_minor)]
    rows += [row(words(CHARGES[charge.code]), charge.minor) for charge in content.charges]
    rows += [
        row(words(N_("VAT %(percent)s %%"), percent=tax.percent), tax.tax_minor)
        for tax in content.taxes
        if tax.tax_minor
    ]
    total = N_("Credited in total") if content.kind == Kind.CREDIT_NOTE else N_("Total")
    rows.append(row(words(total), content.total_minor, strong=True))
    if content.kind == Kind.INVOICE and content.is_paid:
        rows.append(row(words(N_("Paid into escrow at Bridgeway")), content.total_minor))
        rows.append(row(words(N_("Still to be paid")), 0))
    return rows


def _signatures(content: Content, words: Words) -> list[dict[str, str]]:
    place = f"{content.seller.city}, {content.issued_on}".removeprefix(", ")
    match Kind(content.kind):
        case Kind.ORIGIN | Kind.INSTRUCTION | Kind.CN22 | Kind.CN23:
            return [
                {"label": words(N_("Place and date")), "value": place},
                {"label": words(N_("Name and signature of the exporter")), "value": content.seller.contact},
            ]
        case Kind.DELIVERY_NOTE:
            return [
                {"label": words(N_("Handed over by, date")), "value": ""},
                {"label": words(N_("Received in good order by, date")), "value": ""},
            ]
    return []
