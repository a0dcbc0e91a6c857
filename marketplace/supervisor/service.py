"""What one child is: a value, made by the plan."""

import signal
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from .probes import Probe, at_once


@dataclass(frozen=True)
class Service:
    """A process that is kept running."""

    name: str
    #: The words of its command line; or, with `forked`, of a program in `programs`.
    command: tuple[str, ...]
    #: Where its output goes.
    log: Path
    #: Added to the supervisor's own environment.
    environment: Mapping[str, str] = field(default_factory=dict)
    ready: Probe = at_once
    #: Seconds; a child that is not ready by then counts as failed to start.
    ready_within: float = 60.0
    #: A file that the program touches while it does its work; after `stuck_after` seconds without it is restarted.
    heartbeat: Path | None = None
    stuck_after: float = 60.0
    #: Asks the child to finish what it is doing; SIGKILL follows after `grace` seconds.
    stop_signal: int = signal.SIGTERM
    grace: float = 10.0
    #: Whom it runs as, where the supervisor is root and the program refuses to be.
    user: str | None = None
    #: Whether it is a copy of the supervisor, which has loaded the project.
    forked: bool = False


@dataclass(frozen=True)
class Job:
    """A process that is run to its end once, before anything that comes after it."""

    name: str
    command: tuple[str, ...]
    log: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    #: Lines of its output that begin so are shown at the terminal.
    progress_mark: str = "- "
    forked: bool = False


@dataclass(frozen=True)
class Stage:
    """A job, and then services that start side by side; the next stage waits until all of it is ready."""

    services: tuple[Service, ...] = ()
    job: Job | None = None
    #: What has to be loaded into the supervisor before: its name, and how.
    load: tuple[str, Callable[[], None]] | None = None
