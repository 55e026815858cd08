"""`ipt migrate`: the tables of the database, and the migrations that models ask for."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from core.commands.console import err, host, out, with_database
from core.errors import UserError
from core.storage.connection import IN_MEMORY, SQLITE, Database
from core.storage.migrating.drafts import drafts
from core.storage.migrating.goals import EVERYTHING, Goal
from core.storage.migrating.rehearsal import rehearse, spell_out
from core.storage.migrations import migrate as run_migrations
from core.storage.migrations import missing, plan

T = TypeVar("T")


def migrate(
    department: Annotated[str, typer.Argument(help="The only one to move, with what it needs.")] = "",
    migration: Annotated[str, typer.Argument(help="Its last one afterwards, by the beginning of its name.")] = "",
    plan_only: Annotated[bool, typer.Option("--plan", help="Only say what would run, with its statements.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Do it, say what changes, and take it back.")] = False,
    back: Annotated[bool, typer.Option("--back", help="Undo what came after the migration.")] = False,
    remove: Annotated[bool, typer.Option("--remove", help="Remove the department's tables, rows and all.")] = False,
    with_dependents: Annotated[bool, typer.Option("--with-dependents", help="And what stands on them.")] = False,
    check: Annotated[bool, typer.Option("--check", help="Only say where models, migrations, tables differ.")] = False,
    make: Annotated[str, typer.Option(help="Write a migration of this name for each department that changed.")] = "",
) -> None:
    """Bring the database to the tables of this version, or one department to a migration of its own.

    Example: ipt migrate --plan
    """
    goal = Goal(department, migration, back=back, remove=remove, with_dependents=with_dependents)
    _refuse_half_said(goal)
    if make:
        _make(make)
    elif check:
        _check()
    elif plan_only:
        _look(partial(_show_plan, goal=goal))
    elif dry_run:
        _look(partial(_show_rehearsal, goal=goal))
    else:
        with_database(partial(bring_up_to_date, goal=goal))


async def bring_up_to_date(opened: Database, goal: Goal = EVERYTHING) -> None:
    """Run what a goal asks for, by default what is pending, and say so."""
    word = "removed" if goal.remove else "undone" if goal.back else "migrated"
    await run_migrations(
        opened,
        lambda key: out.print(f"[green]{word}[/] {key.app_label} {key.name}"),
        goal=goal,
        saved=lambda copy: out.print(f"[green]copied[/] the database as it was to {copy}", soft_wrap=True),
    )


async def refuse_unmigrated(opened: Database) -> None:
    """A command that writes rows needs the tables of this version."""
    pending = await plan(opened)
    if pending:
        raise UserError(f"The database lacks {len(pending)} migrations.", remedy="Run: ipt migrate")


def refuse_drift() -> None:
    """A model without its migration would answer every question about it with an error."""
    pending = asyncio.run(drafts(host().model_modules()))
    if pending:
        raise UserError(
            "\n".join(line for draft in pending for line in draft.describe()),
            remedy="Write a migration for it: ipt migrate --make what_changed",
        )


def _refuse_half_said(goal: Goal) -> None:
    if (goal.remove or goal.back) and not goal.department:
        raise UserError("Of which department?", remedy="Write: ipt migrate DEPARTMENT --remove")
    if goal.remove and goal.migration:
        raise UserError(
            f"--remove takes away all of {goal.department}, and {goal.migration} would stay.",
            remedy=f"Write: ipt migrate {goal.department} {goal.migration} --back",
        )
    if goal.back and not goal.migration:
        raise UserError(
            f"Back to which migration of {goal.department}?",
            remedy=f"Write: ipt migrate {goal.department} NAME --back, or --remove for all of it.",
        )


def _make(name: str) -> None:
    found = asyncio.run(drafts(host().model_modules(), name))
    for draft in found:
        out.print(str(draft.write()), soft_wrap=True)
    if not found:
        out.print("Models and migrations agree.")


def _check() -> None:
    found = asyncio.run(drafts(host().model_modules()))
    for draft in found:
        for line in draft.describe():
            out.print(f"{draft.department}: {line}", highlight=False)
    if not found:
        out.print("Models and migrations agree.")
    lacks = _look(missing)
    for fact in sorted(lacks):
        err.print(f"[red]the database lacks[/] {fact}", highlight=False, soft_wrap=True)
    if found or lacks:
        raise typer.Exit(1)


def _look(work: Callable[[Database], Awaitable[T]]) -> T:
    """Work that leaves the database as it is; opening it would make an SQLite file that is not there."""
    url = host().settings.database_url
    if not url.startswith(SQLITE) or Path(url.removeprefix(SQLITE)).exists():
        return with_database(work)
    err.print("There is no database yet: this is about an empty one.")
    return with_database(work, IN_MEMORY)


async def _show_plan(opened: Database, *, goal: Goal) -> None:
    steps = await spell_out(opened, goal)
    for step in steps:
        out.print(f"{'to undo' if step.undo else 'pending'} {step.key.app_label} {step.key.name}", highlight=False)
        for statement in step.statements:
            _verbatim(f"    {statement}")
    if not steps:
        out.print("Nothing is pending.")


async def _show_rehearsal(opened: Database, *, goal: Goal) -> None:
    seen = await rehearse(opened, goal)
    for step in seen.steps:
        out.print(f"would {'undo' if step.undo else 'run'} {step.key.app_label} {step.key.name}", highlight=False)
    for sign, facts in (("-", seen.before - seen.after), ("+", seen.after - seen.before)):
        for fact in sorted(facts):
            _verbatim(f"  {sign} {fact}")
    for table in sorted(seen.rows_before.keys() | seen.rows_after.keys()):
        before, after = seen.rows_before.get(table, 0), seen.rows_after.get(table, 0)
        if before != after:
            _verbatim(f"  {table}: {before:,} rows before, {after:,} after")
    out.print(f"{_told(seen.rows_before)} before, {_told(seen.rows_after)} after.", highlight=False)
    out.print("That was a rehearsal: the database is as it was.")


def _told(rows: dict[str, int]) -> str:
    return f"{len(rows)} tables with {sum(rows.values()):,} rows"


def _verbatim(line: str) -> None:
    out.print(line, highlight=False, markup=False, soft_wrap=True)
