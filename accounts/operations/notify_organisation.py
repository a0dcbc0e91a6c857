"""Tell the people of an organisation something."""

from datetime import datetime
from typing import Any

from django.utils import translation

from accounts import permissions
from accounts.actor import Actor
from accounts.models import Membership, Notification, Organisation
from marketplace.kernel import events
from marketplace.kernel.operations import part
from marketplace.kernel.refusals import Text


@part
def notify_organisation(
    *,
    organisation: Organisation,
    kind: str,
    title: Text,
    body: Text,
    url: str,
    now: datetime,
    permission: str | None = None,
    facts: dict[str, Any] | None = None,
) -> list[Notification]:
    """
    Put a line in the bell of each member who has `permission` (all members if None), and send it by e-mail.

    `title` and `body` are translatable texts with `%(name)s` places for `facts`; each member gets them in their own
    language.
    """
    told: list[Notification] = []
    members = Membership.objects.filter(organisation=organisation, user__is_active=True).select_related("user")
    for member in members.order_by("pk"):
        if permission is not None and permission not in permissions.OF_ROLE.get(member.role, frozenset()):
            continue
        with translation.override(member.user.language):
            notification = Notification.objects.create(
                user=member.user,
                organisation=organisation,
                kind=kind,
                title=(str(title) % facts if facts else str(title))[:200],
                body=str(body) % facts if facts else str(body),
                url=url,
                created_at=now,
            )
        events.record(
            "accounts.notification.created",
            subject=notification,
            actor=Actor.system("notifications"),
            at=now,
            organisation_id=organisation.pk,
        )
        told.append(notification)
    return told
