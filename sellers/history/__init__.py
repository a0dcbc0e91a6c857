"""
The history of a listing.

Every operation that changes a listing wraps the change in `recorded`; whoever changes many at once takes `snapshots`
before and after and hands them to `record_many`. Both write in the caller's transaction.
"""

from sellers.history.recording import last_edit, record_many, recorded
from sellers.history.showing import ShownChange, shown_changes
from sellers.history.snapshot import PARTS, snapshot, snapshots

__all__ = [
    "PARTS",
    "ShownChange",
    "last_edit",
    "record_many",
    "recorded",
    "shown_changes",
    "snapshot",
    "snapshots",
]
