"""The tables of our own departments, as their migrations make them."""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator

import pytest
from tortoise.indexes import Index
from tortoise.models import Model

from core.storage.connection import Database, database
from core.storage.migrating.drafts import drafts
from core.storage.migrating.structure import found
from core.storage.migrations import migrate

MODULES = {
    "registry": "core.registry.models",
    "eu_support": "plugins.eu_support.models",
    "knowledge_transfer": "plugins.knowledge_transfer.models",
    "procurement": "plugins.procurement.models",
}

Columns = tuple[str, ...]


@pytest.fixture
async def opened(url: str) -> AsyncGenerator[Database]:
    async with database(url, MODULES) as made:
        await migrate(made)
        yield made


def models(opened: Database) -> list[type[Model]]:
    assert opened.context.apps
    return [model for department in opened.context.apps.values() for model in department.values()]


def column(model: type[Model], name: str) -> str:
    return model._meta.fields_map[name].source_field or name


async def indexes(opened: Database, model: type[Model], *, unique: bool = False) -> set[Columns]:
    """The columns of each index of a table, in order."""
    kinds = ("unique",) if unique else ("unique", "index")
    listed = re.compile(rf"(?:{'|'.join(kinds)}) {model._meta.db_table} \((.+)\)(?: partial)?")
    return {tuple(fact.group(1).split(", ")) for each in await found(opened) if (fact := listed.fullmatch(each))}


async def test_models_and_migrations_do_not_drift() -> None:
    assert [(draft.department, draft.describe()) for draft in await drafts(MODULES)] == []


async def test_every_column_that_asks_for_an_index_has_one(opened: Database) -> None:
    for model in models(opened):
        made = await indexes(opened, model)
        for name, field in model._meta.fields_map.items():
            if field.index and not field.pk and name in model._meta.fields_db_projection:
                assert (column(model, name),) in made, f"{model.__name__}.{name}"


async def test_every_foreign_key_leads_an_index(opened: Database) -> None:
    for model in models(opened):
        leading = {parts[0] for parts in await indexes(opened, model)}
        for name in model._meta.fk_fields | model._meta.o2o_fields:
            assert column(model, name) in leading, f"{model.__name__}.{name}"


async def test_every_index_and_unique_of_a_meta_is_there(opened: Database) -> None:
    for model in models(opened):
        made, unique = await indexes(opened, model), await indexes(opened, model, unique=True)
        for index in model._meta.indexes:
            names = index.fields if isinstance(index, Index) else index
            assert tuple(column(model, name) for name in names) in made, f"{model.__name__} {names}"
        for names in model._meta.unique_together:
            assert tuple(column(model, name) for name in names) in unique, f"{model.__name__} {names}"
        for name, field in model._meta.fields_map.items():
            if field.unique and not field.pk and name in model._meta.fields_db_projection:
                assert (column(model, name),) in unique, f"{model.__name__}.{name}"


async def test_ids_are_never_given_twice(opened: Database) -> None:
    for model in models(opened):
        assert model._meta.pk_attr == "id"
        assert await how_ids_are_made(opened, model._meta.db_table) in HOW


HOW = (
    "INTEGER PRIMARY KEY AUTOINCREMENT",
    "CHAR(36) NOT NULL  PRIMARY KEY",
    *("bigint nextval", "integer nextval", "uuid"),
)
"""By a counter that goes on after a row is gone, or at random."""


async def how_ids_are_made(opened: Database, table: str) -> str:
    if opened.is_sqlite:
        statement = "SELECT sql FROM sqlite_master WHERE name = ?"
        (row,) = await opened.connection.execute_query_dict(statement, [table])
        return next((how for how in HOW if f'"id" {how}' in row["sql"]), row["sql"])
    statement = """
        SELECT concat_ws(' ', data_type, substring(column_default FROM '^nextval')) AS how
        FROM information_schema.columns WHERE table_name = $1 AND column_name = 'id'
    """
    (row,) = await opened.connection.execute_query_dict(statement, [table])
    return str(row["how"])
