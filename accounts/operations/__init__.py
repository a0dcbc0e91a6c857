"""What can be done in accounts; one file each."""

from .choose_organisation import choose_organisation
from .create_organisation import create_organisation
from .keep_preferences import keep_preferences
from .notify_organisation import notify_organisation

__all__ = ["choose_organisation", "create_organisation", "keep_preferences", "notify_organisation"]
