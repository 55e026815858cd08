"""A change before it is made: the statements that it would take, and all of it done and taken back."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from functools import partial

from tortoise.migrations.graph import MigrationKey

from core.storage.collation import order_by_code_point
from core.storage.connection import IN_MEMORY, Database
from core.storage.connection import database as opened
from core.storage.migrating.alone import alone, applied
from core.storage.migrating.change import change, editor
from core.storage.migrating.goals import Goal, plan_for
from core.storage.migrating.history import read_history
from core.storage.migrating.postgres_editor import PostgresEditor
from core.storage.migrating.run import Editors, Run, Step
from core.storage.migrating.structure import found, rows

STRUCTURE = """
    SELECT "sql" FROM sqlite_master WHERE "sql" IS NOT NULL AND "name" NOT LIKE 'sqlite!_%' ESCAPE '!'
    ORDER BY "type" <> 'table'
"""


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What a change did to a database before it was taken back."""

    steps: tuple[Step, ...]
    before: frozenset[str]
    """A sentence for each table, column, index, unique constraint, reference and trigger."""
    after: frozenset[str]
    rows_before: dict[str, int]
    """By table."""
    rows_after: dict[str, int]


class _TakeBack(Exception):  # noqa: N818  # not a fault: it ends the transaction
    """Leaves the transaction without keeping it."""


async def rehearse(database: Database, goal: Goal) -> Rehearsal:
    """Do what `migrate` would do to the database, look at it, and take it back; others wait as they would for that.

    An SQLite file is not copied. Raises StorageError where `migrate` would.
    """
    history = read_history(database.modules)
    rehearsals: list[Rehearsal] = []
    with database.current(), suppress(_TakeBack):
        async with alone(database):
            there = await applied(database)
            before = await found(database)
            rows_before = await rows(database, before)
            steps = await change(database, history, plan_for(goal, history, there), there)
            await order_by_code_point(database)
            after = await found(database)
            rows_after = await rows(database, after)
            rehearsals.append(Rehearsal(tuple(steps), frozenset(before), frozenset(after), rows_before, rows_after))
            raise _TakeBack
    return rehearsals[0]


async def spell_out(database: Database, goal: Goal) -> list[Step]:
    """Every migration that a goal asks for, with its statements; reads the tables and nothing else.

    Which statements SQLite needs depends on the tables as they are: it gets them in memory, without rows. PostgreSQL
    is told the statements without running them; those that put text in order afterwards are no migration's.
    """
    there = await applied(database)
    if not database.is_sqlite:
        return await _steps(database, goal, there, lambda _: PostgresEditor(database.context.db(), collect_sql=True))
    structure = [row["sql"] for row in await database.connection.execute_query_dict(STRUCTURE)]
    async with opened(IN_MEMORY, database.modules) as scratch:
        for statement in structure:
            await scratch.connection.execute_query(statement)
        return await _steps(scratch, goal, there, partial(editor, scratch))


async def _steps(database: Database, goal: Goal, there: set[MigrationKey], editors: Editors) -> list[Step]:
    history = read_history(database.modules)
    run = Run(history, history.state(there), editors, python=False)
    with database.current():
        return [step async for step in run.steps(plan_for(goal, history, there), there)]
