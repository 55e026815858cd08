"""Tortoise's clients, telling of each statement that they run, so that the cost of an answer is known in full."""

from __future__ import annotations

from collections.abc import Sequence
from time import perf_counter
from typing import Any

from tortoise.backends.asyncpg.client import AsyncpgDBClient
from tortoise.backends.base.client import BaseDBAsyncClient
from tortoise.backends.sqlite.client import SqliteClient

from schema.listening import tell


class TellingSqlite(SqliteClient):
    """SQLite."""

    async def execute_query(self, query: str, values: list[Any] | None = None) -> tuple[int, Sequence[Any]]:
        started = perf_counter()
        count, rows = await super().execute_query(query, values)
        tell(query, len(rows), (perf_counter() - started) * 1000)
        return count, rows

    async def execute_query_dict(self, query: str, values: list[Any] | None = None) -> list[dict[str, Any]]:
        started = perf_counter()
        rows: list[dict[str, Any]] = await super().execute_query_dict(query, values)
        tell(query, len(rows), (perf_counter() - started) * 1000)
        return rows


class TellingPostgres(AsyncpgDBClient):
    """PostgreSQL."""

    async def execute_query(self, query: str, values: list[Any] | None = None) -> tuple[int, list[Any]]:
        started = perf_counter()
        count, rows = await super().execute_query(query, values)
        tell(query, len(rows), (perf_counter() - started) * 1000)
        return count, rows

    async def execute_query_dict(self, query: str, values: list[Any] | None = None) -> list[dict[str, Any]]:
        started = perf_counter()
        rows: list[dict[str, Any]] = await super().execute_query_dict(query, values)
        tell(query, len(rows), (perf_counter() - started) * 1000)
        return rows


def get_client_class(address: dict[str, Any]) -> type[BaseDBAsyncClient]:
    """Asked by tortoise, which finds this module by its name."""
    return TellingSqlite if "file_path" in address["credentials"] else TellingPostgres
