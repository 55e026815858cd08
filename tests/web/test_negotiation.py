"""In which type an answer is given, and what of a request's own types is taken."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.testclient import TestClient

from core.web.negotiation import EVENTS, GRAPHQL_JSON, JSON, chosen
from core.web.requests import MAX_BODY

QUERY = b'{"query": "{ __typename }"}'
INVALID = b'{"query": "{ noSuchField }"}'


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("", JSON),
        ("*/*", JSON),
        ("application/*", JSON),
        (JSON, JSON),
        (GRAPHQL_JSON, GRAPHQL_JSON),
        (EVENTS, EVENTS),
        (f"{JSON}; charset=utf-8", JSON),
        (f'{JSON}; charset="UTF-8"', JSON),
        ("Application/JSON", JSON),
        (f"{GRAPHQL_JSON}, {JSON}", GRAPHQL_JSON),
        (f"{JSON}, {GRAPHQL_JSON}", GRAPHQL_JSON),
        (f"{GRAPHQL_JSON}, {JSON};q=0.9", GRAPHQL_JSON),
        (f"{GRAPHQL_JSON};q=0.8, {JSON};q=0.9", JSON),
        (f"{GRAPHQL_JSON};q=0.8,{JSON};q=0.9,*/*", JSON),
        (f"{GRAPHQL_JSON}, */*;q=0.1", GRAPHQL_JSON),
        (f"{GRAPHQL_JSON};q=0, */*", JSON),
        (f"{JSON};q=0, */*", GRAPHQL_JSON),
        (f"{JSON}, {EVENTS}", JSON),
        (f"{JSON};q=0.5, {EVENTS}", EVENTS),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", JSON),
        ("multipart/mixed, application/json", JSON),
        ("nonsense, application/json", JSON),
        ("text/html", None),
        ("text/*", None),
        ("image/*, text/html;q=0.9", None),
        ("nonsense", None),
        ("*/*;q=0", None),
        (f"{JSON};q=0", None),
        (f"{JSON};q=2", None),
        (f"{JSON};q=high", None),
        (f"{JSON};q=nan", None),
        (f"{JSON};charset=latin-1", None),
        (",", None),
    ],
)
def test_the_type_is_chosen_by_what_is_accepted(accept: str, media: str | None) -> None:
    assert chosen(accept) == media


def post(client: TestClient, body: bytes = QUERY, /, **headers: str) -> Any:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.post("/graphql", content=body, headers={"content-type": JSON, **named})


def test_no_type_that_can_be_given_is_406_and_says_which_can(client: TestClient) -> None:
    told = post(client, accept="text/html")

    assert told.status_code == 406
    assert told.headers["content-type"] == "application/json; charset=utf-8"
    assert GRAPHQL_JSON in told.json()["errors"][0]["message"]


def test_several_headers_are_one_list(client: TestClient) -> None:
    headers = [("content-type", JSON), ("accept", "text/html"), ("accept", GRAPHQL_JSON)]

    told = client.post("/graphql", content=QUERY, headers=headers)

    assert told.headers["content-type"] == f"{GRAPHQL_JSON}; charset=utf-8"


def test_an_answer_says_that_it_depends_on_what_is_accepted(client: TestClient) -> None:
    assert post(client).headers["vary"] == "Accept"


@pytest.mark.parametrize(
    ("accept", "body", "status"),
    [
        (JSON, QUERY, 200),
        (JSON, INVALID, 200),
        (JSON, b"[]", 400),
        (GRAPHQL_JSON, QUERY, 200),
        (GRAPHQL_JSON, INVALID, 400),
        (GRAPHQL_JSON, b"[]", 400),
        (GRAPHQL_JSON, b'{"query": "{ node(id: \\"x\\") { id } }"}', 200),
    ],
)
def test_the_status_is_that_of_the_specification(client: TestClient, accept: str, body: bytes, status: int) -> None:
    told = post(client, body, accept=accept)

    assert told.status_code == status
    assert told.headers["content-type"] == f"{accept}; charset=utf-8"


@pytest.mark.parametrize(
    "kind", ["application/json; charset=utf-8", 'application/json;charset="UTF-8"', "APPLICATION/JSON"]
)
def test_json_in_utf_8_is_taken(client: TestClient, kind: str) -> None:
    assert post(client, content_type=kind).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"content_type": "application/json; charset=latin-1"},
        {"content_type": "application/graphql"},
        {"content_type": "text/plain"},
        {"content_type": "application/json+x"},
        {"content_encoding": "gzip"},
        {"content_encoding": "br, gzip"},
    ],
)
def test_another_body_is_415_and_says_what_is_taken(client: TestClient, headers: dict[str, str]) -> None:
    told = post(client, **headers)

    assert told.status_code == 415
    assert told.headers.get("accept", JSON) == JSON
    assert told.headers.get("accept-encoding", "identity") == "identity"
    assert "Send" in told.json()["errors"][0]["message"]


def test_a_length_that_is_too_large_is_refused_before_the_body_is_read(client: TestClient) -> None:
    told = post(client, content_length=str(MAX_BODY + 1))

    assert told.status_code == 413


def test_a_body_without_a_length_is_counted(client: TestClient) -> None:
    told = client.post("/graphql", content=iter([b" " * 1_000] * 1_001), headers={"content-type": JSON})

    assert told.status_code == 413


def test_the_head_of_an_answer_can_be_asked_for(client: TestClient) -> None:
    told = client.head("/graphql", params={"query": "{ __typename }"})

    assert told.status_code == 200
    assert told.headers["content-type"] == "application/json; charset=utf-8"


@pytest.mark.parametrize(
    "given", [{"extensions": "[]"}, {"extensions": "{"}, {"variables": "1"}, {"operationName": "X"}]
)
def test_members_in_an_address_are_read_like_those_in_a_body(client: TestClient, given: dict[str, str]) -> None:
    told = client.get("/graphql", params={"query": "{ __typename }", **given}, headers={"accept": GRAPHQL_JSON})

    assert told.status_code == 400
