"""Traps of tortoise 1.1 on the way of a migration: they are still there, so that an upgrade tells when one is gone.

What ours do instead is held by test_changes.py, test_going_back.py, test_at_once.py and test_drafts.py.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from tortoise import fields
from tortoise.exceptions import BaseORMException, ConfigurationError, OperationalError
from tortoise.migrations.constraints import UniqueConstraint
from tortoise.migrations.executor import MigrationExecutor, MigrationTarget
from tortoise.migrations.graph import MigrationKey
from tortoise.migrations.operations import (
    AddField,
    AlterField,
    CreateModel,
    Operation,
    RemoveConstraint,
    RemoveField,
    RemoveIndex,
    RenameModel,
)
from tortoise.migrations.schema_editor import AsyncpgSchemaEditor, BaseSchemaEditor, SqliteSchemaEditor
from tortoise.migrations.schema_generator.operation_generator import OperationGenerator
from tortoise.migrations.schema_generator.state import State
from tortoise.transactions import in_transaction

from core.storage.connection import Database, database
from core.storage.migrating.drafts import declared_by
from core.storage.migrating.history import migrations_package, read_history
from core.storage.migrating.structure import found
from tests.alone import postgresql_server, sqlite_editor
from tests.databases import tables
from tests.storage.departments import Departments
from tests.storage.halls import HALL, MAGNET, facts, filled
from tests.storage.keeping import contents


@pytest.fixture
async def two(departments: Departments, url: str) -> Departments:
    await filled(departments, url)
    return departments


class Theirs(MigrationExecutor):
    """Tortoise's own, which knows our clients by the names of theirs."""

    def _schema_editor(self, atomic: bool = True, collect_sql: bool = False) -> BaseSchemaEditor:
        return editor(self.connection)


def editor(client: Any) -> BaseSchemaEditor:
    return SqliteSchemaEditor(client) if client.capabilities.dialect == "sqlite" else AsyncpgSchemaEditor(client)


def executor(opened: Database) -> Theirs:
    return Theirs(
        opened.context.db(),
        {name: {"migrations": migrations_package(module)} for name, module in opened.modules.items()},
    )


@asynccontextmanager
async def opened_by(departments: Departments, url: str) -> AsyncGenerator[Database]:
    async with database(url, departments.modules) as opened:
        yield opened


def plain_state(departments: Departments) -> State:
    """Tortoise's own state, after all migrations."""
    history = read_history(departments.modules)
    ours = history.state(history.migrations)
    return State(models=ours.models, apps=ours.apps).clone()


async def theirs(departments: Departments, url: str, department: str, operation: Operation) -> None:
    """An operation as tortoise runs it, on the tables as they are."""
    async with opened_by(departments, url):
        before = plain_state(departments)
        after = before.clone()
        operation.state_forward(department, after)
        async with in_transaction("default") as client:
            await operation.database_forward(department, before, after, editor(client))


@sqlite_editor
async def test_a_changed_column_of_a_parent_empties_its_children(two: Departments, url: str) -> None:
    await theirs(two, url, "halls", AlterField("Hall", "name", fields.CharField(max_length=60, unique=True)))

    held = contents(url)
    assert (held["halls_hall"].rows, held["magnets_magnet"].rows, held["magnets_tested"].rows) == (2, 0, 0)


@sqlite_editor
async def test_a_changed_table_loses_its_indexes_and_uniques(two: Departments, url: str) -> None:
    await theirs(two, url, "magnets", AlterField("Magnet", "turns", fields.BigIntField()))

    left = {
        fact for fact in await facts(two, url) if fact.startswith(("index magnets_magnet", "unique magnets_magnet"))
    }
    assert left == set()


@sqlite_editor
async def test_a_unique_constraint_that_is_part_of_the_table_cannot_be_removed(two: Departments, url: str) -> None:
    with pytest.raises(OperationalError, match="no such index"):
        await theirs(two, url, "magnets", RemoveConstraint("Magnet", fields=["hall", "kind"]))


@postgresql_server
async def test_a_table_goes_with_the_references_of_others(two: Departments, url: str) -> None:
    async with opened_by(two, url) as opened:
        state = plain_state(two)
        async with in_transaction("default") as client:
            await editor(client).delete_model(state.apps.get_model("halls.Hall"))
        left = await found(opened)

    assert not [fact for fact in left if fact.startswith("reference magnets_magnet.hall_id")]


@postgresql_server
async def test_a_foreign_key_does_on_a_delete_what_it_always_did(two: Departments, url: str) -> None:
    key: Any = fields.ForeignKeyField("halls.Hall", source_field="hall_id", db_index=True, on_delete=fields.RESTRICT)

    await theirs(two, url, "magnets", AlterField("Magnet", "hall", key))

    assert "reference magnets_magnet.hall_id to halls_hall.id on delete cascade" in await facts(two, url)


