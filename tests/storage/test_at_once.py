"""Processes that migrate one database at once, and one that is killed in the middle."""

from __future__ import annotations

import asyncio
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

from core.storage.migrating.alone import POSTGRES_LOCK, SQLITE_LOCK
from tests.serving import PATIENCE
from tests.storage.departments import Departments
from tests.storage.halls import HALL, MAGNET, facts, filled
from tests.storage.keeping import contents, guards

PROCESS = """
import asyncio, logging, sys
from core.storage.connection import database
from core.storage.migrating.alone import POSTGRES_LOCK, SQLITE_LOCK
from core.storage.migrations import migrate
from core.storage.migrating.goals import Goal

async def main() -> None:
    async with database(sys.argv[1], {"halls": "halls.models", "magnets": "magnets.models"}) as opened:
        print("ready", flush=True)
        sys.stdin.readline()
        print(*await migrate(opened, goal=Goal(*sys.argv[2:], remove=len(sys.argv) > 2)))

statements = logging.StreamHandler(sys.stderr)
statements.addFilter(lambda told: told.getMessage().startswith((POSTGRES_LOCK, SQLITE_LOCK)))
logging.getLogger("tortoise.db_client").addHandler(statements)
logging.getLogger("tortoise.db_client").setLevel(logging.DEBUG)
asyncio.run(main())
"""
WAITING = """
import sys

def wait(apps, editor):
    print("in the middle", flush=True)
    sys.stdin.readline()

class Migration(migrations.Migration):
    dependencies = [("halls", "0001_initial")]
    operations = [
        ops.AlterField("Hall", "name", fields.CharField(max_length=60, unique=True)),
        ops.RunSQL("DELETE FROM magnets_tested"),
        ops.RunPython(wait),
    ]
"""


@asynccontextmanager
async def process(departments: Departments, url: str, *goal: str) -> AsyncGenerator[Process]:
    """A process that migrates once it is told to, by a line."""
    environment = {"PYTHONPATH": f"{departments.folder}:{Path.cwd()}"}
    made = await asyncio.create_subprocess_exec(
        sys.executable, "-c", PROCESS, url, *goal, env=environment, stdin=PIPE, stdout=PIPE, stderr=PIPE
    )
    try:
        assert await told(made) == "ready"
        yield made
    finally:
        if made.returncode is None:
            made.kill()
        await made.communicate()


async def told(made: Process) -> str:
    assert made.stdout
    return (await made.stdout.readline()).decode().strip()


async def asks_for_the_lock(made: Process) -> None:
    """Wait until it does: of that alone it tells on stderr, before the statement runs."""
    assert made.stderr
    assert (await made.stderr.readline()).decode().startswith((POSTGRES_LOCK, SQLITE_LOCK))


def tell(made: Process) -> None:
    assert made.stdin
    made.stdin.write(b"go\n")


async def all_at_once(departments: Departments, url: str, *goal: str) -> list[str]:
    """What each of four processes ran."""
    async with (
        process(departments, url, *goal) as one,
        process(departments, url, *goal) as two,
        process(departments, url, *goal) as three,
        process(departments, url, *goal) as four,
    ):
        for each in (one, two, three, four):
            tell(each)
        ended = [await each.communicate() for each in (one, two, three, four)]
        assert [each.returncode for each in (one, two, three, four)] == [0] * 4, [error for _, error in ended]
    return sorted(said.decode().strip() for said, _ in ended)


async def test_of_four_processes_one_migrates_and_the_others_find_nothing_to_do(
    departments: Departments, url: str
) -> None:
    departments.write("halls", HALL)
    departments.write("magnets", MAGNET)
    await departments.make_migrations()

    assert await all_at_once(departments, url) == ["", "", "", "halls.0001_initial magnets.0001_initial"]


async def test_of_four_processes_one_changes_a_table_that_has_rows(departments: Departments, url: str) -> None:
    await filled(departments, url)
    rows = contents(url)
    departments.write("halls", HALL.replace("max_length=20", "max_length=60"))
    await departments.make_migrations("longer_names")

    assert await all_at_once(departments, url) == ["", "", "", "halls.0002_longer_names"]
    assert contents(url) == rows


async def test_of_four_processes_one_removes_a_department(departments: Departments, url: str) -> None:
    await filled(departments, url)

    assert await all_at_once(departments, url, "magnets") == ["", "", "", "magnets.0001_initial"]
    assert list(contents(url)) == ["halls_hall"]


async def test_a_process_that_is_killed_in_the_middle_leaves_everything_as_it_was(
    departments: Departments, url: str
) -> None:
    await filled(departments, url)
    there, rows, before = guards(url), contents(url), await facts(departments, url)
    departments.migration("halls", "0002_waiting", WAITING)
    async with process(departments, url) as killed:
        tell(killed)
        assert await told(killed) == "in the middle"

        killed.kill()
        await killed.wait()

    assert (guards(url), contents(url), await facts(departments, url)) == (there, rows, before)
    async with process(departments, url) as next_one:
        tell(next_one)
        assert await told(next_one) == "in the middle"
        tell(next_one)
        assert await told(next_one) == "halls.0002_waiting"
    assert contents(url)["magnets_tested"].rows == 0


async def test_the_next_one_waits_for_the_one_that_migrates(departments: Departments, url: str) -> None:
    await filled(departments, url)
    departments.migration("halls", "0002_waiting", WAITING)
    async with process(departments, url) as first, process(departments, url) as second:
        tell(first)
        assert await told(first) == "in the middle"
        tell(second)
        waiting = asyncio.ensure_future(told(second))
        asking = asyncio.ensure_future(asks_for_the_lock(second))
        await asyncio.wait([waiting, asking], timeout=PATIENCE, return_when=asyncio.FIRST_COMPLETED)
        assert (asking.done(), waiting.done()) == (True, False)
        await asking

        tell(first)

        assert await told(first) == "halls.0002_waiting"
        assert await waiting == ""
        assert [await each.wait() for each in (first, second)] == [0, 0]
