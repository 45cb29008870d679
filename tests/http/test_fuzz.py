"""Schemathesis against the running app: no request it can think of is answered with a 5xx or out of shape."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from rag.api.app import create_app
from rag.api.guard import Door
from tests.http.scripted import ScriptedService

schemathesis = pytest.importorskip("schemathesis")
from schemathesis.checks import not_a_server_error  # noqa: E402
from schemathesis.specs.openapi.checks import (  # noqa: E402
    content_type_conformance,
    missing_required_header,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
    use_after_free,
)

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    negative_data_rejection,
    missing_required_header,
    unsupported_method,
    use_after_free,
]
DOOR = Door(hosts=frozenset({"testserver"}))
schema = schemathesis.openapi.from_asgi("/openapi.json", create_app(ScriptedService.with_article(), door=DOOR))
pytestmark = pytest.mark.filterwarnings("ignore")  # of the tool and its clients


@schema.parametrize()
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
def test_no_request_is_answered_out_of_shape(case: Any) -> None:
    response = case.call()
    case.validate_response(response, checks=CHECKS)