async def test_a_new_column_comes_without_its_index(two: Departments, url: str) -> None:
    await theirs(two, url, "halls", AddField("Hall", "crane", fields.IntField(null=True, db_index=True)))

    assert "index halls_hall (crane)" not in await facts(two, url)


async def test_a_default_of_pythons_fills_no_row(two: Departments, url: str) -> None:
    with pytest.raises(BaseORMException):
        await theirs(two, url, "halls", AddField("Hall", "cranes", fields.IntField(default=3)))


async def test_a_new_table_comes_without_the_constraints_of_its_meta(two: Departments, url: str) -> None:
    columns: list[Any] = [("id", fields.BigIntField(primary_key=True)), ("a", fields.IntField())]
    options = {"table": "halls_door", "constraints": (UniqueConstraint(("a",), name="one_a"),)}

    await theirs(two, url, "halls", CreateModel("Door", columns, options))

    assert "unique halls_door (a)" not in await facts(two, url)


async def test_a_foreign_key_has_no_index_of_its_own(departments: Departments, url: str) -> None:
    await filled(departments, url)
    key: Any = fields.ForeignKeyField("halls.Hall", null=True, related_name="doors")

    await theirs(
        departments, url, "halls", CreateModel("Door", [("id", fields.IntField(primary_key=True)), ("hall", key)])
    )

    assert not [fact for fact in await facts(departments, url) if fact.startswith("index door")]


async def test_an_index_is_looked_for_under_the_name_it_would_get_today(two: Departments, url: str) -> None:
    two.write("magnets", MAGNET.replace('"magnets_magnet"', '"magnets_coil"'))
    await two.make_migrations("coil")
    async with opened_by(two, url) as opened:
        await opened.connection.execute_query('ALTER TABLE "magnets_magnet" RENAME TO "magnets_coil"')

    with pytest.raises(BaseORMException):
        await theirs(two, url, "magnets", RemoveIndex("Magnet", fields=["kind", "turns"]))


async def test_a_department_on_which_another_stands_has_nothing_to_migrate(departments: Departments, url: str) -> None:
    departments.write("halls", HALL)
    departments.write("magnets", MAGNET)
    await departments.make_migrations()

    async with opened_by(departments, url) as opened:
        assert await executor(opened).plan([MigrationTarget("halls", "__latest__")]) == []


async def test_going_back_to_a_migration_takes_other_departments_along(two: Departments, url: str) -> None:
    """Nothing of halls has to be undone, and the tables of magnets would go."""
    async with opened_by(two, url) as opened:
        planner = executor(opened)
        await planner.loader.build_graph()
        applied = {MigrationKey("halls", "0001_initial"), MigrationKey("magnets", "0001_initial")}
        steps = planner._migration_plan([MigrationTarget("halls", "0001_initial")], applied, planner.loader.graph)  # noqa: SLF001

    assert [(step.migration.app_label, step.backward) for step in steps] == [("magnets", True)]


async def test_the_record_is_not_in_the_transaction_of_the_change(departments: Departments, url: str) -> None:
    departments.write("halls", HALL)
    await departments.make_migrations()
    async with opened_by(departments, url) as opened:
        runner = executor(opened)

        async def die(app: str, name: str) -> None:
            raise KeyboardInterrupt(app, name)

        runner.recorder.record_applied = die  # type: ignore[method-assign]  # where a process may be killed
        with pytest.raises(KeyboardInterrupt):
            await runner.migrate()

    assert "halls_hall" in tables(url)


async def test_a_model_that_relates_to_others_cannot_be_renamed(two: Departments) -> None:
    with pytest.raises(ConfigurationError, match="duplicates"):
        RenameModel("Magnet", "Coil").state_forward("magnets", plain_state(two))


async def test_a_table_that_is_renamed_is_no_difference(two: Departments) -> None:
    before = plain_state(two)
    two.write("halls", HALL.replace('"halls_hall"', '"halls_room"'))

    assert OperationGenerator(before, await declared_by(two.modules)).generate(["halls"]) == []


async def test_a_foreign_key_that_is_renamed_is_dropped_and_added(two: Departments) -> None:
    before = plain_state(two)
    two.write("magnets", MAGNET.replace("twin =", "double ="))

    operations = OperationGenerator(before, await declared_by(two.modules)).generate(["magnets"])

    assert [type(operation) for operation in operations] == [AddField, RemoveField]


async def test_a_quote_in_a_default_is_written_as_mysql_reads_it(two: Departments, url: str) -> None:
    async with opened_by(two, url) as opened:
        assert editor(opened.context.db())._escape_default_value("it's") == "'it\\'s'"  # noqa: SLF001
