"""The same write asked for twice happens once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import Organisation
from accounts.operations import create_organisation
from marketplace.kernel.idempotency import PATIENCE, AlreadyDone, Answer, KeyReused, StillRunning, answer_once
from marketplace.kernel.models import IdempotencyKey
from marketplace.kernel.refusals import InvalidInput
from tests.accounts.factories import actor_for, make_organisation

pytestmark = pytest.mark.django_db(transaction=True)


def ask(name: str = "Made once", key: str = "key", scope: str = "api:1", body: str = "a") -> tuple[Answer, bool]:
    actor = actor_for(make_organisation())

    def run() -> Answer:
        made = create_organisation(actor=actor, name=name, country="FR", now=timezone.now())
        return Answer(status=201, body=f'"{made.public_id}"')

    return answer_once(scope=scope, key=key, request_fingerprint=body, run=run)


def test_the_second_request_gets_the_first_ones_answer() -> None:
    first, replayed = ask()
    assert not replayed
    assert ask() == (first, True)
    assert Organisation.objects.filter(name="Made once").count() == 1


def test_the_same_key_with_another_body_is_refused() -> None:
    ask()
    with pytest.raises(KeyReused):
        ask(body="b")
    assert Organisation.objects.filter(name="Made once").count() == 1


def test_the_same_key_of_another_tenant_is_another_key() -> None:
    first, _ = ask()
    second, replayed = ask(scope="api:2")
    assert not replayed
    assert first.body != second.body


def test_a_refused_request_may_be_corrected_under_its_key() -> None:
    with pytest.raises(InvalidInput):
        ask(name="x")
    assert not IdempotencyKey.objects.exists()
    _answer, replayed = ask(name="Made once")
    assert not replayed


def test_a_crash_before_the_answer_was_stored_is_not_done_twice() -> None:
    actor = actor_for(make_organisation())

    def run() -> Answer:
        create_organisation(actor=actor, name="Made once", country="FR", now=timezone.now())
        raise RuntimeError("killed after the effect")

    with pytest.raises(RuntimeError):
        answer_once(scope="api:1", key="key", request_fingerprint="a", run=run)
    with pytest.raises(StillRunning):
        ask()
    IdempotencyKey.objects.update(created_at=timezone.now() - PATIENCE)
    with pytest.raises(AlreadyDone):
        ask()
    assert Organisation.objects.filter(name="Made once").count() == 1


def test_a_key_left_by_a_crash_before_the_effect_is_taken_over() -> None:
    long_ago = timezone.now() - PATIENCE
    IdempotencyKey.objects.create(scope="api:1", key="key", fingerprint="a", created_at=long_ago)
    _answer, replayed = ask()
    assert not replayed
    assert Organisation.objects.filter(name="Made once").count() == 1


@pytest.mark.parametrize("key", ["", "x" * 121, "line\nbreak"])
def test_a_key_that_is_no_key_is_refused(key: str) -> None:
    with pytest.raises(InvalidInput):
        ask(key=key)


def test_sixty_four_at_once_have_one_effect() -> None:
    actor = actor_for(make_organisation())

    def run() -> Answer:
        made = create_organisation(actor=actor, name="Made once", country="FR", now=timezone.now())
        return Answer(status=201, body=f'"{made.public_id}"')

    def press(_number: int) -> str:
        try:
            return answer_once(scope="api:1", key="key", request_fingerprint="a", run=run)[0].body
        except StillRunning:
            return "busy"
        finally:
            connection.close()

    with ThreadPoolExecutor(32) as pool:
        answers = set(pool.map(press, range(64)))
    assert Organisation.objects.filter(name="Made once").count() == 1
    assert len(answers - {"busy"}) == 1
