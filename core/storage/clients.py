"""Tortoise's clients, telling of each statement that they run, so that the cost of an answer is known in full."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from time import perf_counter
from typing import Any, TypeVar

from tortoise.backends.asyncpg.client import AsyncpgDBClient, TransactionWrapper
from tortoise.backends.base.client import BaseDBAsyncClient, TransactionContext

from core.storage.cancelling import EndingSession, EndingSqlite, PooledTransaction
from schema.listening import tell

T = TypeVar("T")


async def _told(query: str, run: Awaitable[T], rows: Callable[[T], Sequence[Any]]) -> T:
    """What a statement answers, once it is told of."""
    started = perf_counter()
    answer = await run
    tell(query, len(rows(answer)), (perf_counter() - started) * 1000)
    return answer


def _second(answer: tuple[int, Sequence[Any]]) -> Sequence[Any]:
    return answer[1]


def _all(answer: list[dict[str, Any]]) -> Sequence[Any]:
    return answer


class TellingSqlite(EndingSqlite):
    """SQLite."""

    async def execute_query(self, query: str, values: list[Any] | None = None) -> tuple[int, Sequence[Any]]:
        return await _told(query, super().execute_query(query, values), _second)

    async def execute_query_dict(self, query: str, values: list[Any] | None = None) -> list[dict[str, Any]]:
        return await _told(query, super().execute_query_dict(query, values), _all)


class TellingPostgres(AsyncpgDBClient):
    """PostgreSQL; the server is told to stop when whoever waits for a statement is cancelled."""

    connection_class = EndingSession

    def _in_transaction(self) -> TransactionContext:
        return PooledTransaction(TransactionWrapper(self), self._pool_init_lock)

    async def execute_query(self, query: str, values: list[Any] | None = None) -> tuple[int, list[Any]]:
        return await _told(query, super().execute_query(query, values), _second)

    async def execute_query_dict(self, query: str, values: list[Any] | None = None) -> list[dict[str, Any]]:
        return await _told(query, super().execute_query_dict(query, values), _all)


def get_client_class(address: dict[str, Any]) -> type[BaseDBAsyncClient]:
    """Asked by tortoise, which finds this module by its name."""
    return TellingSqlite if "file_path" in address["credentials"] else TellingPostgres
