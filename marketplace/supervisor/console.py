"""What the person at the terminal sees: one line a step, with its state and its seconds."""

import sys
import time
from typing import TextIO

WIDTH = 15


class Console:
    """Plain lines, so that a log file or a CI page reads the same as a terminal."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stdout
        self._began = time.monotonic()
        # A terminal that has gone away (SIGHUP) must not keep the supervisor from stopping its children.
        self._broken = False

    def step(self, name: str, state: str, seconds: float | None = None) -> None:
        """Say what `name` has come to, and how long it took."""
        took = f"  {seconds:5.1f} s" if seconds is not None else ""
        self.say(f"  {name:<{WIDTH}} {state}{took}")

    def mirror(self, name: str, line: str) -> None:
        """Repeat one line of a child's log."""
        self.say(f"  {name:<{WIDTH}} | {line}")

    def say(self, text: str = "") -> None:
        if self._broken:
            return
        try:
            print(text, file=self._stream, flush=True)
        except OSError:
            self._broken = True

    @property
    def seconds(self) -> float:
        """Since the supervisor began."""
        return time.monotonic() - self._began
