"""Server-sent events, as graphql-sse wants them in distinct connections mode."""

from __future__ import annotations

import json
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.web.test_sockets import CHANGE

EVENTS = "text/event-stream"


def events(told: Any) -> list[tuple[str, Any]]:
    """Each event of a stream with its data; comments are left out."""
    assert told.status_code == 200
    assert told.headers["content-type"] == "text/event-stream; charset=utf-8"
    blocks = [block.splitlines() for block in told.text.split("\n\n") if block and not block.startswith(":")]
    return [(_field(block, "event"), json.loads(_field(block, "data") or "null")) for block in blocks]


def _field(block: list[str], name: str) -> str:
    (value,) = [line.removeprefix(f"{name}:").strip() for line in block if line.startswith(f"{name}:")]
    return value


def test_a_query_is_one_event_and_the_end(client: TestClient) -> None:
    told = client.post("/graphql", json={"query": "{ __typename }"}, headers={"accept": EVENTS})

    assert events(told) == [("next", {"data": {"__typename": "Query"}}), ("complete", None)]
    assert told.headers["cache-control"] == "no-cache"


def test_a_query_in_the_address_too(client: TestClient) -> None:
    told = client.get("/graphql", params={"query": "{ __typename }"}, headers={"accept": EVENTS})

    assert events(told)[0] == ("next", {"data": {"__typename": "Query"}})


def test_a_mutation_comes_by_post_alone(client: TestClient) -> None:
    asked = {"query": CHANGE}
    told = client.post("/graphql", json=asked, headers={"accept": EVENTS})
    refused = client.get("/graphql", params=asked, headers={"accept": EVENTS})

    assert events(told)[0][1]["data"] == {"registerSupplier": {"code": "NOT_ALLOWED"}}
    assert refused.status_code == 405
    assert refused.headers["allow"] == "POST"


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("{", "PARSE_FAILED"),
        ("{ noSuchField }", "VALIDATION_FAILED"),
        ("query A { __typename } query B { __typename }", "BAD_REQUEST"),
        ('subscription { tenderChanged(tender: "x") { id } }', "BAD_ID"),
        ("subscription ($t: ID!) { tenderChanged(tender: $t) { id } }", "BAD_REQUEST"),
    ],
)
def test_what_is_wrong_with_an_operation_is_said_in_an_event(client: TestClient, query: str, code: str) -> None:
    told = client.post("/graphql", json={"query": query}, headers={"accept": EVENTS})

    (first, answer), last = events(told)
    assert (first, last) == ("next", ("complete", None))
    assert answer["errors"][0]["extensions"]["code"] == code
    assert "data" not in answer


def test_what_is_no_request_is_refused_as_ever(client: TestClient) -> None:
    told = client.post("/graphql", content=b"[]", headers={"accept": EVENTS, "content-type": "application/json"})

    assert told.status_code == 400
    assert told.headers["content-type"] == "application/json; charset=utf-8"


def test_a_subscription_wants_a_stream(client: TestClient) -> None:
    query = {"query": "subscription { tenderChanged { id } }"}

    told = client.post("/graphql", json=query, headers={"accept": "application/json"})

    assert "text/event-stream" in told.json()["errors"][0]["message"]


def test_a_client_that_takes_anything_gets_a_stream_for_a_subscription_alone(client: TestClient) -> None:
    accept = {"accept": "application/graphql-response+json, application/json, text/event-stream, multipart/mixed"}

    query = client.post("/graphql", json={"query": "{ __typename }"}, headers=accept)
    subscription = {"query": 'subscription { tenderChanged(tender: "x") { id } }'}
    followed = client.post("/graphql", json=subscription, headers=accept)

    assert query.json() == {"data": {"__typename": "Query"}}
    assert [name for name, _ in events(followed)] == ["next", "complete"]
