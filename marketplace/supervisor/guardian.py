"""
The guardian: a small forked process that outlives a killed supervisor just long enough to end its children.

The supervisor tells it over a pipe which process groups exist. However the supervisor ends, `kill -9` included,
the kernel closes the pipe; the guardian then stops what is still registered, the latest first.
A pipe works on every Unix and, unlike a parent-death signal, also covers what the children started.
"""

import os
import signal
import sys
from contextlib import suppress
from functools import partial

from .groups import group_is_alive, process_is_alive, signal_group, signal_leader, wait_until


class Guardian:
    """The supervisor's end of the pipe."""

    def __init__(self) -> None:
        self._watched: dict[int, str] = {}
        self._pid = 0
        self._pipe = -1
        #: The supervisor's other descriptors that a forked child must close.
        self.private: list[int] = []

    def descriptors(self) -> list[int]:
        """What no forked child may hold open: a copy of the pipe would hide the supervisor's end from the guardian."""
        return [self._pipe, *self.private]

    @property
    def pid(self) -> int:
        return self._pid

    def start(self) -> None:
        """Fork the guardian. Called while the supervisor still has a single thread."""
        if self._pipe >= 0:
            os.close(self._pipe)
        reading, self._pipe = os.pipe()
        # Told before it lives: a supervisor that is killed right after the fork has said everything.
        for line in self._watched.values():
            self._send(line)
        sys.stdout.flush()
        sys.stderr.flush()
        self._pid = os.fork()
        if self._pid:
            os.close(reading)
            return
        try:
            os.close(self._pipe)
            _guard(reading)
        finally:
            os._exit(0)

    def watch(self, group: int, stop_signal: int, grace: float) -> None:
        """Promise that the group ends when the supervisor does: `stop_signal` first, SIGKILL after `grace` seconds."""
        self._watched[group] = f"+ {group} {int(stop_signal)} {grace}\n"
        self._send(self._watched[group])

    def forget(self, group: int) -> None:
        """The group has ended and been reaped: its number may soon belong to somebody else."""
        if self._watched.pop(group, None):
            self._send(f"- {group}\n")

    def is_alive(self) -> bool:
        """Reap the guardian if it has been killed, so that the supervisor can fork another."""
        try:
            return os.waitpid(self._pid, os.WNOHANG) == (0, 0)
        except ChildProcessError:
            return False

    def stop(self) -> None:
        """Close the pipe; with nothing left to watch the guardian leaves at once."""
        with suppress(OSError):
            os.close(self._pipe)
        with suppress(ChildProcessError):
            os.waitpid(self._pid, 0)

    def _send(self, line: str) -> None:
        # A guardian that has just been killed is replaced by the supervisor's next round, and told everything again.
        with suppress(BrokenPipeError):
            os.write(self._pipe, line.encode())


def _guard(reading: int) -> None:
    os.setsid()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGCHLD):
        signal.signal(number, signal.SIG_IGN)
    signal.set_wakeup_fd(-1)
    watched: dict[int, tuple[int, float]] = {}
    with os.fdopen(reading, encoding="ascii") as lines:
        for line in lines:
            match line.split():
                case ["+", group, stop_signal, grace]:
                    watched[int(group)] = (int(stop_signal), float(grace))
                case ["-", group]:
                    watched.pop(int(group), None)
    for leader, (request, patience) in reversed(watched.items()):
        signal_leader(leader, request)
        wait_until(partial(_has_ended, leader), patience)
        if group_is_alive(leader):
            signal_group(leader, signal.SIGKILL)


def _has_ended(pid: int) -> bool:
    return not process_is_alive(pid)
