"""Name the person responsible for the safety of products in a market, or take the name out."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from marketplace.kernel import events
from marketplace.kernel.operations import entry
from marketplace.kernel.refusals import InvalidInput
from sellers.models import Listing, SafetyContact
from sellers.operations._listings import lock_own_listing

LENGTHS = {"name": 140, "address": 300, "email": 254, "phone": 40}


@entry
def set_safety_contact(
    *, actor: Actor, listing: Listing | None, market: str, contact: Mapping[str, Any], now: datetime
) -> SafetyContact | None:
    """
    Keep `contact` (name, address, email, phone) for `market`: of one listing, or of all that the organisation sells
    (None). An empty contact takes it out. Saying the same again changes nothing.

    :raises NotAllowed: if the actor may not edit listings.
    :raises NotFound: if the listing is another organisation's.
    :raises InvalidInput: with a reason at each field that cannot stand.
    """
    actor.must("listings.edit")
    organisation = actor.must_act_for_an_organisation()
    if listing is not None:
        lock_own_listing(actor=actor, listing=listing)
    clean = {name: " ".join(str(contact.get(name) or "").split()) for name in LENGTHS}
    if market not in SafetyContact.Market.values:
        raise InvalidInput(fields={"market": [_("Choose a market from the list.")]})
    kept = SafetyContact.objects.filter(organisation=organisation, listing=listing, market=market)
    if not any(clean.values()):
        kept.delete()
        return None
    if fields := _problems(clean):
        raise InvalidInput(fields=fields)
    row, _created = SafetyContact.objects.update_or_create(
        organisation=organisation, listing=listing, market=market, defaults={**clean, "updated_at": now}
    )
    events.record("sellers.safety_contact.set", subject=row, actor=actor, at=now)
    return row


def _problems(clean: Mapping[str, str]) -> dict[str, list[Any]]:
    fields: dict[str, list[Any]] = {}
    for name, longest in LENGTHS.items():
        if len(clean[name]) > longest:
            fields[name] = [_("Use at most %(longest)s characters.") % {"longest": longest}]
    for name in ("name", "address", "email"):
        if not clean[name]:
            fields[name] = [_("Authorities and consumers must be able to write to them: fill this in.")]
    if clean["email"]:
        try:
            validate_email(clean["email"])
        except ValidationError:
            fields["email"] = [_("Enter an e-mail address such as safety@example.com.")]
    return fields
