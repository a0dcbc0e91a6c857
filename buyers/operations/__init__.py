"""What buyers, and sellers in conversation with them, can do."""

from .ask_to_be_told import TooManyAlerts, ask_to_be_told
from .count_views import count_views
from .follow_catalogue import follow_catalogue
from .mark_read import mark_read
from .send_message import ContactDetailsFound, send_message
from .start_conversation import OwnListing, start_conversation
from .stop_telling import stop_telling
from .tell_of_lot import tell_of_lot
from .tell_other_side import tell_other_side
from .write_sitemap import write_sitemap

__all__ = [
    "ContactDetailsFound",
    "OwnListing",
    "TooManyAlerts",
    "ask_to_be_told",
    "count_views",
    "follow_catalogue",
    "mark_read",
    "send_message",
    "start_conversation",
    "stop_telling",
    "tell_of_lot",
    "tell_other_side",
    "write_sitemap",
]
