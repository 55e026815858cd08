"""What a read costs besides its statements: no row becomes a model, and an operation is planned once."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from typing import Any

import pytest
from tortoise.models import Model

from bench.operations import DEEP, FIFTY, FLAT, NESTED
from core.access.viewer import Role
from core.storage.reading import SqliteReader
from core.testing import GraphUnderTest, graph_of
from plugins.procurement.models import Tender, TenderStatus
from schema import Context
from schema.operation import Request
from schema.relay import Cursor, encode_cursor
from tests.alone import sqlite_file
from tests.dense import fill

ROWS = 110


@pytest.fixture(scope="module")
async def graph() -> AsyncGenerator[GraphUnderTest]:
    """The product with many rows in every table."""
    async with graph_of() as found:
        assert found.database.context.apps
        await fill([model for each in found.database.context.apps.values() for model in each.values()], ROWS)
        yield found


@pytest.mark.parametrize("text", [FLAT, FIFTY, NESTED], ids=["flat", "fifty", "nested"])
async def test_what_is_read_makes_no_model_and_one_statement_for_each_edge(
    graph: GraphUnderTest, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given
    made: list[str] = []
    real = Model.__init__

    def init(self: Model, **values: Any) -> None:
        made.append(type(self).__name__)
        real(self, **values)

    def init_from_db(cls: type[Model], /, **_values: Any) -> Model:
        made.append(cls.__name__)
        return cls.__new__(cls)

    monkeypatch.setattr(Model, "__init__", init)
    monkeypatch.setattr(Model, "_init_from_db", classmethod(init_from_db))
    # when
    told = await graph.ask(text, graph.viewer(Role.PROCUREMENT_OFFICER), page_cap=1_000)
    # then
    assert not told.errors
    assert told.statements == len({each.field for each in told.spent})
    assert not made


async def test_the_second_run_of_an_operation_has_a_plan(graph: GraphUnderTest) -> None:
    plans, text = graph.host.schema.plans, f"# asked here alone\n{NESTED}"
    before = plans.hits
    await graph.ask(text)
    first = plans.hits
    await graph.ask(text, graph.viewer(Role.PROCUREMENT_OFFICER))
    assert (first, plans.hits) == (before, before + 1)


@sqlite_file
async def test_a_page_deep_in_a_long_list_takes_as_many_steps_as_in_a_short_one() -> None:
    async with graph_of("procurement") as graph:
        short = await steps_of_a_deep_page(graph, 300)
        long = await steps_of_a_deep_page(graph, 3_000)
    assert short == long


async def steps_of_a_deep_page(graph: GraphUnderTest, tenders: int) -> int:
    """How many steps SQLite's machine takes for twenty awarded tenders by title, after nine tenths of so many."""
    status = TenderStatus.AWARDED
    there = await Tender.all().count()
    rows = [Tender(reference=f"T-{n:05}", title=f"Title {n:05}", status=status) for n in range(there, tenders)]
    await Tender.bulk_create(rows)
    place = await Tender.get(reference=f"T-{tenders * 9 // 10:05}")
    after = encode_cursor(Cursor("title", place.title, place.id))
    steps = 0

    def step() -> None:
        nonlocal steps
        steps += 1

    async with graph.database.reading() as reader:
        assert isinstance(reader, SqliteReader)
        await reader.fetch(
            "SELECT COUNT(*) FROM procurement_tender", []
        )  # reading what tables there are takes steps too
        reader.connection.set_progress_handler(step, 1)
        context = Context(viewer=graph.viewer(Role.PROCUREMENT_OFFICER), reader=reader)
        answer = await graph.operations.answer(Request(DEEP, {"after": after}), context)
    assert answer.data is not None
    assert len(answer.data["tenders"]["nodes"]) == 20
    return steps
