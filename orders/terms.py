"""Which delivery terms a checkout may be placed under, and which one it is. Pure."""

from collections.abc import Sequence

from trade.incoterms import TERMS, common

FALLBACK = "DAP"


def possible_terms(offers: Sequence[Sequence[str]], *, mode: str, can_collect: bool) -> tuple[str, ...]:
    """
    Return the terms a buyer may choose among, the most inclusive first; never none.

    `offers` are those of each listing, `mode` is how the goods travel, `can_collect` whether duty and tax are known.
    Terms of the sea are left out on other ways, DDP while the charges are unknown; then DAP is always possible.
    """
    found = tuple(
        code for code in common(offers) if TERMS[code].fits(mode) and (can_collect or not TERMS[code].has_customs)
    )
    return found or (FALLBACK,)


def term_for(wanted: str, possible: Sequence[str]) -> str:
    """Return the term the buyer wanted if it is possible, else the one that takes most off the buyer's hands."""
    return wanted if wanted in possible else possible[0]
