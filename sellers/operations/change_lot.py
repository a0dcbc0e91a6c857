"""Correct a lot."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from accounts.actor import Actor
from marketplace.kernel import events
from marketplace.kernel.operations import entry
from marketplace.kernel.refusals import InvalidInput, NotFound
from sellers.content import read_lot
from sellers.models import Lot
from sellers.operations._listings import lock_own_listing, require_editable
from sellers.operations._lots import LotClosed, add_up, lock_variant, shut, write_lot
from sellers.operations.record_change import record_change


@entry
def change_lot(*, actor: Actor, lot: Lot, content: Mapping[str, Any], now: datetime) -> Lot:
    """
    Change the fields named in `content`; `quantity` is what is left of it, as counted. What orders took stays theirs.

    :raises NotAllowed: if the actor may not edit listings.
    :raises NotFound: if it is another organisation's.
    :raises LotClosed: if it is closed.
    :raises InvalidInput: with a reason at each field that cannot stand.
    """
    lot = _locked(actor, lot)
    clean, errors = read_lot(content)
    if errors:
        raise InvalidInput(fields=errors)
    before = {name: str(getattr(lot, name, lot.available)) for name in clean}
    write_lot(lot, clean)
    _done(lot)
    events.record(
        "sellers.lot.changed", subject=lot, actor=actor, at=now,
        payload={"before": before, "after": {name: str(value) for name, value in clean.items()}},
    )  # fmt: skip
    return lot


@entry
def close_lot(*, actor: Actor, lot: Lot, now: datetime) -> Lot:
    """
    Take what is left of a lot off sale for good; orders that took from it keep theirs. Closing twice changes nothing.

    :raises NotAllowed: if the actor may not edit listings.
    :raises NotFound: if it is another organisation's.
    """
    try:
        lot = _locked(actor, lot)
    except LotClosed:
        return Lot.objects.get(pk=lot.pk)
    left = lot.available
    shut(lot, now)
    _done(lot)
    events.record("sellers.lot.closed", subject=lot, actor=actor, at=now, payload={"lost": left})
    return lot


def _locked(actor: Actor, lot: Lot) -> Lot:
    listing = lock_own_listing(actor=actor, listing=lot.listing)
    require_editable(listing)
    variant = lock_variant(lot.variant_id)
    fresh = Lot.objects.select_for_update(no_key=True).filter(pk=lot.pk, listing=listing).first()
    if fresh is None:
        raise NotFound
    if fresh.closed_at is not None:
        raise LotClosed
    fresh.listing, fresh.variant = listing, variant
    return fresh


def _done(lot: Lot) -> None:
    add_up(lot.variant, lot.listing)
    record_change(listing=lot.listing)
