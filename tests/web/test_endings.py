"""Whoever has gone, or has waited long enough, holds up nobody: what runs is stopped on the database itself."""

from __future__ import annotations

import json
import signal
import sys
import threading
from collections.abc import Generator
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from queue import Queue
from typing import Any
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

from tests.serving import PATIENCE, Served, serving
from tests.web.sloths import COUNTED, LISTED, is_read, sloths_served, wait_until
from tests.web.test_sockets import FOLLOW, PROTOCOL

pytestmark = pytest.mark.skipif(
    not Path("/proc").is_dir(), reason=f"no /proc on {sys.platform}: nobody tells of threads"
)


@pytest.fixture(scope="module")
def patient(tmp_path_factory: pytest.TempPathFactory) -> Generator[Served]:
    """A server that lets an operation go on for ever."""
    with sloths_served(tmp_path_factory.mktemp("patient"), IPT_TIMEOUT="9999") as served:
        yield served


@pytest.fixture(scope="module")
def hasty(tmp_path_factory: pytest.TempPathFactory) -> Generator[Served]:
    """A server that does not."""
    with sloths_served(tmp_path_factory.mktemp("hasty"), IPT_TIMEOUT="0.5") as served:
        yield served


def post(served: Served, query: str, accept: str = "application/json") -> HTTPConnection:
    """A request whose answer is not read yet."""
    connection = HTTPConnection(urlsplit(served.address).netloc, timeout=PATIENCE)
    headers = {"Content-Type": "application/json", "Accept": accept}
    connection.request("POST", "/graphql", json.dumps({"query": query}), headers)
    return connection


def got(connection: HTTPConnection) -> tuple[int, Any]:
    """The answer's status and body."""
    with closing(connection), connection.getresponse() as told:
        return told.status, json.loads(told.read())


def answered(served: Served) -> Any:
    """What others are answered in the meantime, by the engine and by a function."""
    query = '{ suppliers { totalCount } organisation(identifier: {scheme: "SAMPLE", value: "aurelia"}) { name } }'
    return got(post(served, query))[1]


@contextmanager
def introduced(served: Served) -> Generator[ClientConnection]:
    with connect(served.graph.replace("http", "ws"), subprotocols=[Subprotocol(PROTOCOL)]) as socket:
        say(socket, "connection_init")
        assert heard(socket) == {"type": "connection_ack"}
        yield socket


def say(socket: ClientConnection, kind: str, **members: Any) -> None:
    socket.send(json.dumps({"type": kind, **members}))


def heard(socket: ClientConnection) -> Any:
    return json.loads(socket.recv(PATIENCE))


# ---------------------------------------------------------------- clients that go


@pytest.mark.parametrize("query", [LISTED, COUNTED])
@pytest.mark.parametrize("accept", ["application/json", "text/event-stream"])
def test_a_client_that_goes_frees_the_database(patient: Served, query: str, accept: str) -> None:
    connection = post(patient, query, accept)
    wait_until(lambda: is_read(patient))

    connection.close()

    wait_until(lambda: not is_read(patient))
    assert "errors" not in answered(patient)


@pytest.mark.parametrize("query", [LISTED, COUNTED])
@pytest.mark.parametrize("complete", [True, False], ids=["by a message", "by going"])
def test_an_operation_of_a_socket_that_is_given_up_frees_the_database(
    patient: Served, query: str, complete: bool
) -> None:
    with introduced(patient) as socket:
        say(socket, "subscribe", id="1", payload={"query": query})
        wait_until(lambda: is_read(patient))

        if complete:
            say(socket, "complete", id="1")
            wait_until(lambda: not is_read(patient))
            say(socket, "ping")
            assert heard(socket) == {"type": "pong"}

    wait_until(lambda: not is_read(patient))
    assert "errors" not in answered(patient)


def test_many_that_go_leave_room_for_others(patient: Served) -> None:
    going = [post(patient, query) for query in [LISTED, COUNTED] * 8]
    wait_until(lambda: is_read(patient))

    for each in going:
        each.close()

    wait_until(lambda: not is_read(patient))
    assert "errors" not in answered(patient)


# ---------------------------------------------------------------- time that is over


@pytest.mark.parametrize("query", [LISTED, COUNTED])
@pytest.mark.parametrize(("accept", "status"), [("application/json", 200), ("application/graphql-response+json", 504)])
def test_an_operation_that_takes_too_long_is_stopped_and_says_so(
    hasty: Served, query: str, accept: str, status: int
) -> None:
    told, body = got(post(hasty, query, accept))

    (error,) = body["errors"]
    assert told == status
    assert error["extensions"] == {"code": "TIMEOUT"}
    assert "0.5 seconds" in error["message"]
    wait_until(lambda: not is_read(hasty))
    assert "errors" not in answered(hasty)


def test_it_is_stopped_over_a_socket_too(hasty: Served) -> None:
    with introduced(hasty) as socket:
        say(socket, "subscribe", id="1", payload={"query": LISTED})

        told = heard(socket)
        assert (told["type"], told["payload"][0]["extensions"]["code"]) == ("error", "TIMEOUT")


# ---------------------------------------------------------------- the end of the server


def follow(served: Served) -> Queue[bytes]:
    """A stream of events that is open; its lines, and an empty one at its end."""
    body = json.dumps({"query": FOLLOW}).encode()
    headers = {"Content-Type": "application/json", "Accept": "text/event-stream"}
    stream, lines = urlopen(Request(served.graph, body, headers), timeout=PATIENCE), Queue[bytes]()

    def listen() -> None:
        with stream:
            for line in stream:
                lines.put(line)
        lines.put(b"")

    threading.Thread(target=listen, daemon=True).start()
    return lines


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT])
def test_a_server_that_is_told_to_end_ends_in_peace(tmp_path: Path, ending: signal.Signals) -> None:
    with serving(tmp_path) as served:
        stream = follow(served)
        with introduced(served) as socket:
            say(socket, "subscribe", id="1", payload={"query": FOLLOW})
            say(socket, "ping")
            assert heard(socket) == {"type": "pong"}

            served.process.send_signal(ending)

            with pytest.raises(ConnectionClosed) as closed:
                heard(socket)
        assert closed.value.rcvd
        assert closed.value.rcvd.code == 1001
        assert stream.get(timeout=PATIENCE) == b""
        assert served.process.wait(PATIENCE) == 0


def test_what_runs_is_finished_first_and_nobody_new_is_invited(tmp_path: Path) -> None:
    with sloths_served(tmp_path, IPT_TIMEOUT="3") as served:
        waiting = post(served, LISTED)
        wait_until(lambda: is_read(served))

        served.process.send_signal(signal.SIGTERM)

        wait_until(lambda: ready(served) == 503)
        assert got(waiting)[1]["errors"][0]["extensions"]["code"] == "TIMEOUT"
        assert served.process.wait(PATIENCE) == 0


def ready(served: Served) -> int:
    connection = HTTPConnection(urlsplit(served.address).netloc, timeout=PATIENCE)
    connection.request("GET", "/health/ready")
    return got(connection)[0]
