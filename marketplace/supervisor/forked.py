"""A child that is a copy of the supervisor, with the part of `subprocess.Popen` that the supervisor uses."""

import os
import signal
import sys
import traceback
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import NoReturn


class ForkedProcess:
    """Runs `work` in a session of its own, its output appended to `log`."""

    def __init__(
        self, work: Callable[[], object], log: Path, environment: Mapping[str, str], private: Iterable[int]
    ) -> None:
        """:param private: file descriptors of the supervisor that no child may hold open."""
        self.returncode: int | None = None
        sys.stdout.flush()
        sys.stderr.flush()
        # A signal between the fork and the child's own handlers would be taken by a copy of the supervisor's.
        blocked = signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
        try:
            self.pid = os.fork()
            if self.pid == 0:
                _be_a_child(work, log, environment, private, blocked)
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, blocked)

    def poll(self) -> int | None:
        """The exit code, negative for a signal; None while it runs."""
        return self._wait(os.WNOHANG)

    def wait(self) -> int:
        code = self._wait(0)
        assert code is not None
        return code

    def _wait(self, options: int) -> int | None:
        if self.returncode is None:
            pid, status = os.waitpid(self.pid, options)
            if pid:
                self.returncode = os.waitstatus_to_exitcode(status)
        return self.returncode


def _be_a_child(
    work: Callable[[], object],
    log: Path,
    environment: Mapping[str, str],
    private: Iterable[int],
    mask: Iterable[int],
) -> NoReturn:
    code = 1
    try:
        os.setsid()
        signal.set_wakeup_fd(-1)
        for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGCHLD, signal.SIGQUIT):
            signal.signal(number, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        for descriptor in private:
            os.close(descriptor)
        output = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
        nothing = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nothing, 0)
        os.dup2(output, 1)
        os.dup2(output, 2)
        os.environ.update(environment)
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        work()
        code = 0
    except SystemExit as leaving:
        code = leaving.code if isinstance(leaving.code, int) else int(leaving.code is not None)
        if isinstance(leaving.code, str):
            print(leaving.code, file=sys.stderr)
    except BaseException:
        traceback.print_exc()
    finally:
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        os._exit(code)
