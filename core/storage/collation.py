"""Text in the order of its code points on PostgreSQL, as on SQLite, whatever language its database was made for."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any, Final

import asyncpg  # type: ignore[import-untyped]  # pyright: ignore[reportMissingTypeStubs]
from tortoise.exceptions import BaseORMException
from tortoise.models import Model

from core.errors import StorageError
from core.storage.connection import Database

OTHERWISE: Final = """
SELECT pg_class.relname::text AS "table", attname::text AS "column", format_type(atttypid, atttypmod) AS "type"
FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
WHERE relnamespace = current_schema()::regnamespace AND relname = ANY($1) AND relkind IN ('r', 'p')
  AND attnum > 0 AND NOT attisdropped AND attcollation NOT IN (0, 'pg_catalog."C"'::regcollation)
ORDER BY 1, attnum
"""


async def order_by_code_point(database: Database) -> None:
    """Give every text column of the open tables the collation "C", and its indexes with it; SQLite knows no other.

    So an order, a page, a comparison and the beginning of a text mean the same in both databases, and an index answers
    them. Columns that have it are left alone.
    """
    if database.is_sqlite:
        return
    found = await database.connection.execute_query_dict(OTHERWISE, [[*_tables(database)]])
    for table, columns in groupby(found, key=lambda row: str(row["table"])):
        changes = ", ".join(f'ALTER COLUMN "{each["column"]}" TYPE {each["type"]} COLLATE "C"' for each in columns)
        await _alter(database, table, changes)


async def _alter(database: Database, table: str, changes: str) -> None:
    try:
        await database.connection.execute_query(f'ALTER TABLE "{table}" {changes}')
    except (BaseORMException, asyncpg.PostgresError) as error:
        raise StorageError(
            f"The text in {table} cannot be put in the order of its code points: {error}",
            where=f'ALTER TABLE "{table}" {changes}',
            remedy="Nothing was changed. Take away what depends on these columns, such as a view, and migrate again.",
        ) from error


def _tables(database: Database) -> Iterator[str]:
    for models in (database.context.apps or {}).values():
        for model in models.values():
            yield _meta(model).db_table
            yield from (_meta(model).fields_map[name].through for name in _meta(model).m2m_fields)


def _meta(model: type[Model]) -> Any:
    return model._meta
