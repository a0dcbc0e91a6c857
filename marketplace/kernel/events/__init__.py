"""
Recorded facts and what follows from them (the outbox).

`record` writes the fact, and one delivery per reaction registered for its name, in the caller's transaction. A relay
hands deliveries to Celery; the consumer closes each in its own transaction (see `delivery.py`). A sweep sends open
ones again, so the queue may lose everything and nothing is lost. Every reaction may run twice.
"""

from .recording import record
from .registry import handlers_of, register

__all__ = ["handlers_of", "record", "register"]
