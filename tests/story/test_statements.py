"""Every edge of the product's graph takes as many statements for a hundred parents as for ten."""

from __future__ import annotations

from collections import Counter
from typing import Any

from tortoise.models import Model

from core.access.viewer import Role
from core.testing import GraphUnderTest, graph_of
from schema import Context
from schema.operation import Request
from schema.relay import encode_id
from schema.sources import AggregateSource, BatchedSource, ManySource, OneSource
from tests.dense import fill
from tests.edges import EdgeQuery, edge_queries

ROWS = 110
READERS = {"Bid": Role.PROCUREMENT_OFFICER}
"""Who sees most of a type, where that is not the one who runs the installation."""


async def test_an_edge_takes_as_many_statements_for_ten_parents_as_for_a_hundred() -> None:
    async with graph_of() as graph:
        await fill(models(graph), ROWS)
        queries = edge_queries(graph.host.schema._schema)  # noqa: SLF001  # graphql-core's own
        assert len(queries) > 500
        followed: set[str] = set()
        for query in queries:
            few, many = await spent(graph, query, 10), await spent(graph, query, 100)
            assert few == many, f"{query.path}\n{few}\n{many}"
            followed |= set(few)
        assert not links(graph) - followed


LINKS = (OneSource, ManySource, BatchedSource, AggregateSource)


def links(graph: GraphUnderTest) -> set[str]:
    """Every field whose value lies beyond its row."""
    fields = ((node.name, each) for node in graph.host.graph.nodes.values() for each in node.fields.values())
    return {f"{name}.{each.graphql_name}" for name, each in fields if isinstance(each.source, LINKS)}


def models(graph: GraphUnderTest) -> list[type[Model]]:
    assert graph.database.context.apps
    return [model for department in graph.database.context.apps.values() for model in department.values()]


async def spent(graph: GraphUnderTest, query: EdgeQuery, parents: int) -> Counter[str]:
    """How many statements each field took, those of departments' functions included."""
    viewer = graph.viewer(READERS.get(query.node, Role.ADMIN))
    ids = [encode_id(query.node, key) for key in await keys(graph, query.node, parents)]
    given: dict[str, Any] = {"ids": ids} if query.by_ids else {"n": parents}
    async with graph.database.reading() as reader:
        supplied = graph.host.supplied(graph.changes)
        context = Context(viewer=viewer, reader=reader, max_values=10**9, supplied=supplied)
        answer = await graph.operations.answer(Request(query.text, given), context)
    assert answer.data is not None, f"{query.path}: {answer.errors}"
    return Counter(each.field for each in context.spent)


async def keys(graph: GraphUnderTest, node: str, count: int) -> list[Any]:
    model = graph.host.graph.nodes[node].table.model
    return list(await model.all().order_by("id").limit(count).values_list("id", flat=True))
