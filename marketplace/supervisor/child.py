"""One process under the supervisor's care."""

import os
import pwd
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from typing import Any

from . import programs
from .forked import ForkedProcess
from .groups import group_is_alive, signal_group, signal_leader, wait_until
from .guardian import Guardian
from .service import Job, Service

Process = subprocess.Popen[bytes] | ForkedProcess

#: A child that never was ready, or lived shorter than this, in seconds, died quickly.
QUICK = 20.0
#: After this many quick deaths in a row the cause will not go away by itself: say so, and try less often.
TOO_MANY = 5
FIRST_PAUSE = 0.5
LONGEST_PAUSE = 8.0
HOPELESS_PAUSE = 30.0


def spawn(service: Service | Job, guardian: Guardian, stop_signal: int, grace: float) -> Process:
    """Start the program as leader of its own session, its output in its log, known to the guardian."""
    if service.forked:
        forked = ForkedProcess(
            lambda: programs.become(*service.command), service.log, service.environment, guardian.descriptors()
        )
        guardian.watch(forked.pid, stop_signal, grace)
        return forked
    environment: Mapping[str, str] = {**os.environ, "PYTHONUNBUFFERED": "1", **service.environment}
    with service.log.open("ab") as log:
        process = subprocess.Popen(
            service.command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            env=environment,
            # A Ctrl-C at the terminal then reaches the supervisor alone, which stops its children in order.
            start_new_session=True,
            **_identity(service.user if isinstance(service, Service) else None),
        )
    guardian.watch(process.pid, stop_signal, grace)
    return process


def _identity(user: str | None) -> dict[str, Any]:
    """Popen's arguments to become `user`, with none of root's groups."""
    return {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []} if user else {}


class Child:
    """A service and its present process."""

    def __init__(self, service: Service, guardian: Guardian) -> None:
        self.service = service
        self.ready = False
        self.quick_deaths = 0
        #: Whether the present process is not the first one.
        self.restarted = False
        #: When to start it again, by the monotonic clock; None while it runs.
        self.due: float | None = None
        self.started = 0.0
        self._last_touch = 0.0
        self._last_beat = 0.0
        self._guardian = guardian
        self._process: Process | None = None

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    @property
    def age(self) -> float:
        """Seconds since the present process was started."""
        return time.monotonic() - self.started

    def start(self) -> None:
        """:raises OSError: if the program cannot be run at all."""
        self.ready = False
        self.due = None
        self.restarted = self.started > 0
        self.started = time.monotonic()
        if self.service.heartbeat is not None:
            self.service.heartbeat.parent.mkdir(parents=True, exist_ok=True)
            self.service.heartbeat.unlink(missing_ok=True)
            self._last_touch = 0.0
        self._process = spawn(self.service, self._guardian, self.service.stop_signal, self.service.grace)

    def look(self) -> bool:
        """Ask the probe, until it has said yes once."""
        if not self.ready and self._process is not None:
            self.ready = self.service.ready() and (self.service.heartbeat is None or self._beat())
        return self.ready

    def is_stuck(self) -> bool:
        """Whether a child that was ready has given no sign of life for too long."""
        if not self.ready or self._process is None or self.service.heartbeat is None:
            return False
        return not self._beat() and time.monotonic() - self._last_beat > self.service.stuck_after

    def _beat(self) -> bool:
        """Whether the heartbeat file was touched since the last look, by the process now running."""
        assert self.service.heartbeat is not None
        try:
            touched = self.service.heartbeat.stat().st_mtime
        except FileNotFoundError:
            return False
        if touched <= self._last_touch:
            return False
        # The clock on the wall may jump (a laptop that slept); only the fact of a new touch is taken from it.
        self._last_touch = touched
        self._last_beat = time.monotonic()
        return True

    def exit_code(self) -> int | None:
        """The code of a process that has ended since it was started, None while it runs or waits to be restarted."""
        return self._process.poll() if self._process else None

    def bury(self) -> None:
        """After a death: end whatever the process left behind, and set the time of the next start."""
        assert self._process is not None
        self._end(self._process)
        self._process = None
        was_quick = not self.ready or self.age < QUICK
        self.ready = False
        self.quick_deaths = self.quick_deaths + 1 if was_quick else 1
        pause = min(FIRST_PAUSE * 2 ** (self.quick_deaths - 1), LONGEST_PAUSE)
        self.due = time.monotonic() + (HOPELESS_PAUSE if self.quick_deaths >= TOO_MANY else pause)

    def stop(self, hurry: Callable[[], bool] = lambda: False) -> bool:
        """
        Stop the process and its group; return whether it went by itself within its grace.

        :param hurry: asked while waiting; once it says yes the grace is over.
        """
        self.due = None
        if self._process is None:
            return True
        process, self._process = self._process, None
        signal_leader(process.pid, self.service.stop_signal)
        wait_until(lambda: process.poll() is not None or hurry(), self.service.grace)
        by_itself = process.poll() is not None
        self._end(process)
        return by_itself

    def _end(self, process: Process) -> None:
        """Leave nothing of the group behind."""
        if group_is_alive(process.pid):
            signal_group(process.pid, signal.SIGKILL)
            wait_until(lambda: process.poll() is not None and not group_is_alive(process.pid), 5.0)
        process.wait()
        self._guardian.forget(process.pid)
