"""Reading beside the client that writes: nothing is written, long statements leave the loop, cancelled ones end."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack

import asyncpg  # type: ignore[import-untyped]  # pyright: ignore[reportMissingTypeStubs]
import pytest

from core.storage.connection import Database, database
from core.storage.reading import THREADS, SqliteReader, SqliteReaders
from tests.alone import postgresql_server, sqlite_file

REFUSALS = (sqlite3.OperationalError, asyncpg.ReadOnlySQLTransactionError)
LONG = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) SELECT max(i) FROM n"
ENDLESS = 10**12


@pytest.fixture
async def opened(url: str) -> AsyncGenerator[Database]:
    async with database(url, {"registry": "core.registry.models"}) as found:
        await found.connection.execute_query("CREATE TABLE ship (name TEXT)")
        yield found


def readers(of: Database) -> SqliteReaders:
    assert isinstance(of.readers, SqliteReaders)
    return of.readers


async def test_what_is_written_is_read_at_once(opened: Database) -> None:
    async with opened.reading() as reader:
        before = await reader.fetch("SELECT name FROM ship", [])
        await opened.connection.execute_query("INSERT INTO ship VALUES ('Aurora')")
        after = await reader.fetch("SELECT name FROM ship", [])
    assert [len(before), *map(tuple, after)] == [0, ("Aurora",)]


async def test_a_reader_writes_nothing(opened: Database) -> None:
    async with opened.reading() as reader:
        with pytest.raises(REFUSALS, match=r"read-?only"):
            await reader.fetch("INSERT INTO ship VALUES ('Aurora')", [])


@sqlite_file
async def test_a_short_statement_runs_where_it_is_asked(opened: Database) -> None:
    async with opened.reading() as reader:
        await reader.fetch(LONG, [10])
    assert not readers(opened).slow


@sqlite_file
async def test_others_go_on_while_a_long_statement_runs(opened: Database) -> None:
    turns = 0

    async def count_turns() -> None:
        nonlocal turns
        while True:
            await asyncio.sleep(0)
            turns += 1

    async with opened.reading() as reader:
        counting = asyncio.create_task(count_turns())
        rows = await reader.fetch(LONG, [1_000_000])
        counting.cancel()
    assert rows == [(1_000_000,)]
    assert turns > 10
    assert list(readers(opened).slow) == [LONG]


@sqlite_file
async def test_a_cancelled_statement_ends_and_its_connection_serves_the_next(opened: Database) -> None:
    async with opened.reading() as reader:
        asking = asyncio.ensure_future(reader.fetch(LONG, [ENDLESS]))
        while LONG not in readers(opened).slow:  # noqa: ASYNC110  # nothing else tells that it went to a thread
            await asyncio.sleep(0.001)
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking
        assert isinstance(reader, SqliteReader)
        assert await reader.fetch("SELECT 1", []) == [(1,)]


@sqlite_file
async def test_a_statement_that_waits_for_a_thread_never_starts_once_it_is_cancelled(opened: Database) -> None:
    # given: every thread is busy
    found = readers(opened)
    found.remember_slow(LONG)
    async with AsyncExitStack() as stack:
        busy = [await stack.enter_async_context(opened.reading()) for _ in range(THREADS)]
        running = [asyncio.ensure_future(each.fetch(LONG, [ENDLESS])) for each in busy]
        last = await stack.enter_async_context(opened.reading())
        # when
        waiting = asyncio.ensure_future(last.fetch(LONG, [ENDLESS]))
        await asyncio.sleep(0)
        waiting.cancel()
        # then: it ends while they go on, and its connection serves the next
        with pytest.raises(asyncio.CancelledError):
            await waiting
        assert not any(each.done() for each in running)
        assert await last.fetch("SELECT 1", []) == [(1,)]
        for each in running:
            each.cancel()
        await asyncio.wait(running)


@sqlite_file
async def test_a_connection_is_kept_for_the_next_operation(opened: Database) -> None:
    async with opened.reading() as first:
        pass
    async with opened.reading() as second, opened.reading() as third:
        assert first is second
        assert second is not third


@sqlite_file
async def test_so_many_statements_are_known_as_slow_and_no_more(opened: Database) -> None:
    found = readers(opened)
    for number in range(1_005):
        found.remember_slow(f"SELECT {number}")
    assert len(found.slow) == 1_000
    assert "SELECT 4" not in found.slow
    assert "SELECT 5" in found.slow


@postgresql_server
async def test_a_cancelled_statement_is_gone_from_the_server(opened: Database) -> None:
    async with opened.reading() as reader:
        asking = asyncio.ensure_future(reader.fetch("SELECT pg_sleep(600)", []))
        while not await running(opened):  # noqa: ASYNC110  # the server is asked, which takes its time
            await asyncio.sleep(0)
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking
        assert await reader.fetch("SELECT 1", [])
    assert not await running(opened)


async def running(opened: Database) -> int:
    rows = await opened.connection.execute_query_dict(
        "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE 'SELECT pg_sleep%'"
    )
    return int(rows[0]["count"])
