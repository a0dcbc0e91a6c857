"""Who acts, for which organisation, and what they may do. Every operation and query takes one."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from marketplace.kernel.refusals import NotAllowed, SignInNeeded

from . import permissions
from .models import Membership, Organisation, User


class OrganisationSuspended(NotAllowed):
    code = "organisation_suspended"


@dataclass(frozen=True)
class Actor:
    """
    A person acting for an organisation, a program acting for one, the platform itself, or nobody.

    `scopes` is None for a signed-in person and the token's scopes for a program: it narrows, never widens.
    """

    user: User | None = None
    organisation: Organisation | None = None
    role: str = ""
    scopes: frozenset[str] | None = None
    platform: str = ""

    @classmethod
    def anonymous(cls) -> "Actor":
        """Nobody in particular."""
        return cls()

    @classmethod
    def system(cls, name: str) -> "Actor":
        """The platform's own background work called `name`."""
        return cls(platform=name)

    @classmethod
    def for_member(cls, membership: Membership, scopes: Iterable[str] | None = None) -> "Actor":
        """The member, acting for the organisation of `membership`."""
        return cls(
            user=membership.user,
            organisation=membership.organisation,
            role=membership.role,
            scopes=None if scopes is None else frozenset(scopes),
        )

    @classmethod
    def for_staff(cls, user: User) -> "Actor":
        """A member of the platform's staff at work in admin."""
        return cls(user=user, platform="staff" if user.is_staff and user.is_active else "")

    @property
    def is_platform(self) -> bool:
        return bool(self.platform)

    @property
    def user_id(self) -> int | None:
        return self.user.pk if self.user else None

    @property
    def organisation_id(self) -> int | None:
        return self.organisation.pk if self.organisation else None

    @property
    def label(self) -> str:
        """How histories name the actor."""
        if self.user is not None:
            return str(self.user)
        return f"Bridgeway ({self.platform})" if self.platform else ""

    def may(self, permission: str) -> bool:
        """Tell whether this actor has `permission`."""
        if self.platform:
            return permission in permissions.OF_PLATFORM
        if self.organisation is None:
            return False
        granted = permissions.OF_ROLE.get(self.role, frozenset())
        if not self.organisation.is_active:
            granted &= permissions.OF_SUSPENDED
        if self.scopes is not None:
            granted &= frozenset().union(*(permissions.OF_SCOPE.get(scope, frozenset()) for scope in self.scopes))
        return permission in granted

    def must(self, permission: str) -> None:
        """
        Refuse unless the actor has `permission`.

        :raises SignInNeeded: if nobody is signed in.
        :raises NotAllowed: if the actor may not.
        """
        if self.may(permission):
            return
        if self.user is None and not self.platform:
            raise SignInNeeded
        raise NotAllowed

    def must_act_for_an_organisation(self) -> Organisation:
        """
        Return the organisation acted for.

        :raises SignInNeeded: if nobody is signed in.
        :raises NotAllowed: if the person belongs to no organisation yet.
        """
        if self.organisation is not None:
            return self.organisation
        if self.user is None:
            raise SignInNeeded
        raise NotAllowed


def actor_of(request: Any) -> Actor:
    """Return the request's actor."""
    actor: Actor = request.actor
    return actor
