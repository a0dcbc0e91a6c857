"""Starts the stages in order, keeps their services running, and stops them in reverse."""

import os
import select
import signal
import time
import traceback
from collections.abc import Callable, Sequence
from contextlib import suppress
from types import FrameType

from .child import FIRST_PAUSE, TOO_MANY, Child, spawn
from .console import Console
from .groups import signal_group, signal_leader, wait_until
from .guardian import Guardian
from .logs import Tail, fresh_log, last_lines
from .service import Job, Service, Stage

#: Seconds between two looks at a child that is starting, and at children that all run.
EAGER = 0.05
CALM = 1.0
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class StartFailed(Exception):
    """A stage did not come up. The message is for the person at the terminal."""


class StopAsked(Exception):
    """Somebody wants everything to stop."""


class Supervisor:
    """Runs in one thread: it sleeps until a signal, the death of a child or the next look is due."""

    def __init__(self, console: Console, *, verbose: bool = False, private: Sequence[int] = ()) -> None:
        """:param private: file descriptors that no child may hold open."""
        self._console = console
        self._verbose = verbose
        self._guardian = Guardian()
        self._guardian.private = list(private)
        self._children: list[Child] = []
        self._tails: list[tuple[str, Tail]] = []
        self._asked = 0
        self._wake = -1

    def run(self, stages: Sequence[Stage], announce: Callable[[], None]) -> int:
        """
        Start all `stages`, call `announce`, and stay until a signal asks to stop; return the exit code.

        Whatever happens, no child is left when it returns.
        """
        self._listen()
        self._guardian.start()
        try:
            for stage in stages:
                self._bring_up(stage)
            announce()
            while True:
                self._tend(CALM)
        except StopAsked:
            return 0
        except StartFailed as failure:
            self._console.say()
            self._console.say(str(failure))
            return 1
        finally:
            self._stop_all()
            self._guardian.stop()

    # Starting

    def _bring_up(self, stage: Stage) -> None:
        if stage.load is not None:
            self._load(*stage.load)
        if stage.job is not None:
            self._do(stage.job)
        starting = [self._start(service) for service in stage.services]
        opened = time.monotonic()
        while starting:
            self._tend(EAGER)
            for child in list(starting):
                if child.look():
                    starting.remove(child)
                    self._console.step(child.service.name, "ready", child.age)
                elif child.quick_deaths >= TOO_MANY or time.monotonic() - opened > child.service.ready_within:
                    raise StartFailed(_post_mortem(child.service, "did not start"))

    def _load(self, name: str, load: Callable[[], None]) -> None:
        began = time.monotonic()
        try:
            load()
        except Exception as error:
            raise StartFailed(f"{name} cannot be loaded:\n{traceback.format_exc()}") from error
        self._console.step(name, "loaded", time.monotonic() - began)

    def _start(self, service: Service) -> Child:
        child = Child(service, self._guardian)
        self._open_log(service)
        try:
            child.start()
        except OSError as error:
            raise StartFailed(f"{service.name} cannot be run: {error}") from error
        self._children.append(child)
        return child

    def _do(self, job: Job) -> None:
        """Run the job to its end, repeating the lines it marks as progress."""
        self._open_log(job)
        progress = Tail(job.log)
        began = time.monotonic()
        process = spawn(job, self._guardian, signal.SIGTERM, 5.0)
        try:
            while process.poll() is None:
                self._tend(EAGER)
                self._show_progress(job, progress)
            self._show_progress(job, progress)
        finally:
            if process.poll() is None:
                signal_leader(process.pid, signal.SIGTERM)
                wait_until(lambda: process.poll() is not None, 5.0)
            signal_group(process.pid, signal.SIGKILL)
            process.wait()
            self._guardian.forget(process.pid)
        if process.returncode:
            raise StartFailed(_post_mortem(job, f"failed with code {process.returncode}"))
        self._console.step(job.name, "done", time.monotonic() - began)

    def _open_log(self, service: Service | Job) -> None:
        fresh_log(service.log)
        if self._verbose:
            self._tails.append((service.name, Tail(service.log)))

    def _show_progress(self, job: Job, progress: Tail) -> None:
        for line in progress.new_lines():
            if line.startswith(job.progress_mark):
                self._console.step(job.name, line.removeprefix(job.progress_mark).strip())

    # Keeping

    def _tend(self, patience: float) -> None:
        """
        Sleep until something happens, `patience` seconds at most, and see to it.

        :raises StopAsked: when a signal has asked to stop.
        """
        with suppress(InterruptedError):
            if select.select([self._wake], [], [], patience)[0]:
                os.read(self._wake, 4096)
        if self._asked:
            raise StopAsked
        if not self._guardian.is_alive():
            self._guardian.start()
        for child in self._children:
            self._see_to(child)
        self._mirror()

    def _see_to(self, child: Child) -> None:
        name = child.service.name
        if child.due is not None:
            if time.monotonic() >= child.due:
                child.start()
            return
        if (code := child.exit_code()) is not None:
            child.bury()
            self._say_restart(child, f"ended with {_reason(code)}")
        elif child.is_stuck():
            child.stop()
            child.due = time.monotonic() + FIRST_PAUSE
            self._say_restart(child, f"gave no sign of life for {child.service.stuck_after:.0f} s")
        elif child.restarted and not child.ready and child.look():
            self._console.step(name, "ready again", child.age)

    def _say_restart(self, child: Child, what: str) -> None:
        assert child.due is not None
        pause = max(0.0, child.due - time.monotonic())
        advice = ""
        if child.quick_deaths >= TOO_MANY:
            advice = f", for the {child.quick_deaths}th time in a row; read {child.service.log}"
        self._console.step(child.service.name, f"{what}{advice}; starts again in {pause:.1f} s")

    def _mirror(self) -> None:
        for name, tail in self._tails:
            for line in tail.new_lines():
                self._console.mirror(name, line)

    # Stopping

    def _listen(self) -> None:
        """Turn signals into something to wait for: the handler counts, the wake-up pipe ends the sleep."""
        self._wake, writing = os.pipe()
        os.set_blocking(self._wake, False)
        os.set_blocking(writing, False)
        self._guardian.private += [self._wake, writing]
        signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        for number in STOP_SIGNALS:
            # Under nohup the terminal's end was already declared to mean nothing.
            if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:
                signal.signal(number, self._on_stop)

    def _on_stop(self, _number: int, _frame: FrameType | None) -> None:
        self._asked += 1

    def _stop_all(self) -> None:
        if self._children:
            self._console.say()
            self._console.say("Stopping (once more Ctrl-C: at once).")
        already = self._asked
        for child in reversed(self._children):
            began = time.monotonic()
            by_itself = child.stop(hurry=lambda: self._asked > max(already, 1))
            self._console.step(child.service.name, "stopped" if by_itself else "killed", time.monotonic() - began)
        self._mirror()


def _reason(code: int) -> str:
    if code >= 0:
        return f"code {code}"
    with suppress(ValueError):
        return signal.Signals(-code).name
    return f"signal {-code}"


def _post_mortem(service: Service | Job, what: str) -> str:
    lines = "\n".join(f"    {line}" for line in last_lines(service.log, 15))
    return f"{service.name} {what}. The end of {service.log}:\n{lines}"
