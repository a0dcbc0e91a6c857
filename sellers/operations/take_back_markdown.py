"""Give a lot its own prices back."""

from datetime import datetime

from accounts.actor import Actor
from marketplace.kernel import events
from marketplace.kernel.operations import entry
from marketplace.kernel.refusals import NotFound
from sellers.history import recorded
from sellers.markdowns import read_tiers
from sellers.models import ListingEdit, Markdown, Variant
from sellers.operations._listings import lock_own_listing
from sellers.operations.mark_down_lot import write_tiers
from sellers.operations.record_change import record_change


@entry
def take_back_markdown(*, actor: Actor, markdown: Markdown, now: datetime) -> Markdown:
    """
    Put back the prices from before a markdown; this lot is not marked down again. Taking back what has ended changes
    nothing.

    :raises NotAllowed: if the actor may not edit listings.
    :raises NotFound: if it is another organisation's.
    """
    listing = lock_own_listing(actor=actor, listing=markdown.listing)
    variant = Variant.objects.select_for_update(no_key=True).get(pk=markdown.variant_id)
    standing = Markdown.objects.filter(pk=markdown.pk, organisation_id=actor.organisation_id).first()
    if standing is None:
        raise NotFound
    if standing.ended_at is not None:
        return standing
    with recorded(actor=actor, listing=listing, what=ListingEdit.What.MARKDOWN_ENDED, now=now, parts=["variants"]):
        write_tiers(variant, read_tiers(standing.before))
    standing.ended_at, standing.was_taken_back = now, True
    standing.save(update_fields=["ended_at", "was_taken_back"])
    record_change(listing=listing)
    events.record("sellers.markdown.taken_back", subject=standing, actor=actor, at=now)
    return standing
