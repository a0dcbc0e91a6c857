"""Issue every paper that an order needs."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from marketplace.kernel.operations import entry
from marketplace.kernel.refusals import InvalidInput
from orders import rules
from orders.models import Order, Paper
from orders.operations._moves import MoveRefused, locked
from orders.operations._papers import PaperNotPossible, current_papers, issue, must_issue_for
from orders.paper_content import Facts, facts_of, value_in_eur
from orders.paper_needs import due_kinds, given_papers, missing_of
from orders.rules import STATUS_LABELS, Status
from trade.fx import RateTable
from trade.papers import Kind

#: From payment on there is something to invoice.
INVOICED = frozenset(
    {Status.FUNDED, Status.IN_PRODUCTION, Status.SHIPPED, Status.DELIVERED, *rules.FULFILLED}
)  # fmt: skip


@entry
def prepare_papers(*, actor: Actor, order: Order, rates: RateTable, now: datetime) -> list[Paper]:
    """
    Issue the papers that belong to the order and are not there yet; return those in force.

    Doing it twice issues nothing new. Each is drawn by a worker afterwards.

    :raises NotAllowed: if the actor may not issue the seller's papers.
    :raises MoveRefused: if the order is not paid.
    :raises InvalidInput: with everything that must be filled in first, by code.
    """
    order = locked(order)
    must_issue_for(actor, order)
    _must_be_paid(order, "prepare_papers")
    facts = facts_of(order)
    value = value_in_eur(order, rates)
    blocking = {need.code: [need.text] for need in missing_of(facts, value_eur=value) if need.is_blocking}
    if blocking:
        raise InvalidInput(fields=blocking)
    return _issue_due(facts, due_kinds(facts, value_eur=value), actor, now)


@entry
def prepare_papers_by_event(*, actor: Actor, order: Order, rates: RateTable, now: datetime) -> list[Paper]:
    """
    The platform's own turn: the proforma of a placed order, or what can be issued once it was sent or handed over.

    What the seller has not filled in is left out rather than made up.
    """
    order = locked(order)
    actor.must("orders.operate")
    facts = facts_of(order)
    if order.status not in INVOICED:
        waiting = order.status == Status.AWAITING_PAYMENT
        return _issue_due(facts, (Kind.PROFORMA,), actor, now) if waiting else []
    value = value_in_eur(order, rates)
    kinds = due_kinds(facts, value_eur=value)
    if facts.packing is None or not facts.packing.packages:
        kinds = tuple(kind for kind in kinds if kind in (Kind.INVOICE, Kind.DELIVERY_NOTE))
    return _issue_due(facts, kinds, actor, now)


@entry
def issue_paper(*, actor: Actor, order: Order, kind: Kind, rates: RateTable, now: datetime) -> Paper:
    """
    Issue one paper anew: it replaces the one of its kind that is in force. An invoice is never replaced but credited.

    :raises NotAllowed: if the actor may not issue the seller's papers.
    :raises MoveRefused: if the order is not paid.
    :raises PaperNotPossible: if the order has no such paper, or its invoice stands.
    :raises InvalidInput: with everything that must be filled in first.
    """
    order = locked(order)
    must_issue_for(actor, order)
    if kind is not Kind.PROFORMA:
        _must_be_paid(order, "issue_paper")
    facts = facts_of(order)
    value = value_in_eur(order, rates)
    if kind is Kind.CREDIT_NOTE or (kind is not Kind.PROFORMA and kind not in due_kinds(facts, value_eur=value)):
        raise PaperNotPossible(kind=kind.value)
    blocking = {need.code: [need.text] for need in missing_of(facts, value_eur=value) if need.is_blocking}
    if blocking and kind is not Kind.PROFORMA:
        raise InvalidInput(fields=blocking)
    before = current_papers(order).get(kind)
    if before is not None and kind is Kind.INVOICE:
        raise PaperNotPossible(_("The invoice stands. Take it back with a credit note first."), kind=kind.value)
    return issue(facts=facts, kind=kind, actor=actor, now=now, extra=_extra(facts), corrects=before)


def _must_be_paid(order: Order, action: str) -> None:
    if order.status not in INVOICED:
        label = STATUS_LABELS[Status(order.status)]
        raise MoveRefused(status=order.status, status_label=label, action=action)


def _issue_due(facts: Facts, kinds: tuple[Kind, ...], actor: Actor, now: datetime) -> list[Paper]:
    held = current_papers(facts.order)
    for kind in kinds:
        if kind not in held:
            held[kind] = issue(facts=facts, kind=kind, actor=actor, now=now, extra=_extra(facts, held))
    return list(held.values())


def _extra(facts: Facts, held: Mapping[str, Paper] | None = None) -> dict[str, str]:
    """What papers say about each other: the invoice's number, and the certificates that travel along."""
    papers = current_papers(facts.order) if held is None else held
    extra = {}
    if (invoice := papers.get(Kind.INVOICE)) is not None:
        extra["invoice"] = invoice.number
    if certificates := [row.number for row in given_papers(facts.order).values()]:
        extra["certificates"] = ", ".join(certificates)
    return extra
