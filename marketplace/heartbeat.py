"""
Signs of life of the background processes.

Two different questions are answered:

- *Is work really being done?* Beat queues `marketplace.tasks.beat_heart` every few seconds and a worker that consumes
  it writes the time into Redis, for each queue. Only beat, the broker and a consuming worker together keep that
  time young; `/readyz` reads it.
- *Is this very process alive?* A worker's event loop and beat's scheduler touch the file named by `HEARTBEAT_FILE`;
  the supervisor and the containers' health checks look at its age.
"""

import os
import socket
import time
from pathlib import Path
from typing import NamedTuple

import redis
from celery import current_app
from celery.signals import after_task_publish, beat_init, heartbeat_sent, worker_ready
from django.conf import settings

KEY = "bridgeway:worker-heartbeat:"
#: Seconds after which the time in Redis is no longer worth keeping.
KEPT = 3600
#: Seconds after which a heartbeat that nobody has consumed is dropped.
FRESH = 10


class Heartbeat(NamedTuple):
    #: Seconds since a worker last consumed a heartbeat task.
    age: float
    #: The host name of that worker.
    worker: str


def connection() -> redis.Redis:
    """A client that answers or fails within a few seconds."""
    return redis.Redis.from_url(
        settings.REDIS_URL, socket_connect_timeout=1, socket_timeout=2, decode_responses=True, client_name="heartbeat"
    )


def record_heartbeat(queue: str) -> None:
    """Write down that a worker on this host consumes tasks of `queue` now."""
    with connection() as client:
        client.set(KEY + queue, f"{time.time():.3f} {socket.gethostname()}", ex=KEPT)


def last_heartbeat(queue: str) -> Heartbeat | None:
    """
    Return when a worker last consumed from `queue`, None if none has within the hour.

    :raises redis.RedisError: if Redis cannot be asked.
    """
    with connection() as client:
        value = client.get(KEY + queue)
    if not value:
        return None
    at, _, worker = str(value).partition(" ")
    return Heartbeat(max(0.0, time.time() - float(at)), worker)


def touch_heartbeat_file(**_signal: object) -> None:
    """Show the supervisor of this process that it lives."""
    if path := os.environ.get("HEARTBEAT_FILE"):
        Path(path).touch()


def _follow_beat(**_signal: object) -> None:
    # The first heartbeat at once: until it is consumed, nobody may call the system ready.
    current_app.send_task("marketplace.tasks.beat_heart", expires=FRESH)
    current_app.send_task("marketplace.tasks.beat_heart", args=["bulk"], queue="bulk", expires=FRESH)
    # Beat's only work is to publish, so what it publishes is its pulse. Held strongly: it has no other owner.
    after_task_publish.connect(touch_heartbeat_file, weak=False)
    touch_heartbeat_file()


worker_ready.connect(touch_heartbeat_file, weak=False)
heartbeat_sent.connect(touch_heartbeat_file, weak=False)
beat_init.connect(_follow_beat, weak=False)
