"""A request that waits for a connection to the database: it is told in time, and in JSON, that there is none."""

from __future__ import annotations

from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path

import httpx2
import pytest

from core.storage.connection import Database
from core.storage.reading import AT_ONCE, POOLED, SqliteReaders
from core.testing import GraphUnderTest, graph_of
from core.web.callers import Callers
from core.web.graphql import GraphQLEndpoint
from core.web.stopping import Drain
from schema.operation import Operations

SECONDS = 0.2


def endpoint(graph: GraphUnderTest, database: Database) -> GraphQLEndpoint:
    callers = Callers(lambda: database, graph.host.settings, graph.clock, {})
    return GraphQLEndpoint(Operations(graph.host.schema, SECONDS), callers, Drain())


async def told(app: GraphQLEndpoint) -> httpx2.Response:
    transport = httpx2.ASGITransport(app)
    async with httpx2.AsyncClient(transport=transport, base_url="http://localhost") as client:
        return await client.post("/graphql", json={"query": "{ memberStates { totalCount } }"})


async def test_a_wait_for_a_connection_ends_with_503_and_the_next_is_answered() -> None:
    async with graph_of("registry") as graph:
        app = endpoint(graph, graph.database)
        async with AsyncExitStack() as busy:
            for _ in range(AT_ONCE if graph.database.is_sqlite else POOLED):
                await busy.enter_async_context(graph.database.reading())
            waited = await told(app)
        after = await told(app)
    assert waited.status_code == 503
    assert waited.json()["errors"][0]["message"] == "No connection to the database came free. Ask again later."
    assert after.json() == {"data": {"memberStates": {"totalCount": 0}}}


async def test_a_database_that_cannot_be_reached_is_told_by_an_id(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    gone = SqliteReaders(str(tmp_path / "gone" / "ipt.db"))
    async with graph_of("registry") as graph:
        answer = await told(endpoint(graph, replace(graph.database, readers=gone)))
    assert answer.status_code == 503
    assert answer.json()["errors"][0]["extensions"] == {"code": "INTERNAL"}
    assert "unable to open" not in answer.text
    assert "unable to open database file" in caplog.text
