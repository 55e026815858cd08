"""The protocol graphql-transport-ws: what each side may say, and how a socket is closed when it says something else."""

from __future__ import annotations

import json
import random
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

import pytest
from starlette.testclient import TestClient, WebSocketDenialResponse, WebSocketTestSession
from starlette.websockets import WebSocketDisconnect

from core.web import sockets
from core.web.requests import MAX_BODY
from tests.web.test_faults import text

PROTOCOL = "graphql-transport-ws"
ADDRESS = "ws://localhost/graphql"
CHANGE = (
    'mutation { registerSupplier(organisation: "T3JnYW5pc2F0aW9uOjE", categories: []) { ... on Refusal { code } } }'
)
FOLLOW = "subscription { tenderChanged { reference } }"
SEED = 20_261_126


@contextmanager
def opened(client: TestClient, payload: Any = None, **headers: str) -> Generator[WebSocketTestSession]:
    """A socket whose client has introduced itself."""
    with client.websocket_connect(ADDRESS, [PROTOCOL], headers=headers) as socket:
        socket.send_json({"type": "connection_init", **({"payload": payload} if payload else {})})
        assert socket.receive_json() == {"type": "connection_ack"}
        yield socket


def subscribe(socket: WebSocketTestSession, query: Any, name: str = "1", **members: Any) -> None:
    socket.send_json({"type": "subscribe", "id": name, "payload": {"query": query, **members}})


def closed(socket: WebSocketTestSession) -> tuple[int, str]:
    """How the server closes the socket, whatever it says before."""
    try:
        while True:
            socket.receive_json()
    except WebSocketDisconnect as found:
        return found.code, found.reason


# ---------------------------------------------------------------- operations


def test_a_query_is_answered_and_complete(client: TestClient) -> None:
    with opened(client) as socket:
        subscribe(socket, "query ($n: Int) { organisations(first: $n) { nodes { name } } }", variables={"n": 1})

        told = socket.receive_json()
        assert (told["type"], told["id"]) == ("next", "1")
        assert len(told["payload"]["data"]["organisations"]["nodes"]) == 1
        assert socket.receive_json() == {"type": "complete", "id": "1"}


def test_a_mutation_may_come_over_a_socket(client: TestClient) -> None:
    with opened(client) as socket:
        subscribe(socket, CHANGE)

        assert socket.receive_json()["payload"]["data"] == {"registerSupplier": {"code": "NOT_ALLOWED"}}


def test_one_of_two_operations_is_chosen_by_name(client: TestClient) -> None:
    with opened(client) as socket:
        subscribe(socket, "query A { a: __typename } query B { b: __typename }", operationName="B")

        assert socket.receive_json()["payload"] == {"data": {"b": "Query"}}


def test_a_fault_of_a_field_is_part_of_the_answer(client: TestClient) -> None:
    with opened(client) as socket:
        subscribe(socket, '{ node(id: "nonsense") { id } }')

        told = socket.receive_json()
        assert told["type"] == "next"
        assert told["payload"]["errors"][0]["extensions"]["code"] == "BAD_ID"


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("{", "PARSE_FAILED"),
        ("", "BAD_REQUEST"),
        ("{ noSuchField }", "VALIDATION_FAILED"),
        ("subscription { tenderChanged { reference } again: tenderChanged { id } }", "VALIDATION_FAILED"),
        ('subscription { tenderChanged(tender: "x") { reference } }', "BAD_ID"),
        ("query A { __typename } query B { __typename }", "BAD_REQUEST"),
    ],
)
def test_an_operation_that_cannot_run_is_an_error_and_the_socket_goes_on(
    client: TestClient, query: str, code: str
) -> None:
    with opened(client) as socket:
        subscribe(socket, query, "a")
        told = socket.receive_json()
        subscribe(socket, "{ __typename }", "a")

        assert (told["type"], told["id"]) == ("error", "a")
        assert told["payload"][0]["extensions"]["code"] == code
        assert socket.receive_json()["payload"] == {"data": {"__typename": "Query"}}


def test_an_id_is_free_again_once_its_operation_is_complete(client: TestClient) -> None:
    with opened(client) as socket:
        for _ in range(3):
            subscribe(socket, "{ __typename }")
            assert [socket.receive_json()["type"] for _ in range(2)] == ["next", "complete"]


def test_a_client_completes_what_it_no_longer_follows(client: TestClient) -> None:
    with opened(client) as socket:
        subscribe(socket, FOLLOW)
        socket.send_json({"type": "complete", "id": "1"})
        subscribe(socket, "{ __typename }")

        assert socket.receive_json()["type"] == "next"


