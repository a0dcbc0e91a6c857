"""Take an invoice back, in full or in part."""

from collections.abc import Mapping
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from marketplace.kernel.operations import entry
from marketplace.kernel.refusals import InvalidInput, NotFound, Text
from orders.models import Order, Paper
from orders.operations._moves import locked
from orders.operations._papers import PaperNotPossible, current_papers, issue, must_issue_for
from orders.paper_content import credit_of, facts_of
from trade.papers import Content, Kind, Reference


@entry
def credit_invoice(
    *, actor: Actor, order: Order, reason: str, parts: Mapping[int, int] | None = None, now: datetime
) -> Paper:
    """
    Issue a credit note for the order's invoice: all of it, or `parts` (minor units by line position, without VAT).

    It moves no money; refunds do that, and a full refund issues its credit note by itself.

    :raises NotAllowed: if the actor may not issue the seller's papers.
    :raises PaperNotPossible: if there is no invoice in force, or parts of it were credited and all is asked for.
    :raises InvalidInput: if there is no reason, or a part is not on the invoice or more than is left of it.
    """
    order = locked(order)
    must_issue_for(actor, order)
    reason = " ".join(reason.split())[:300]
    if not reason:
        raise InvalidInput(fields={"reason": [_("Say why: it stands on the credit note.")]})
    held = current_papers(order).get(Kind.INVOICE)
    if held is None:
        raise PaperNotPossible(_("There is no invoice to take back."), kind=Kind.CREDIT_NOTE.value)
    return _credit(actor, order, held, reason, parts or {}, now)


@entry
def credit_refunded_order(*, actor: Actor, order: Order, now: datetime) -> Paper | None:
    """
    After a full refund, take back what is left of the order's invoice. Nothing happens if there is none.

    :raises NotFound: if there is no such order.
    """
    order = locked(order)
    actor.must("orders.operate")
    held = current_papers(order).get(Kind.INVOICE)
    if held is None:
        return None
    return _credit(actor, order, held, "Order refunded", _left_of(held) if _credited(held) else {}, now)


def _credit(actor: Actor, order: Order, held: Paper, reason: str, parts: Mapping[int, int], now: datetime) -> Paper:
    # The content was left out when the list was read.
    paper = Paper.objects.filter(pk=held.pk).first()
    if paper is None:
        raise NotFound
    invoice = Content.from_json(paper.content)
    left = _left_of(paper)
    if not parts and _credited(paper):
        text = _("Parts of this invoice were credited before: name the amounts that are left.")
        raise PaperNotPossible(text, kind=Kind.CREDIT_NOTE.value)
    problems: dict[str, list[Text]] = {}
    for position, minor in parts.items():
        if minor <= 0 or minor > left.get(position, 0):
            problems[f"line_{position}"] = [_("Enter an amount up to what is left of this line.")]
    if problems:
        raise InvalidInput(fields=problems)
    reference = Reference(Kind.INVOICE.value, paper.number, paper.issued_date.isoformat())

    def build(number: str, public_id: str, day: date) -> Content:
        from dataclasses import replace

        credit = credit_of(invoice, number=number, public_id=public_id, issued_on=day, parts=parts)
        return replace(credit, corrects=reference, reason=reason)

    return issue(facts=facts_of(order), kind=Kind.CREDIT_NOTE, actor=actor, now=now, corrects=paper, build=build)


def _credited(invoice: Paper) -> bool:
    return Paper.objects.filter(corrects_id=invoice.pk, kind=Kind.CREDIT_NOTE).exists()


def _left_of(invoice: Paper) -> dict[int, int]:
    """What is left of each line, in minor units without VAT."""
    content = Content.from_json(Paper.objects.values_list("content", flat=True).get(pk=invoice.pk))
    left = {line.position: line.total_minor for line in content.lines}
    for stored in Paper.objects.filter(corrects_id=invoice.pk, kind=Kind.CREDIT_NOTE).values_list("content", flat=True):
        for line in Content.from_json(stored).lines:
            left[line.position] -= line.total_minor
    return {position: minor for position, minor in left.items() if minor > 0}
