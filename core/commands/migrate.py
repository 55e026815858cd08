"""`ipt migrate`: the tables of the database, and the migrations that models ask for."""

from __future__ import annotations

import asyncio
from typing import Annotated

import typer

from core.commands.console import host, out, with_database
from core.errors import UserError
from core.storage.connection import Database
from core.storage.migrating.drafts import drafts
from core.storage.migrations import migrate as run_migrations
from core.storage.migrations import plan


def migrate(
    check: Annotated[bool, typer.Option(help="Only say whether models and migrations agree.")] = False,
    make: Annotated[str, typer.Option(help="Write a migration of this name for each department that changed.")] = "",
    plan_only: Annotated[bool, typer.Option("--plan", help="Only say what is pending.")] = False,
) -> None:
    """Bring the database to the tables of this version.

    Example: ipt migrate --plan
    """
    if check or make:
        return _drafts(make)
    if plan_only:
        pending = with_database(plan)
        for key in pending:
            out.print(f"pending {key.app_label} {key.name}")
        if not pending:
            out.print("Nothing is pending.")
        return None
    return with_database(bring_up_to_date)


async def bring_up_to_date(opened: Database) -> None:
    """Run what is pending, and say so."""
    await run_migrations(opened, lambda key: out.print(f"[green]migrated[/] {key.app_label} {key.name}"))


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


def _drafts(make: str) -> None:
    found = asyncio.run(drafts(host().model_modules(), make) if make else drafts(host().model_modules()))
    for draft in found:
        for line in [str(draft.write())] if make else draft.describe():
            out.print(line)
    if not found:
        out.print("Models and migrations agree.")
    elif not make:
        raise typer.Exit(1)
