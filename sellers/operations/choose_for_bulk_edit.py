"""Choose listings to change together."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from marketplace.kernel.operations import entry
from marketplace.kernel.refusals import NotFound, Refusal
from sellers.models import BulkEdit, BulkEditRow, Listing

MOST_LISTINGS = 20_000


class NothingChosen(Refusal):
    """No listing was chosen, or too many. Facts: `most`."""

    code = "nothing_chosen"
    status = 422
    title = _("Choose listings first")
    message = _("Tick the listings to change, at most %(most)s at once.")


@entry
def choose_for_bulk_edit(
    *, actor: Actor, listings: QuerySet[Listing], now: datetime, named: Sequence[str] = ()
) -> BulkEdit:
    """
    Keep which of the actor's `listings` shall be changed together; nothing is changed yet.

    `named` are public ids that must all be among them; none: all that match. What is chosen stays chosen though the
    filter would find others a minute later.

    :raises NotAllowed: if the actor may not edit listings.
    :raises NotFound: if a named listing is not among them.
    :raises NothingChosen: if there is none, or more than 20,000.
    """
    actor.must("listings.edit")
    organisation = actor.must_act_for_an_organisation()
    own = listings.filter(organisation=organisation)
    wanted = list(dict.fromkeys(named))
    if wanted:
        own = own.filter(public_id__in=wanted)
    ids = list(own.order_by("pk").values_list("pk", flat=True)[: MOST_LISTINGS + 1])
    if not ids or len(ids) > MOST_LISTINGS:
        if wanted:
            raise NotFound
        raise NothingChosen(most=f"{MOST_LISTINGS:,}")
    if wanted and len(ids) != len(wanted):
        raise NotFound
    edit = BulkEdit.objects.create(
        organisation=organisation, user_id=actor.user_id, actor=actor.label[:150], created_at=now
    )
    BulkEditRow.objects.bulk_create((BulkEditRow(bulk_edit=edit, listing_id=pk) for pk in ids), batch_size=2000)
    return edit
