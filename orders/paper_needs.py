"""
Which papers an order needs, what is missing before they can be right, and which ones an authority must give.

Reads; changes nothing. The seller's page is this list.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.refusals import Text
from orders.models import AuthorityPaper, Order, OrderLine
from orders.paper_content import Facts
from trade.papers import Kind, vat
from trade.papers.origin import agreement_for, needs_number
from trade.papers.post import customs_form
from trade.queries import papers_needed
from trade.restrictions import Goods
from trade.restrictions.documents import CONSIGNMENT, ON_FILE
from trade.restrictions.rules import BUYER

WHY: dict[Kind, Text] = {
    Kind.PROFORMA: _("Lets the buyer apply for permits and bank papers before the goods leave."),
    Kind.INVOICE: _("Customs reads value, origin and HS code from it; the buyer books it."),
    Kind.PACKING_LIST: _("Says what is in which package; customs and the buyer count by it."),
    Kind.ORIGIN: _("Lets the buyer claim a lower duty, or proves origin where that is asked for."),
    Kind.CN22: _("The post asks for it on a small parcel."),
    Kind.CN23: _("The post asks for it on a parcel that passes customs."),
    Kind.INSTRUCTION: _("Tells the carrier how to clear the goods for export and who pays what."),
    Kind.DELIVERY_NOTE: _("Travels with the goods; whoever receives them signs it."),
    Kind.CREDIT_NOTE: _("Takes an invoice back, in full or in part."),
}


@dataclass(frozen=True, slots=True)
class Missing:
    """Something to fill in: `code`, in words, where to do it, whose turn it is, and whether papers wait for it."""

    code: str
    text: Text
    url: str = ""
    is_seller: bool = True
    is_blocking: bool = False


@dataclass(frozen=True, slots=True)
class RequiredPaper:
    """A paper that an authority or the buyer must give: `kind` names it, `given` is the one on file."""

    kind: str
    label: Text
    how: Text
    source: str = ""
    as_of: date | None = None
    is_sellers: bool = True
    given: AuthorityPaper | None = None

    @property
    def is_missing(self) -> bool:
        """Whether the seller still has to bring it before shipping."""
        return self.is_sellers and self.given is None


def due_kinds(facts: Facts, *, value_eur: Decimal | None) -> tuple[Kind, ...]:
    """Return the papers that belong to the order, in the order they are shown."""
    if not facts.order.is_carried:
        return (Kind.INVOICE,)
    kinds = [Kind.INVOICE, Kind.PACKING_LIST]
    if not facts.crosses_border:
        kinds.append(Kind.DELIVERY_NOTE)
    elif facts.order.shipping.get("mode") == "post":
        weight = sum(row["count"] * row["gross_weight_g"] for row in facts.packing.packages) if facts.packing else 0
        kinds.append(customs_form(value_eur=value_eur, gross_weight_g=weight))
    else:
        kinds.append(Kind.INSTRUCTION)
    if facts.crosses_border and facts.packing is not None and facts.packing.wants_origin:
        kinds.append(Kind.ORIGIN)
    return tuple(kinds)


def missing_of(facts: Facts, *, value_eur: Decimal | None) -> list[Missing]:
    """Return what is to be filled in; the blocking ones first."""
    order, found = facts.order, []
    numbers = reverse("accounts:tax_ids")
    if not facts.seller.street:
        text = _("Save your firm's address: it is the sender on every paper.")
        found.append(Missing("seller_address", text, reverse("accounts:addresses"), is_blocking=True))
    if order.is_carried and (facts.packing is None or not facts.packing.packages):
        text = _("Say how the goods are packed: packages and gross weight.")
        found.append(Missing("packing", text, reverse("orders:packing", args=[order.public_id]), is_blocking=True))
    wanted = vat.missing_for(facts.sale)
    if "seller_vat" in wanted:
        text = _("Add your VAT number: without it there is no e-invoice.")
        found.append(Missing("seller_vat", text, numbers))
    if "buyer_vat" in wanted:
        text = _("The buyer's VAT number is missing: without it VAT cannot be left off.")
        found.append(Missing("buyer_vat", text, numbers, is_seller=False))
    if facts.crosses_border:
        found += _for_customs(facts, value_eur, numbers)
    return found


def _for_customs(facts: Facts, value_eur: Decimal | None, numbers: str) -> list[Missing]:
    found = []
    if not facts.seller.eori and facts.order.ships_from in {"GB", *_eu()}:
        found.append(Missing("eori", _("Add your EORI number: customs asks exporters for it."), numbers))
    for row in facts.lines:
        if row.kind != "service" and not (row.hs_code and row.origin_country):
            untold = _("“%(title)s” has no HS code or origin; customs will ask.") % {"title": row.title}
            found.append(Missing("classification", untold))
    agreement = agreement_for(facts.order.ships_from, facts.ships_to)
    wants_origin = facts.packing is not None and facts.packing.wants_origin
    if wants_origin and needs_number(agreement, float(value_eur or 10**9)):
        number = facts.seller.rex if agreement and agreement.number_kind == "rex" else facts.seller.eori
        if not number:
            text = _(
                "Above EUR 6,000 the statement on origin needs your exporter number (REX, EORI or approved exporter)."
            )
            found.append(Missing("exporter_number", text, numbers))
    return found


def _eu() -> Sequence[str]:
    from accounts.tax_ids import EU_MEMBERS

    return tuple(EU_MEMBERS)


def required_papers(facts: Facts, *, on: date) -> list[RequiredPaper]:
    """
    Return the papers that the restriction rules ask for with this consignment, and which are on file.

    What must be on file before a listing is sold there was asked for then and is not asked for again.
    """
    if not facts.order.is_carried or facts.order.ships_from == facts.ships_to:
        return []
    given, found = given_papers(facts.order), dict[str, RequiredPaper]()
    for row in facts.lines:
        if row.kind == "service":
            continue
        for needed in papers_needed(_goods(row, facts), facts.ships_to, on):
            if needed.document.stage == ON_FILE or needed.is_on_file or needed.document.code in found:
                continue
            code, rule = needed.document.code, needed.finding.rule
            is_sellers = needed.who != BUYER and needed.document.stage == CONSIGNMENT
            found[code] = RequiredPaper(
                kind=code,
                label=needed.document.label,
                how=needed.document.how,
                source=rule.source if rule else "",
                as_of=rule.source_date if rule else None,
                is_sellers=is_sellers,
                given=given.get(code),
            )
    return sorted(found.values(), key=lambda paper: (not paper.is_sellers, paper.kind))


def _goods(row: OrderLine, facts: Facts) -> Goods:
    """The line as the rules look at it; code, origin and title as they were sold."""
    return Goods(
        hs_code=row.hs_code,
        origin=row.origin_country,
        ship_from=facts.order.ships_from,
        title=row.title,
        text=row.listing.summary,
        importer="business",
        attributes={str(name): str(value) for name, value in row.listing.attributes.items()},
    )


def open_papers(facts: Facts, *, on: date) -> list[RequiredPaper]:
    """Return what the seller must still bring before the goods may leave."""
    return [paper for paper in required_papers(facts, on=on) if paper.is_missing]


def given_papers(order: Order) -> dict[str, Any]:
    """Return the order's papers of authorities by kind, without their files."""
    return {row.kind: row for row in AuthorityPaper.objects.filter(order=order).defer("file")}
