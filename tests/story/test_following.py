"""What docs/following.md shows is what happens: the stream after an import, the messages of a socket, the codes."""

from __future__ import annotations

import asyncio
import json
import re
from contextlib import aclosing
from pathlib import Path

from starlette.testclient import TestClient

from core.host import Host
from core.testing import graph_of
from core.web import sockets
from plugins.procurement.importers.ocds import OCDS
from tests.importing import run
from tests.web.test_sockets import ADDRESS, PROTOCOL

PAGE = (Path(__file__).parents[2] / "docs" / "following.md").read_text(encoding="utf-8")
(ASKED,) = re.findall(r"curl -sN .*?-d '(.*?)'\n", PAGE, re.DOTALL)
(RELEASE,) = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)
(TOLD,) = re.findall(r"^data: (.*)$", PAGE, re.MULTILINE)
MESSAGES = re.findall(r"^([<>]) (\{.*)$", PAGE, re.MULTILINE)
CODES = {value for value in vars(sockets).values() if isinstance(value, int) and 1_000 < value < 5_000}


async def test_an_import_is_told_in_the_stream_as_it_is_shown(tmp_path: Path) -> None:
    release = tmp_path / "release.json"
    release.write_text(RELEASE, encoding="utf-8")
    async with (
        graph_of("procurement") as graph,
        aclosing(graph.follow(json.loads(ASKED)["query"])) as events,
    ):
        first = asyncio.ensure_future(anext(events))
        await graph.changes.following.wait()
        await run(OCDS, graph.database, release)

        assert {"data": (await first).data} == json.loads(TOLD)


def test_a_socket_says_what_is_shown(client: TestClient) -> None:
    with client.websocket_connect(ADDRESS, [PROTOCOL]) as socket:
        for side, message in MESSAGES:
            if side == ">":
                socket.send_text(message)
            else:
                assert socket.receive_json() == json.loads(message)


def test_every_code_that_closes_a_socket_is_explained() -> None:
    assert {int(code) for code in re.findall(r"^\| (\d{4}) \|", PAGE, re.MULTILINE)} == CODES


def test_everything_that_can_be_followed_is_named(host: Host) -> None:
    for field in host.graph.roots["Subscription"].fields:
        assert f"`{field}" in PAGE
