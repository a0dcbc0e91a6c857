"""The supervisor over stand-in children: order, readiness, restart, and that nothing is ever left behind."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from marketplace.supervisor.groups import group_is_alive, wait_until

BASE = Path(__file__).resolve().parents[2]


class FakeSystem:
    def __init__(self, folder: Path, scenario: str) -> None:
        self.folder = folder
        self._screen = (folder / "screen").open("ab+")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.runtime.fake_system", str(folder), scenario],
            cwd=BASE,
            stdout=self._screen,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    @property
    def screen(self) -> str:
        return (self.folder / "screen").read_text()

    @property
    def events(self) -> list[str]:
        path = self.folder / "events"
        return path.read_text().splitlines() if path.exists() else []

    def pids(self, name: str) -> list[int]:
        return [int(pid) for pid in (self.folder / f"{name}.pids").read_text().split()]

    def until(self, text: str, seconds: float = 15) -> None:
        assert wait_until(lambda: text in self.screen, seconds), self.screen

    def stop(self, number: int = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        return self.process.wait(15)

    def left_behind(self) -> list[int]:
        pids = [pid for path in self.folder.glob("*.pids") for pid in map(int, path.read_text().split())]
        return [pid for pid in pids if _runs(pid)]


def _runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except FileNotFoundError:
        return False


@pytest.fixture
def start(tmp_path: Path) -> Iterator:
    systems = []

    def start(scenario: str) -> FakeSystem:
        systems.append(FakeSystem(tmp_path, scenario))
        return systems[-1]

    yield start
    for system in systems:
        if system.process.poll() is None:
            system.process.kill()
            system.process.wait()
        wait_until(lambda system=system: not system.left_behind(), 15)


def test_stages_start_in_order_and_stop_in_reverse(start):
    system = start("steady")
    system.until("All is up.")
    assert sorted(system.events[:2]) == ["start database", "start queue"]
    assert system.events[2:] == ["job", "start web"]
    assert "three of three" in system.screen

    assert system.stop() == 0
    assert system.events[-3:] == ["stop web", "stop queue", "stop database"]
    assert system.left_behind() == []


def test_a_forked_program_lives_and_ends_as_any_other(start):
    system = start("forked")
    system.until("All is up.")
    assert (system.folder / "loaded").exists()
    assert system.events[2:] == ["job", "start web"]
    leader, _helper = system.pids("web")
    assert os.getsid(leader) == leader
    os.kill(leader, signal.SIGKILL)
    system.until("ended with SIGKILL; starts again in 0.5 s")
    system.until("ready again")
    assert system.stop() == 0
    assert system.events[-3:] == ["stop web", "stop queue", "stop database"]
    assert system.left_behind() == []


def test_kill_9_leaves_no_forked_orphan_either(start):
    # A forked child that kept a copy of the guardian's pipe would hide the supervisor's end from it.
    system = start("forked")
    system.until("All is up.")
    system.stop(signal.SIGKILL)
    assert wait_until(lambda: not system.left_behind(), 15)
    assert system.events[-3:] == ["stop web", "stop queue", "stop database"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGHUP])
def test_ctrl_c_and_a_closed_terminal_stop_everything(start, number):
    system = start("steady")
    system.until("All is up.")
    assert system.stop(number) == 0
    assert system.left_behind() == []


def test_a_signal_while_starting_stops_what_has_started(start):
    system = start("steady")
    assert wait_until(lambda: (system.folder / "database.pids").exists(), 15)
    assert system.stop() == 0
    assert "All is up." not in system.screen
    assert system.left_behind() == []


def test_kill_9_of_the_supervisor_leaves_no_orphan(start):
    system = start("steady")
    system.until("All is up.")
    system.stop(signal.SIGKILL)
    assert wait_until(lambda: not system.left_behind(), 15)
    # The guardian asks first: each child was told to stop, the latest first.
    assert system.events[-3:] == ["stop web", "stop queue", "stop database"]


def test_a_start_after_kill_9_waits_for_the_last_child_of_the_killed_run(start):
    system = start("stubborn")
    system.until("All is up.")
    old = system.pids("web")
    system.stop(signal.SIGKILL)
    (system.folder / "web.ready").unlink()
    again = start("stubborn")
    assert wait_until(lambda: system.screen.count("All is up.") == 2, 15), system.screen
    assert not any(_runs(pid) for pid in old)
    again.stop()


def test_a_second_supervisor_in_the_folder_is_refused(start):
    first = start("steady")
    first.until("All is up.")
    second = start("steady")
    assert second.process.wait(15) != 0
    assert "AlreadyRunning: http://127.0.0.1:1" in second.screen
    assert first.process.poll() is None


def test_a_child_that_ignores_the_request_is_killed_after_its_grace(start):
    system = start("stubborn")
    system.until("All is up.")
    began = time.monotonic()
    assert system.stop() == 0
    assert 0.5 <= time.monotonic() - began < 30
    assert "killed" in system.screen
    assert system.left_behind() == []


def test_a_dead_child_is_restarted_and_that_is_said(start):
    system = start("steady")
    system.until("All is up.")
    leader, helper = system.pids("web")
    os.kill(leader, signal.SIGKILL)
    system.until("ended with SIGKILL; starts again in 0.5 s")
    # What the dead child had started does not run on beside the new one.
    assert wait_until(lambda: not _runs(helper), 5)
    system.until("ready again")
    assert system.pids("web")[0] != leader
    assert system.events.count("start database") == 1


def test_a_killed_guardian_is_replaced(start):
    system = start("steady")
    system.until("All is up.")
    children = {system.pids(name)[0] for name in ("database", "queue", "web")}
    guardian = _children_of(system.process.pid) - children
    assert len(guardian) == 1
    os.kill(guardian.pop(), signal.SIGKILL)
    assert wait_until(lambda: len(_children_of(system.process.pid) - children) == 1, 5)
    system.stop(signal.SIGKILL)
    assert wait_until(lambda: not system.left_behind(), 15)


def test_a_child_that_keeps_dying_at_start_ends_the_start_with_the_reason(start):
    system = start("mortal")
    assert system.process.wait(30) == 1
    assert "ended with code 3; starts again in 1.0 s" in system.screen
    assert f"read {system.folder / 'worker.log'}" in system.screen
    assert "cannot find my hat" in system.screen.split("worker did not start")[1]
    assert system.left_behind() == []


def test_a_child_that_is_never_ready_ends_the_start(start):
    system = start("slow")
    assert system.process.wait(15) == 1
    assert "web did not start" in system.screen
    assert system.left_behind() == []


def test_a_failed_job_ends_the_start_before_what_depends_on_it(start):
    system = start("failing-job")
    assert system.process.wait(15) == 1
    assert "prepare failed with code 4" in system.screen
    assert "start web" not in system.events
    assert system.left_behind() == []


def test_a_child_without_sign_of_life_is_restarted(start):
    system = start("silent")
    system.until("gave no sign of life for 1 s")
    assert wait_until(lambda: system.events.count("start worker") >= 2, 5)
    assert system.stop() == 0


def test_a_group_with_only_unreaped_dead_is_not_alive():
    process = subprocess.Popen([sys.executable, "-c", ""], start_new_session=True)
    assert wait_until(lambda: not group_is_alive(process.pid), 5)
    process.wait()


def _children_of(pid: int) -> set[int]:
    children = set()
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[1]) == pid and fields[0] != "Z":
                children.add(int(entry.name))
    return children
