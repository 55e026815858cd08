from __future__ import annotations

import pytest
from tortoise.exceptions import IntegrityError

from core.errors import StorageError
from core.storage.connection import database
from core.storage.migrations import migrate, plan
from tests.alone import sqlite_editor
from tests.databases import ask, tables
from tests.storage.departments import Departments

HALL = """
class Hall(Model):
    id = fields.BigIntField(primary_key=True)
    name = fields.CharField(max_length=20, unique=True)

    class Meta(Model.Meta):
        table = "halls_hall"
"""
MAGNET = """
class Magnet(Model):
    id = fields.BigIntField(primary_key=True)
    hall = fields.ForeignKeyField("halls.Hall", db_index=True)
    kind = fields.CharField(max_length=20, db_index=True)
    turns = fields.IntField()

    class Meta(Model.Meta):
        table = "magnets_magnet"
        indexes = (("kind", "turns"), ("hall", "turns"))
        unique_together = (("hall", "kind"),)
"""
INSERT = "INSERT INTO halls_hall (id, name) VALUES (1, 'SM18')"


@pytest.fixture
async def two(departments: Departments) -> Departments:
    """Magnets stand in halls; they are written first, so that only their dependency puts halls before them."""
    departments.write("magnets", MAGNET)
    departments.write("halls", HALL)
    departments.modules = dict(reversed(departments.modules.items()))
    await departments.make_migrations()
    return departments


async def migrated(departments: Departments, url: str) -> list[str]:
    async with database(url, departments.modules) as opened:
        return [str(key) for key in await migrate(opened)]


async def test_a_plan_lists_what_is_pending_and_writes_nothing(two: Departments, url: str) -> None:
    async with database(url, two.modules) as opened:
        assert [str(key) for key in await plan(opened)] == ["halls.0001_initial", "magnets.0001_initial"]
    assert tables(url) == set()


async def test_each_migration_is_announced_and_runs_once(two: Departments, url: str) -> None:
    announced: list[str] = []
    async with database(url, two.modules) as opened:
        await migrate(opened, lambda key: announced.append(str(key)))

        assert announced == ["halls.0001_initial", "magnets.0001_initial"]
        assert await plan(opened) == []
        assert await migrate(opened) == []


async def test_references_are_kept_again_after_migrating(two: Departments, url: str) -> None:
    async with database(url, two.modules) as opened:
        await migrate(opened)

        with pytest.raises(IntegrityError):
            await opened.connection.execute_query("INSERT INTO magnets_magnet VALUES (1, 'dipole', 80, 99)")


async def test_a_parent_migrates_once_another_department_depends_on_it(two: Departments, url: str) -> None:
    """Tortoise's own planner answers "No migrations to apply" here."""
    await migrated(two, url)
    two.write("halls", HALL.replace("unique=True)", "unique=True)\n    crane = fields.BooleanField(null=True)"))

    assert await two.make_migrations("crane") == ["halls.0002_crane"]
    assert await migrated(two, url) == ["halls.0002_crane"]


async def test_a_failing_migration_changes_nothing_at_all(two: Departments, url: str) -> None:
    await migrated(two, url)
    two.migration(
        "halls",
        "0002_gone_wrong",
        """
        class Migration(migrations.Migration):
            dependencies = [("halls", "0001_initial")]
            operations = [
                ops.RunSQL("CREATE TABLE halls_new (id INTEGER)"),
                ops.RunSQL("INSERT INTO halls_nowhere VALUES (1)"),
            ]
        """,
    )

    with pytest.raises(StorageError, match=r"halls\.0002_gone_wrong failed: .*halls_nowhere") as caught:
        await migrated(two, url)

    assert "halls.migrations.0002_gone_wrong" in str(caught.value)
    assert "halls_new" not in tables(url)
    async with database(url, two.modules) as opened:
        assert [str(key) for key in await plan(opened)] == ["halls.0002_gone_wrong"]


@sqlite_editor
async def test_rows_left_without_their_parent_stop_a_migration(two: Departments, url: str) -> None:
    """References are not kept while tables are remade, so what they would have done is asked for at the end."""
    await migrated(two, url)
    ask(url, INSERT)
    ask(url, "INSERT INTO magnets_magnet (id, hall_id, kind, turns) VALUES (7, 1, 'dipole', 80)")
    two.migration(
        "halls",
        "0002_tidy",
        """
        class Migration(migrations.Migration):
            dependencies = [("halls", "0001_initial")]
            operations = [ops.RunSQL("DELETE FROM halls_hall")]
        """,
    )

    with pytest.raises(StorageError, match="1 in magnets_magnet -> halls_hall"):
        await migrated(two, url)
    assert ask(url, "SELECT name FROM halls_hall") == [("SM18",)]


async def test_a_semicolon_in_a_text_does_not_cut_a_statement(two: Departments, url: str) -> None:
    two.migration(
        "halls",
        "0002_halls",
        """
        class Migration(migrations.Migration):
            dependencies = [("halls", "0001_initial")]
            operations = [ops.RunSQL("INSERT INTO halls_hall VALUES (1, 'a; b'); DELETE FROM halls_hall WHERE id = 2")]
        """,
    )

    await migrated(two, url)

    assert ask(url, "SELECT name FROM halls_hall") == [("a; b",)]


async def test_a_department_that_is_switched_off_keeps_its_tables_and_its_record(two: Departments, url: str) -> None:
    await migrated(two, url)
    ask(url, INSERT)
    del two.modules["magnets"]

    assert await migrated(two, url) == []
    assert "magnets_magnet" in tables(url)
    two.modules["magnets"] = "magnets.models"
    assert await migrated(two, url) == []


async def test_a_database_of_a_newer_version_is_refused(two: Departments, url: str) -> None:
    await migrated(two, url)
    ask(url, "INSERT INTO core_migration VALUES ('halls', '0009_from_tomorrow', '2030-01-01')")

    with pytest.raises(StorageError, match=r"halls\.0009_from_tomorrow") as caught:
        await migrated(two, url)
    assert "restore a backup" in caught.value.remedy


async def test_a_migration_without_its_dependency_names_the_department_to_load(two: Departments, url: str) -> None:
    two.modules = {"magnets": "magnets.models"}
    two.write("magnets", MAGNET.replace('    hall = fields.ForeignKeyField("halls.Hall", db_index=True)\n', ""))
    two.write("magnets", "class Magnet(Model):\n    id = fields.BigIntField(primary_key=True)\n")

    with pytest.raises(StorageError, match=r"magnets\.0001_initial needs halls\.0001_initial") as caught:
        await migrated(two, url)
    assert "IPT_DEPARTMENTS" in caught.value.remedy


async def test_two_last_migrations_are_an_error_that_names_both(two: Departments, url: str) -> None:
    for name in ("0002_by_ann", "0002_by_bob"):
        two.migration(
            "halls",
            name,
            """
            class Migration(migrations.Migration):
                dependencies = [("halls", "0001_initial")]
                operations = []
            """,
        )

    with pytest.raises(StorageError, match="0002_by_ann, 0002_by_bob"):
        await migrated(two, url)


async def test_migrations_in_a_circle_are_an_error(departments: Departments, url: str) -> None:
    departments.write("halls", HALL)
    for name, other in (("0001_hen", "0002_egg"), ("0002_egg", "0001_hen")):
        departments.migration(
            "halls",
            name,
            f"""
            class Migration(migrations.Migration):
                dependencies = [("halls", "{other}")]
                operations = []
            """,
        )

    with pytest.raises(StorageError, match="wait for one another"):
        await migrated(departments, url)
