"""Brings the tables of every department to what its migrations say: all in one transaction, or nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tortoise.migrations.graph import MigrationKey

from core.storage.collation import order_by_code_point
from core.storage.connection import Database
from core.storage.migrating.alone import alone, applied
from core.storage.migrating.backups import backed_up
from core.storage.migrating.change import Announce, change, lacking
from core.storage.migrating.goals import EVERYTHING, Goal, plan_for
from core.storage.migrating.history import read_history


async def plan(database: Database, goal: Goal = EVERYTHING) -> list[MigrationKey]:
    """The migrations between the database and a goal, in the order in which `migrate` takes them; writes nothing."""
    return [*plan_for(goal, read_history(database.modules), await applied(database)).keys]


async def missing(database: Database) -> set[str]:
    """What the migrations that were run declare and the database does not have, a sentence for each."""
    history = read_history(database.modules)
    return await lacking(database, history.state(await applied(database)))


async def migrate(
    database: Database,
    announce: Announce = lambda _: None,
    *,
    goal: Goal = EVERYTHING,
    saved: Callable[[Path], object] = lambda _: None,
) -> list[MigrationKey]:
    """Run what a goal asks for, by default all that is pending, and answer what ran; a failure changes nothing.

    Processes that migrate at once wait for one another. `announce` hears of each migration before it runs; `saved` of
    the copy of an SQLite file that is made before its tables change.
    """
    history = read_history(database.modules)
    with database.current():
        async with alone(database):
            there = await applied(database)
            planned = plan_for(goal, history, there)
            if planned.keys:
                async with backed_up(database, planned, there) as copy:
                    if copy:
                        saved(copy)
                    await change(database, history, planned, there, announce)
            await order_by_code_point(database)
    return [*planned.keys]
