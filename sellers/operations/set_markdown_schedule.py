"""Say how lots are marked down as their date draws near."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from accounts.actor import Actor
from accounts.models import Organisation
from marketplace.kernel import events
from marketplace.kernel.operations import entry
from marketplace.kernel.refusals import InvalidInput
from sellers.markdowns import check_steps
from sellers.models import Listing, MarkdownStep
from sellers.operations._listings import lock_own_listing


@entry
def set_markdown_schedule(
    *, actor: Actor, listing: Listing | None, steps: Sequence[Mapping[str, Any]], now: datetime
) -> list[MarkdownStep]:
    """
    Replace the schedule of one listing, or with None that of all the organisation's lots. No steps: no markdowns
    (for a listing: those of all lots apply again). Prices already marked down stay until the next sweep.

    :raises NotAllowed: if the actor may not edit listings.
    :raises NotFound: if the listing is another organisation's.
    :raises InvalidInput: with a reason at each row that cannot stand.
    """
    actor.must("listings.edit")
    seller = actor.must_act_for_an_organisation()
    # One at a time: two windows saving at once would mix their rows.
    Organisation.objects.select_for_update(no_key=True).get(pk=seller.pk)
    if listing is not None:
        listing = lock_own_listing(actor=actor, listing=listing)
    wanted, errors = check_steps(steps)
    if errors:
        raise InvalidInput(fields=errors)
    MarkdownStep.objects.filter(organisation=seller, listing=listing).delete()
    rows = MarkdownStep.objects.bulk_create(
        MarkdownStep(organisation=seller, listing=listing, days_left=step.days_left, percent=step.percent)
        for step in wanted
    )
    events.record(
        "sellers.markdowns.scheduled",
        subject=listing or seller,
        actor=actor,
        at=now,
        payload={"steps": [[step.days_left, step.percent] for step in wanted]},
    )
    return rows
