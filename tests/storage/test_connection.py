from __future__ import annotations

import asyncio
import sqlite3
from contextvars import Context
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from core.errors import StorageError
from core.storage.connection import Database, database
from core.storage.fresh import databases
from core.storage.migrations import migrate
from tests.alone import postgresql_server, sqlite_file
from tests.storage.departments import Departments

NOTES = """
class Note(Model):
    id = fields.BigIntField(primary_key=True)
    text = fields.CharField(max_length=50)
    written_at = fields.DatetimeField()

    class Meta(Model.Meta):
        table = "notes_note"
"""
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
async def notes(departments: Departments) -> Departments:
    departments.write("notes", NOTES)
    await departments.make_migrations()
    return departments


def note(opened: Database) -> Any:
    return opened.context.get_model("notes", "Note")


async def texts(opened: Database) -> list[str]:
    rows = await opened.connection.execute_query_dict("SELECT text FROM notes_note ORDER BY id")
    return [row["text"] for row in rows]


async def pragma(opened: Database, name: str) -> Any:
    rows = await opened.connection.execute_query_dict(f"PRAGMA {name}")
    return next(iter(rows[0].values()))


@sqlite_file
async def test_an_sqlite_file_keeps_references_and_lets_readers_go_on(notes: Departments, url: str) -> None:
    async with database(url, notes.modules) as opened:
        assert await pragma(opened, "journal_mode") == "wal"
        assert await pragma(opened, "foreign_keys") == 1
        assert await pragma(opened, "synchronous") == 1
        assert await pragma(opened, "busy_timeout") == 10_000


@sqlite_file
async def test_a_file_name_may_hold_any_letter(notes: Departments, tmp_path: Path) -> None:
    file = tmp_path / "été 100% #1?.db"
    async with database(f"sqlite://{file}", notes.modules) as opened:
        await migrate(opened)

    assert file.exists()


@sqlite_file
async def test_closing_leaves_one_file_that_others_can_read(notes: Departments, url: str) -> None:
    async with database(url, notes.modules) as opened:
        await migrate(opened)
        await note(opened).create(text="kept", written_at=NOON)

    file = Path(url.removeprefix("sqlite://"))
    assert [path.name for path in file.parent.glob("ipt.db*")] == ["ipt.db"]
    reader = sqlite3.connect(file)
    assert reader.execute("SELECT text FROM notes_note").fetchall() == [("kept",)]
    reader.close()


async def test_instants_are_kept_in_utc(notes: Departments, url: str) -> None:
    async with database(url, notes.modules) as opened:
        await migrate(opened)
        await note(opened).create(text="lunch", written_at=datetime.fromisoformat("2026-03-01T13:00:00+01:00"))

        assert (await note(opened).get(text="lunch")).written_at == NOON
        rows = await opened.connection.execute_query_dict("SELECT written_at FROM notes_note")
        assert str(rows[0]["written_at"]) == "2026-03-01 12:00:00+00:00"


async def test_a_task_from_elsewhere_finds_the_database_by_entering_it(notes: Departments, url: str) -> None:
    async with database(url, notes.modules) as opened:
        await migrate(opened)

        async def count() -> int:
            return int(await note(opened).all().count())

        async def request() -> int:
            with opened.current():
                return await count()

        with pytest.raises(RuntimeError, match="No TortoiseContext"):
            await asyncio.create_task(count(), context=Context())
        requests = [asyncio.create_task(request(), context=Context()) for _ in range(3)]
        assert await asyncio.gather(*requests) == [0, 0, 0]


async def test_two_databases_are_open_at_once_and_stay_apart(notes: Departments, url: str) -> None:
    async with (
        databases().empty() as another,
        database(url, notes.modules) as a,
        database(another, notes.modules) as b,
    ):
        await migrate(a)
        await migrate(b)
        for opened, text in ((a, "in a"), (b, "in b"), (a, "in a too")):
            with opened.current():
                await note(opened).create(text=text, written_at=NOON)

        assert await texts(a) == ["in a", "in a too"]
        assert await texts(b) == ["in b"]


@sqlite_file
async def test_a_missing_folder_is_named(notes: Departments, tmp_path: Path) -> None:
    with pytest.raises(StorageError, match=f"Make the folder {tmp_path}/nowhere"):
        async with database(f"sqlite://{tmp_path}/nowhere/ipt.db", notes.modules):
            pass


@postgresql_server
@pytest.mark.parametrize(
    ("part", "value", "told"),
    [
        ("path", "/no_such_database", "no_such_database"),
        ("query", "host=/no/such/folder", "No such file"),
        ("netloc", "nobody_known@", "nobody_known"),
        ("netloc", "postgres@localhost:port", "Port"),
        ("query", "colour=green", "colour"),
    ],
)
async def test_a_server_that_cannot_be_reached_is_told_with_what_to_check(
    notes: Departments, url: str, part: str, value: str, told: str
) -> None:
    changed = urlsplit(url)._replace(**{part: value}).geturl()
    with pytest.raises(StorageError, match=told) as caught:
        async with database(changed, notes.modules):
            pass
    assert "IPT_DATABASE_URL" in caught.value.remedy


@sqlite_file
async def test_a_file_of_another_kind_is_refused(notes: Departments, tmp_path: Path) -> None:
    file = tmp_path / "letter.db"
    file.write_text("Dear all, " * 200)

    with pytest.raises(StorageError, match="Check that the file is an SQLite database"):
        async with database(f"sqlite://{file}", notes.modules):
            pass
    assert file.read_text().startswith("Dear all")
