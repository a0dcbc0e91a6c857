"""Change a rule by adding a row from a day on."""

from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from marketplace.kernel.operations import entry, part
from marketplace.kernel.refusals import InvalidInput, NotAllowed
from trade.editions import raise_edition
from trade.models import DatedRule, Edition


@entry
def add_dated_rule(*, actor: Actor, rule: DatedRule, now: datetime) -> DatedRule:
    """
    Change a rule from a day on; see `put_in_force`.

    :raises NotAllowed: if the actor is not the platform's staff.
    :raises InvalidInput: if a row of the same rule begins on that day or later, so that periods would overlap.
    """
    return put_in_force(actor=actor, rule=rule, now=now)


@part
def put_in_force(*, actor: Actor, rule: DatedRule, now: datetime) -> DatedRule:
    """
    Put a new row of a rule in force; the row it follows ends the day before.

    :raises NotAllowed: if the actor is not the platform's staff.
    :raises InvalidInput: if a row of the same rule begins on that day or later, so that periods would overlap.
    """
    if not actor.is_platform:
        raise NotAllowed
    model: Any = type(rule)
    same = model._default_manager.select_for_update().filter(**{name: getattr(rule, name) for name in model.KEY})
    if same.filter(valid_from__gte=rule.valid_from).exists():
        raise InvalidInput(fields={"valid_from": [_("A row of this rule begins on that day or later.")]})
    before = same.order_by("-valid_from").first()
    if before is not None and (before.valid_to is None or before.valid_to >= rule.valid_from):
        before.valid_to = rule.valid_from - timedelta(days=1)
        before.save(update_fields=["valid_to"])
    rule.pk = None
    rule.entered_in_admin = True
    rule.save()
    raise_edition(Edition.Kind.RULES, now)
    return rule
