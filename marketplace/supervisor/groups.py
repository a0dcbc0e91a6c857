"""Process groups: every child leads its own, so that one signal reaches it and all that it started."""

import os
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path


def signal_group(group: int, number: int) -> None:
    """Send a signal to every process of the group; a group that is gone is no error."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(group, number)


def signal_leader(group: int, number: int) -> None:
    """
    Send a signal to the process that leads the group, and to it alone.

    A request to stop goes to the leader only: it knows how to end those it started, and they may mean something
    else by the same signal.
    """
    with suppress(ProcessLookupError, PermissionError):
        os.kill(group, number)


def group_is_alive(group: int) -> bool:
    """Whether any process of the group still runs. The dead that nobody has reaped yet do not count."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    if not Path("/proc/self/stat").exists():
        return True
    for entry in os.scandir("/proc"):
        if not entry.name.isdigit():
            continue
        with suppress(OSError):
            # After the command name, which may hold anything: state, parent, process group.
            state, _parent, owner = Path(entry.path, "stat").read_text().rpartition(")")[2].split()[:3]
            if int(owner) == group and state not in "ZX":
                return True
    return False


def process_is_alive(pid: int) -> bool:
    """Whether the process still runs; one that is dead and not yet reaped does not."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except FileNotFoundError:
        # Gone in between, or a system without /proc.
        return not Path("/proc/self/stat").exists()


def wait_until(condition: Callable[[], bool], seconds: float, interval: float = 0.05) -> bool:
    """Poll `condition` until it holds or `seconds` have passed; return whether it held."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() >= deadline:
            return False
        time.sleep(interval)
    return True
