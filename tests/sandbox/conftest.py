"""One sandbox process per run, driven as the product drives it: through the unmodified SDK and a browser's requests."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import stripe

from payments.sandbox import process
from payments.sandbox.client import SandboxControl

from .receiver import SECRET, Receiver
from .world import World


@pytest.fixture(scope="session")
def receiver() -> Iterator[Receiver]:
    receiver = Receiver()
    yield receiver
    receiver.close()


@pytest.fixture(scope="session")
def running(receiver: Receiver, tmp_path_factory: pytest.TempPathFactory) -> Iterator[process.SandboxProcess]:
    handle = process.start(data_dir=tmp_path_factory.mktemp("stripe"), webhook_url=receiver.url, secret=SECRET)
    yield handle
    handle.stop()


@pytest.fixture(scope="session")
def session_control(running: process.SandboxProcess) -> Iterator[SandboxControl]:
    with SandboxControl(running.url) as control:
        yield control


@pytest.fixture
def control(session_control: SandboxControl, receiver: Receiver) -> Iterator[SandboxControl]:
    yield session_control
    session_control.heal()
    session_control.resume_deliveries()
    receiver.refuse = 0


@pytest.fixture
def api(running: process.SandboxProcess) -> stripe.StripeClient:
    return stripe.StripeClient(running.api_key, base_addresses={"api": running.url}, max_network_retries=0)


@pytest.fixture
def browser(running: process.SandboxProcess) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=running.url, trust_env=False, timeout=5) as client:
        yield client


@pytest.fixture
def world(api: stripe.StripeClient, control: SandboxControl) -> World:
    return World(api, control)


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    return tmp_path / "stripe"
