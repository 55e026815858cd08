"""A database as the first version that landed left it, with its sample story."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

import asyncpg  # type: ignore[import-untyped]  # pyright: ignore[reportMissingTypeStubs]

from core.storage.connection import SQLITE

HERE: Final = Path(__file__).parent
NUMBERED: Final = """
    SELECT table_name::text FROM information_schema.columns
    WHERE table_schema = current_schema() AND column_name = 'id' AND column_default LIKE 'nextval%'
"""
NUMBER_ON: Final = """
    SELECT setval(pg_get_serial_sequence('"{0}"', 'id'), greatest(max(id), 1), max(id) IS NOT NULL) FROM "{0}"
"""
"""Rows were written with their ids: the next one follows the highest."""


async def load(url: str) -> None:
    """Make the tables and their rows in an empty database."""
    rows = (HERE / "rows.sql").read_text(encoding="utf-8")
    if url.startswith(SQLITE):
        with closing(sqlite3.connect(url.removeprefix(SQLITE))) as file, file:
            tables = (HERE / "sqlite.sql").read_text(encoding="utf-8")
            file.executescript(f"BEGIN; {tables} {rows} COMMIT;")
        return
    connection = await asyncpg.connect(url)
    try:
        await connection.execute((HERE / "postgresql.sql").read_text(encoding="utf-8") + rows)
        for (table,) in await connection.fetch(NUMBERED):
            await connection.execute(NUMBER_ON.format(table))
    finally:
        await connection.close()
