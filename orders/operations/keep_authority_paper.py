"""The seller brings a paper that an authority gave."""

from datetime import date, datetime

import puremagic
from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from marketplace.kernel import events
from marketplace.kernel.operations import entry
from marketplace.kernel.refusals import InvalidInput, Text
from orders.models import AuthorityPaper, Order
from orders.operations._moves import locked
from orders.operations._papers import must_issue_for
from orders.paper_content import facts_of
from orders.paper_needs import required_papers

MOST_BYTES = 5 * 1024 * 1024
#: What a copy may be, by what its bytes are, not by what it is called.
TYPES = {"application/pdf": "pdf", "image/png": "png", "image/jpeg": "jpg"}


@entry
def keep_authority_paper(
    *,
    actor: Actor,
    order: Order,
    kind: str,
    number: str,
    issued_date: date,
    copy: bytes = b"",
    now: datetime,
) -> AuthorityPaper:
    """
    Keep number and day of a paper that the restriction rules ask for, with a copy (PDF, PNG or JPEG) if there is one.

    The same kind again replaces the one before.

    :raises NotAllowed: if the actor may not issue the seller's papers.
    :raises InvalidInput: if the kind is not asked for, or number, day or copy do not hold.
    """
    order = locked(order)
    must_issue_for(actor, order)
    problems: dict[str, list[Text]] = {}
    asked = {paper.kind for paper in required_papers(facts_of(order), on=now.date())}
    number = " ".join(number.split())
    if kind not in asked:
        problems["kind"] = [_("This order does not need such a paper.")]
    if not 1 <= len(number) <= 80 or not number.isprintable():
        problems["number"] = [_("Enter the number on the paper, at most 80 characters.")]
    if issued_date > now.date():
        problems["issued_date"] = [_("The day lies in the future.")]
    file_type = _type_of(copy, problems) if copy else ""
    if problems:
        raise InvalidInput(fields=problems)
    kept, _created = AuthorityPaper.objects.update_or_create(
        order=order,
        kind=kind,
        defaults={
            "organisation_id": order.seller_id,
            "number": number,
            "issued_date": issued_date,
            "file": copy or None,
            "file_type": file_type,
            "file_name": f"{order.number}-{kind}.{TYPES[file_type]}" if file_type else "",
            "added_by": actor.user,
            "added_at": now,
        },
    )
    events.record("orders.authority_paper.kept", subject=kept, actor=actor, at=now, payload={"kind": kind})
    return kept


def _type_of(copy: bytes, problems: dict[str, list[Text]]) -> str:
    if len(copy) > MOST_BYTES:
        problems["copy"] = [_("The copy is larger than 5 MB.")]
        return ""
    try:
        found = puremagic.from_string(copy, mime=True)
    except (puremagic.PureError, ValueError):
        found = ""
    if found not in TYPES:
        problems["copy"] = [_("The copy must be a PDF, PNG or JPEG file.")]
        return ""
    return str(found)
