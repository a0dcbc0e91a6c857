"""Begin a listing."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from marketplace.kernel import events
from marketplace.kernel.operations import entry
from marketplace.kernel.refusals import InvalidInput, Refusal
from sellers.content import read_content
from sellers.models import Listing, SellerProfile
from sellers.operations._listings import set_content, write_variant


class NotSellingYet(Refusal):
    """The organisation has not opened its seller's desk."""

    code = "not_selling_yet"
    status = 409
    title = _("You do not sell yet")
    message = _("Open your seller's desk first, then list your first product.")


@entry
def create_listing(*, actor: Actor, content: Mapping[str, Any], now: datetime) -> Listing:
    """
    Begin a draft with what is known so far; only a title is needed. Nobody but the seller sees it.

    `content` maps names of `sellers.content.FIELDS` to values as typed or sent. Currency, countries and language
    default to the organisation's and the actor's own.

    :raises NotAllowed: if the actor may not edit listings.
    :raises NotSellingYet: if the organisation does not sell.
    :raises InvalidInput: with a reason at each field that cannot stand.
    """
    actor.must("listings.edit")
    organisation = actor.must_act_for_an_organisation()
    if not organisation.sells:
        raise NotSellingYet
    SellerProfile.objects.get_or_create(organisation=organisation, defaults={"slug": organisation.slug})
    clean, errors = read_content(content, moq=1)
    if not clean.get("title") and "title" not in errors:
        errors["title"] = [_("Give it a title.")]
    if errors:
        raise InvalidInput(fields=errors)
    listing = Listing(
        organisation=organisation,
        kind=clean.get("kind", Listing.Kind.GOODS),
        currency=clean.get("currency", organisation.currency),
        origin_country=organisation.country,
        ships_from_country=organisation.country,
        language=actor.user.language if actor.user else "en",
    )
    set_content(listing, clean)
    listing.save()
    write_variant(listing, clean)
    events.record("sellers.listing.created", subject=listing, actor=actor, at=now)
    return listing
