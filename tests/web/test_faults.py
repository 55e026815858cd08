"""Whatever comes in, the answer is GraphQL's, and no text of an exception goes out."""

from __future__ import annotations

import json
import logging
import random
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
from starlette.testclient import TestClient

import plugins
from core.testing import served

BODIES = 200
SEED = 1954

PARTS = (
    "{ }",
    "query Q($a: Int = 1) { ",
    "mutation { ",
    "} ",
    "organisations ",
    "(first: 3) ",
    "(first: -1) ",
    "(first: $a) ",
    '(after: "AAAA") ',
    '(where: {name: {startsWith: "A"}}) ',
    "(orderBy: {field: NAME}) ",
    "{ nodes { name } } ",
    "{ totalCount } ",
    '{ node(id: "T3JnYW5pc2F0aW9uOjE") { id } } ',
    '{ search(text: "%_\\u0000") { totalCount } } ',
    "...F ",
    "fragment F on Query { __typename } ",
    "@skip(if: true) ",
    "@include(if: $a) ",
    "a: __typename ",
    '"""',
    "\x00",
    "\ud800",
    "😀",
    "# a comment\n",
)
ODD: tuple[Any, ...] = (None, True, 0, -1, 1e308, 2**64, "", "x", [], {}, [[]], {"": None}, {"a": {"b": [1]}})


def body(chance: random.Random) -> bytes:
    """Anything between noise and a request."""
    match chance.randrange(4):
        case 0:
            return chance.randbytes(chance.randrange(400))
        case 1:
            return json.dumps(
                {chance.choice(["query", "variables", "x"]): chance.choice(ODD) for _ in range(3)}
            ).encode()
        case 2:
            return json.dumps({"query": text(chance), "variables": chance.choice(ODD)}).encode()
        case _:
            return json.dumps({"query": text(chance), "operationName": chance.choice(["Q", None, "F"])}).encode()


def text(chance: random.Random) -> str:
    return "".join(chance.choices(PARTS, k=chance.randrange(12)))


@pytest.mark.parametrize("start", range(0, BODIES, 50))
def test_no_body_is_a_fault_of_the_server(client: TestClient, start: int) -> None:
    for number in range(start, start + 50):
        sent = body(random.Random(SEED + number))
        told = client.post("/graphql", content=sent, headers={"content-type": "application/json"})

        assert told.status_code in {200, 400}, sent
        assert set(told.json()) <= {"data", "errors"}, sent
        assert "INTERNAL" not in {each["extensions"]["code"] for each in told.json().get("errors", [])}, sent


@pytest.mark.parametrize("start", range(0, BODIES, 50))
def test_no_body_is_a_fault_of_the_server_in_a_stream_either(client: TestClient, start: int) -> None:
    headers = {"content-type": "application/json", "accept": "text/event-stream"}
    for number in range(start, start + 50):
        sent = body(random.Random(SEED + number))
        told = client.post("/graphql", content=sent, headers=headers)

        assert told.status_code in {200, 400}, sent
        assert "INTERNAL" not in told.text, sent
        assert told.status_code == 400 or told.text.endswith("event: complete\ndata:\n\n"), sent


# ---------------------------------------------------------------- a department that fails


PLUGIN = """
    from core.hookspecs import Department, hookimpl
    from plugins.faulty import queries
    from schema.declare import declared_in

    @hookimpl
    def department():
        return Department(name="faulty", version="1.0", host_api=">=1,<2")

    @hookimpl
    def declarations():
        return declared_in(queries)
"""
QUERIES = """
    from core.access.viewer import Viewer
    from core.registry import models
    from core.registry.nodes import Organisation
    from schema.declare import batched, extend, query

    def broken(name: str) -> str:
        raise RuntimeError(f"secret of {name}")

    async def nowhere(keys, viewer: Viewer) -> dict[int, str]:
        raise ValueError("secret of /var/secret")

    @query
    async def trouble(viewer: Viewer) -> str:
        \"\"\"Asks for trouble.\"\"\"
        raise RuntimeError("secret of the root")

    @extend("Organisation")
    class OrganisationLinks:
        \"\"\"What fails.\"\"\"

        lost: str | None = batched(nowhere)
        \"\"\"Never found.\"\"\"
"""


@pytest.fixture
def faulty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    """A server with a department whose functions raise."""
    folder = tmp_path / "plugins" / "faulty"
    folder.mkdir(parents=True)
    for name, source in {"__init__": '"""Faulty"""', "plugin": PLUGIN, "queries": QUERIES}.items():
        (folder / f"{name}.py").write_text(dedent(source))
    monkeypatch.setattr(plugins, "__path__", [*plugins.__path__, str(folder.parent)])
    with served("faulty") as client:
        yield client


@pytest.mark.parametrize("asked", ["{ trouble }", "{ organisations(first: 1) { nodes { name lost } } }"])
def test_what_is_unexpected_is_masked_and_can_be_looked_up(
    faulty: TestClient, caplog: pytest.LogCaptureFixture, asked: str
) -> None:
    with caplog.at_level(logging.ERROR):
        told = faulty.post("/graphql", json={"query": asked})

    (error,) = told.json()["errors"]
    assert error["extensions"]["code"] == "INTERNAL"
    assert "secret" not in told.text
    assert "secret" in caplog.text
    mark = error["message"].split("the id ")[1][:8]
    assert mark in caplog.text
