"""Giving numbers to papers. Every operation that issues one goes through here, with the order's row locked."""

from collections.abc import Callable, Mapping
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from marketplace.kernel import events
from marketplace.kernel.fields import new_public_id
from marketplace.kernel.refusals import NotAllowed, Refusal
from orders import queries
from orders.models import Order, Paper, PaperSeries
from orders.paper_content import Facts, content_of, local_day
from orders.rules import Party
from trade.papers import Content, Kind, content_hash

PREFIXES = {
    Kind.PROFORMA: "PRO",
    Kind.INVOICE: "INV",
    Kind.PACKING_LIST: "PL",
    Kind.ORIGIN: "ORI",
    Kind.CN22: "CN22",
    Kind.CN23: "CN23",
    Kind.INSTRUCTION: "SLI",
    Kind.DELIVERY_NOTE: "DN",
    Kind.CREDIT_NOTE: "CR",
}


class PaperNotPossible(Refusal):
    """This paper cannot be issued as things stand. Facts: `kind`."""

    code = "paper_not_possible"
    title = _("This paper cannot be issued now")
    message = _("This paper cannot be issued as the order stands.")


def must_issue_for(actor: Actor, order: Order) -> None:
    """
    Refuse unless the actor may issue the seller's papers.

    :raises NotFound: if the actor has no part in the order.
    :raises NotAllowed: if the actor is the buyer, or the role may not.
    """
    party = queries.party_of(actor, order)
    if party in (Party.PLATFORM, Party.SYSTEM):
        actor.must("orders.operate")
    elif party is Party.SELLER:
        actor.must("orders.ship")
    else:
        raise NotAllowed(_("The seller issues the papers of an order."))


def current_papers(order: Order) -> dict[str, Paper]:
    """
    Return the order's papers in force by kind: not replaced by a later one.

    An invoice whose whole amount was credited is not in force any more.
    """
    rows = list(Paper.objects.filter(order=order).defer("content").order_by("pk"))
    replaced = {row.corrects_id for row in rows if row.kind != Kind.CREDIT_NOTE}
    credited: dict[int, int] = {}
    for row in rows:
        if row.kind == Kind.CREDIT_NOTE and row.corrects_id is not None:
            credited[row.corrects_id] = credited.get(row.corrects_id, 0) + row.total_minor
    return {
        row.kind: row
        for row in rows
        if row.kind != Kind.CREDIT_NOTE
        and row.pk not in replaced
        and not (row.kind == Kind.INVOICE and credited.get(row.pk, 0) >= row.total_minor)
    }


def issue(
    *,
    facts: Facts,
    kind: Kind,
    actor: Actor,
    now: datetime,
    extra: Mapping[str, str] | None = None,
    corrects: Paper | None = None,
    build: Callable[[str, str, date], Content] | None = None,
) -> Paper:
    """
    Give the next number of the seller's series to a new paper, in the transaction that is open.

    The series' row stays locked until the end, so that a failure gives its number back and nobody passes in between.
    `build` makes the content from number, public id and day; without it the order's own facts do.
    """
    order = facts.order
    day = local_day(order, now)
    series = _series(order.seller_id, kind, day.year)
    sequence = series.next_number
    series.next_number = sequence + 1
    series.save(update_fields=["next_number"])
    number, public_id = f"{series.prefix}-{series.year}-{sequence:05d}", new_public_id("ppr")
    if build is not None:
        content = build(number, public_id, day)
    else:
        content = content_of(facts, kind, number=number, public_id=public_id, issued_on=day, extra=extra or {})
    frozen = content.as_json()
    paper = Paper.objects.create(
        public_id=public_id,
        order=order,
        organisation_id=order.seller_id,
        series=series,
        sequence=sequence,
        kind=kind.value,
        number=number,
        issued_date=day,
        issued_at=now,
        issued_by=actor.user,
        corrects=corrects,
        total_minor=content.total_minor,
        currency=content.currency,
        content=frozen,
        content_hash=content_hash(frozen),
        rule_version=content.rule_version,
    )
    events.record("orders.paper.issued", subject=paper, actor=actor, at=now, payload={"paper": public_id})
    return paper


def _series(organisation_id: int, kind: Kind, year: int) -> PaperSeries:
    """The series, locked; made with its first paper."""
    PaperSeries.objects.bulk_create(
        [PaperSeries(organisation_id=organisation_id, kind=kind.value, year=year, prefix=PREFIXES[kind])],
        ignore_conflicts=True,
    )
    return PaperSeries.objects.select_for_update().get(organisation_id=organisation_id, kind=kind.value, year=year)
