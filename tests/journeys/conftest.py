"""The running system, and people with browsers in front of it."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg2
import pytest

from .people import People
from .stack import Stack

CHROMIUM = next((path for name in ("chromium", "chromium-browser") if (path := shutil.which(name))), None)
DATABASE = "bridgeway_journeys"
#: Redis databases 0 to 14 belong to the parallel workers of the test run.
REDIS_DATABASE = 15


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """
    The journeys share one system: they run first, in one worker, one after the other.

    First, because they take longest; started last they would keep one processor busy and the others waiting.
    """
    for item in items:
        if _is_journey(item):
            item.add_marker(pytest.mark.xdist_group("journeys"))
            item.add_marker(pytest.mark.timeout(900))
            item.add_marker(pytest.mark.browser)
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="Chromium is not installed: browser journeys are left out"))
    items.sort(key=lambda item: not _is_journey(item))


def _is_journey(item: pytest.Item) -> bool:
    return item.nodeid.startswith("tests/journeys/")


def _administer(statement: str) -> None:
    with closing(psycopg2.connect(os.environ["DATABASE_URL"].replace("postgres://", "postgresql://", 1))) as link:
        link.autocommit = True
        with link.cursor() as cursor:
            cursor.execute(statement)


@pytest.fixture(scope="package")
def stack() -> Iterator[Stack]:
    """The system, started once for all journeys."""
    name = f"{DATABASE}_{os.getpid()}"
    _administer(f"CREATE DATABASE {name} TEMPLATE bridgeway_template STRATEGY FILE_COPY")
    folder = Path(tempfile.mkdtemp(prefix="bridgeway-journeys-"))
    stack = Stack(
        data=folder,
        database_url=os.environ["DATABASE_URL"].replace("/bridgeway?", f"/{name}?"),
        redis_url=os.environ["REDIS_URL"].rsplit("/", 1)[0] + f"/{REDIS_DATABASE}",
        operator=("operator@bridgeway.example", "a calm and steady hand"),
    )
    try:
        stack.start()
        yield stack
    finally:
        stack.stop()
        _administer(f"DROP DATABASE {name} WITH (FORCE)")
        if "KEEP_JOURNEY" not in os.environ:
            shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """One Chromium; every person has a context, and so cookies and storage, of their own."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield browser
        browser.close()


@pytest.fixture
def people(stack: Stack, browser: Any, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[People]:
    """Somebody with a browser, as often as a test needs one. What their browsers complained about fails the test."""
    people = People(stack, browser, tmp_path)
    yield people
    try:
        if not getattr(request.node, "journey_failed", False):
            people.assert_no_complaints()
    finally:
        people.leave()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Any:
    """A failed journey brings the logs of every part, and what each person saw last."""
    report = yield
    if report.when == "call" and report.failed and _is_journey(item):
        item.journey_failed = True  # type: ignore[attr-defined]
        funcargs = getattr(item, "funcargs", {})
        if (people := funcargs.get("people")) is not None:
            report.sections.append(("what the browsers showed", people.last_seen()))
        if (stack := funcargs.get("stack")) is not None:
            report.sections.append(("logs of the system", stack.logs()))
    return report
