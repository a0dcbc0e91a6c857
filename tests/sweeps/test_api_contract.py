"""The API's own description: valid, complete, and true for what anybody may read."""

import warnings
from typing import Any

import pytest
import schemathesis
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.validation import validate_schema
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings

from .addresses import own_addresses
from .market import make_market

BOUNDED = hypothesis_settings(max_examples=12, deadline=None, database=None, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    with GENERATOR_STATS.silence(), warnings.catch_warnings(record=True):
        found: dict[str, Any] = SchemaGenerator().get_schema(public=True)
    return found


def test_the_document_is_valid_and_our_views_give_no_warning(document: dict[str, Any]) -> None:
    validate_schema(document)
    ours = ("accounts", "trade", "sellers", "payments", "buyers", "orders")
    told = [line for cache in (GENERATOR_STATS._error_cache, GENERATOR_STATS._warn_cache) for line in cache]
    assert [line for line in told if any(f"/{room}/" in line for room in ours)] == []


def test_every_endpoint_stands_in_the_document_with_what_it_asks_for(document: dict[str, Any]) -> None:
    wrong = []
    for address in own_addresses():
        if not address.is_api:
            continue
        path = "/" + address.route.replace("<str:", "{").replace("<slug:", "{").replace("<int:", "{").replace(">", "}")
        described = document["paths"].get(path, {})
        view = address.view.view_class
        for method in address.methods - {"HEAD"}:
            operation = described.get(method.lower())
            if operation is None:
                wrong.append(f"{method} {path}: not described")
            elif method not in view.public_methods and method not in view.required_scopes:
                wrong.append(f"{method} {path}: neither public nor scoped")
            elif method in view.required_scopes and view.required_scopes[method] not in str(operation):
                wrong.append(f"{method} {path}: the scope {view.required_scopes[method]} is not named")
    assert not wrong, "\n".join(wrong)


@pytest.mark.django_db
def test_the_document_is_served() -> None:
    answer = Client().get("/api/schema/", headers={"Accept": "application/json"})
    assert answer.status_code == 200
    assert answer.json()["openapi"].startswith("3.")


@pytest.mark.django_db
@pytest.mark.usefixtures("reference_data")
def test_what_anybody_may_read_answers_as_described(document: dict[str, Any]) -> None:
    """Made-up but well-formed questions to every public reading endpoint: no fault of ours, and no surprise."""
    make_market()
    call_command("rebuild_index", verbosity=0)
    public = {
        "/" + address.route.replace("<str:", "{").replace("<slug:", "{").replace(">", "}")
        for address in own_addresses()
        if address.is_api and "GET" in address.view.view_class.public_methods
    }
    assert len(public) >= 6
    client = Client(raise_request_exception=False)
    for path in sorted(public):
        only = {**document, "paths": {path: {"get": document["paths"][path]["get"]}}}
        (found,) = schemathesis.openapi.from_dict(only).get_all_operations()

        @BOUNDED
        @given(case=found.ok().as_strategy())
        def asks(case: Any) -> None:
            cache.clear()
            answer = client.get(case.formatted_path, case.query or {})
            assert answer.status_code < 500, (case.formatted_path, case.query)
            assert str(answer.status_code) in case.operation.definition.raw["responses"] or answer.status_code in (
                400, 404, 422, 429,
            )  # fmt: skip

        asks()
