"""Under which names the server answers, which pages may ask, and what every answer says to browsers."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient, WebSocketDenialResponse

from core.settings import Settings
from core.testing import served
from tests.web.test_sockets import PROTOCOL

FRIEND = "https://ipt.example.org"
QUERY = {"query": "{ __typename }"}


@pytest.fixture(scope="module")
def open_to_friends() -> Iterator[TestClient]:
    names = ("graph.example.org", "*.cern.example")
    with served("procurement", samples=False, allowed_hosts=names, cors_origins=(FRIEND,), dev=True) as client:
        yield client


@pytest.mark.parametrize(
    "host",
    ["localhost", "localhost:8000", "LOCALHOST.", "ipt.localhost", "127.0.0.1:8000", "10.0.0.7", "[::1]", "[::1]:8000"],
)
def test_names_of_this_machine_and_addresses_in_numbers_are_answered(client: TestClient, host: str) -> None:
    assert client.post("/graphql", json=QUERY, headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:8000",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "notlocalhost",
        "",
        "[::1",
        "::1]x",
    ],
)
@pytest.mark.parametrize("path", ["/", "/graphql", "/health/live", "/nowhere"])
def test_another_name_is_refused_and_told_what_to_do(client: TestClient, host: str, path: str) -> None:
    told = client.get(path, headers={"host": host})

    assert told.status_code == 421
    assert "IPT_ALLOWED_HOSTS" in told.json()["errors"][0]["message"]


@pytest.mark.parametrize("host", ["graph.example.org", "GRAPH.example.org:443", "a.cern.example", "a.b.cern.example"])
def test_names_that_are_set_are_answered(open_to_friends: TestClient, host: str) -> None:
    assert open_to_friends.post("/graphql", json=QUERY, headers={"host": host}).status_code == 200


@pytest.mark.parametrize("host", ["cern.example", "example.org", "acern.example"])
def test_names_like_those_that_are_set_are_not(open_to_friends: TestClient, host: str) -> None:
    assert open_to_friends.post("/graphql", json=QUERY, headers={"host": host}).status_code == 421


def test_the_name_in_the_settings_is_answered() -> None:
    with served("procurement", samples=False, host="ipt.example.org") as client:
        assert client.get("/health/live", headers={"host": "ipt.example.org"}).status_code == 200


def test_any_name_is_answered_when_that_is_set() -> None:
    with served("procurement", samples=False, allowed_hosts=("*",)) as client:
        assert client.get("/health/live", headers={"host": "any.example"}).status_code == 200


def test_a_socket_under_another_name_is_refused(client: TestClient) -> None:
    with (
        pytest.raises(WebSocketDenialResponse) as denied,
        client.websocket_connect("ws://evil.example/graphql", [PROTOCOL]),
    ):
        pass

    assert denied.value.status_code == 421


def test_a_page_of_another_origin_reads_nothing(client: TestClient) -> None:
    told = client.post("/graphql", json=QUERY, headers={"origin": FRIEND})
    asked = client.options("/graphql", headers={"origin": FRIEND, "access-control-request-method": "POST"})

    for each in (told, asked):
        assert not [name for name in each.headers if name.startswith("access-control")]


def test_a_page_of_a_friend_may_ask(open_to_friends: TestClient) -> None:
    asking = {"origin": FRIEND, "access-control-request-method": "POST"}
    asked = open_to_friends.options(
        "/graphql", headers={**asking, "access-control-request-headers": "content-type, ipt-explain, ipt-viewer"}
    )
    told = open_to_friends.post("/graphql", json=QUERY, headers={"origin": FRIEND})

    assert asked.status_code == 200
    assert told.headers["access-control-allow-origin"] == FRIEND
    assert "access-control-allow-credentials" not in told.headers
    assert "Accept" in told.headers["vary"]


def test_a_page_of_a_friend_may_open_a_socket(open_to_friends: TestClient) -> None:
    address = "ws://localhost/graphql"
    with open_to_friends.websocket_connect(address, [PROTOCOL], headers={"origin": FRIEND}) as socket:
        socket.send_json({"type": "connection_init"})
        assert socket.receive_json() == {"type": "connection_ack"}


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "", "http://[", "http://[::1", "//"])
def test_a_socket_of_a_stranger_is_refused(open_to_friends: TestClient, origin: str) -> None:
    address = "ws://localhost/graphql"
    with (
        pytest.raises(WebSocketDenialResponse) as denied,
        open_to_friends.websocket_connect(address, [PROTOCOL], headers={"origin": origin}),
    ):
        pass

    assert denied.value.status_code == 403


def test_a_page_of_a_stranger_may_not(open_to_friends: TestClient) -> None:
    asking = {"origin": "https://evil.example", "access-control-request-method": "POST"}

    assert open_to_friends.options("/graphql", headers=asking).status_code == 400


@pytest.mark.parametrize(
    "path", ["/", "/graphql", "/health/live", "/health/ready", "/explorer/examples.json", "/nowhere"]
)
def test_every_answer_is_safe_in_a_browser(client: TestClient, path: str) -> None:
    told = client.get(path, headers={"accept": "text/html"})

    assert told.headers["x-content-type-options"] == "nosniff"
    assert told.headers["x-frame-options"] == "DENY"
    assert told.headers["referrer-policy"] == "same-origin"
    assert told.headers["cross-origin-opener-policy"] == "same-origin"
    assert "default-src" in told.headers["content-security-policy"]
    assert len(told.headers.get_list("content-security-policy")) == 1


def test_an_answer_of_the_graph_loads_nothing(client: TestClient) -> None:
    told = client.post("/graphql", json=QUERY)

    assert told.headers["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'"


def test_strangers_are_kept_out_unless_something_is_set() -> None:
    assert Settings().allowed_hosts == Settings().cors_origins == ()
