"""An edge takes the same statements for ten parents and for a hundred."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncGenerator
from itertools import product
from typing import Any

import pytest
from tortoise.backends.asyncpg.client import AsyncpgDBClient
from tortoise.backends.sqlite.client import SqliteClient

from core.storage.connection import Database
from schema import GraphSchema
from schema.operation import Operations, Request
from tests.dense import fill
from tests.edges import edge_queries
from tests.schema.contest import quiet
from tests.schema.plain import encoded_id
from tests.schema.world.models import Status
from tests.schema.world.opened import asked_by, opened, world_schema
from tests.schema.world.rows import MODELS
from tests.schema.world.values import Viewer


@pytest.fixture
async def dense() -> AsyncGenerator[Database]:
    async with opened() as database:
        await fill(MODELS.values(), 110, sealed=False, status=Status.ACTIVE, name="Åse", number="C-1")
        yield database


@pytest.fixture
def statements(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every statement that reaches the driver, by whomever."""
    heard: list[str] = []
    for client, name in product((SqliteClient, AsyncpgDBClient), ("execute_query", "execute_query_dict")):
        real = getattr(client, name)

        async def hear(self: Any, query: str, *values: Any, real: Any = real, **more: Any) -> Any:
            heard.append(query)
            return await real(self, query, *values, **more)

        monkeypatch.setattr(client, name, hear)
    return heard


async def test_an_edge_takes_as_many_statements_for_ten_parents_as_for_a_hundred(
    dense: Database, statements: list[str]
) -> None:
    schema = world_schema()
    queries = edge_queries(schema._schema, depth=2)  # noqa: SLF001  # graphql-core's own
    assert len(queries) > 20
    with quiet():
        for query in queries:
            few, many = [await spent(schema, dense, query.text, parents, statements) for parents in (10, 100)]
            assert few == many, f"{query.path}\n{query.text}\n{few}\n{many}"


async def spent(
    schema: GraphSchema, database: Database, text: str, parents: int, statements: list[str]
) -> Counter[str]:
    """How often each field went to the database, and how many statements there were."""
    statements.clear()
    ids = [encoded_id("Port", number) for number in range(1, parents + 1)]
    context = asked_by(Viewer("inspector"), database, max_values=10**9)
    given = {"n": parents} if "$n" in text else {"ids": ids}
    result = await Operations(schema).answer(Request(text, given), context)
    assert {(error.extensions or {}).get("code") for error in result.errors} <= {"INTERNAL", "NULL_VALUE"}
    return Counter(each.field for each in context.spent) + Counter(all=len(statements))
