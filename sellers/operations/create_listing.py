"""Begin a listing."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from accounts.models import Organisation
from marketplace.kernel import events
from marketplace.kernel.operations import entry
from marketplace.kernel.refusals import InvalidInput, Refusal
from sellers.content import read_content
from sellers.history import recorded
from sellers.models import Listing, ListingEdit, SellerProfile
from sellers.operations._content import write_content
from sellers.operations._listings import ListingChanged, set_content, write_variant


class NotSellingYet(Refusal):
    """The organisation has not opened its seller's desk."""

    code = "not_selling_yet"
    status = 409
    title = _("You do not sell yet")
    message = _("Open your seller's desk first, then list your first product.")


@entry
def create_listing(*, actor: Actor, content: Mapping[str, Any], now: datetime, window: str = "") -> Listing:
    """
    Begin a draft with what is known so far; only a title is needed. Nobody but the seller sees it.

    `content` maps names of `sellers.content.FIELDS` to values as typed or sent. Currency, countries and language
    default to the organisation's and the actor's own. A draft that was begun from the same editor `window` while the
    person typed is taken up instead of making a second one.

    :raises NotAllowed: if the actor may not edit listings.
    :raises NotSellingYet: if the organisation does not sell.
    :raises ListingChanged: if the draft begun in this window was changed from elsewhere since.
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
    begun = begun_in_window(actor, window)
    if begun is not None:
        with recorded(
            actor=actor, listing=begun, what=ListingEdit.What.EDITED, now=now, parts=["variants"], window=window
        ):
            write_content(begun, clean, now=now)
        return begun
    listing = new_draft(actor, organisation)
    listing.kind = clean.get("kind", listing.kind)
    listing.currency = clean.get("currency", listing.currency)
    set_content(listing, clean)
    listing.save()
    with recorded(
        actor=actor,
        listing=listing,
        what=ListingEdit.What.CREATED,
        now=now,
        parts=["variants"],
        window=window,
        new=True,
    ):
        write_variant(listing, clean)
    events.record("sellers.listing.created", subject=listing, actor=actor, at=now)
    return listing


def begun_in_window(actor: Actor, window: str) -> Listing | None:
    """
    Return the draft that this person began in an editor window, locked; others who begin in it wait here.

    :raises ListingChanged: if it was changed from elsewhere since, or is no draft any more: an autosave that comes
        after the Save that sent it for review begins no second one.
    """
    if not window or actor.user_id is None:
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"sellers.window:{window}"])
    edits = ListingEdit.objects.filter(organisation_id=actor.organisation_id, user_id=actor.user_id, window=window)
    begun = edits.filter(what=ListingEdit.What.CREATED).values("listing_id")
    listing = Listing.objects.select_for_update(no_key=True).filter(pk__in=begun).first()
    if listing is None:
        return None
    # This window never learned of its draft, and somebody else has gone on with it since.
    elsewhere = ListingEdit.objects.filter(listing=listing).exclude(window=window).exists()
    if elsewhere or listing.status != Listing.Status.DRAFT:
        raise ListingChanged(version=listing.version)
    return listing


def new_draft(actor: Actor, organisation: Organisation) -> Listing:
    """Return a draft, not saved yet, with what is known of its seller filled in."""
    return Listing(
        organisation=organisation,
        kind=Listing.Kind.GOODS,
        currency=organisation.currency,
        origin_country=organisation.country,
        ships_from_country=organisation.country,
        language=actor.user.language if actor.user else "en",
    )
