"""Ask for approval."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from accounts.models import Requirement
from accounts.queries import must_not_stop_selling
from accounts.requirements import must_meet
from marketplace.kernel import events
from marketplace.kernel.operations import entry
from marketplace.kernel.refusals import Refusal
from sellers.content import missing_answers
from sellers.history import recorded
from sellers.models import Listing, ListingEdit, ListingRevision, SellerProfile
from sellers.operations._listings import WrongListingStatus, lock_own_listing, open_revision_of, require_complete
from sellers.proposals import as_proposed, proposed_pictures
from trade.operations.check_names import must_not_be_held


class CompanyNotDescribed(Refusal):
    """Buyers would not learn whom they buy from."""

    code = "company_not_described"
    status = 409
    title = _("Describe your company first")
    message = _("Buyers want to know whom they buy from. Describe your company, then send this listing for review.")


@entry
def submit_listing(*, actor: Actor, listing: Listing, now: datetime) -> Listing:
    """
    Send a draft, or the proposed changes to a listing on sale, for approval. Submitting what waits already is no news.

    :raises NotAllowed: if the actor may not edit listings.
    :raises NotFound: if it is another organisation's.
    :raises CompanyNotDescribed: if the seller's page is still a draft.
    :raises RequirementsOpen: if something is missing that is asked for before a new listing is looked at.
    :raises SellingOnHold: while selling is on hold.
    :raises HeldForScreening: while a name of the seller is being checked, or was confirmed.
    :raises WrongListingStatus: if there is nothing to submit.
    :raises InvalidInput: with a reason at each field that is missing.
    """
    listing = lock_own_listing(actor=actor, listing=listing)
    profile = SellerProfile.objects.filter(organisation_id=listing.organisation_id).first()
    if profile is None or profile.status == SellerProfile.Status.DRAFT:
        raise CompanyNotDescribed
    must_not_stop_selling(listing.organisation_id)
    must_not_be_held(organisation_id=listing.organisation_id)
    revision = open_revision_of(listing) if listing.was_published else None
    if listing.status == Listing.Status.IN_REVIEW or (
        revision is not None and revision.state == ListingRevision.State.IN_REVIEW
    ):
        return listing
    if revision is None and not listing.may_be_submitted:
        raise WrongListingStatus(status=listing.get_status_display())
    if revision is None:
        must_meet(organisation=listing.organisation, gate=Requirement.Gate.SELL, now=now)
    proposed = as_proposed(listing, revision)
    require_complete(
        proposed,
        pictures=len(proposed_pictures(listing, revision)),
        on=now.date(),
        missing=missing_answers(proposed),
    )
    with recorded(actor=actor, listing=listing, what=ListingEdit.What.SUBMITTED, now=now, parts=[]):
        if revision is not None:
            revision.state, revision.submitted_at = ListingRevision.State.IN_REVIEW, now
            revision.save(update_fields=["state", "submitted_at"])
        else:
            listing.status, listing.submitted_at = Listing.Status.IN_REVIEW, now
            listing.save(update_fields=["status", "submitted_at", "updated_at"])
    events.record(
        "sellers.listing.submitted",
        subject=listing,
        actor=actor,
        at=now,
        payload={"revision_id": revision.pk if revision else None},
    )
    return listing
