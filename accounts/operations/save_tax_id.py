"""Keep a number under which an authority knows the organisation."""

from datetime import datetime

from accounts.actor import Actor
from accounts.models import Organisation, TaxId
from accounts.tax_ids import check_tax_id
from marketplace.kernel import events
from marketplace.kernel.operations import entry, part


@entry
def save_tax_id(*, actor: Actor, kind: str, country: str, value: str, now: datetime) -> TaxId:
    """
    Keep the number; the one of the same kind and country, if any, is replaced. Papers issued before keep theirs.

    Until its register confirms it (`verify_tax_id`) it stands on papers and changes nothing that is owed. Saving the
    same number again changes nothing.

    :raises NotAllowed: if the actor may not manage the organisation.
    :raises InvalidInput: with the field that does not hold.
    """
    actor.must("organisation.manage")
    organisation = Organisation.objects.select_for_update().get(pk=actor.must_act_for_an_organisation().pk)
    compact, is_checked = check_tax_id(kind=kind, country=country, value=value)
    return keep_number(
        actor=actor,
        organisation=organisation,
        kind=kind,
        country=country,
        value=compact,
        is_checked=is_checked,
        now=now,
    )


@part
def keep_number(
    *, actor: Actor, organisation: Organisation, kind: str, country: str, value: str, is_checked: bool, now: datetime
) -> TaxId:
    """Keep a number that was checked, inside the caller's transaction; the caller has locked the organisation."""
    same = organisation.tax_ids.filter(kind=kind, country=country, value=value).first()
    if same is not None:
        return same
    # Another number is not the one that its register confirmed.
    unasked = {"verified_at": None, "verified_by": None, "reference": "", "asked_at": None}
    kept, _created = TaxId.objects.update_or_create(
        organisation=organisation,
        kind=kind,
        country=country,
        defaults={"value": value, "is_checked": is_checked} | unasked,
    )
    events.record(
        "accounts.tax_id.saved", subject=kept, actor=actor, at=now, payload={"kind": kind, "country": country}
    )
    return kept
