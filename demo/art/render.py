"""Render drawings to the WebP renditions that sellers' uploads become, and keep them by what is on them."""

import hashlib
import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from django.conf import settings

from demo.art.worker import render
from sellers.models.pictures import WIDTHS

# Counted up when the same drawing shall be rendered anew.
_VERSION = "2"


def name_of(svg: str) -> str:
    """Return the name under which the renditions of `svg` are kept: 24 hex digits of what is drawn."""
    return hashlib.sha256(f"{_VERSION}\n{svg}".encode()).hexdigest()[:24]


def folder() -> Path:
    """Where rendered drawings are kept from one load to the next."""
    return settings.DATA_DIR / "demo-art"


def render_all(drawings: Iterable[str]) -> Iterator[int]:
    """Render what is not kept yet, on two processes; yields how many are done, for a progress line."""
    kept = folder()
    kept.mkdir(parents=True, exist_ok=True)
    there = {entry.name for entry in os.scandir(kept)}
    wanted = {name_of(svg): svg for svg in drawings}
    todo = [(name, svg, str(kept), WIDTHS) for name, svg in wanted.items() if f"{name}-{WIDTHS[-1]}.webp" not in there]
    if len(todo) < 8:
        for done, each in enumerate(todo, start=1):
            render(each)
            yield done
        return
    # Spawned, not forked: the parent holds a database connection and perhaps threads.
    with ProcessPoolExecutor(max_workers=min(2, os.cpu_count() or 1), mp_context=get_context("spawn")) as pool:
        for done, _nothing in enumerate(pool.map(render, todo, chunksize=8), start=1):
            yield done


def rendition(name: str, width: int) -> bytes:
    """Return the bytes of a rendition that `render_all` made."""
    return (folder() / f"{name}-{width}.webp").read_bytes()
