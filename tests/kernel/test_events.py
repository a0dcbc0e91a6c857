"""Recorded events: written with the fact, delivered at least once, closed by the consumer's own transaction."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from accounts.actor import Actor
from accounts.models import Organisation
from marketplace.kernel import events
from marketplace.kernel.events import delivery, registry
from marketplace.kernel.models import Event, EventDelivery
from marketplace.kernel.operations import entry
from marketplace.kernel.tasks import relay_open_deliveries
from tests.accounts.factories import make_organisation

HANDLER = "tests.kernel.test_events.rename"
FAILING = "tests.kernel.test_events.fail"


@entry
def rename_organisation(*, organisation_id: int, crash: bool = False) -> None:
    organisation = Organisation.objects.get(pk=organisation_id)
    organisation.name += "!"
    organisation.save()
    if crash:
        raise RuntimeError("killed in the middle")


def rename(event: Event) -> None:
    rename_organisation(organisation_id=int(event.subject_id), crash=event.payload.get("crash", False))


def fail(event: Event) -> None:
    raise RuntimeError("no")


@pytest.fixture
def reactions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_HANDLERS", {"tests.happened": (HANDLER,), "tests.failed": (FAILING,)})


@pytest.fixture
def no_queue(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The queue is away: nothing is sent, everything stays open."""
    sent: list[int] = []
    monkeypatch.setattr("marketplace.kernel.tasks.deliver.delay", lambda pk: sent.append(pk))
    return sent


def happened(name: str = "tests.happened", **payload: Any) -> tuple[Organisation, EventDelivery]:
    organisation = make_organisation(name="Firm")
    with transaction.atomic():
        event = events.record(
            name, subject=organisation, actor=Actor.system("test"), at=timezone.now(), payload=payload
        )
    return organisation, EventDelivery.objects.get(event=event)


@pytest.mark.django_db(transaction=True)
def test_record_leaves_nothing_when_the_fact_is_rolled_back(reactions: None, no_queue: list[int]) -> None:
    organisation = make_organisation()
    with pytest.raises(RuntimeError), transaction.atomic():
        events.record("tests.happened", subject=organisation, actor=Actor.system("test"), at=timezone.now())
        raise RuntimeError
    assert not Event.objects.exists()
    assert not no_queue


@pytest.mark.django_db(transaction=True)
def test_record_refuses_to_work_outside_the_transaction_that_makes_it_true(reactions: None) -> None:
    with pytest.raises(RuntimeError, match="transaction"):
        events.record("tests.happened", subject=make_organisation(), actor=Actor.system("test"), at=timezone.now())


@pytest.mark.django_db(transaction=True)
def test_a_delivery_is_closed_with_its_effect_and_never_repeated(reactions: None, no_queue: list[int]) -> None:
    organisation, row = happened()
    assert no_queue == [row.pk]
    assert delivery.consume(row.pk)
    assert not delivery.consume(row.pk)
    organisation.refresh_from_db()
    assert organisation.name == "Firm!"


@pytest.mark.django_db(transaction=True)
def test_a_crash_in_the_middle_leaves_no_effect_and_an_open_delivery(reactions: None, no_queue: list[int]) -> None:
    organisation, row = happened(crash=True)
    with pytest.raises(RuntimeError, match="killed"):
        delivery.consume(row.pk)
    organisation.refresh_from_db()
    row.refresh_from_db()
    assert organisation.name == "Firm"
    assert row.done_at is None
    assert row.attempts == 1
    assert "killed" in row.failure


@pytest.mark.django_db(transaction=True)
def test_the_sweep_sends_what_the_queue_lost(reactions: None, no_queue: list[int]) -> None:
    _organisation, row = happened()
    no_queue.clear()
    EventDelivery.objects.update(due_at=timezone.now() - timedelta(seconds=10))
    assert relay_open_deliveries() == 1
    assert no_queue == [row.pk]
    assert relay_open_deliveries() == 0, "a delivery just sent is not sent again at once"


@pytest.mark.django_db(transaction=True)
def test_the_sweep_leaves_out_what_failed_too_often(reactions: None, no_queue: list[int]) -> None:
    happened("tests.failed")
    long_ago = timezone.now() - timedelta(hours=1)
    EventDelivery.objects.update(due_at=long_ago, attempts=delivery.MOST_ATTEMPTS)
    assert relay_open_deliveries() == 0
