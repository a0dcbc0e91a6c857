"""Which handlers follow which event. Filled once, at start, by `marketplace/reactions.py`."""

_HANDLERS: dict[str, tuple[str, ...]] = {}


def register(reactions: dict[str, tuple[str, ...]]) -> None:
    """Make `reactions` (event name to dotted paths of handlers) the table in force."""
    _HANDLERS.clear()
    _HANDLERS.update(reactions)


def handlers_of(name: str) -> tuple[str, ...]:
    """Return the dotted paths of the handlers that follow events called `name`."""
    return _HANDLERS.get(name, ())
