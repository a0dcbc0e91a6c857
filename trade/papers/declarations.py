"""What each paper declares in sentences: VAT reasons, purpose, origin, wood packing, instructions."""

from typing import Any

from django.utils.translation import gettext_noop as N_

from .content import Content, Kind
from .origin import AGREEMENTS, statement
from .words import Words


def paragraphs_of(content: Content, words: Words) -> list[dict[str, Any]]:
    """Return titled sentences in their order."""
    found: list[tuple[str, str, bool]] = []
    kind = Kind(content.kind)
    if kind in (Kind.INVOICE, Kind.CREDIT_NOTE):
        reasons = dict.fromkeys(tax.reason for tax in content.taxes if tax.reason)
        found += [("", words(reason), False) for reason in reasons]
    if kind is Kind.CREDIT_NOTE and content.reason:
        found.append((words(N_("Reason")), content.reason, False))
    if kind is Kind.INVOICE and content.is_carried and content.ships_from != content.ships_to:
        found.append(
            ("", words(N_("Goods sold for commercial use; not samples, gifts or returns unless stated.")), False)
        )
        if any(charge.code in ("duty", "import_tax", "fees") for charge in content.charges):
            text = N_(
                "Duty, import tax and customs fees are shown apart from the price of the goods and form no part of the "
                "customs value (WTO Customs Valuation Agreement, note to Article 1)."
            )
            found.append(("", words(text), False))
        found.append(("", words(N_("I declare that the information on this invoice is true and correct.")), False))
    if kind is Kind.PROFORMA:
        found.append(("", words(N_("Prices and charges stand as locked in the order named above.")), False))
    if kind is Kind.ORIGIN:
        found += _origin(content, words)
    if kind in (Kind.PACKING_LIST, Kind.INSTRUCTION) and content.wood_is_treated:
        found.append(("", words(N_("Wood packing material is treated and marked to ISPM 15.")), False))
    if kind is Kind.INSTRUCTION:
        found += _instructions(content, words)
    if content.notes and kind in (Kind.PACKING_LIST, Kind.INSTRUCTION, Kind.DELIVERY_NOTE):
        found.append((words(N_("Notes")), content.notes, False))
    return [{"title": title, "text": text, "boxed": boxed} for title, text, boxed in found]


def _origin(content: Content, words: Words) -> list[tuple[str, str, bool]]:
    agreement = AGREEMENTS.get(content.agreement)
    origins = ", ".join(dict.fromkeys(Words(("en",)).country(line.origin) for line in content.lines if line.origin))
    number = ""
    if agreement is not None and agreement.number_kind:
        number = content.seller.rex if agreement.number_kind == "rex" else content.seller.eori
        number = number or content.seller.eori
    text = statement(agreement, number=number, origin=origins, criterion=content.origin_criterion)
    title = agreement.name if agreement is not None else words(N_("Non-preferential origin"))
    found = [(title, text, True)]
    if agreement is not None and content.origin_criterion:
        found.append((words(N_("Origin criterion")), content.origin_criterion, False))
    if agreement is not None:
        found.append((words(N_("Wording")), agreement.source, False))
    if invoice := content.extra.get("invoice"):
        found.append((words(N_("Belongs to invoice")), invoice, False))
    return found


def _instructions(content: Content, words: Words) -> list[tuple[str, str, bool]]:
    rows = [
        words(N_("Export clearance: by the carrier for the exporter, on the attached invoice and packing list.")),
        words(N_("Duty and tax at destination: for the seller's account."))
        if content.incoterm == "DDP"
        else words(N_("Duty and tax at destination: for the consignee's account.")),
        words(N_("Freight: prepaid by the seller.")),
    ]
    if certificates := content.extra.get("certificates"):
        rows.append(words(N_("Papers that travel along: %(papers)s"), papers=certificates))
    return [(words(N_("Please act as follows")), "\n".join(rows), True)]
