"""`python -m bench`: fill a database, run every contender on it, and tell what came of it."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.console import Console

from bench.chart import chart
from bench.contenders import contenders, insides, running
from bench.filling import fill
from bench.measures import Effort, Measures, compare, measure
from bench.operations import Operation, operations
from bench.report import Report
from core.errors import UserError
from core.host import Host
from core.settings import Settings
from core.storage.connection import SQLITE, database
from plugins.procurement.models import Tender
from schema.relay import Cursor, encode_cursor, encode_id

FOLDER: Final = Path(__file__).parent
PAGE_CAP: Final = 1000
DEPTH: Final = 0.9
"""How far down the list the deep page lies."""

out = Console(width=None if sys.stdout.isatty() else 150)


def run(
    suppliers: Annotated[int, typer.Option(help="So many suppliers, with 4 tenders and 20 bids each.")] = 5_000,
    rounds: Annotated[int, typer.Option(help="So many turns of every contender.")] = 5,
    seconds: Annotated[float, typer.Option(help="How long a turn takes for one operation.")] = 0.4,
    write: Annotated[bool, typer.Option(help="Write bench/RESULTS.md and bench/chart.svg.")] = True,
    only_fill: Annotated[bool, typer.Option(help="Only make the database.")] = False,
) -> None:
    """Measure on SQLite, or on an empty PostgreSQL that IPT_DATABASE_URL names.

    Example: python -m bench --suppliers 50000
    """
    environment = _environment(suppliers)
    host = Host.load(Settings.from_environment({**os.environ, **environment}))
    asyncio.run(fill(host, suppliers, lambda table: out.print(f"filling {table}")))
    if only_fill:
        return
    asked = asyncio.run(_operations(host))
    found, effort = Measures(), Effort(rounds, seconds)
    chosen, missing = contenders(host.settings.database_url)
    with running(chosen, environment) as servers, insides(chosen, environment) as inner:
        compare(servers, inner, asked, found)
        out.print("all answers are equal")
        measure(servers, inner, asked, effort, found, out.print)
    is_sqlite = host.settings.database_url.startswith(SQLITE)
    report = Report(found, chosen, asked, suppliers, missing, "SQLite" if is_sqlite else "PostgreSQL")
    report.show(out)
    for sentence in missing:
        out.print(f"[yellow]{sentence}[/]")
    if write:
        suffix = "" if is_sqlite else "-postgresql"
        picture = FOLDER / f"chart{suffix}.svg"
        picture.write_text(chart(found, chosen, asked), encoding="utf-8")
        (FOLDER / f"RESULTS{suffix}.md").write_text(report.markdown(picture.name), encoding="utf-8")


def _environment(suppliers: int) -> dict[str, str]:
    """What every contender is told: the rows, and for ours a viewer who may read bids, and long pages."""
    url = os.environ.get("IPT_DATABASE_URL", "")
    if not url.startswith("postgres"):
        (FOLDER / "data").mkdir(exist_ok=True)
        url = f"{SQLITE}{FOLDER / 'data' / f'{suppliers}.db'}"
    return {
        "IPT_DATABASE_URL": url,
        "BENCH_FILE": url.removeprefix(SQLITE),
        "IPT_PAGE_CAP": str(PAGE_CAP),
        "IPT_DEV_VIEWER": "role=procurement_officer",
    }


async def _operations(host: Host) -> list[Operation]:
    """The operations, with a tender and a place deep in the list that are there."""
    async with database(host.settings.database_url, host.model_modules()):
        ordered = Tender.all().order_by("title", "id")
        offset = int(await Tender.all().count() * DEPTH)
        deep = await ordered.offset(offset).first()
    assert deep is not None, "there are no tenders"
    return operations(encode_id("Tender", deep.id), encode_cursor(Cursor("title", deep.title, deep.id)), offset)


if __name__ == "__main__":
    try:
        typer.run(run)
    except UserError as error:
        out.print(f"[bold red]{error}[/]")
        sys.exit(1)
