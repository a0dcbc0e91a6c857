"""Keep an address."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts import queries
from accounts.actor import Actor
from accounts.addresses import check_address
from accounts.models import Address, Organisation
from marketplace.kernel.operations import entry
from marketplace.kernel.refusals import Refusal

MOST_ADDRESSES = 200


class TooManyAddresses(Refusal):
    code = "too_many_addresses"
    title = _("Too many addresses")
    message = _("Remove some that are no longer used before you add more.")


@entry
def save_address(
    *,
    actor: Actor,
    fields: Mapping[str, str],
    label: str = "",
    is_default: bool = False,
    public_id: str = "",
    now: datetime,
) -> Address:
    """
    Add an address to the organisation's book, or change the one called `public_id`.

    :raises NotAllowed: if the actor may not keep addresses.
    :raises NotFound: if `public_id` is not one of the organisation's.
    :raises InvalidInput: with each field that does not fit the country.
    :raises TooManyAddresses: if the book is full.
    """
    actor.must("addresses.edit")
    organisation = Organisation.objects.select_for_update().get(pk=actor.must_act_for_an_organisation().pk)
    checked = check_address(fields)
    if public_id:
        address = queries.address_of(actor, public_id)
    else:
        if Address.objects.filter(organisation=organisation).count() >= MOST_ADDRESSES:
            raise TooManyAddresses
        address = Address(organisation=organisation)
    first = not Address.objects.filter(organisation=organisation).exclude(pk=address.pk).exists()
    if is_default or first:
        Address.objects.filter(organisation=organisation, is_default=True).exclude(pk=address.pk).update(
            is_default=False
        )
        address.is_default = True
    for name, value in checked.items():
        setattr(address, name, value)
    address.label = label.strip()[:60]
    address.save()
    return address
