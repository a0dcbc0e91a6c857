"""The checks that computed requirements name, and the steps where a seller gives what is asked for."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from accounts.models import Organisation
from marketplace.kernel.refusals import Text


@dataclass(frozen=True)
class Answer:
    """
    What a check found. `waits` says that others have to act, `detail` what in one line.

    `evidence` are (label, value) lines for the person who reviews; never shown to other organisations.
    """

    is_met: bool
    waits: bool = False
    detail: Text = ""
    evidence: tuple[tuple[Text, str], ...] = field(default=())


@dataclass(frozen=True)
class Check:
    """A named look at what is on record, and the step where it is given; `url_name` if it is given elsewhere."""

    name: str
    label: Text
    step: str
    look: Callable[[Organisation, datetime], Answer]
    url_name: str = ""


@dataclass(frozen=True)
class Step:
    """A page of the way to selling. `is_filled` tells of a step nothing is asked for whether something stands there."""

    code: str
    label: Text
    icon: str
    url_name: str
    position: int
    is_filled: Callable[[Organisation], bool] = lambda _organisation: False


CHECKS: dict[str, Check] = {}
_STEPS: dict[str, Step] = {}


def register_check(check: Check) -> None:
    """Let requirements name `check`. Registering twice registers once."""
    CHECKS[check.name] = check


def register_step(step: Step) -> None:
    """Put `step` on the way to selling. Registering twice registers once."""
    _STEPS[step.code] = step


def steps() -> list[Step]:
    """The steps in their order."""
    return sorted(_STEPS.values(), key=lambda step: step.position)
