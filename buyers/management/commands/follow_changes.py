"""`manage.py follow_changes`: keep this host's search index fresh; one such process runs on each host."""

import signal
import threading
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand

from buyers.search.feed import Follower


class Command(BaseCommand):
    help = "Follow the catalogue's change feed into this host's search index, until stopped."

    def handle(self, *args: Any, **options: Any) -> None:
        stop = threading.Event()

        def ask_to_stop(_signal: int, _frame: FrameType | None) -> None:
            stop.set()

        signal.signal(signal.SIGTERM, ask_to_stop)
        signal.signal(signal.SIGINT, ask_to_stop)
        Follower().run(stop.is_set)
