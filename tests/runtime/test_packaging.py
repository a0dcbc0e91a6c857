"""The ways in and the containers, as far as they can be judged without a container engine."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml
from django.conf import settings

from marketplace.celery import app
from marketplace.supervisor.plan import Addresses, Plan

BASE = Path(__file__).resolve().parents[2]
COMPOSE = yaml.safe_load((BASE / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]
OURS = ("migrate", "web", "worker", "bulk", "beat", "search")


@pytest.mark.parametrize("target", ["run", "test", "check", "bench", "assets", "lock", "messages"])
def test_make_knows_its_targets(target):
    done = subprocess.run(
        ["make", "--dry-run", "--always-make", target], cwd=BASE, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_make_run_says_clearly_that_python_is_too_old(tmp_path):
    shutil.copy(BASE / "Makefile", tmp_path)
    old = tmp_path / "python3"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)
    (tmp_path / "requirements.txt").touch()
    done = subprocess.run(["make", "run", f"PYTHON={old}"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "Bridgeway needs Python 3.11 or newer" in done.stdout


def test_the_development_lock_holds_everything_that_running_needs():
    def pins(name: str) -> set[str]:
        return set(re.findall(r"^([a-z0-9.-]+==[^ ]+)", (BASE / name).read_text(), re.MULTILINE))

    assert len(pins("requirements.txt")) > 50
    assert pins("requirements.txt") <= pins("requirements-dev.txt")


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_locks_carry_hashes_and_no_address(name):
    text = (BASE / name).read_text()
    for entry in re.split(r"^(?=[a-z])", text, flags=re.MULTILINE)[1:]:
        assert "--hash=sha256:" in entry, entry.split()[0]
    assert "://" not in text
    assert "index-url" not in text


def test_every_queue_has_a_worker_and_no_worker_two(tmp_path):
    queues = {settings.CELERY_TASK_DEFAULT_QUEUE, *(route["queue"] for route in settings.CELERY_TASK_ROUTES.values())}
    plan = Plan({"DATABASE_URL": "postgres:///elsewhere"}, Addresses("127.0.0.1", 9123, tmp_path))
    commands = {
        "compose": [service["command"] for service in SERVICES.values() if "worker" in service.get("command", ())],
        "make run": [each.command for stage in plan.stages() for each in stage.services if "worker" in each.command],
    }
    for place, found in commands.items():
        taken = [word.removeprefix("--queues=") for command in found for word in command if "--queues=" in word]
        assert sorted(taken) == sorted(queues), place
        names = [word for command in found for word in command if "--hostname=" in word]
        assert len(set(names)) == len(found), place


def test_only_tasks_that_exist_are_sent_to_a_queue_of_their_own():
    app.loader.import_default_modules()
    assert set(settings.CELERY_TASK_ROUTES) <= set(app.tasks)


def test_compose_names_every_part_of_the_system():
    assert set(SERVICES) == {"postgres", "redis", *OURS}
    assert SERVICES["postgres"]["image"] == "postgres:18"
    assert SERVICES["redis"]["image"] == "redis:8"


@pytest.mark.parametrize("name", SERVICES)
def test_compose_gives_no_service_more_than_it_needs(name):
    service = SERVICES[name]
    assert service["user"] not in ("root", "0", "0:0")
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert "privileged" not in service
    assert not any(str(volume).startswith((".", "/")) for volume in service["volumes"]), "only named volumes"


@pytest.mark.parametrize("name", sorted(set(SERVICES) - {"migrate"}))
def test_compose_watches_the_health_of_every_service(name):
    assert SERVICES[name]["healthcheck"]["test"][0] in ("CMD", "CMD-SHELL")
    assert SERVICES[name]["restart"] == "unless-stopped"


@pytest.mark.parametrize("name", sorted(set(OURS) - {"migrate"}))
def test_compose_migrates_before_anything_uses_the_database(name):
    assert SERVICES[name]["depends_on"] == {
        "postgres": {"condition": "service_healthy"},
        "redis": {"condition": "service_healthy"},
        "migrate": {"condition": "service_completed_successfully"},
    }


def test_compose_publishes_nothing_but_the_web_server_and_that_to_this_host_only():
    assert [name for name in SERVICES if "ports" in SERVICES[name]] == ["web"]
    assert SERVICES["web"]["ports"] == ["${BIND:-127.0.0.1:8000}:8000"]
    assert COMPOSE["networks"]["inside"]["internal"] is True


def test_compose_volumes_are_all_named():
    mounted = {str(volume).split(":")[0] for service in SERVICES.values() for volume in service["volumes"]}
    assert mounted == set(COMPOSE["volumes"])


def test_the_example_environment_has_every_variable_and_no_secret():
    example = dict(
        line.split("=", 1)
        for line in (BASE / ".env.example").read_text().splitlines()
        if re.match(r"[A-Z_0-9]+=", line)
    )
    text = (BASE / "docker-compose.yml").read_text()
    asked = set(re.findall(r"\$\{([A-Z_0-9]+)", text))
    demanded = set(re.findall(r"\$\{([A-Z_0-9]+):\?", text))
    assert asked == set(example)
    assert all(example[name] == "" for name in demanded), "a value in the example would be used as it stands"
    assert {"SECRET_KEY", "POSTGRES_PASSWORD", "REDIS_PASSWORD", "METRICS_TOKEN", "STRIPE_API_KEY"} <= demanded


def test_production_settings_get_every_value_they_demand_from_compose():
    settings = "".join(path.read_text() for path in (BASE / "marketplace" / "settings").glob("production.py"))
    demanded = set(re.findall(r"""env(?:\.\w+)?\(["'](\w+)["']\)""", settings))
    assert demanded
    assert demanded <= set(COMPOSE["x-project"]["environment"])


def test_the_image_runs_as_nobody_and_keeps_secrets_out():
    lines = (BASE / "Dockerfile").read_text()
    last_stage = lines.rpartition("\nFROM ")[2]
    assert "\nUSER 10001:10001\n" in last_stage
    assert "\nHEALTHCHECK " in last_stage
    assert "--require-hashes" in lines
    ignored = (BASE / ".dockerignore").read_text().splitlines()
    assert {".git", ".env", ".data", ".venv"} <= set(ignored)
