"""Keep a number under which an authority knows the organisation."""

from datetime import datetime

from accounts.actor import Actor
from accounts.models import Organisation, TaxId
from accounts.tax_ids import check_tax_id
from marketplace.kernel import events
from marketplace.kernel.operations import entry


@entry
def save_tax_id(*, actor: Actor, kind: str, country: str, value: str, now: datetime) -> TaxId:
    """
    Keep the number; the one of the same kind and country, if any, is replaced. Papers issued before keep theirs.

    :raises NotAllowed: if the actor may not manage the organisation.
    :raises InvalidInput: with the field that does not hold.
    """
    actor.must("organisation.manage")
    organisation = Organisation.objects.select_for_update().get(pk=actor.must_act_for_an_organisation().pk)
    compact, is_checked = check_tax_id(kind=kind, country=country, value=value)
    kept, _created = TaxId.objects.update_or_create(
        organisation=organisation, kind=kind, country=country, defaults={"value": compact, "is_checked": is_checked}
    )
    events.record(
        "accounts.tax_id.saved", subject=kept, actor=actor, at=now, payload={"kind": kind, "country": country}
    )
    return kept
