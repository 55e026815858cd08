"""Runs migrations, or undoes them, in the transaction that is open."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncGenerator, Callable, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass

from asyncpg import PostgresError  # type: ignore[import-untyped]  # pyright: ignore[reportMissingTypeStubs]
from tortoise.exceptions import BaseORMException
from tortoise.migrations.graph import MigrationKey
from tortoise.migrations.migration import Migration
from tortoise.migrations.operations import (
    AddConstraint,
    AddIndex,
    AlterModelOptions,
    CreateModel,
    Operation,
    RunPython,
)

from core.errors import StorageError
from core.storage.migrating.editor import CarefulEditor
from core.storage.migrating.goals import Plan
from core.storage.migrating.history import History
from core.storage.migrating.state import Tables

NEED_NO_PAST = (CreateModel, AddIndex, AddConstraint, AlterModelOptions)
"""These look at the state after them only; a clone of the state before is what takes the time."""

GO_BY_WHAT_IS_THERE = (CreateModel, AddIndex)
"""These are undone by the state after them alone."""

FAULTS = (BaseORMException, PostgresError, sqlite3.Error, ValueError, NotImplementedError, LookupError)
"""What databases and tortoise's operations raise; what Python code in a migration raises is for its author to read."""

Editors = Callable[[Tables], CarefulEditor]
"""Makes an editor for an operation from the state after it."""


@dataclass(frozen=True, slots=True)
class Step:
    """A migration that was run or undone, with its statements."""

    key: MigrationKey
    undo: bool
    statements: tuple[str, ...]


@dataclass(slots=True)
class Run:
    """Where the tables are, and what every step needs."""

    history: History
    state: Tables
    """The tables as the migrations up to here leave them."""
    editors: Editors
    announce: Callable[[MigrationKey], object] = lambda _: None
    python: bool = True
    """Whether Python code in migrations is run."""

    async def steps(self, plan: Plan, applied: Collection[MigrationKey]) -> AsyncGenerator[Step]:
        """Run what is planned, a step at a time."""
        there = {*applied}
        for key in plan.keys:
            self.announce(key)
            migration = self.history.migrations[key]
            async with _faults_told(key, migration):
                if plan.undo:
                    there.remove(key)
                    self.state = self.history.state(there)
                    statements = await self._undo(migration, self.state)
                else:
                    statements = await self._apply(migration, self.state)
            yield Step(key, plan.undo, tuple(statements))

    async def _apply(self, migration: Migration, state: Tables) -> list[str]:
        statements: list[str] = []
        for operation in migration.operations:
            before = state if isinstance(operation, NEED_NO_PAST) else state.clone()
            state.forward(operation, migration.app_label)
            statements += await self._forward(operation, migration.app_label, before, state)
        state.validate_relations_initialized()
        return statements

    async def _forward(self, operation: Operation, department: str, before: Tables, after: Tables) -> list[str]:
        if isinstance(operation, RunPython) and not self.python:
            return [_told(operation.code)]
        editor = self.editors(after)
        await operation.database_forward(department, before, after, editor)
        return editor.told

    async def _undo(self, migration: Migration, state: Tables) -> list[str]:
        """Every operation backwards, the last one first; `state` is the one before the migration."""
        _require_reversible(migration)
        state = state.clone()
        walked: list[tuple[Operation, Tables, Tables]] = []
        for operation in migration.operations:
            before = state
            if not isinstance(operation, GO_BY_WHAT_IS_THERE):
                state = state.clone()
            state.forward(operation, migration.app_label)
            walked.append((operation, before, state))
        statements: list[str] = []
        for operation, before, after in reversed(walked):
            statements += await self._backward(operation, migration.app_label, after, before)
        return statements

    async def _backward(self, operation: Operation, department: str, after: Tables, before: Tables) -> list[str]:
        if isinstance(operation, RunPython) and not self.python:
            return [_told(operation.reverse_code)]
        editor = self.editors(before)
        await operation.database_backward(department, after, before, editor)
        return editor.told


def _told(code: object) -> str:
    return f"-- runs {getattr(code, '__module__', '')}.{getattr(code, '__qualname__', '')}"


def _require_reversible(migration: Migration) -> None:
    one_way = [each.describe() for each in migration.operations if not each.reversible]
    if one_way:
        raise StorageError(
            f"Migration {migration.app_label}.{migration.name} cannot be undone: {', '.join(one_way)}.",
            where=type(migration).__module__,
            remedy="Nothing was changed. Restore a backup from before it, or give the operation its reverse.",
        )


@asynccontextmanager
async def _faults_told(key: MigrationKey, migration: Migration) -> AsyncGenerator[None]:
    try:
        yield
    except FAULTS as error:
        raise StorageError(
            f"Migration {key} failed: {str(error) or type(error).__name__}",
            where=type(migration).__module__,
            remedy="Nothing was changed. Mend that module, or the rows it speaks of, and migrate again.",
        ) from error
