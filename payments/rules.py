"""
The states of money and the moves between them, as plain data. Told in docs/algorithms/escrow.md.

Pure: no database, no clock. The operations look a move up here; CHECK constraints keep the words, and a trigger keeps
the moves, in the database.
"""

from marketplace.kernel.refusals import Refusal

Moves = dict[str, frozenset[str]]

# An expired payment may still succeed: the card was charged in the last second. Its money then goes back.
PAYMENT_MOVES: Moves = {
    "created": frozenset({"awaiting", "expired"}),
    "awaiting": frozenset({"succeeded", "failed", "expired"}),
    "failed": frozenset({"succeeded", "expired"}),
    "expired": frozenset({"succeeded"}),
    "succeeded": frozenset({"refunded"}),
    "refunded": frozenset(),
}
ESCROW_MOVES: Moves = {
    "open": frozenset({"funded", "cancelled"}),
    "funded": frozenset({"released", "refunded"}),
    "released": frozenset(),
    "refunded": frozenset(),
    "cancelled": frozenset(),
}
PAYOUT_MOVES: Moves = {
    "requested": frozenset({"sent", "failed"}),
    "sent": frozenset({"paid", "failed"}),
    # A bank may return money days after it was reported as paid.
    "paid": frozenset({"failed"}),
    "failed": frozenset(),
}
REFUND_MOVES: Moves = {
    "requested": frozenset({"sent", "succeeded", "failed"}),
    "sent": frozenset({"succeeded", "failed"}),
    "succeeded": frozenset({"failed"}),
    # Sent again by a person, with a fresh key.
    "failed": frozenset({"requested"}),
}

# A payment for a claim that was cancelled in the meantime goes back.
CLAIM_MOVES: Moves = {
    "open": frozenset({"paid", "cancelled"}),
    "paid": frozenset(),
    "cancelled": frozenset(),
}


class IllegalMove(Refusal):
    """Money does not go from this state to that one."""

    code = "illegal_move"


def may_move(moves: Moves, current: str, target: str) -> bool:
    """Tell whether `moves` leads from `current` to `target` in one step."""
    return target in moves[current]


def check_move(moves: Moves, current: str, target: str) -> None:
    """
    Pass a move that the table knows.

    :raises IllegalMove: otherwise.
    """
    if not may_move(moves, current, target):
        raise IllegalMove(current=current, target=target)
