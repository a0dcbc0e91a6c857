"""What can be done in selling: one file an operation."""

from sellers.operations.commit_stock import commit_stock
from sellers.operations.hold_stock import InsufficientStock, hold_stock
from sellers.operations.record_change import record_change
from sellers.operations.refresh_rating import refresh_rating
from sellers.operations.release_expired_holds import release_expired_holds
from sellers.operations.release_stock import release_stock

__all__ = [
    "InsufficientStock",
    "commit_stock",
    "hold_stock",
    "record_change",
    "refresh_rating",
    "release_expired_holds",
    "release_stock",
]
