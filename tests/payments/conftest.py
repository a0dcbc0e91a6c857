"""A real Stripe sandbox process for the tests of this folder."""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from payments.sandbox.client import SandboxControl
from payments.sandbox.process import SandboxProcess, start

WEBHOOK_SECRET = "whsec_tests_only"


@dataclass
class Sandbox:
    """A running sandbox with a fresh world: `control` steers it."""

    url: str
    control: SandboxControl


@pytest.fixture(scope="session")
def sandbox_process() -> Iterator[SandboxProcess]:
    with tempfile.TemporaryDirectory(prefix="bridgeway-sandbox-") as folder:
        process = start(
            data_dir=Path(folder), secret=WEBHOOK_SECRET, settings={"settle_after": 0, "payout_after": 3600}
        )
        yield process
        process.stop()


@pytest.fixture
def sandbox(sandbox_process: SandboxProcess, settings: Any) -> Iterator[Sandbox]:
    """The gateway of this test talks to the sandbox; every test finds an empty world."""
    settings.STRIPE_API_KEY = sandbox_process.api_key
    settings.STRIPE_API_BASE = sandbox_process.url
    settings.STRIPE_WEBHOOK_SECRET = WEBHOOK_SECRET
    settings.STRIPE_TIMEOUT_SECONDS = 5
    with SandboxControl(sandbox_process.url) as control:
        control.reset()
        yield Sandbox(sandbox_process.url, control)
        control.heal()
