"""A cancelled task leaves no statement, no lock and no transaction behind, wherever it was."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator

import pytest

from core.registry.models import OrgUnit, UnitLevel
from core.storage.connection import Database, database
from core.storage.migrations import migrate
from core.storage.transactions import writing

ENDLESS = """WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000000000)
             SELECT max(i) FROM n"""
PATIENCE = 20


@pytest.fixture
async def opened(url: str) -> AsyncGenerator[Database]:
    async with database(url, {"registry": "core.registry.models"}) as found:
        await migrate(found)
        yield found


async def running(opened: Database, statement: str = ENDLESS) -> asyncio.Task[object]:
    """A statement that has begun."""
    task: asyncio.Task[object] = asyncio.create_task(opened.connection.execute_query(statement))
    await asyncio.wait([task], timeout=0.1)
    assert not task.done()
    return task


async def cancelled(task: asyncio.Task[object]) -> None:
    task.cancel()
    await asyncio.wait([task], timeout=PATIENCE)
    assert task.cancelled()


async def add(code: str) -> None:
    async with writing():
        await OrgUnit.create(code=code, name="Unit", level=UnitLevel.GROUP)
        await OrgUnit.create(code=f"{code}'", name="Unit", level=UnitLevel.GROUP)


async def test_a_statement_ends_with_whoever_waits_for_it(opened: Database) -> None:
    for _ in range(3):
        await cancelled(await running(opened))

    assert await asyncio.wait_for(OrgUnit.all().count(), PATIENCE) == 0


async def test_it_ends_inside_a_transaction_too(opened: Database) -> None:
    async def change() -> None:
        async with writing():
            await OrgUnit.create(code="U", name="Unit", level=UnitLevel.GROUP)
            await opened.connection.execute_query(ENDLESS)

    task = asyncio.create_task(change())
    await asyncio.wait([task], timeout=0.2)
    await cancelled(task)

    await asyncio.wait_for(add("V"), PATIENCE)
    assert sorted([unit.code for unit in await OrgUnit.all()]) == ["V", "V'"]


@pytest.mark.alone("sqlite", "a server runs statements beside one another")
async def test_who_only_waits_for_a_turn_stops_nobody_elses_statement(opened: Database) -> None:
    first = await running(opened)
    second = await running(opened)

    await cancelled(second)

    assert not first.done()
    await cancelled(first)


async def test_a_change_is_there_whole_or_not_at_all_wherever_it_is_cancelled(opened: Database) -> None:
    for step in range(60):
        task = asyncio.create_task(add(f"U-{step:02}"))
        for _ in range(step):
            await asyncio.sleep(0 if step % 2 else 0.0005)
        task.cancel()
        await asyncio.wait([task], timeout=PATIENCE)
        assert task.done()

        await asyncio.wait_for(add(f"V-{step:02}"), PATIENCE)

    codes = {unit.code for unit in await OrgUnit.all()}
    assert {code.removesuffix("'") for code in codes} == {code for code in codes if not code.endswith("'")}
    assert {f"{code}'" for code in codes if not code.endswith("'")} <= codes
    assert sum(code.startswith("V") for code in codes) == 120
