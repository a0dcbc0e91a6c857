"""
How a domain operation is run.

An *entry* is called by views, API, tasks and admin: it opens the transaction and is the unit that happens or does
not. A *part* is called by entries, inside their transaction. Both take keyword arguments only.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.db import transaction

from marketplace.kernel.events.delivery import close_current_delivery
from marketplace.kernel.idempotency import mark_effect

P = ParamSpec("P")
R = TypeVar("R")


def entry(operation: Callable[P, R]) -> Callable[P, R]:
    """
    Run `operation` in its own transaction.

    When it runs because an event was delivered, the delivery is closed in that same transaction: the effect and the
    record that it happened stand or fall together. The same goes for the idempotency key of the request it serves.
    """

    @wraps(operation)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        _refuse_positional(operation, args)
        with transaction.atomic(durable=True):
            result = operation(*args, **kwargs)
            close_current_delivery()
            mark_effect(result)
        return result

    return run


def part(operation: Callable[P, R]) -> Callable[P, R]:
    """Run `operation` inside the caller's transaction, without a savepoint: it fails as a whole with its caller."""

    @wraps(operation)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        _refuse_positional(operation, args)
        if not transaction.get_connection().in_atomic_block:
            raise RuntimeError(f"{operation.__name__} is a part: call it from an entry operation")
        with transaction.atomic(savepoint=False):
            return operation(*args, **kwargs)

    return run


def _refuse_positional(operation: Callable[..., Any], args: tuple[Any, ...]) -> None:
    if args:
        raise TypeError(f"{operation.__name__} takes keyword arguments only")
