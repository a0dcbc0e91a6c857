"""Save what is being typed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from marketplace.kernel import events
from marketplace.kernel.operations import entry
from marketplace.kernel.refusals import InvalidInput
from sellers.content import FIXED_ONCE_PUBLISHED, LOT_FIELDS, REVIEWED, Errors, read_content
from sellers.history import recorded, snapshot
from sellers.history.snapshot import PROPOSED, plain
from sellers.models import Listing, ListingEdit, ListingRevision, SellerProfile, UnsavedInput, Variant
from sellers.operations._content import fixed_fields, require_version, write_content
from sellers.operations._listings import lock_own_listing, open_revision_of, require_editable
from sellers.operations.create_listing import NotSellingYet, begun_in_window, new_draft
from sellers.proposals import as_proposed

# More than this is not typing; a listing holds about a tenth of it.
MOST_TYPED = 200_000


class Autosaved(NamedTuple):
    """
    Names of fields of `content` that were kept as typed: `refused` as they cannot stand, `for_save` as only a
    deliberate save may change them now.
    """

    listing: Listing
    refused: list[str]
    for_save: list[str]


@entry
def autosave_listing(
    *,
    actor: Actor,
    listing: Listing | None,
    content: Mapping[str, Any],
    typed: Mapping[str, Mapping[str, Any]],
    now: datetime,
    version: int | None = None,
    window: str = "",
) -> Autosaved:
    """
    Save the fields of `content` that can stand; keep the others as they were `typed`, to be shown again.

    Without a `listing` a draft is begun. A draft takes every field. Of a listing on sale, fields that wait for
    approval go to the open proposal; price, stock and what else would change at once is kept as typed, since only
    a deliberate save may change what buyers pay. `typed` gives, by field of `content`, the form's own names and values.

    :raises NotAllowed: if the actor may not edit listings.
    :raises NotFound: if it is another organisation's.
    :raises NotSellingYet: if the organisation does not sell.
    :raises ListingChanged: if it was saved from elsewhere since `version`.
    :raises ListingInReview: if it waits for its first approval.
    :raises WrongListingStatus: if it is archived.
    :raises InvalidInput: if more was typed than can be kept.
    """
    if sum(len(str(value)) for fields in typed.values() for value in fields.values()) > MOST_TYPED:
        raise InvalidInput(fields={"form": [_("This is too much text to keep.")]})
    is_new = False
    if listing is not None:
        listing = lock_own_listing(actor=actor, listing=listing)
        require_version(listing, version, window)
        require_editable(listing)
    elif (listing := begun_in_window(actor, window)) is None:
        listing, is_new = _begin(actor), True
    category = as_proposed(listing, open_revision_of(listing)).category
    clean, refused = read_content(content, moq=listing.moq, category=category)
    if not listing.was_published and not is_new and clean.get("title") == "" and listing.title:
        refused["title"] = [_("Give it a title.")]
    refused |= fixed_fields(listing, clean)
    refused |= _taken_sku(listing, clean)
    unusable = {_field_of(name) for name in refused} & set(content)
    for_save = _for_save_alone(listing, clean) - unusable if listing.was_published else set()
    waiting = unusable | for_save
    storable = {name: value for name, value in clean.items() if name not in waiting}
    if listing.was_published:
        storable = {name: value for name, value in storable.items() if name in REVIEWED}
    if is_new:
        with recorded(actor=actor, listing=listing, what=ListingEdit.What.CREATED, now=now, window=window, new=True):
            write_content(listing, storable, now=now)
        events.record("sellers.listing.created", subject=listing, actor=actor, at=now)
    elif storable := _different(listing, storable):
        with recorded(
            actor=actor, listing=listing, what=ListingEdit.What.AUTOSAVED, now=now, parts=["variants"], window=window
        ):
            write_content(listing, storable, now=now)
    _keep(actor, listing, {name: typed.get(name, {}) for name in waiting}, now)
    return Autosaved(listing, sorted(unusable), sorted(for_save))


def _begin(actor: Actor) -> Listing:
    actor.must("listings.edit")
    organisation = actor.must_act_for_an_organisation()
    if not organisation.sells:
        raise NotSellingYet
    SellerProfile.objects.get_or_create(organisation=organisation, defaults={"slug": organisation.slug})
    listing = new_draft(actor, organisation)
    listing.version = 0
    listing.save()
    return listing


def _field_of(name: str) -> str:
    """The field of the content that a refusal is about: `tiers.0.unit_price` is about the tiers."""
    return "lot" if name in LOT_FIELDS else name.partition(".")[0]


def _taken_sku(listing: Listing, clean: Mapping[str, Any]) -> Errors:
    """Look before writing: a refusal by the database would take the other fields with it."""
    sku = clean.get("sku")
    others = Variant.objects.filter(organisation_id=listing.organisation_id, sku=sku).exclude(listing=listing)
    if not sku or not others.exists():
        return {}
    return {"sku": [_("Another of your listings has this SKU.")]}


def _for_save_alone(listing: Listing, clean: Mapping[str, Any]) -> set[str]:
    """What a person typed into a listing on sale that only Save may put on sale, or not while it is reviewed."""
    waits = {name for name in _different(listing, clean) if name not in REVIEWED and name not in FIXED_ONCE_PUBLISHED}
    revision = open_revision_of(listing)
    if revision is not None and revision.state == ListingRevision.State.IN_REVIEW:
        waits |= {name for name in _different(listing, clean) if name in REVIEWED}
    return waits


def _different(listing: Listing, clean: Mapping[str, Any]) -> dict[str, Any]:
    """Return what of `clean` is not stored yet, neither on the listing nor in its open proposal."""
    parts = ["variants"] if {"sku", "stock", "tiers", "lot"} & set(clean) else []
    stored = snapshot(listing, parts)

    def is_there(name: str, value: Any) -> bool:
        if name == "lot":
            lot = next(iter(stored.get("lots", [])), None)
            return lot is None if not value else lot is not None and all(lot[k] == plain(v) for k, v in value.items())
        if name == "tiers":
            value = [[tier.min_quantity, plain(tier.unit_price)] for tier in value]
        return bool(plain(value) == stored.get(PROPOSED + name, stored.get(name)))

    return {name: value for name, value in clean.items() if not is_there(name, value)}


def _keep(actor: Actor, listing: Listing, typed: Mapping[str, Mapping[str, Any]], now: datetime) -> None:
    if actor.user_id is None:
        return
    fields = {name: value for group in typed.values() for name, value in group.items()}
    kept = UnsavedInput.objects.filter(listing=listing, user_id=actor.user_id)
    if not fields:
        kept.delete()
    elif not kept.filter(fields=fields).exists():
        UnsavedInput.objects.update_or_create(
            listing=listing, user_id=actor.user_id, defaults={"fields": fields, "saved_at": now}
        )
