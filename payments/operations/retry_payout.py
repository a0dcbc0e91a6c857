"""Pay out money whose first payout came back."""

from datetime import datetime

from accounts.actor import Actor
from marketplace.kernel.refusals import NotAllowed, NotFound
from payments.models import Payout

from .request_payout import request_payout


def retry_payout(*, actor: Actor, payout: Payout, now: datetime) -> Payout:
    """
    Ask for a new payout of the share a failed payout was for. Asked twice, the first new payout is returned.

    :raises NotAllowed: unless the actor manages the organisation's money, or operates payments for the platform.
    :raises NotFound: if the payout is another organisation's.
    :raises PayoutNotPossible: if the seller's account cannot be paid.
    """
    if not (actor.may("payments.manage") or actor.may("payments.operate")):
        raise NotAllowed
    if not actor.is_platform and actor.organisation_id != payout.organisation_id:
        raise NotFound
    if payout.status != Payout.Status.FAILED:
        return payout
    return request_payout(share=payout.share, actor=actor, now=now)
