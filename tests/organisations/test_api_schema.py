"""The API against its own description: what schemathesis can make of it, right and wrong, is answered as described."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode

from cercles.organisations.queries.cursors import written
from tests.factories.organisations import OrganisationFactory


@pytest.fixture
def described(places: Any, terms: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.setattr("cercles.config.api.PER_MINUTE", 10**6)
    for number in range(3):
        row = OrganisationFactory(
            name=f"Val-Fibre {number}", category=terms["siae"], seat=places["69123"], siren="807469317"
        )
        row.themes.set([terms["food"]])
    OrganisationFactory(merged_into=row)
    for signal in (request_started, request_finished):  # which would close the connection of this test
        signal.disconnect(close_old_connections)
    yield schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("path", "mode"),
    [
        ("/api/v1/organisations", GenerationMode.POSITIVE), ("/api/v1/organisations", GenerationMode.NEGATIVE),
        ("/api/v1/organisations/{number}", GenerationMode.POSITIVE),
    ],
)  # fmt: skip
def test_every_answer_is_one_that_is_described(described: Any, path: str, mode: GenerationMode) -> None:
    @settings(max_examples=15, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(case=described[path]["GET"].as_strategy(generation_mode=mode))
    def answered(case: Any) -> None:
        if mode == GenerationMode.POSITIVE and "cursor" in (case.query or {}):
            case.query["cursor"] = written(("val fibre", 1))  # any other word is none of ours
        case.call_and_validate(headers={"Accept-Encoding": "identity"})

    answered()