def test_the_end_of_what_is_unknown_is_ignored(client: TestClient) -> None:
    with opened(client) as socket:
        socket.send_json({"type": "complete", "id": "never begun"})
        socket.send_json({"type": "ping"})

        assert socket.receive_json() == {"type": "pong"}


def test_one_operation_more_than_a_socket_may_run_is_refused(client: TestClient) -> None:
    with opened(client) as socket:
        for number in range(sockets.MAX_OPERATIONS + 1):
            subscribe(socket, FOLLOW, str(number))

        told = socket.receive_json()
        assert (told["type"], told["id"]) == ("error", str(sockets.MAX_OPERATIONS))
        assert told["payload"][0]["extensions"]["code"] == "TOO_MANY_OPERATIONS"


# ---------------------------------------------------------------- who is looking


def test_a_browser_says_who_is_looking_in_its_first_message(developer: TestClient) -> None:
    with opened(developer, {"IPT-Viewer": "role=procurement_officer"}) as socket:
        subscribe(socket, CHANGE)

        (change,) = socket.receive_json()["payload"]["data"].values()
        assert change["code"] != "NOT_ALLOWED"


def test_a_header_counts_as_well(developer: TestClient) -> None:
    with opened(developer, **{"IPT-Viewer": "role=admin"}) as socket:
        subscribe(socket, "{ auditEntries { totalCount } }")

        assert "errors" not in socket.receive_json()["payload"]


@pytest.mark.parametrize("said", ["role=king", "role=firm,organisation=PIC:0"])
def test_who_cannot_be_is_forbidden(developer: TestClient, said: str) -> None:
    with developer.websocket_connect(ADDRESS, [PROTOCOL]) as socket:
        socket.send_json({"type": "connection_init", "payload": {"IPT-Viewer": said}})

        code, reason = closed(socket)
        assert code == 4403
        assert reason.startswith("Forbidden: ")


# ---------------------------------------------------------------- the protocol


@pytest.mark.parametrize("payload", [None, {"a": [1]}])
def test_a_ping_is_answered_with_its_payload_at_any_time(client: TestClient, payload: Any) -> None:
    ping = {"type": "ping", **({"payload": payload} if payload else {})}
    with client.websocket_connect(ADDRESS, [PROTOCOL]) as socket:
        socket.send_json(ping)
        assert socket.receive_json() == {**ping, "type": "pong"}


def test_a_pong_is_taken_in_silence(client: TestClient) -> None:
    with opened(client) as socket:
        socket.send_json({"type": "pong", "payload": {}})
        socket.send_json({"type": "ping"})

        assert socket.receive_json() == {"type": "pong"}


@pytest.mark.parametrize("offered", [[], ["graphql-ws"], ["other", "graphql-ws"]])
def test_another_protocol_is_not_acceptable(client: TestClient, offered: list[str]) -> None:
    with client.websocket_connect(ADDRESS, offered) as socket:
        assert closed(socket)[0] == 4406


def test_ours_is_chosen_among_several(client: TestClient) -> None:
    with client.websocket_connect(ADDRESS, ["graphql-ws", PROTOCOL]) as socket:
        assert socket.accepted_subprotocol == PROTOCOL


def test_an_operation_before_the_introduction_is_unauthorized(client: TestClient) -> None:
    with client.websocket_connect(ADDRESS, [PROTOCOL]) as socket:
        subscribe(socket, "{ __typename }")

        assert closed(socket) == (4401, "Unauthorized")


def test_a_second_introduction_is_one_too_many(client: TestClient) -> None:
    with opened(client) as socket:
        socket.send_json({"type": "connection_init"})

        assert closed(socket) == (4429, "Too many initialisation requests")


def test_a_second_operation_under_one_id_closes_the_socket(client: TestClient) -> None:
    with opened(client) as socket:
        subscribe(socket, FOLLOW, "twice")
        subscribe(socket, "{ __typename }", "twice")

        assert closed(socket) == (4409, "Subscriber for twice already exists")


def test_a_long_id_is_cut_to_what_a_closing_frame_holds(client: TestClient) -> None:
    with opened(client) as socket:
        subscribe(socket, FOLLOW, "ü" * 200)
        subscribe(socket, FOLLOW, "ü" * 200)

        code, reason = closed(socket)
        assert code == 4409
        assert len(reason.encode()) <= 123


