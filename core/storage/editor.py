"""How tables are changed on SQLite: Tortoise's editor, made to keep what it would lose."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any, cast

from tortoise.fields.base import Field
from tortoise.indexes import Index
from tortoise.migrations.constraints import UniqueConstraint
from tortoise.migrations.schema_editor import SqliteSchemaEditor
from tortoise.models import Model

from core.storage.connection import Connection

Columns = tuple[str, ...]


class SqliteEditor(SqliteSchemaEditor):
    """SQLite changes a column by remaking its table; Tortoise's editor then forgets the table's indexes and uniques."""

    async def _run_sql(self, sql: str) -> None:
        """Cut a script into statements where SQLite does, not at every semicolon."""
        statement = ""
        for piece in sql.split(";"):
            statement += f"{piece};"
            if sqlite3.complete_statement(statement):
                if statement.strip(" \n;"):
                    await self._connection.execute_query(statement)
                statement = ""

    async def _remake_table(
        self,
        model: type[Model],
        create_field: Field[Any] | None = None,
        delete_field: Field[Any] | None = None,
        alter_fields: Sequence[tuple[Field[Any], Field[Any]]] | None = None,
    ) -> None:
        await super()._remake_table(model, create_field, delete_field, alter_fields)
        gone = (delete_field.source_field or delete_field.model_field_name) if delete_field else None
        made = await self._indexed(model)
        for columns in _uniques(model):
            if gone not in columns and columns not in made:
                await self.add_constraint(model, UniqueConstraint(fields=columns))
        for index in _indexes(model):
            if gone not in index.fields:
                await self.add_index(model, index)

    async def _indexed(self, model: type[Model]) -> set[Columns]:
        query = """
            SELECT listed.name, info.name AS part FROM pragma_index_list(?) listed, pragma_index_info(listed.name) info
            ORDER BY listed.name, info.seqno
        """
        found: dict[str, list[str]] = {}
        for row in await self._connection.execute_query_dict(query, [model._meta.db_table]):
            found.setdefault(row["name"], []).append(row["part"])
        return {tuple(parts) for parts in found.values()}

    @property
    def _connection(self) -> Connection:
        return cast(Connection, self.client)


def _columns(model: type[Model], names: Iterable[str]) -> Columns:
    return tuple(model._meta.fields_map[name].source_field or name for name in names)


def _uniques(model: type[Model]) -> list[Columns]:
    alone = [(column,) for column, field in _plain_columns(model) if field.unique]
    return alone + [_columns(model, names) for names in model._meta.unique_together]


def _indexes(model: type[Model]) -> list[Index]:
    alone = [Index(fields=(column,)) for column, field in _plain_columns(model) if field.index]
    return alone + [index_of_columns(model, index) for index in model._meta.indexes]


def _plain_columns(model: type[Model]) -> list[tuple[str, Field[Any]]]:
    columns = [(column, model._meta.fields_map[name]) for name, column in model._meta.fields_db_projection.items()]
    return [(column, field) for column, field in columns if not field.pk]


def index_of_columns(model: type[Model], declared: Index | Sequence[str]) -> Index:
    """An index of `Meta.indexes` by its columns.

    A migration of Tortoise's takes the names as they stand; SQLite takes a name that is no column, such as that of a
    foreign key, for a text, and indexes that.
    """
    if not isinstance(declared, Index):
        return Index(fields=_columns(model, declared))
    return type(declared)(fields=_columns(model, declared.fields), name=declared.name)
