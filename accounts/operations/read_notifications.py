"""Mark what was read."""

from collections.abc import Sequence
from datetime import datetime

from accounts.actor import Actor
from accounts.models import Notification
from marketplace.kernel.operations import entry
from marketplace.kernel.refusals import SignInNeeded


@entry
def read_notifications(*, actor: Actor, public_ids: Sequence[str] | None = None, now: datetime) -> int:
    """
    Mark the person's notifications as read: those named, or all when None. Returns how many were unread.

    :raises SignInNeeded: if nobody is signed in.
    """
    if actor.user_id is None:
        raise SignInNeeded
    unread = Notification.objects.filter(user_id=actor.user_id, read_at=None)
    if public_ids is not None:
        unread = unread.filter(public_id__in=public_ids)
    return unread.update(read_at=now)
