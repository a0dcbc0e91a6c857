"""
What rooms above know of how a seller keeps their word.

Conversations and orders know sellers, not the reverse, so those rooms register what they measure when they start:
`standing.register(measure)`. The worker asks all of them for many sellers at once and keeps the answers in
`SellerStanding`, so that no page measures anything.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

#: Gives values of `SellerStanding` by organisation; one that is left out has nothing to measure.
Measure = Callable[[Sequence[int], datetime], Mapping[int, Mapping[str, Any]]]
_MEASURES: list[Measure] = []


def register(measure: Measure) -> None:
    """Ask `measure(organisations, now)` whenever sellers are measured. Registering twice registers once."""
    if measure not in _MEASURES:
        _MEASURES.append(measure)


def measured(organisations: Sequence[int], now: datetime) -> dict[int, dict[str, Any]]:
    """Return what all rooms know of these sellers, by organisation."""
    found: dict[int, dict[str, Any]] = {pk: {} for pk in organisations}
    for measure in _MEASURES:
        for pk, values in measure(organisations, now).items():
            found[pk] |= values
    return found
