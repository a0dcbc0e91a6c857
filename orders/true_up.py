"""
What a customs bill moves, and whether it is believable. Told with figures in docs/algorithms/true-up.md.

Pure: minor units of the order's currency in, who bears what out.
"""

from dataclasses import dataclass

from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext_lazy as _

from trade.guarantee import GUARANTEED

PLATFORM, BUYER, IMPORTER = "platform", "buyer", "importer"

# A bill more than this many times what was reckoned, or less than this part of it, is looked at by a person first.
MOST_TIMES = 3

WHY_HELD: dict[str, Lazy] = {
    "much_higher": _("It is more than three times what was reckoned."),
    "much_lower": _("It is less than a third of what was reckoned."),
    "no_paper": _("It came without a scan of the paper."),
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """
    Who bears the difference and what moves now: `charge` is asked of the buyer, `give_back` goes back to the buyer,
    `absorb` is borne by the platform (negative: kept).
    """

    bearer: str
    charge: int = 0
    give_back: int = 0
    absorb: int = 0


def settle(*, is_collected: bool, promise: str, collected: int, actual: int, moved: int = 0) -> Outcome:
    """
    Return what a bill of `actual` moves when `collected` was taken with the order under `promise`.

    `moved` is what earlier bills of the same order already moved from the buyer (negative: to the buyer), so that a
    corrected bill moves only the rest. Where nothing is collected (any term but DDP) the importer paid the bill.
    """
    if not is_collected:
        return Outcome(IMPORTER)
    if promise == GUARANTEED:
        return Outcome(PLATFORM, absorb=actual - collected)
    rest = actual - collected - moved
    return Outcome(BUYER, charge=max(0, rest), give_back=max(0, -rest))


def why_held(*, actual: int, reckoned: int | None, has_paper: bool, is_trusted: bool) -> list[str]:
    """
    Return why a bill waits for a person, as keys of WHY_HELD; empty if it does not.

    `is_trusted`: entered by our own staff, or fed in by our own systems, who need no scan.
    """
    reasons = []
    if reckoned is not None and actual > MOST_TIMES * reckoned:
        reasons.append("much_higher")
    if reckoned is not None and actual * MOST_TIMES < reckoned:
        reasons.append("much_lower")
    if not has_paper and not is_trusted:
        reasons.append("no_paper")
    return reasons
