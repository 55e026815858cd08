"""The command `ipt`: serve the graph, keep its database, bring data in, and say what is loaded."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskProgressColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from core.commands.console import err, host, out, with_database
from core.commands.migrate import migrate, refuse_drift, refuse_unmigrated
from core.commands.serve import serve
from core.errors import UserError
from core.registry.models import Organisation
from core.storage.connection import Database
from core.storage.imports import Import, Importer, Remark
from core.web.app import now
from core.words import Confidence
from schema.errors import DeclarationError

app = typer.Typer(
    name="ipt",
    help="IPT Graph: one GraphQL API over procurement, knowledge transfer and EU support at CERN.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
SHOWN = 20
"""So many faults and notices of an import are printed; the rest are counted."""


app.command()(serve)
app.command()(migrate)


@app.command()
def samples() -> None:
    """Fill an empty database with a small true-to-life story; what is invented says so.

    Example: ipt samples
    """
    with_database(_fill)


async def _fill(opened: Database) -> None:
    await refuse_unmigrated(opened)
    if await Organisation.exists():
        out.print("The database is not empty: it keeps what it has, without samples.")
        return
    for department in host().departments:
        if department.samples:
            await department.samples(opened.connection, now)  # type: ignore[arg-type]  # the protocol is its public part
            out.print(f"[green]samples[/] {department.name}")


@app.command(name="import")
def import_(
    kind: Annotated[str, typer.Argument(help="The format; leave it out to list them.")] = "",
    path: Annotated[Path | None, typer.Argument(help="A file, an archive or a folder.")] = None,
) -> None:
    """Bring in data of an outside format; running it again changes nothing that is there already.

    Example: ipt import cordis horizon_europe_projects.tar.xz
    """
    importers = {each.kind: each for department in host().departments for each in department.importers}
    if not kind:
        return _list(importers)
    if kind not in importers:
        raise UserError(f"There is no importer {kind!r}.", remedy=f"There are: {', '.join(sorted(importers))}.")
    if path is None or not path.exists():
        what = f"There is nothing at {path}." if path else f"What should {kind!r} read?"
        raise UserError(what, remedy=f"Write: ipt import {kind} PATH, where PATH is a file, an archive or a folder.")
    code = with_database(lambda opened: _import(opened, importers[kind], path))
    raise typer.Exit(code)


def _list(importers: dict[str, Importer]) -> None:
    table = Table("kind", "what it reads", box=None)
    for kind, importer in sorted(importers.items()):
        table.add_row(kind, importer.summary)
    out.print(table)


async def _import(opened: Database, importer: Importer, path: Path) -> int:
    await refuse_unmigrated(opened)
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=err, transient=True) as bar:
        task = bar.add_task(f"{importer.kind} {path.name}", total=None)
        work = Import(
            path=path,
            connection=opened.connection,  # type: ignore[arg-type]  # the protocol is its public part
            on_progress=lambda done, total: bar.update(task, completed=done, total=total),
        )
        await importer.run(work)
    _report(work)
    if not any(work.seen.values()) and not work.faults:
        raise UserError(f"Nothing of the kind {importer.kind!r} was found.", where=str(path), remedy=importer.summary)
    return work.exit_code


def _report(work: Import) -> None:
    table = Table("table", "read", "written", box=None)
    for name in sorted(work.seen):
        table.add_row(name, f"{work.seen[name]:,}", f"{work.written[name]:,}")
    out.print(table)
    _remarks("fault", "red", work.faults)
    _remarks("notice", "yellow", work.notices)


def _remarks(word: str, colour: str, remarks: list[Remark]) -> None:
    for each in remarks[:SHOWN]:
        err.print(f"[{colour}]{word}[/] {escape(f'{each.file}: {each.place}: {each.reason}')}", highlight=False)
    if len(remarks) > SHOWN:
        err.print(f"and {len(remarks) - SHOWN:,} more of the kind {word!r}")


@app.command()
def schema(
    out_file: Annotated[Path | None, typer.Option("--out", help="Write it to this file.")] = None,
) -> None:
    """Print the schema of all loaded departments.

    Example: ipt schema --out schema/unified.graphql
    """
    text = host().schema.as_str() + "\n"
    if out_file:
        try:
            out_file.write_text(text, encoding="utf-8")
        except OSError as error:
            remedy = "Name a file in a folder that exists."
            raise UserError(f"{out_file} cannot be written: {error.strerror}.", remedy=remedy) from error
    else:
        sys.stdout.write(text)


@app.command()
def departments() -> None:
    """List the departments that are loaded, what they bring, what they count in full, and what could not be loaded.

    Example: ipt departments
    """
    table = Table("department", "version", "types", "fields for others", "importers", "from", box=None)
    for each in host().departments:
        types = [node for node in host().graph.nodes.values() if node.owner == each.name]
        lent = [
            field
            for made in host().graph.objects()
            if made.owner != each.name
            for field in made.fields.values()
            if field.owner == each.name
        ]
        importers = ", ".join(importer.kind for importer in each.importers)
        table.add_row(each.name, each.version, str(len(types)), str(len(lent)), importers, str(each.found))
    out.print(table)
    _remarks_on_departments()
    for problem in host().problems:
        err.print(f"[red]not loaded[/] {problem}", highlight=False)


def _remarks_on_departments() -> None:
    """Who answers which question, and which figures count what their viewer may not see."""
    for owner, answer in host().answers():
        out.print(f"[cyan]answers[/] {owner} to {answer.question.__name__}", highlight=False)
    for name, owner, counted in host().counted():
        said = f"{name} of {owner} counts each {counted.node.__name__}, whoever asks: {counted.because}"
        out.print(f"[yellow]in full[/] {escape(said)}", highlight=False, soft_wrap=True)


@app.command()
def check() -> None:
    """Check what can be checked without serving: settings, departments, policies, the graph, models against migrations.

    Example: ipt check
    """
    found = host().schema
    refuse_drift()
    types = len(found.graph.nodes)
    out.print(f"[green]well[/] {len(host().departments)} departments, {types} node types, models and migrations agree")
    values = [value for version in host().policies for value in version.values]
    open_ones = sum(value.confidence is Confidence.UNCONFIRMED for value in values)
    out.print(f"[green]well[/] {len(host().policies.names)} policies, {len(values)} values, {open_ones} unconfirmed")


def _department_commands() -> None:
    """Departments' commands stand beside the host's own; a department that cannot be loaded must not hide `--help`."""
    try:
        loaded = host()
    except UserError:
        return
    for department in loaded.departments:
        for command in department.commands:
            if isinstance(command, typer.Typer):
                app.add_typer(command)
            else:
                app.command()(command)


def main() -> None:
    """Run `ipt`; what a person can mend is said in a sentence, without a traceback."""
    try:
        _department_commands()
        app()
    except (UserError, DeclarationError) as error:
        err.print(f"[bold red]{type(error).__name__}[/]", end=" ")
        err.print(str(error), highlight=False, markup=False)
        sys.exit(1)
