"""How tables are changed on SQLite, which changes a column by remaking its table."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tortoise.backends.base.client import BaseDBAsyncClient
from tortoise.fields.base import Field
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint
from tortoise.migrations.schema_editor import SqliteSchemaEditor
from tortoise.migrations.schema_generator.state import State
from tortoise.models import Model

from core.errors import StorageError
from core.storage.migrating.editor import CarefulEditor, column_of, is_between
from core.storage.migrating.structure import Columns, columns_of, indexes, plain_columns, uniques

INDEXES = """
    SELECT i."name", i."unique" AS "is_unique", i."partial" AS "is_partial", m."sql",
        (SELECT json_group_array("name") FROM (SELECT "name" FROM pragma_index_info(i."name") ORDER BY "seqno"))
            AS "columns"
    FROM pragma_index_list(?) i LEFT JOIN sqlite_master m ON m."name" = i."name" AND m."type" = 'index'
    WHERE i."origin" <> 'pk' ORDER BY i."seq" DESC
"""
TRIGGERS = 'SELECT "sql" FROM sqlite_master WHERE "tbl_name" = ? AND "type" = \'trigger\''
# References of other tables stay as they are written: they mean the name, not this table under another one.
TAKE_ITS_PLACE = (
    'DROP TABLE "{table}"',
    "PRAGMA legacy_alter_table = ON",
    'ALTER TABLE "new__{table}" RENAME TO "{table}"',
    "PRAGMA legacy_alter_table = OFF",
)
COLUMNS = 'SELECT "name" FROM pragma_table_xinfo(?) WHERE "hidden" <> 1 ORDER BY "cid"'
NUMBERED = 'SELECT "seq" FROM "sqlite_sequence" WHERE "name" = ?'
HAS_NUMBERS = "SELECT 1 FROM sqlite_master WHERE \"name\" = 'sqlite_sequence'"
RENUMBER = (
    'DELETE FROM "sqlite_sequence" WHERE "name" = ?',
    'INSERT INTO "sqlite_sequence" ("name", "seq") VALUES (?, ?)',
)


@dataclass(frozen=True, slots=True)
class _Index:
    """An index that is there; without a statement of its own it is a part of the table."""

    name: str
    is_unique: bool
    is_partial: bool
    sql: str | None
    columns: tuple[str | None, ...]
    """None stands for an expression."""


class SqliteEditor(CarefulEditor, SqliteSchemaEditor):
    """Remakes a table as the state after the operation declares it, and puts back what else hung on it.

    Tortoise's editor loses the table's indexes, unique constraints, triggers and the number of the last row on the way.
    """

    def __init__(self, connection: BaseDBAsyncClient, after: State) -> None:
        super().__init__(connection)
        self._after = after

    async def _run_sql(self, sql: str) -> None:
        """Cut a script into statements where SQLite does, not at every semicolon."""
        for statement in _statements(sql):
            self.told.append(statement)
            await self._connection.execute_query(statement)

    async def add_field(self, model: type[Model], field_name: str) -> None:
        """SQLite adds no column whose default is computed to a table that has rows."""
        if not is_between(model, field_name) and hasattr(column_of(model, field_name).db_default, "get_sql"):
            await self._remake(model)
        else:
            await super().add_field(model, field_name)

    async def remove_field(self, model: type[Model], field: Field[Any]) -> None:
        if is_between(model, field.model_field_name):
            await super().remove_field(model, field)
        else:
            await self._remake(model)

    async def _change_column(self, old_model: type[Model], new_model: type[Model], field_name: str) -> None:
        old, new = column_of(old_model, field_name), column_of(new_model, field_name)
        columns = columns_of(new_model, [field_name])
        if old.index and not new.index:
            await self.remove_index(new_model, Index(fields=columns))
        if old.unique and not new.unique:
            await self._drop(await self._uniques(new_model, columns))
        await self._remake(new_model)

    async def add_constraint(self, model: type[Model], constraint: UniqueConstraint | CheckConstraint) -> None:
        if isinstance(constraint, CheckConstraint):
            await self._remake(model)
        elif constraint.condition:
            columns = columns_of(model, constraint.fields)
            name = self._constraint_name_for_model(model, UniqueConstraint(columns, constraint.name))
            listed = ", ".join(map(self.quote, columns))
            await self._run_sql(
                f'CREATE UNIQUE INDEX "{name}" ON {self._table(model)} ({listed}) WHERE {constraint.condition}'
            )
        else:
            await super().add_constraint(model, constraint)

    async def remove_constraint(self, model: type[Model], constraint: UniqueConstraint | CheckConstraint) -> None:
        """What is an index of its own goes; what is a part of the table goes with the table that had it."""
        if isinstance(constraint, UniqueConstraint):
            found = await self._uniques(model, columns_of(model, constraint.fields))
            named = [index for index in found if index.name == constraint.name] or found
            if named:
                return await self._drop(named[:1])
        await self._remake(model)
        return None

    async def _uniques(self, model: type[Model], columns: Columns) -> list[_Index]:
        """The unique indexes of these columns that stand beside the table."""
        return [each for each in await self._listed(model) if each.is_unique and each.sql and each.columns == columns]

    async def _index_names(self, model: type[Model], columns: Columns) -> list[str]:
        return [each.name for each in await self._listed(model) if not each.is_unique and each.columns == columns]

    async def _drop(self, found: list[_Index]) -> None:
        for index in found:
            await self._run_sql(f'DROP INDEX "{index.name}"')

    async def _listed(self, model: type[Model]) -> list[_Index]:
        listed = await self._connection.execute_query_dict(INDEXES, [model._meta.db_table])
        return [_Index(row["name"], row["is_unique"], row["is_partial"], row["sql"], _read(row)) for row in listed]

    async def rename_constraint(
        self,
        model: type[Model],
        old_constraint: UniqueConstraint | CheckConstraint,
        new_constraint: UniqueConstraint | CheckConstraint,
    ) -> None:
        """The new name is in the state afterwards."""
        await self.remove_constraint(model, old_constraint)
        await self._declare(self._afterwards(model._meta.db_table))

    async def _remake(self, model: type[Model]) -> None:
        """SQLite's own advice: a new table beside the old one, the rows into it, and its name in the end."""
        table = model._meta.db_table
        made = self._afterwards(table)
        await self._refuse_unknown(model, made)
        listed = await self._listed(made)
        triggers = await self._connection.execute_query_dict(TRIGGERS, [table])
        number = await self._last_number(table)
        await self._make_beside(made)
        for statement in TAKE_ITS_PLACE:
            await self._run_sql(statement.format(table=table))
        await self._number_on(table, number)
        await self._put_back(made, listed)
        await self._declare(made)
        for trigger in triggers:
            await self._run_sql(trigger["sql"])

    def _afterwards(self, table: str) -> type[Model]:
        """The table as the state after the operation has it."""
        models = (model for models in self._after.apps.apps.values() for model in models.values())
        return next(model for model in models if model._meta.db_table == table)

    async def _refuse_unknown(self, *models: type[Model]) -> None:
        """A column that neither state has, such as one by a RunSQL, would go with its values and its indexes."""
        known = {column for model in models for column, _ in plain_columns(model)}
        table = models[0]._meta.db_table
        unknown = [column for column in await self._columns(table) if column not in known]
        if unknown:
            raise StorageError(
                f"SQLite remakes {table} for this change, and would lose what no migration declares: "
                f"{', '.join(unknown)}.",
                remedy="Nothing was changed. Take the column away with a RunSQL before this change, its values kept in "
                "another table if they are needed, and add it again after it.",
            )

    async def _columns(self, table: str) -> list[str]:
        return [row["name"] for row in await self._connection.execute_query_dict(COLUMNS, [table])]

    async def _make_beside(self, model: type[Model]) -> None:
        table = model._meta.db_table
        create = next(_statements(self._get_model_sql_data(model).table_sql))
        await self._run_sql(create.replace(f'"{table}"', f'"new__{table}"', 1))
        there = await self._columns(table)
        kept = ", ".join(self.quote(column) for column, _ in plain_columns(model) if column in there)
        await self._run_sql(f'INSERT INTO "new__{table}" ({kept}) SELECT {kept} FROM "{table}"')

    async def _last_number(self, table: str) -> int | None:
        """The highest id that was ever given: ids are not given again, even those of rows that are gone."""
        if not await self._connection.execute_query_dict(HAS_NUMBERS):
            return None
        numbered = await self._connection.execute_query_dict(NUMBERED, [table])
        return numbered[0]["seq"] if numbered else None

    async def _number_on(self, table: str, number: int | None) -> None:
        if number is not None:
            forget, write = RENUMBER
            await self._connection.execute_query(forget, [table])
            await self._connection.execute_query(write, [table, number])

    async def _put_back(self, model: type[Model], listed: list[_Index]) -> None:
        """The indexes that stood beside the table, as they were written, unless their column is gone."""
        columns = {None, *(column for column, _ in plain_columns(model))}
        inside = {index.columns for index in await self._listed(model)}
        for index in listed:
            is_inside = index.is_unique and not index.is_partial and index.columns in inside
            if index.sql and columns.issuperset(index.columns) and not is_inside:
                await self._run_sql(index.sql)

    async def _declare(self, model: type[Model]) -> None:
        """What the model declares and was not there yet."""
        there = await self._listed(model)
        names = {index.name for index in there}
        known = {(index.is_unique, index.is_partial, index.columns) for index in there}
        for unique in uniques(model):
            if (True, bool(unique.condition), unique.fields) not in known:
                await self.add_constraint(model, unique)
        for index in indexes(model):
            is_known = (False, bool(index.extra), tuple(index.fields)) in known
            if not is_known and self._index_name_for_model(model, index) not in names:
                await self.add_index(model, index)


def _read(row: dict[str, Any]) -> tuple[str | None, ...]:
    return tuple(json.loads(row["columns"]))


def _statements(script: str) -> Iterator[str]:
    statement = ""
    for piece in script.split(";"):
        statement += f"{piece};"
        if sqlite3.complete_statement(statement):
            if statement.strip(" \n;"):
                yield statement.strip()
            statement = ""
    if rest := statement.strip(" \n;"):
        yield rest
