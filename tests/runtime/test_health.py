"""What load balancers and Prometheus are told, in good days and bad."""

import json
import time

import pytest
import redis
from django.conf import settings

from marketplace import health, heartbeat
from marketplace.tasks import beat_heart

NOWHERE = "redis://127.0.0.1:1/0"


@pytest.fixture
def index(monkeypatch):
    """A host whose index can be searched; what that takes is tested with the search."""
    monkeypatch.setattr("marketplace.health.index_ready", lambda: True)


@pytest.fixture
def worker():
    client = redis.Redis.from_url(settings.REDIS_URL)
    beat_heart()
    yield client
    client.delete(heartbeat.KEY + "prompt", heartbeat.KEY + "bulk")


def ready(client) -> tuple[int, dict]:
    answer = client.get("/readyz")
    return answer.status_code, answer.json()


def test_healthz_asks_nothing_of_the_parts(client, settings):
    # Without the database mark any query would fail the test.
    settings.REDIS_URL = NOWHERE
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json() == {"status": "ok"}
    assert "no-store" in answer.headers["Cache-Control"]


def test_probes_answer_whatever_host_they_are_asked_by(client, settings):
    settings.ALLOWED_HOSTS = ["bridgeway.example"]
    settings.SECURE_SSL_REDIRECT = True
    assert client.get("/healthz", headers={"host": "10.0.0.7:8000"}).status_code == 200
    assert client.get("/", headers={"host": "10.0.0.7:8000"}).status_code in (301, 400)


@pytest.mark.django_db
def test_readyz_is_ok_when_every_part_answers(client, index, worker):
    status, body = ready(client)
    assert (status, body["failing"]) == (200, [])
    assert set(body["parts"]) == {"database", "redis", "worker", "bulk", "search", "screening"}
    assert all(part["ms"] >= 0 for part in body["parts"].values())
    assert body["parts"]["worker"]["age_seconds"] < 5


@pytest.mark.django_db
def test_readyz_names_redis_when_it_is_down(client, index, settings):
    settings.REDIS_URL = NOWHERE
    status, body = ready(client)
    assert status == 503
    assert body["failing"] == ["redis", "worker", "bulk"]
    assert body["parts"]["redis"]["problem"] == "ConnectionError"
    assert body["parts"]["database"]["status"] == "ok"


@pytest.mark.django_db
def test_readyz_names_the_worker_that_was_never_heard(client, index):
    status, body = ready(client)
    assert (status, body["failing"]) == (503, ["worker"])


@pytest.mark.django_db
def test_readyz_names_the_worker_that_has_fallen_silent(client, index, worker):
    worker.set(heartbeat.KEY + "prompt", f"{time.time() - 100:.1f} elsewhere")
    status, body = ready(client)
    assert (status, body["failing"]) == (503, ["worker"])
    assert body["parts"]["worker"]["problem"] == "no worker has been heard for 100 s"


@pytest.mark.django_db
def test_readyz_says_that_bulk_work_rests_and_stays_ready(client, index, worker):
    status, body = ready(client)
    assert (status, body["parts"]["bulk"]["problem"]) == (200, "no bulk worker has been heard")
    beat_heart("bulk")
    assert ready(client)[1]["parts"]["bulk"]["status"] == "ok"
    worker.set(heartbeat.KEY + "bulk", f"{time.time() - 400:.1f} elsewhere")
    status, body = ready(client)
    assert (status, body["parts"]["bulk"]["status"]) == (200, "warning")
    assert body["parts"]["bulk"]["problem"] == "no bulk worker has been heard for 400 s"


@pytest.mark.django_db
def test_readyz_names_the_missing_index(client, worker, monkeypatch):
    monkeypatch.setattr("marketplace.health.index_ready", lambda: False)
    assert ready(client)[1]["failing"] == ["search"]


@pytest.mark.django_db
def test_readyz_names_the_lost_database_and_tells_no_address(client, index, worker, monkeypatch):
    from django.db import OperationalError, connections

    def refuse(self):
        raise OperationalError("connection to postgres://bridgeway:hunter2@db.internal refused")

    monkeypatch.setattr(type(connections["default"]), "ensure_connection", refuse)
    status, body = ready(client)
    assert (status, body["failing"]) == (503, ["database"])
    assert "hunter2" not in json.dumps(body)


def test_readyz_answers_in_time_when_a_part_hangs(client, monkeypatch):
    monkeypatch.setattr(health, "PATIENCE", 0.2)
    monkeypatch.setattr(health, "CHECKS", {"database": lambda: time.sleep(5) or {}, "redis": dict})
    began = time.monotonic()
    status, body = ready(client)
    assert time.monotonic() - began < 4
    assert (status, body["failing"]) == (503, ["database"])


@pytest.mark.parametrize("header", [None, "", "Bearer", "Bearer ", "Bearer wrong", "Basic secret-token"])
def test_metrics_do_not_exist_for_those_without_the_token(rf, settings, header):
    from django.http import Http404

    settings.METRICS_TOKEN = "secret-token"
    request = rf.get("/metrics", headers={} if header is None else {"authorization": header})
    with pytest.raises(Http404):
        health.metrics(request)


def test_metrics_stay_closed_without_a_token_in_the_settings(rf, settings):
    from django.http import Http404

    settings.METRICS_TOKEN = ""
    with pytest.raises(Http404):
        health.metrics(rf.get("/metrics", headers={"authorization": "Bearer "}))


def test_metrics_are_shown_to_the_holder_of_the_token(rf, settings):
    settings.METRICS_TOKEN = "secret-token"
    answer = health.metrics(rf.get("/metrics", headers={"authorization": "Bearer secret-token"}))
    assert answer.status_code == 200
    assert b"python_info" in answer.content


def test_a_worker_touches_its_file_when_it_is_heard(tmp_path, monkeypatch):
    from celery.signals import heartbeat_sent

    monkeypatch.setenv("HEARTBEAT_FILE", str(tmp_path / "heart"))
    heartbeat_sent.send(sender=None)
    assert (tmp_path / "heart").exists()
