"""Change a restriction by adding a row from a day on."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from marketplace.kernel import events
from marketplace.kernel.operations import entry, part
from marketplace.kernel.refusals import InvalidInput, NotAllowed
from trade.editions import raise_edition
from trade.models import Edition, Restriction
from trade.reference.restriction_rows import check_restriction


@entry
def add_restriction(*, actor: Actor, row: Restriction, now: datetime) -> Restriction:
    """
    Add a restriction, or change one from a day on; see `put_restriction_in_force`.

    :raises NotAllowed: if the actor is not the platform's staff.
    :raises InvalidInput: if the row makes no sense, or another of its code begins on that day or later.
    """
    return put_restriction_in_force(actor=actor, row=row, now=now)


@part
def put_restriction_in_force(*, actor: Actor, row: Restriction, now: datetime) -> Restriction:
    """
    Put a new row in force; the row it follows ends the day before. Search learns which listings it concerns.

    :raises NotAllowed: if the actor is not the platform's staff.
    :raises InvalidInput: if the row makes no sense, or another of its code begins on that day or later.
    """
    if not actor.is_platform:
        raise NotAllowed
    if wrong := check_restriction(row):
        raise InvalidInput(fields=wrong)
    same = Restriction.objects.select_for_update().filter(code=row.code)
    if same.filter(valid_from__gte=row.valid_from).exists():
        raise InvalidInput(fields={"valid_from": [_("A row of this rule begins on that day or later.")]})
    before = same.order_by("-valid_from").first()
    if before is not None and (before.valid_to is None or before.valid_to >= row.valid_from):
        before.valid_to = row.valid_from - timedelta(days=1)
        before.save(update_fields=["valid_to"])
    row.pk = None
    row.entered_in_admin = True
    row.save()
    raise_edition(Edition.Kind.RESTRICTIONS, now)
    events.record("trade.restriction.added", subject=row, actor=actor, at=now, payload={"code": row.code})
    return row
