"""The plan with its statements, and a rehearsal: both say what a change would do, and leave everything as it was."""

from __future__ import annotations

import pytest

from core.errors import StorageError
from core.storage.connection import database
from core.storage.migrating.goals import EVERYTHING, Goal
from core.storage.migrating.rehearsal import rehearse, spell_out
from core.storage.migrations import plan
from tests.databases import tables
from tests.storage.departments import Departments
from tests.storage.halls import HALL, MAGNET, facts, filled
from tests.storage.keeping import contents, guards

REMOVED = Goal("magnets", remove=True)


@pytest.fixture
async def longer(departments: Departments, url: str) -> Departments:
    """Halls and magnets with rows; a migration that changes the parent's column is pending."""
    await filled(departments, url)
    departments.write("halls", HALL.replace("max_length=20", "max_length=60"))
    await departments.make_migrations("longer_names")
    return departments


async def test_the_plan_of_an_empty_database_has_every_statement_and_makes_nothing(
    departments: Departments, url: str
) -> None:
    departments.write("halls", HALL)
    departments.write("magnets", MAGNET)
    await departments.make_migrations()

    async with database(url, departments.modules) as opened:
        steps = await spell_out(opened, EVERYTHING)

    assert [str(step.key) for step in steps] == ["halls.0001_initial", "magnets.0001_initial"]
    assert 'CREATE TABLE "halls_hall"' in steps[0].statements[0]
    assert 'CREATE TABLE "magnets_tested"' in "".join(steps[1].statements)
    assert tables(url) == set()


async def test_the_plan_of_a_change_has_the_statements_that_will_run(longer: Departments, url: str) -> None:
    there, rows = guards(url), contents(url)

    async with database(url, longer.modules) as opened:
        (step,) = await spell_out(opened, EVERYTHING)
        (rehearsed,) = (await rehearse(opened, EVERYTHING)).steps

    assert "VARCHAR(60)" in "".join(step.statements)
    assert step == rehearsed
    assert (guards(url), contents(url)) == (there, rows)


async def test_the_plan_runs_no_python(longer: Departments, url: str) -> None:
    longer.migration(
        "halls",
        "0003_python",
        """
        def announce(apps, editor):
            raise RuntimeError("This ran.")

        class Migration(migrations.Migration):
            dependencies = [("halls", "0002_longer_names")]
            operations = [ops.RunPython(announce)]
        """,
    )

    async with database(url, longer.modules) as opened:
        steps = await spell_out(opened, EVERYTHING)
        assert steps[-1].statements == ("-- runs halls.migrations.0003_python.announce",)
        with pytest.raises(RuntimeError, match="This ran"):
            await rehearse(opened, EVERYTHING)


async def test_the_plan_of_a_removal_drops_the_tables_from_the_leaves(longer: Departments, url: str) -> None:
    async with database(url, longer.modules) as opened:
        (step,) = await spell_out(opened, REMOVED)

    assert step.undo
    assert [statement.strip(";") for statement in step.statements] == [
        'DROP TABLE "magnets_tested"',
        'DROP TABLE "magnets_magnet"',
    ]
    assert contents(url)["magnets_magnet"].rows == 2


async def test_a_rehearsal_tells_what_changes_and_takes_it_back(longer: Departments, url: str) -> None:
    there, rows = guards(url), contents(url)

    async with database(url, longer.modules) as opened:
        seen = await rehearse(opened, EVERYTHING)
        assert [str(key) for key in await plan(opened)] == ["halls.0002_longer_names"]

    assert seen.before - seen.after == {"column halls_hall.name varchar(20) not null"}
    assert seen.after - seen.before == {"column halls_hall.name varchar(60) not null"}
    assert {**seen.rows_before, "core_migration": 3} == seen.rows_after
    assert (guards(url), contents(url)) == (there, rows)


async def test_a_rehearsal_of_a_removal_counts_the_rows_that_would_go(longer: Departments, url: str) -> None:
    before = await facts(longer, url)

    async with database(url, longer.modules) as opened:
        seen = await rehearse(opened, REMOVED)

    assert seen.rows_before["magnets_magnet"] == 2
    assert seen.rows_after == {"core_migration": 1, "halls_hall": 2}
    assert await facts(longer, url) == before


async def test_a_rehearsal_fails_as_the_change_would(longer: Departments, url: str) -> None:
    longer.write("halls", HALL.replace("unique=True)", "unique=True)\n    cranes = fields.IntField()"))
    await longer.make_migrations("cranes")

    async with database(url, longer.modules) as opened:
        with pytest.raises(StorageError, match="cranes of halls_hall may not be empty"):
            await rehearse(opened, EVERYTHING)
