"""What a query needs to know of an actor; kept apart so that queries and actor do not import each other."""

from typing import Protocol


class ActorLike(Protocol):
    @property
    def user_id(self) -> int | None: ...

    @property
    def organisation_id(self) -> int | None: ...


class Reader(ActorLike, Protocol):
    """An actor of whom is asked what they may."""

    def may(self, permission: str) -> bool: ...
