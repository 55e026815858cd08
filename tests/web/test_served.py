"""The served product as a process: what it sends while its database changes."""

from __future__ import annotations

import json
import threading
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Queue
from typing import Any
from urllib.request import Request, urlopen

import pytest
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

from tests.procurement.test_import_ocds import RELEASE
from tests.serving import PATIENCE, Served, serving
from tests.web.test_sockets import PROTOCOL

FOLLOW = "subscription { tenderChanged { reference title } }"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("served")) as served:
        yield served


def publish(served: Served, title: str) -> None:
    """Somebody imports a publication in which a call is called so."""
    path = served.folder / "release.json"
    path.write_text(json.dumps({**RELEASE, "tender": {**RELEASE["tender"], "title": title}}), "utf-8")
    served.ipt("import", "ocds", str(path))


def until_heard(served: Served, told: Queue[Any]) -> Any:
    """What is told first, while a call goes on changing: nothing says from when on a subscription hears."""
    for number in range(20):
        publish(served, f"Cycle lanes {number}")
        if not told.empty():
            break
    return told.get(timeout=PATIENCE)


def in_background(told: Queue[Any], messages: Iterator[Any]) -> None:
    def listen() -> None:
        for each in messages:
            told.put(each)

    threading.Thread(target=listen, daemon=True).start()


def events(served: Served) -> Iterator[Any]:
    body = json.dumps({"query": FOLLOW}).encode()
    headers = {"Content-Type": "application/json", "Accept": "text/event-stream"}
    with urlopen(Request(served.graph, body, headers), timeout=PATIENCE) as stream:
        yield from (json.loads(line[6:]) for line in stream if line.startswith(b"data: "))


def test_an_import_is_heard_of_in_a_stream_of_events(served: Served) -> None:
    told: Queue[Any] = Queue()
    in_background(told, events(served))

    changed = until_heard(served, told)["data"]["tenderChanged"]

    assert changed["reference"] == RELEASE["ocid"]
    assert changed["title"].startswith("Cycle lanes")


@contextmanager
def introduced(served: Served) -> Generator[ClientConnection]:
    with connect(served.graph.replace("http", "ws"), subprotocols=[Subprotocol(PROTOCOL)]) as socket:
        socket.send(json.dumps({"type": "connection_init"}))
        assert json.loads(socket.recv(PATIENCE)) == {"type": "connection_ack"}
        yield socket


def test_an_import_is_heard_of_over_a_socket(served: Served, tmp_path: Path) -> None:
    told: Queue[Any] = Queue()
    with introduced(served) as socket:
        socket.send(json.dumps({"type": "subscribe", "id": "1", "payload": {"query": FOLLOW}}))
        in_background(told, (json.loads(each) for each in socket))

        heard = until_heard(served, told)

    assert (heard["type"], heard["id"]) == ("next", "1")
    assert heard["payload"]["data"]["tenderChanged"]["reference"] == RELEASE["ocid"]
