"""What every endpoint of the API is built on: actor, idempotent writes, cursor pages. Access is `kernel/gate.py`'s."""

from .pages import CursorPage
from .views import ActorAPIView

__all__ = ["ActorAPIView", "CursorPage"]
