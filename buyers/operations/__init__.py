"""What buyers, and sellers in conversation with them, can do."""

from .count_views import count_views
from .mark_read import mark_read
from .send_message import ContactDetailsFound, send_message
from .start_conversation import OwnListing, start_conversation
from .tell_other_side import tell_other_side

__all__ = [
    "ContactDetailsFound",
    "OwnListing",
    "count_views",
    "mark_read",
    "send_message",
    "start_conversation",
    "tell_other_side",
]
