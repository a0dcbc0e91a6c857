"""
`python -m marketplace.supervisor.launch GATE COMMAND...`: load the project, wait for the gate, then run.

Loading takes most of a start and needs no database, so all programs do it side by side while the data is still being
prepared. The gate is a file that the supervisor makes once it is. Behind it each program is the same as on its own
command line: `granian`, `celery`, or `manage.py`.
"""

import os
import sys
import time
from pathlib import Path

import django

POLL = 0.05


def main(gate: Path, program: str, *arguments: str) -> None:
    """Become `program`, one of granian, celery and manage.py."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marketplace.settings.local")
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))
    django.setup()
    if program == "granian":
        _load_pages()
    elif program == "celery":
        from marketplace.celery import app

        app.loader.import_default_modules()
    while not gate.exists():
        time.sleep(POLL)
    sys.argv = [program, *arguments]
    if program == "granian":
        from granian.cli import entrypoint

        entrypoint()
    elif program == "celery":
        from celery.__main__ import main as celery

        celery()
    else:
        from django.core.management import execute_from_command_line

        execute_from_command_line(sys.argv)


def _load_pages() -> None:
    """What the first request would load. The web server forks its processes from this one, so all share it."""
    from django.urls import get_resolver

    import marketplace.wsgi  # noqa: F401

    assert get_resolver().url_patterns


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
