"""Open an organisation."""

from datetime import datetime

from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from accounts.models import Membership, Organisation, Role
from accounts.places import COUNTRIES, currency_of
from marketplace.kernel import events
from marketplace.kernel.fields import new_public_id
from marketplace.kernel.money import is_currency
from marketplace.kernel.operations import entry
from marketplace.kernel.refusals import InvalidInput, SignInNeeded, Text


@entry
def create_organisation(
    *,
    actor: Actor,
    name: str,
    country: str,
    currency: str = "",
    sells: bool = False,
    buys: bool = True,
    website: str = "",
    description: str = "",
    time_zone: str = "UTC",
    now: datetime,
) -> Organisation:
    """
    Open an organisation and make the person its owner.

    :raises SignInNeeded: if nobody is signed in.
    :raises InvalidInput: if the name, country or currency will not do, or it would neither sell nor buy.
    """
    if actor.user is None:
        raise SignInNeeded
    name = " ".join(name.split())
    currency = currency or (currency_of(country) if country in COUNTRIES else "")
    problems: dict[str, list[Text]] = {}
    if not 2 <= len(name) <= 140:
        problems["name"] = [_("Use 2 to 140 characters.")]
    if country not in COUNTRIES:
        problems["country"] = [_("Choose a country from the list.")]
    elif not is_currency(currency):
        problems["currency"] = [_("Choose a currency from the list.")]
    if not (sells or buys):
        problems["sells"] = [_("Choose selling, buying, or both.")]
    if problems:
        raise InvalidInput(fields=problems)
    organisation = Organisation.objects.create(
        name=name,
        slug=_free_slug(name),
        country=country,
        currency=currency,
        sells=sells,
        buys=buys,
        website=website,
        description=description,
        time_zone=time_zone,
    )
    Membership.objects.create(user=actor.user, organisation=organisation, role=Role.OWNER)
    events.record("accounts.organisation.created", subject=organisation, actor=actor, at=now)
    return organisation


def _free_slug(name: str) -> str:
    base = slugify(name)[:60].strip("-") or "firm"
    if not Organisation.objects.filter(slug=base).exists():
        return base
    return f"{base}-{new_public_id('x')[2:8]}"
