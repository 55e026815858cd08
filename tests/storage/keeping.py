"""What must still be there after a change of tables: every row, and what the database itself says of its indexes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from core.storage.connection import SQLITE
from tests.databases import ask, tables

ON_SQLITE: Final = """
    SELECT "type" || ' ' || "name" || ' on ' || "tbl_name" || coalesce(': ' || "sql", '') FROM sqlite_master
    WHERE "type" IN ('index', 'trigger')
    UNION ALL
    SELECT 'unique ' || t."name" || ' ' || (SELECT group_concat(c."name") FROM pragma_index_info(i."name") c)
    FROM sqlite_master t, pragma_index_list(t."name") i WHERE t."type" = 'table' AND i."unique"
    UNION ALL
    SELECT 'reference ' || t."name" || '.' || f."from" || ' to ' || f."table" || '.' || f."to" || ' ' || f."on_delete"
    FROM sqlite_master t, pragma_foreign_key_list(t."name") f WHERE t."type" = 'table'
"""
ON_POSTGRES: Final = """
    SELECT indexdef FROM pg_indexes WHERE schemaname = current_schema()
    UNION ALL
    SELECT conrelid::regclass::text || ' ' || conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint
    WHERE connamespace = current_schema()::regnamespace AND contype <> 'n'
"""
COLUMNS_ON_SQLITE: Final = "SELECT name FROM pragma_table_info('{}')"
COLUMNS_ON_POSTGRES: Final = """
    SELECT attname::text FROM pg_attribute
    WHERE attrelid = '"{}"'::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum
"""
RECORD: Final = "core_migration"


def guards(url: str) -> set[str]:
    """Every index, trigger, unique constraint and reference, in the database's own words."""
    return {str(told) for (told,) in ask(url, ON_SQLITE if url.startswith(SQLITE) else ON_POSTGRES)}


@dataclass(frozen=True)
class Content:
    """What a table holds."""

    columns: tuple[str, ...]
    rows: int
    checksum: str
    """Of all values of all rows."""


def contents(url: str, like: Mapping[str, Content] | None = None) -> dict[str, Content]:
    """What each table holds, but for the record of migrations; `like` an earlier look, its tables and columns alone."""
    looked_at = {table: each.columns for table, each in like.items()} if like else _columns(url)
    return {table: _content(url, table, columns) for table, columns in looked_at.items()}


def _columns(url: str) -> dict[str, tuple[str, ...]]:
    query = COLUMNS_ON_SQLITE if url.startswith(SQLITE) else COLUMNS_ON_POSTGRES
    return {
        table: tuple(column for (column,) in ask(url, query.format(table))) for table in sorted(tables(url) - {RECORD})
    }


def _content(url: str, table: str, columns: tuple[str, ...]) -> Content:
    listed = ", ".join(f'"{column}"' for column in columns)
    rows = sorted(map(repr, ask(url, f'SELECT {listed} FROM "{table}"')))
    return Content(columns, len(rows), sha256("\n".join(rows).encode()).hexdigest())