BAD = [
    "",
    "{",
    "[]",
    "null",
    "12",
    '"ping"',
    "{}",
    '{"type": null}',
    '{"type": ["ping"]}',
    '{"type": "start"}',
    '{"type": "next", "id": "1", "payload": {}}',
    '{"type": "connection_ack"}',
    '{"type": "connection_init", "payload": []}',
    '{"type": "ping", "payload": "x"}',
    '{"type": "pong", "payload": 1}',
    '{"type": "complete"}',
    '{"type": "complete", "id": 1}',
    '{"type": "subscribe", "payload": {"query": "{ __typename }"}}',
    '{"type": "subscribe", "id": "", "payload": {"query": "{ __typename }"}}',
    '{"type": "subscribe", "id": 1, "payload": {"query": "{ __typename }"}}',
    '{"type": "subscribe", "id": "1"}',
    '{"type": "subscribe", "id": "1", "payload": null}',
    '{"type": "subscribe", "id": "1", "payload": {}}',
    '{"type": "subscribe", "id": "1", "payload": {"query": 1}}',
    '{"type": "subscribe", "id": "1", "payload": {"query": "{ __typename }", "variables": []}}',
    '{"type": "subscribe", "id": "1", "payload": {"query": "{ __typename }", "operationName": 1}}',
    '{"type": "subscribe", "id": "1", "payload": {"query": "{ __typename }", "extensions": 1}}',
    "[" * 100_000,
]


@pytest.mark.parametrize("message", BAD, ids=lambda each: each[:60])
def test_a_message_that_the_protocol_does_not_know_closes_the_socket(client: TestClient, message: str) -> None:
    with opened(client) as socket:
        socket.send_text(message)

        code, reason = closed(socket)
        assert code == 4400
        assert reason.startswith("Invalid message: ")


def test_bytes_are_no_message(client: TestClient) -> None:
    with opened(client) as socket:
        socket.send_bytes(b'{"type": "ping"}')

        assert closed(socket)[0] == 4400


def test_a_message_that_is_too_large_closes_the_socket(client: TestClient) -> None:
    with opened(client) as socket:
        subscribe(socket, "{ __typename }" + " " * MAX_BODY)

        assert closed(socket)[0] == 1009


def test_who_does_not_introduce_themselves_is_too_late(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sockets, "WAIT", 0.05)
    with client.websocket_connect(ADDRESS, [PROTOCOL]) as socket:
        assert closed(socket) == (4408, "Connection initialisation timeout")


# ---------------------------------------------------------------- strangers, and noise


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "http://localhost.evil.example", "null", "http://localhost:81"]
)
def test_a_page_of_another_origin_gets_no_socket(client: TestClient, origin: str) -> None:
    with (
        pytest.raises(WebSocketDenialResponse) as denied,
        client.websocket_connect(ADDRESS, [PROTOCOL], headers={"origin": origin}),
    ):
        pass

    assert denied.value.status_code == 403
    assert "IPT_CORS_ORIGINS" in denied.value.json()["errors"][0]["message"]


def test_a_page_of_our_own_gets_one(client: TestClient) -> None:
    with opened(client, origin="http://localhost") as socket:
        subscribe(socket, "{ __typename }")

        assert socket.receive_json()["type"] == "next"


@pytest.mark.parametrize("start", range(0, 200, 50))
def test_no_message_is_a_fault_of_the_server(client: TestClient, start: int) -> None:
    for number in range(start, start + 50):
        sent = noise(random.Random(SEED + number))
        with opened(client) as socket:
            socket.send_text(sent)
            socket.send_json({"type": "ping", "payload": {"last": True}})
            said = until_over(socket)

        assert said[-1] == "pong" or said[-1] in {4400, 4401, 4409, 4429}, sent
        assert "INTERNAL" not in said, sent


def noise(chance: random.Random) -> str:
    """Anything between noise and a message."""
    odd: list[Any] = [None, True, 0, -1, "", "x", [], {}, {"query": "{ __typename }"}, {"query": text(chance)}]
    kinds = ["subscribe", "subscribe", "complete", "ping", "pong", "connection_init", "next", None, 1]
    match chance.randrange(3):
        case 0:
            return text(chance)
        case 1:
            return json.dumps(chance.choice(odd))
        case _:
            return json.dumps({key: chance.choice(odd) for key in ("id", "payload")} | {"type": chance.choice(kinds)})


def until_over(socket: WebSocketTestSession) -> list[Any]:
    """The kinds of what is said, the codes of errors, and the code of the end."""
    said: list[Any] = []
    try:
        while not said or said[-1] != "pong":
            message = socket.receive_json()
            payload = message.get("payload")
            faults = payload if isinstance(payload, list) else (payload or {}).get("errors", [])
            said += [each["extensions"]["code"] for each in faults]
            said.append(message["type"])
    except WebSocketDisconnect as over:
        said.append(over.code)
    return said
