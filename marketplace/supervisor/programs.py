"""
The project's own programs, run in processes forked from the supervisor.

Loading the project takes most of a start. So it is loaded once, and every program that needs it is a copy of that
process: a start costs one load instead of five, and the copies share the memory. Each program is then the same as on
its own command line: granian, celery, or manage.py.
"""

import gc
import os
import sys
from collections.abc import Mapping


def load(environment: Mapping[str, str]) -> None:
    """Import everything that any of the programs would. Opens no connection and starts no thread."""
    os.environ.update(environment)
    import django

    django.setup()
    from django.urls import get_resolver

    import marketplace.wsgi  # noqa: F401
    from marketplace.celery import app

    assert get_resolver().url_patterns
    app.loader.import_default_modules()
    # The copies then leave the shared memory untouched when they collect garbage.
    gc.collect()
    gc.freeze()


def become(program: str, *arguments: str) -> None:
    """Run `program` in this process, to its end."""
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
