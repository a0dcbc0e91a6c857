"""Keep an organisation's numbers with its own authorities, all at once."""

from collections.abc import Mapping
from datetime import datetime

from accounts.actor import Actor
from accounts.models import Organisation, TaxId
from accounts.tax_ids import check_tax_id
from marketplace.kernel import events
from marketplace.kernel.operations import entry
from marketplace.kernel.refusals import InvalidInput, Text

from .save_tax_id import keep_number


@entry
def save_numbers(*, actor: Actor, numbers: Mapping[str, str], now: datetime) -> list[TaxId]:
    """
    Keep the numbers of `numbers` (kind -> number) that the organisation's own country gave; an empty one is taken away.

    All are kept or none is.

    :raises NotAllowed: if the actor may not manage the organisation.
    :raises InvalidInput: with each kind whose number does not hold.
    """
    actor.must("organisation.manage")
    organisation = Organisation.objects.select_for_update().get(pk=actor.must_act_for_an_organisation().pk)
    problems: dict[str, list[Text]] = {}
    checked: dict[str, tuple[str, bool]] = {}
    for kind, value in numbers.items():
        if not value.strip():
            continue
        try:
            checked[kind] = check_tax_id(kind=kind, country=organisation.country, value=value)
        except InvalidInput as refusal:
            problems[kind] = [reason for reasons in refusal.fields.values() for reason in reasons]
    if problems:
        raise InvalidInput(fields=problems)
    ours = TaxId.objects.filter(organisation=organisation, country=organisation.country)
    for row in ours.filter(kind__in=set(numbers) - set(checked)):
        events.record("accounts.tax_id.removed", subject=row, actor=actor, at=now, payload={"kind": row.kind})
        row.delete()
    return [
        keep_number(
            actor=actor,
            organisation=organisation,
            kind=kind,
            country=organisation.country,
            value=value,
            is_checked=is_checked,
            now=now,
        )
        for kind, (value, is_checked) in checked.items()
    ]
