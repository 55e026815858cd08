"""Every change of a table that a department may ask for, with rows in the tables that hang on it, there and back."""

from __future__ import annotations

import re

import pytest

from core.errors import StorageError
from core.storage.migrating.drafts import drafts
from core.storage.migrating.goals import Goal
from tests.alone import sqlite_editor
from tests.databases import ask
from tests.storage.changes import ALL, KIND, TOGETHER, TURNS, Change
from tests.storage.departments import Departments
from tests.storage.halls import HALL, MAGNET, facts, filled, migrated
from tests.storage.keeping import contents, guards


@pytest.mark.parametrize(("department", "models", "change"), ALL)
async def test_a_change_there_and_back_takes_nothing_else(
    departments: Departments, url: str, department: str, models: str, change: Change
) -> None:
    await filled(departments, url)
    before, rows = await facts(departments, url), contents(url)
    departments.write(department, models.replace(change.before, change.after))
    await departments.make_migrations("change")
    assert await drafts(departments.modules) == []

    assert await migrated(departments, url) == [f"{department}.0002_change"]

    after = await facts(departments, url)
    assert before - after == {*change.gone.splitlines()}
    assert after - before == {*change.new.splitlines()}
    tables = {fact.removeprefix("table ") for fact in after}
    assert {name: each.rows for name, each in contents(url).items() if name in rows} == {
        name: each.rows for name, each in rows.items() if name in tables
    }

    await migrated(departments, url, Goal(department, "0001", back=True))

    assert await facts(departments, url) == before
    assert contents(url) == rows


@pytest.mark.parametrize(
    ("department", "models", "table"), [("halls", HALL, "halls_hall"), ("magnets", MAGNET, "magnets_magnet")]
)
async def test_a_table_that_is_renamed_is_seen_and_takes_all_along(
    departments: Departments, url: str, department: str, models: str, table: str
) -> None:
    """Tortoise sees no change where only `Meta.table` is another one."""
    await filled(departments, url)
    before, rows = await facts(departments, url), contents(url)
    departments.write(department, models.replace(f'"{table}"', '"another_table"'))

    assert await departments.make_migrations("another_table") == [f"{department}.0002_another_table"]
    await migrated(departments, url)

    assert await drafts(departments.modules) == []
    assert await facts(departments, url) == {re.sub(rf"\b{table}\b", "another_table", fact) for fact in before}
    renamed = {name.replace(table, "another_table"): each for name, each in rows.items()}
    assert contents(url) == dict(sorted(renamed.items()))


@pytest.mark.parametrize("condition", ["", ', condition="turns > 80"'])
@pytest.mark.parametrize("declared_first", [True, False])
async def test_a_constraint_that_is_renamed_goes_on_holding(
    departments: Departments, url: str, *, declared_first: bool, condition: str
) -> None:
    """It is a part of its table if it was made with it, and an index beside it otherwise."""
    once = MAGNET.replace(
        TOGETHER, f'{TOGETHER}\n        constraints = (UniqueConstraint(("twin", "turns"), "once"{condition}),)'
    )
    if declared_first:
        departments.write("halls", HALL)
        departments.write("magnets", once)
        await departments.make_migrations()
    else:
        await filled(departments, url)
    for models in (once, once.replace('"once"', '"again"')):
        departments.write("magnets", models)
        await departments.make_migrations("change")
    before = await migrated(departments, url) and await facts(departments, url)

    assert [fact for fact in before if fact.startswith("unique magnets_magnet (twin_id, turns)")]
    await migrated(departments, url, Goal("magnets", "0001", back=True))
    await migrated(departments, url)
    assert await facts(departments, url) == before


async def test_what_no_model_declares_stays_on_a_table_that_changes(departments: Departments, url: str) -> None:
    """An administrator's own index, such as one with a condition, hangs on the table like any other."""
    await filled(departments, url)
    ask(url, "CREATE UNIQUE INDEX own ON magnets_magnet (twin_id) WHERE turns > 80")
    departments.write("magnets", MAGNET.replace(TURNS, "turns = fields.BigIntField()"))
    await departments.make_migrations("larger")

    await migrated(departments, url)

    assert "unique magnets_magnet (twin_id) partial" in await facts(departments, url)


ADD_OWN = (
    "ALTER TABLE magnets_magnet ADD COLUMN own TEXT DEFAULT 'kept'",
    "CREATE INDEX of_own ON magnets_magnet (own)",
)
DROP_OWN = ("DROP INDEX of_own", "ALTER TABLE magnets_magnet DROP COLUMN own")
LARGER = 'ops.AlterField("Magnet", "turns", fields.BigIntField())'


def write_larger(departments: Departments, before: tuple[str, ...] = (), after: tuple[str, ...] = ()) -> None:
    """A migration that changes a column of magnets, with statements before and after that."""
    operations = [*(f"ops.RunSQL({one!r})" for one in before), LARGER, *(f"ops.RunSQL({one!r})" for one in after)]
    departments.migration(
        "magnets",
        "0002_larger",
        f"""
        class Migration(migrations.Migration):
            dependencies = [("magnets", "0001_initial")]
            operations = [{", ".join(operations)}]
        """,
    )


