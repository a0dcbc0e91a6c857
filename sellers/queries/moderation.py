"""What a moderator looks at."""

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from sellers.models import Listing, ListingRevision, SellerProfile
from sellers.proposals import as_proposed
from trade.models import HsCode

_WAITING = ListingRevision.objects.filter(listing=OuterRef("pk"), state=ListingRevision.State.IN_REVIEW)


def waiting_listings() -> QuerySet[Listing]:
    """Return the listings that wait for a decision, themselves or with changes."""
    return Listing.objects.filter(Q(status=Listing.Status.IN_REVIEW) | Q(Exists(_WAITING)))


def moderation_flags(listing: Listing, revision: ListingRevision | None) -> list[str]:
    """Return what a moderator should look at twice about `listing` as it would be on sale."""
    shown = as_proposed(listing, revision)
    flags = []
    if shown.hs_code and not HsCode.objects.filter(code=shown.hs_code[:6]).exists():
        flags.append(_("HS code %(code)s is not in our nomenclature.") % {"code": shown.hs_code})
    profile = SellerProfile.objects.filter(organisation_id=listing.organisation_id).first()
    if profile is not None and profile.status == SellerProfile.Status.SUBMITTED:
        flags.append(_("First listing of a new seller: the company's page is approved with it."))
    twins = (
        Listing.objects.filter(organisation_id=listing.organisation_id, title__iexact=shown.title)
        .exclude(pk=listing.pk)
        .exclude(status=Listing.Status.ARCHIVED)
        .count()
    )
    if twins:
        flags.append(_("The seller has %(count)s other listings with this title.") % {"count": twins})
    if shown.needs_parcel and shown.origin_country != shown.ships_from_country:
        flags.append(_("Made in one country, shipped from another: check the origin."))
    return flags
