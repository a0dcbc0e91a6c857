"""One supervisor a data folder."""

import fcntl
import os
from pathlib import Path

from .groups import wait_until


class AlreadyRunning(Exception):
    """Another supervisor holds the folder; `pid` and `address` are what it wrote down."""

    def __init__(self, pid: str, address: str) -> None:
        super().__init__(address)
        self.pid = pid
        self.address = address


class FolderLock:
    """
    Held through `flock` by the supervisor and, as it is forked from it, by its guardian.

    So after a `kill -9` the folder stays closed until the guardian has stopped the last child, and no
    second database server can be started on the same files.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: int | None = None

    def acquire(self, address: str, patience: float = 30.0) -> None:
        """
        Take the folder.

        :raises AlreadyRunning: if a live supervisor has it; one that was killed is waited for, `patience` seconds.
        """
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._file = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o644)
        if not wait_until(lambda: self._try() or self._holder_is_alive(), patience, 0.1) or not self._try():
            raise AlreadyRunning(*self._holder())
        os.ftruncate(self._file, 0)
        os.pwrite(self._file, f"{os.getpid()}\n{address}\n".encode(), 0)

    @property
    def descriptor(self) -> int:
        assert self._file is not None
        return self._file

    def _try(self) -> bool:
        assert self._file is not None
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _holder(self) -> tuple[str, str]:
        assert self._file is not None
        pid, address, *_rest = [*os.pread(self._file, 400, 0).decode().split("\n"), "", ""]
        return pid, address

    def _holder_is_alive(self) -> bool:
        pid, _address = self._holder()
        if not pid.isdigit():
            return False
        try:
            os.kill(int(pid), 0)
        except ProcessLookupError:
            return False
        except PermissionError:
            pass
        return True
