"""How the databases read pages: from an index in the page's own order, whatever the size of the table."""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, cast
from uuid import UUID

import pytest
from tortoise.backends.base.client import BaseDBAsyncClient
from tortoise.transactions import in_transaction

from core.access.viewer import Role
from core.testing import GraphUnderTest, graph_of
from schema.conditions import Sql
from schema.dialect import dialect_of
from schema.graph import NodeType
from schema.lists import operands
from schema.page import order_of
from schema.shape import Kind
from schema.sources import ManySource
from schema.statement import Columns, Order, Statement, Window
from schema.table import Column
from schema.where import where_sql
from tests.story.conftest import DEPARTMENTS

SOMETHING: dict[type, Any] = {
    str: "m",
    int: 1,
    bool: True,
    date: date(2026, 6, 1),
    datetime: datetime(2026, 6, 1, tzinfo=UTC),
    UUID: UUID(int=1),
}
"""A place in a list, by the type of what it is ordered by."""
READERS = {
    "procurement": Role.PROCUREMENT_OFFICER,
    "knowledge_transfer": Role.KNOWLEDGE_TRANSFER_OFFICER,
    "eu_support": Role.EU_OFFICER,
}
"""Who sees the rows of a department; a page of nothing is read in no way at all."""
SIZE = 20


@pytest.fixture(scope="module")
async def graph() -> AsyncGenerator[GraphUnderTest]:
    async with graph_of(*DEPARTMENTS) as found:
        yield found


@dataclass(frozen=True)
class Asked:
    """A page as it can be asked for."""

    label: str
    node: NodeType
    order: Order
    by: Column | None = None
    choice: Column | None = None


def connections(graph: GraphUnderTest) -> Iterator[tuple[str, NodeType, ManySource]]:
    for owner in graph.host.graph.objects():
        for field in owner.fields.values():
            if isinstance(field.source, ManySource) and field.shape.kind is Kind.CONNECTION:
                target = graph.host.graph.nodes[field.shape.innermost.name]
                yield f"{owner.name}.{field.graphql_name}", target, field.source


def pages_of_roots(graph: GraphUnderTest) -> Iterator[Asked]:
    """Each list of the root in each order, forwards and backwards."""
    for label, node, source in connections(graph):
        if source.by is None:
            for name in {source.order, *node.declaration.orders}:
                yield Asked(f"{label} by {name}", node, order_of(node, name))
                yield Asked(f"{label} by -{name}", node, order_of(node, f"-{(name or 'pk').removeprefix('-')}"))


def pages_of_one_choice(graph: GraphUnderTest) -> Iterator[Asked]:
    """Each list of the root in its own order, filtered by one choice; by status in every order."""
    for label, node, source in connections(graph):
        if source.by is None:
            for column in map(node.table.known, node.declaration.filters):
                if column.enum or column.type is bool:
                    orders = node.declaration.orders if column.name == "status" else [source.order]
                    for name in orders:
                        yield Asked(f"{label} by {column.name} and {name}", node, order_of(node, name), choice=column)


def pages_of_parents(graph: GraphUnderTest) -> Iterator[Asked]:
    """Each list below a parent, in its own order."""
    for label, node, source in connections(graph):
        if source.by is not None:
            by = node.table.column(source.by, place=None, use=label)
            yield Asked(label, node, order_of(node, source.order), by=by)


async def test_a_page_after_a_cursor_is_searched_in_the_index_of_its_order(graph: GraphUnderTest) -> None:
    found = [(each, await plan(graph, each)) for each in pages_of_roots(graph)]
    assert len(found) > 60
    assert not [f"{each.label}: {told}" for each, told in found if not is_searched(each, told)]


async def test_a_page_of_one_choice_is_searched_in_an_index_of_both(graph: GraphUnderTest) -> None:
    found = [(each, await plan(graph, each)) for each in pages_of_one_choice(graph)]
    assert len(found) > 25
    assert not [f"{each.label}: {told}" for each, told in found if not is_searched(each, told)]
    assert not [f"{each.label}: {told}" for each, told in found if not is_in_the_index(each, told)]


async def test_a_page_of_each_parent_ends_at_its_limit_in_an_index_of_both(graph: GraphUnderTest) -> None:
    found = [(each, await plan(graph, each)) for each in pages_of_parents(graph)]
    assert len(found) > 30
    assert not [f"{each.label}: {told}" for each, told in found if not is_searched(each, told)]


async def plan(graph: GraphUnderTest, asked: Asked) -> list[str]:
    """What the database says of how it would read the page."""
    dialect = dialect_of("sqlite" if graph.database.is_sqlite else "postgres")
    statement = Statement(asked.node, graph.viewer(READERS.get(asked.node.owner, Role.ADMIN)), dialect)
    if asked.choice:
        value = next(iter(asked.choice.enum)) if asked.choice.enum else True
        chosen = {
            name: {"eq": value}
            for name, each in operands(graph.host.graph, asked.node).items()
            if each.column is asked.choice
        }
        statement.add(where_sql(statement, operands(graph.host.graph, asked.node), chosen))
    after = tuple(dialect.bind(SOMETHING[column.type]) for column in asked.order.columns)
    window = Window(asked.order, SIZE, after=after)
    columns = Columns(asked.node)
    columns.need("pk")
    if asked.by:
        keys = [dialect.bind(SOMETHING[asked.by.type])] * 2
        return await explained(graph, statement.windows(columns, asked.by, keys, window), dialect)
    return await explained(graph, statement.window(columns, window), dialect)


async def explained(graph: GraphUnderTest, sql: Sql, dialect: Any) -> list[str]:
    text, values = dialect.number(sql.text), list(sql.values)
    if graph.database.is_sqlite:
        rows = await graph.database.connection.execute_query_dict(f"EXPLAIN QUERY PLAN {text}", values)
        return [str(row["detail"]) for row in rows]
    with graph.database.current():
        async with in_transaction() as connection:
            # On empty tables a scan is always cheapest; so it is told to scan and sort only where it must.
            await connection.execute_query("SET LOCAL enable_seqscan = off")
            await connection.execute_query("SET LOCAL enable_bitmapscan = off")
            await connection.execute_query("SET LOCAL enable_sort = off")
            rows = await cast(BaseDBAsyncClient, connection).execute_query_dict(f"EXPLAIN {text}", values)
            return [str(row["QUERY PLAN"]) for row in rows]


def is_searched(asked: Asked, told: Sequence[str]) -> bool:
    """Whether the page's table is searched by an index, in which its rows come in their order.

    PostgreSQL may sort rows of one value by their key (an incremental sort): its indexes do not end with the key.
    """
    table = asked.node.table.name
    scans = [line for line in told if line.startswith("SCAN t") or f"Seq Scan on {table}" in line]
    sorts = [line for line in told if "ORDER BY" in line or re.match(r"\s*(-> *)?Sort\b(?! Key)", line)]
    return not scans and not sorts


def is_in_the_index(asked: Asked, told: Sequence[str]) -> bool:
    """Whether the rows of one choice are searched, and not only those of the order, of which most may be left out."""
    assert asked.choice
    searched = [line for line in told if "Index Cond" in line or line.startswith("SEARCH t")]
    return any(re.search(rf"\b{asked.choice.db_name}\b", line) for line in searched)