@sqlite_editor
@pytest.mark.parametrize("column", ["own TEXT DEFAULT 'kept'", "own INTEGER AS (turns * 2)"])
async def test_a_column_that_no_state_knows_is_not_lost_in_silence(
    departments: Departments, url: str, column: str
) -> None:
    await filled(departments, url)
    ask(url, f"ALTER TABLE magnets_magnet ADD COLUMN {column}")
    ask(url, ADD_OWN[1])
    before, there = guards(url), ask(url, "SELECT id, own FROM magnets_magnet")
    write_larger(departments)

    with pytest.raises(StorageError, match=r"remakes magnets_magnet .* no migration declares: own") as caught:
        await migrated(departments, url)

    assert "with a RunSQL before this change" in caught.value.remedy
    assert (guards(url), ask(url, "SELECT id, own FROM magnets_magnet")) == (before, there)


async def test_a_column_that_no_state_knows_stays_when_the_migration_sets_it_aside(
    departments: Departments, url: str
) -> None:
    await filled(departments, url)
    for statement in ADD_OWN:
        ask(url, statement)
    before = guards(url)
    write_larger(
        departments,
        before=("CREATE TABLE kept AS SELECT id, own FROM magnets_magnet", *DROP_OWN),
        after=(
            *ADD_OWN,
            "UPDATE magnets_magnet SET own = (SELECT own FROM kept WHERE kept.id = magnets_magnet.id)",
            "DROP TABLE kept",
        ),
    )

    await migrated(departments, url)

    assert guards(url) == before
    assert ask(url, "SELECT own FROM magnets_magnet") == [("kept",), ("kept",)]


async def test_a_check_stays_on_a_table_that_changes(departments: Departments, url: str) -> None:
    await filled(departments, url)
    checked = MAGNET.replace(TOGETHER, f'{TOGETHER}\n        constraints = (CheckConstraint("turns > 0", "some"),)')
    for models in (checked, checked.replace(TURNS, "turns = fields.BigIntField()")):
        departments.write("magnets", models)
        await departments.make_migrations("change")
    await migrated(departments, url)

    with pytest.raises(Exception, match="some"):
        ask(url, "UPDATE magnets_magnet SET turns = 0")

    await migrated(departments, url, Goal("magnets", "0001", back=True))
    ask(url, "UPDATE magnets_magnet SET turns = 0")


async def test_ids_are_not_given_again_after_a_change(departments: Departments, url: str) -> None:
    """A remade table would count on from the rows it has, and give the id of a row that is gone to another one."""
    await filled(departments, url)
    ask(url, "INSERT INTO halls_hall (name) VALUES ('A'), ('B'), ('C'), ('D')")
    ask(url, "DELETE FROM halls_hall WHERE id > 2")
    highest = ask(url, "INSERT INTO halls_hall (name) VALUES ('E') RETURNING id")[0][0]
    ask(url, "DELETE FROM halls_hall WHERE name = 'E'")
    departments.write("halls", HALL.replace("max_length=20", "max_length=60"))
    await departments.make_migrations("longer")

    await migrated(departments, url)

    assert ask(url, "INSERT INTO halls_hall (name) VALUES ('F') RETURNING id") == [(highest + 1,)]


@pytest.mark.parametrize("field", ["fields.IntField()", "fields.IntField(default=3)"])
async def test_a_column_that_rows_have_no_value_for_is_refused(departments: Departments, url: str, field: str) -> None:
    """A default of Python's fills no row that is there."""
    await filled(departments, url)
    before = await facts(departments, url)
    departments.write("halls", HALL.replace("unique=True)", f"unique=True)\n    cranes = {field}"))
    await departments.make_migrations("cranes")

    with pytest.raises(StorageError, match="cranes of halls_hall may not be empty, and 2 rows") as caught:
        await migrated(departments, url)

    assert "`db_default`" in caught.value.remedy
    assert await facts(departments, url) == before


async def test_a_column_that_is_empty_in_some_rows_may_not_become_needed(departments: Departments, url: str) -> None:
    await filled(departments, url)
    departments.write("magnets", MAGNET.replace("null=True, ", ""))
    await departments.make_migrations("twins")

    with pytest.raises(StorageError, match="twin_id of magnets_magnet may no longer be empty, and in 1 rows it is"):
        await migrated(departments, url)


async def test_an_empty_table_takes_any_column(departments: Departments, url: str) -> None:
    departments.write("halls", HALL)
    await departments.make_migrations()
    await migrated(departments, url)
    departments.write("halls", HALL.replace("unique=True)", "unique=True)\n    cranes = fields.IntField()"))
    await departments.make_migrations("cranes")

    assert await migrated(departments, url) == ["halls.0002_cranes"]


async def test_an_index_is_found_under_the_name_that_it_once_got(departments: Departments, url: str) -> None:
    """Its name was made of the table's; tortoise asks for the name that it would get today."""
    await filled(departments, url)
    renamed = MAGNET.replace('"magnets_magnet"', '"magnets_coil"')
    for models in (
        renamed,
        renamed.replace(KIND, KIND.replace(", db_index=True", "")).replace(', ("hall", "turns"))', ",)"),
    ):
        departments.write("magnets", models)
        await departments.make_migrations("change")

    await migrated(departments, url)

    assert {fact for fact in await facts(departments, url) if fact.startswith("index magnets_coil")} == {
        "index magnets_coil (hall_id)",
        "index magnets_coil (kind, turns)",
        "index magnets_coil (twin_id)",
    }
