"""
What sellers have to show: the checks there are, the steps where it is given, and how an organisation stands.

Rows of `Requirement` say what is asked of whom; rooms above register what they can look at (`register_check`) and the
pages where it is given (`register_step`) when the system starts.
"""

from .registry import CHECKS, Answer, Check, Step, register_check, register_step, steps
from .standing import (
    RequirementsOpen,
    Standing,
    State,
    StepStanding,
    closed_to_payouts,
    must_meet,
    standings_of,
    step_standings,
)

__all__ = [
    "CHECKS",
    "Answer",
    "Check",
    "RequirementsOpen",
    "Standing",
    "State",
    "Step",
    "StepStanding",
    "closed_to_payouts",
    "must_meet",
    "register_check",
    "register_step",
    "standings_of",
    "step_standings",
    "steps",
]
