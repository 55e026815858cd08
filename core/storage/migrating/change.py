"""One change of a database's tables, looked at before it counts: what should be there afterwards is there."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import partial

from tortoise.migrations.graph import MigrationKey
from tortoise.migrations.schema_generator.state import State

from core.errors import StorageError
from core.storage.connection import Database
from core.storage.migrating.alone import check_references, forget, note
from core.storage.migrating.editor import CarefulEditor
from core.storage.migrating.goals import Plan
from core.storage.migrating.history import History
from core.storage.migrating.postgres_editor import PostgresEditor
from core.storage.migrating.run import Run, Step
from core.storage.migrating.sqlite_editor import SqliteEditor
from core.storage.migrating.structure import declared, found

Announce = Callable[[MigrationKey], object]

SHOWN = 10
"""So many things that a change would lose are named; the rest are counted."""


async def change(
    database: Database,
    history: History,
    planned: Plan,
    applied: Collection[MigrationKey],
    announce: Announce = lambda _: None,
) -> list[Step]:
    """Run or undo what is planned, in the transaction that is open, and answer what that took."""
    run = Run(history, history.state(applied), partial(editor, database), announce)
    lacked = await lacking(database, run.state)
    steps: list[Step] = []
    async for step in run.steps(planned, applied):
        await (forget if step.undo else note)(database, step.key)
        steps.append(step)
    await check_references(database)
    lost = await lacking(database, run.state) - lacked
    if lost:
        told = sorted(lost)[:SHOWN]
        more = f"; and {len(lost) - SHOWN} more" if len(lost) > SHOWN else ""
        raise StorageError(
            f"Afterwards the tables would lack: {'; '.join(told)}{more}.",
            where=", ".join(map(str, planned.keys)),
            remedy="Nothing was changed. Say in that migration, with a RunSQL, how the table is to be changed.",
        )
    return steps


async def lacking(database: Database, state: State) -> set[str]:
    """What migrations declare and the database does not have, a sentence for each."""
    return declared(state, is_sqlite=database.is_sqlite) - await found(database)


def editor(database: Database, after: State) -> CarefulEditor:
    """What changes the tables of this database, for an operation with this state after it."""
    client = database.context.db()
    return SqliteEditor(client, after) if database.is_sqlite else PostgresEditor(client)
