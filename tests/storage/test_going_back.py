"""One department up, back to a migration of its own, removed alone and put back, with what stands on it in mind."""

from __future__ import annotations

import pytest

from core.errors import StorageError
from core.storage.connection import database
from core.storage.migrating.goals import Goal
from core.storage.migrations import plan
from tests.databases import ask, tables
from tests.storage.departments import Departments
from tests.storage.halls import HALL, facts, filled, migrated
from tests.storage.keeping import contents

CRANE = HALL.replace("unique=True)", "unique=True)\n    crane = fields.IntField(null=True)")


@pytest.fixture
async def two(departments: Departments, url: str) -> Departments:
    """Magnets stand in halls, with rows; halls have a second migration, on which nothing stands."""
    await filled(departments, url)
    departments.write("halls", CRANE)
    await departments.make_migrations("crane")
    return departments


async def test_a_department_goes_up_alone_with_what_it_needs(departments: Departments, url: str) -> None:
    departments.write("halls", HALL)
    departments.write("other", HALL.replace("halls_hall", "other_hall"))
    departments.write(
        "magnets",
        """
        class Magnet(Model):
            id = fields.BigIntField(primary_key=True)
            hall = fields.ForeignKeyField("halls.Hall", db_index=True)

            class Meta(Model.Meta):
                table = "magnets_magnet"
        """,
    )
    await departments.make_migrations()

    assert await migrated(departments, url, Goal("magnets")) == ["halls.0001_initial", "magnets.0001_initial"]
    assert "other_hall" not in tables(url)
    assert await migrated(departments, url) == ["other.0001_initial"]


async def test_a_department_goes_up_to_a_migration_that_is_named(two: Departments, url: str) -> None:
    two.write("halls", CRANE.replace("crane", "cranes"))
    await two.make_migrations("cranes")

    assert await migrated(two, url, Goal("halls", "0002")) == ["halls.0002_crane"]
    assert await migrated(two, url, Goal("halls", "0003_cranes")) == ["halls.0003_cranes"]


async def test_a_department_goes_back_and_up_again(two: Departments, url: str) -> None:
    before, rows = await facts(two, url), contents(url)
    await migrated(two, url)

    assert await migrated(two, url, Goal("halls", "0001", back=True)) == ["halls.0002_crane"]
    assert (await facts(two, url), contents(url)) == (before, rows)
    assert await migrated(two, url, Goal("halls")) == ["halls.0002_crane"]


async def test_going_back_wants_to_be_said(two: Departments, url: str) -> None:
    await migrated(two, url)
    there = await facts(two, url)

    with pytest.raises(StorageError, match=r"halls\.0002_crane would be undone") as caught:
        await migrated(two, url, Goal("halls", "0001"))

    assert "--back" in caught.value.remedy
    assert await facts(two, url) == there


async def test_there_has_to_be_something_to_go_back_from(two: Departments, url: str) -> None:
    with pytest.raises(StorageError, match="nothing that comes after 0002_crane"):
        await migrated(two, url, Goal("halls", "0002", back=True))


async def test_a_department_is_removed_alone_and_put_back_empty(two: Departments, url: str) -> None:
    await migrated(two, url)
    before, rows = await facts(two, url), contents(url)

    assert await migrated(two, url, Goal("magnets", remove=True)) == ["magnets.0001_initial"]

    assert tables(url) == {"core_migration", "halls_hall"}
    assert contents(url) == {"halls_hall": rows["halls_hall"]}
    assert await migrated(two, url, Goal("magnets")) == ["magnets.0001_initial"]
    assert await facts(two, url) == before
    assert ask(url, "SELECT * FROM magnets_magnet") == []


async def test_a_department_on_which_others_stand_is_not_removed(two: Departments, url: str) -> None:
    """Tortoise drops the others' tables on SQLite, and their references on PostgreSQL."""
    before, rows = await facts(two, url), contents(url)

    with pytest.raises(StorageError, match=r"magnets\.0001_initial would have to be undone first") as caught:
        await migrated(two, url, Goal("halls", remove=True))

    assert "--with-dependents" in caught.value.remedy
    assert (await facts(two, url), contents(url)) == (before, rows)


async def test_those_who_stand_on_it_go_first_when_that_is_said(two: Departments, url: str) -> None:
    goal = Goal("halls", remove=True, with_dependents=True)

    assert await migrated(two, url, goal) == ["magnets.0001_initial", "halls.0001_initial"]
    assert tables(url) == {"core_migration"}


async def test_a_later_migration_of_another_department_is_named_too(two: Departments, url: str) -> None:
    """Only what stands on the migration that is undone goes: the other department's later ones."""
    two.migration(
        "magnets",
        "0002_uses_cranes",
        """
        class Migration(migrations.Migration):
            dependencies = [("magnets", "0001_initial"), ("halls", "0002_crane")]
            operations = [ops.RunSQL("UPDATE magnets_magnet SET turns = 81", "UPDATE magnets_magnet SET turns = 80")]
        """,
    )
    await migrated(two, url)

    with pytest.raises(StorageError, match=r"magnets\.0002_uses_cranes would have"):
        await migrated(two, url, Goal("halls", "0001", back=True))
    assert await migrated(two, url, Goal("halls", "0001", back=True, with_dependents=True)) == [
        "magnets.0002_uses_cranes",
        "halls.0002_crane",
    ]
    assert ask(url, "SELECT turns FROM magnets_magnet WHERE id = 7") == [(80,)]


async def test_a_department_that_is_not_loaded_may_stand_on_what_goes(two: Departments, url: str) -> None:
    del two.modules["magnets"]

    with pytest.raises(StorageError, match="also has tables of magnets") as caught:
        await migrated(two, url, Goal("halls", remove=True))

    assert "IPT_DEPARTMENTS" in caught.value.remedy


async def test_what_cannot_be_undone_is_said_before_anything_happens(two: Departments, url: str) -> None:
    two.migration(
        "halls",
        "0003_fill",
        """
        class Migration(migrations.Migration):
            dependencies = [("halls", "0002_crane")]
            operations = [ops.RunSQL("UPDATE halls_hall SET crane = 1")]
        """,
    )
    await migrated(two, url)

    with pytest.raises(StorageError, match=r"halls\.0003_fill cannot be undone: Run SQL"):
        await migrated(two, url, Goal("halls", "0001", back=True))
    assert ask(url, "SELECT crane FROM halls_hall") == [(1,), (1,)]


@pytest.mark.parametrize(
    ("goal", "told"),
    [
        (Goal("hals"), "no migrations of 'hals'"),
        (Goal("halls", "0007"), "no migration that begins with '0007'"),
        (Goal("halls", "000"), "more than one migration that begins with '000'"),
    ],
)
async def test_a_name_that_leads_nowhere_is_told_with_those_that_do(
    two: Departments, url: str, goal: Goal, told: str
) -> None:
    async with database(url, two.modules) as opened:
        with pytest.raises(StorageError, match=told) as caught:
            await plan(opened, goal)

    assert "halls" in caught.value.remedy or "0001_initial, 0002_crane" in caught.value.remedy


async def test_a_goal_that_is_reached_asks_for_nothing(two: Departments, url: str) -> None:
    await migrated(two, url)
    await migrated(two, url, Goal("magnets", remove=True))

    assert await migrated(two, url, Goal("magnets", remove=True)) == []
    assert await migrated(two, url, Goal("halls", "0002")) == []
