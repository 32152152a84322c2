"""The interface is as its description says, whatever is sent to it: schemathesis reads the one and tries the other."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, assume, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.core.parameters import ParameterLocation
from schemathesis.core.result import Ok
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)
from starlette.routing import Route

from app.bootstrap import open_server
from app.foundation.home import Home
from app.foundation.sentences import declared_codes
from app.server.http import make_server
from app.server.openapi import describe
from app.server.replies import STATUS
from app.server.steps import STEPS
from app.sync.files.wire import CHUNK_TYPE
from tests.app.server.conftest import Stranger, knocking
from tests.app.sync.conftest import Headquarters
from tests.fakes import FakeClock

schemathesis.serializer.alias(CHUNK_TYPE, "application/octet-stream")

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    unsupported_method,
]


OPERATIONS = {
    operation.label: operation
    for result in schemathesis.openapi.from_dict(describe()).get_all_operations()
    if isinstance(result, Ok)
    for operation in [result.ok()]
}


OF_STEPS = [f"POST /v1/{step.name}" for step in STEPS]
OF_FILES = [
    *("POST /v1/files", "HEAD /v1/files/{upload_id}", "PATCH /v1/files/{upload_id}", "OPTIONS /v1/files"),
    *("GET /v1/contents/{digest}", "GET /v1/snapshots/{names}"),
]
OF_CALLERS = ["GET /rate/{token}", "POST /rate/{token}"]
OF_LISTENING = ["GET /v1/live", "POST /v1/wait"]


@pytest.mark.parametrize("label", [*OF_STEPS, *OF_FILES, *OF_CALLERS, "GET /v1/health", "GET /v1/health/live"])
def test_whatever_fits_the_description_is_answered_as_described(
    stranger: Stranger, label: str, expected_log: pytest.LogCaptureFixture
) -> None:
    _try(stranger, label, GenerationMode.POSITIVE)


@pytest.mark.parametrize("label", OF_LISTENING)
def test_whoever_listens_is_answered_as_described(stopping: Stranger, label: str) -> None:
    _try(stopping, label, GenerationMode.POSITIVE)


@pytest.fixture
def stopping(tmp_path: Path, clock: FakeClock) -> Iterator[Stranger]:
    """At the door of a server that lets go of whoever listens: nobody waits for what does not happen."""
    headquarters = Headquarters(open_server(Home(tmp_path / "server"), "", clock), tmp_path, clock)
    headquarters.server.doorbell.hang_up()
    yield from knocking(headquarters)


@pytest.mark.parametrize("label", [*OF_STEPS, "POST /v1/wait"])
def test_whatever_does_not_fit_the_description_is_refused_as_described(stranger: Stranger, label: str) -> None:
    _try(stranger, label, GenerationMode.NEGATIVE)


def _try(stranger: Stranger, label: str, mode: GenerationMode) -> None:
    url, identity = stranger.headquarters.url, {"Authorization": f"Bearer {stranger.token}"}

    @settings(max_examples=25, suppress_health_check=list(HealthCheck))
    @given(case=OPERATIONS[label].as_strategy(generation_mode=mode))
    def try_it(case: schemathesis.Case[Any]) -> None:
        assume(mode is GenerationMode.POSITIVE or _body_is_negative(case))
        response = case.call_and_validate(base_url=url, headers=identity, checks=CHECKS)
        assert mode is GenerationMode.POSITIVE or 400 <= response.status_code < 500

    try_it()


def _body_is_negative(case: schemathesis.Case[Any]) -> bool:
    """Where only headers are negative, ours take their place, and nothing is wrong with the request."""
    body = case.meta.components.get(ParameterLocation.BODY) if case.meta else None
    return body is not None and body.mode is GenerationMode.NEGATIVE


def test_the_description_names_every_route_and_every_code_has_a_sentence(stranger: Stranger) -> None:
    described = stranger.session.get(f"{stranger.headquarters.url}/openapi.json").json()
    served = {
        (route.path, method.lower())
        for route in make_server(stranger.headquarters.server).routes
        if isinstance(route, Route)
        for method in route.methods or ()
    }
    named = {
        (path, method)
        for path, operations in described["paths"].items()
        for method in operations
        if method != "parameters"
    }
    assert served - named == {("/openapi.json", "get")}
    assert named - served == set()
    codes = {code for step in STEPS for code in step.refusals} | STATUS.keys()
    assert codes <= declared_codes()
