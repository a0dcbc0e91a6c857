"""Tell buyers who sells."""

from collections.abc import Mapping
from datetime import datetime
from typing import IO, Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actor import Actor
from accounts.places import COUNTRIES
from marketplace.kernel import events
from marketplace.kernel.operations import entry
from marketplace.kernel.refusals import InvalidInput
from sellers.content import read_incoterms, read_text
from sellers.models import Listing, ListingChange, SellerProfile
from sellers.pictures import delete_renditions, read_picture, store_renditions

OLDEST_FIRM = 1000
MOST_PEOPLE = 5_000_000


def describe_company(
    *, actor: Actor, content: Mapping[str, Any], now: datetime, logo: IO[bytes] | None = None
) -> SellerProfile:
    """
    Set the texts and facts of the seller's page: `tagline`, `story`, `founded_year`, `employees`, `ships_to` (list of
    country codes; empty means everywhere), `incoterms` (codes; empty means DDP and DAP), and a logo. Only what is in
    `content` changes.

    The first complete description (tagline and story) sends the page for approval, which comes with the first listing.

    :raises NotAllowed: if the actor may not edit listings.
    :raises InvalidInput: with a reason at each field that cannot stand.
    :raises BadPicture: if the logo will not do.
    """
    actor.must("listings.edit")
    stem = store_renditions(read_picture(logo), folder="logos") if logo is not None else ""
    try:
        return _describe(actor=actor, content=content, stem=stem, now=now)
    except BaseException:
        if stem:
            delete_renditions(stem)
        raise


@entry
def _describe(*, actor: Actor, content: Mapping[str, Any], stem: str, now: datetime) -> SellerProfile:
    organisation = actor.must_act_for_an_organisation()
    SellerProfile.objects.get_or_create(organisation=organisation, defaults={"slug": organisation.slug})
    profile = SellerProfile.objects.select_for_update().get(organisation=organisation)
    values, errors = _read(content, year=now.year)
    for name, value in values.items():
        setattr(profile, name, value)
    for name in ("tagline", "story"):
        if not getattr(profile, name) and name not in errors:
            errors[name] = [_("Buyers read this first. Write a few words.")]
    if errors:
        raise InvalidInput(fields=errors)
    if stem:
        if profile.logo:
            transaction.on_commit(lambda old=profile.logo: delete_renditions(old), robust=True)  # type: ignore[misc]
        profile.logo = stem
    if profile.status == SellerProfile.Status.DRAFT:
        profile.status = SellerProfile.Status.SUBMITTED
        events.record("sellers.profile.submitted", subject=profile, actor=actor, at=now)
    else:
        events.record("sellers.profile.described", subject=profile, actor=actor, at=now)
    profile.save()
    # Where a seller ships to is part of what search shows of each listing.
    note_listings_of(organisation.pk)
    return profile


def note_listings_of(organisation_id: int) -> None:
    """Tell search that everything of one seller that is on sale changed."""
    ListingChange.objects.bulk_create(
        (
            ListingChange(listing_id=pk)
            for pk in Listing.objects.filter(organisation_id=organisation_id, status=Listing.Status.LIVE).values_list(
                "pk", flat=True
            )
        ),
        batch_size=2000,
    )


def _read(content: Mapping[str, Any], *, year: int) -> tuple[dict[str, Any], dict[str, list[str]]]:
    values: dict[str, Any] = {}
    errors: dict[str, list[str]] = {}
    for name, longest in (("tagline", 140), ("story", 4000)):
        if name in content:
            try:
                values[name] = read_text(name, content[name], longest=longest, lines=name == "story")
            except ValueError as wrong:
                errors[name] = [str(wrong)]
    for name, smallest, largest in (("founded_year", OLDEST_FIRM, year), ("employees", 1, MOST_PEOPLE)):
        if name not in content:
            continue
        given = content[name]
        if given in (None, ""):
            values[name] = None
            continue
        number = int(str(given)) if str(given).isascii() and str(given).isdigit() else 0
        if smallest <= number <= largest:
            values[name] = number
        else:
            errors[name] = [
                _("Enter a whole number from %(smallest)s to %(largest)s.") % {"smallest": smallest, "largest": largest}
            ]
    if "ships_to" in content:
        given = content["ships_to"] or []
        codes = sorted({str(code).upper() for code in given}) if isinstance(given, list | tuple | set) else ["?"]
        if set(codes) <= COUNTRIES:
            values["ships_to"] = codes
        else:
            errors["ships_to"] = [_("Choose countries from the list.")]
    if "incoterms" in content:
        try:
            values["incoterms"] = read_incoterms(content["incoterms"])
        except ValueError as wrong:
            errors["incoterms"] = [str(wrong)]
    return values, errors
