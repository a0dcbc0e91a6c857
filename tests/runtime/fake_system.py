"""
A supervisor over small stand-in children, run by the tests as a program of its own so that it can be signalled.

Usage: fake_system.py FOLDER SCENARIO
"""

import sys
from pathlib import Path

from marketplace.supervisor import programs
from marketplace.supervisor.console import Console
from marketplace.supervisor.lock import FolderLock
from marketplace.supervisor.service import Job, Service, Stage
from marketplace.supervisor.supervisor import Supervisor

# Each child writes down when it started and when it was asked to stop; its own child must die with it.
STEADY = """
import os, pathlib, signal, subprocess, sys, time
name, folder = sys.argv[1], pathlib.Path(sys.argv[2])
events = (folder / "events").open("a", buffering=1)
def leave(*_):
    events.write(f"stop {name}\\n")
    sys.exit(0)
signal.signal(signal.SIGTERM, leave)
helper = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(300)"])
(folder / f"{name}.pids").write_text(f"{os.getpid()} {helper.pid}")
time.sleep(0.2)
events.write(f"start {name}\\n")
(folder / f"{name}.ready").touch()
while True:
    time.sleep(1)
"""
STUBBORN = STEADY.replace("signal.signal(signal.SIGTERM, leave)", "signal.signal(signal.SIGTERM, signal.SIG_IGN)")
MORTAL = """
import sys
print("cannot find my hat", flush=True)
sys.exit(3)
"""
SILENT = """
import pathlib, sys, time
pathlib.Path(sys.argv[2], sys.argv[1] + ".heart").touch()
with pathlib.Path(sys.argv[2], "events").open("a") as events:
    events.write(f"start {sys.argv[1]}\\n")
time.sleep(300)
"""
WORK = """
import pathlib, sys, time
print("- three of three", flush=True)
open(sys.argv[2] + "/events", "a").write("job\\n")
sys.exit(int(sys.argv[3]))
"""


def become(_python: str, _option: str, program: str, *arguments: str) -> None:
    """Stands in for granian and celery: the same small program, in the forked process."""
    sys.argv = ["-c", *arguments]
    exec(program, {})


def main(folder: Path, scenario: str) -> int:
    def service(name: str, program: str = STEADY, **options: object) -> Service:
        ready = folder / f"{name}.ready"
        options = {"ready": ready.exists, "log": folder / f"{name}.log", "grace": 5.0, **options}
        return Service(name=name, command=(sys.executable, "-c", program, name, str(folder)), **options)  # type: ignore[arg-type]

    def job(code: int) -> Stage:
        command = (sys.executable, "-c", WORK, "prepare", str(folder), str(code))
        return Stage(job=Job("prepare", command, folder / "prepare.log"))

    first, last = Stage((service("database"), service("queue"))), Stage((service("web"),))
    stages = {
        "steady": (first, job(0), last),
        "failing-job": (first, job(4), last),
        "forked": (
            first,
            Stage((service("web", forked=True),), job(0).job, load=("project", lambda: (folder / "loaded").touch())),
        ),
        "stubborn": (Stage((service("web", STUBBORN, grace=0.5),)),),
        "mortal": (first, Stage((service("worker", MORTAL),))),
        "slow": (Stage((service("web", ready=lambda: False, ready_within=0.5),)),),
        "silent": (
            Stage((service("worker", SILENT, ready=lambda: True, heartbeat=folder / "worker.heart", stuck_after=1.0),)),
        ),
    }[scenario]
    console = Console()
    lock = FolderLock(folder / "lock")
    lock.acquire("http://127.0.0.1:1", patience=10)
    programs.become = become
    return Supervisor(console, private=[lock.descriptor]).run(stages, lambda: console.say("All is up."))


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1]), sys.argv[2]))
