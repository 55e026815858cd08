"""How tables are changed on either database: Tortoise's editor, made to keep what it would lose or forget."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any, cast

from tortoise.backends.base.client import BaseDBAsyncClient
from tortoise.fields.base import Field
from tortoise.fields.relational import ForeignKeyFieldInstance, ManyToManyFieldInstance
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint
from tortoise.migrations.schema_editor.base import BaseSchemaEditor
from tortoise.migrations.schema_editor.data import ModelSqlData
from tortoise.models import Model

from core.errors import StorageError
from core.storage.connection import Connection
from core.storage.migrating.structure import Columns, columns_of


class CarefulEditor(BaseSchemaEditor, ABC):
    """What Tortoise's editors of both databases leave out."""

    def __init__(self, connection: BaseDBAsyncClient, *, collect_sql: bool = False) -> None:
        super().__init__(connection, collect_sql=collect_sql)
        self.told: list[str] = []
        """The statements so far."""
        self._clauses: list[str] = []

    async def _run_sql(self, sql: str) -> None:
        self.told.append(sql)
        if not self.collect_sql:
            await super()._run_sql(sql)

    def _get_model_sql_data(self, model: type[Model]) -> ModelSqlData:
        """Tortoise makes a new table without the constraints of its `Meta`."""
        self._clauses = [self._clause(model, each) for each in model._meta.constraints if _fits_in_a_table(each)]
        return super()._get_model_sql_data(model)

    def _escape_default_value(self, default: object) -> str:
        """Tortoise quotes as MySQL does."""
        if isinstance(default, str):
            return "'{}'".format(default.replace("'", "''"))
        return super()._escape_default_value(default)

    def _get_inner_statements(self) -> list[str]:
        return self._clauses

    def _clause(self, model: type[Model], constraint: UniqueConstraint | CheckConstraint) -> str:
        if isinstance(constraint, CheckConstraint):
            return self.CHECK_CONSTRAINT_CREATE_TEMPLATE.format(name=constraint.name, check=constraint.check)
        columns = ", ".join(map(self.quote, columns_of(model, constraint.fields)))
        return self.UNIQUE_CONSTRAINT_CREATE_TEMPLATE.format(index_name=constraint.name, fields=columns)

    async def create_model(self, model: type[Model]) -> None:
        await super().create_model(model)
        for constraint in model._meta.constraints:
            if not _fits_in_a_table(constraint):
                await self.add_constraint(model, constraint)

    async def add_field(self, model: type[Model], field_name: str) -> None:
        """Tortoise adds the column without the index that its field asks for."""
        if is_between(model, field_name):
            return await super().add_field(model, field_name)
        column = column_of(model, field_name)
        if not column.null and not column.has_db_default():
            await self._refuse_rows_without(model, field_name)
        await super().add_field(model, field_name)
        if column.index:
            await self.add_index(model, Index(fields=columns_of(model, [field_name])))
        return None

    async def alter_field(self, old_model: type[Model], new_model: type[Model], field_name: str) -> None:
        """Tortoise changes the type of a column that is still to be renamed."""
        if is_between(new_model, field_name):
            return await super().alter_field(old_model, new_model, field_name)
        old, new = column_of(old_model, field_name), column_of(new_model, field_name)
        (was,), (name,) = columns_of(old_model, [field_name]), columns_of(new_model, [field_name])
        if was != name:
            await self._run_sql(
                self.RENAME_FIELD_TEMPLATE.format(table=self._table(new_model), old_column=was, new_column=name)
            )
        if old.null and not new.null:
            await self._refuse_nulls(new_model, name)
        await self._change_column(old_model, new_model, field_name)
        return None

    @abstractmethod
    async def _change_column(self, old_model: type[Model], new_model: type[Model], field_name: str) -> None:
        """Change everything of a column but its name."""

    async def remove_index(self, model: type[Model], index: Index) -> None:
        """Tortoise looks for the name that the index would get today, however its table and column were called then."""
        name = self._index_name_for_model(model, index)
        names = [] if self.collect_sql else await self._index_names(model, columns_of(model, index.fields))
        await self._run_sql(self._drop_index_sql(model, name if name in names or not names else names[0]))

    @abstractmethod
    async def _index_names(self, model: type[Model], columns: Columns) -> list[str]:
        """The indexes of exactly these columns that are not unique."""

    async def _refuse_rows_without(self, model: type[Model], field_name: str) -> None:
        if count := await self._count(model):
            raise StorageError(
                f"The new column {field_name} of {model._meta.db_table} may not be empty, and {count:,} rows have no "
                f"value for it.",
                remedy="Give the field a `db_default`, which the database fills them with (a `default` is Python's "
                "alone), or `null=True`; then write the migration again.",
            )

    async def _refuse_nulls(self, model: type[Model], column: str) -> None:
        if count := await self._count(model, f'WHERE "{column}" IS NULL'):
            raise StorageError(
                f"{column} of {model._meta.db_table} may no longer be empty, and in {count:,} rows it is.",
                remedy="Fill them first, with a RunSQL in the migration before this change.",
            )

    async def _count(self, model: type[Model], where: str = "") -> int:
        if self.collect_sql:
            return 0
        query = f'SELECT count(*) AS "rows" FROM {self._table(model)} {where}'
        return int((await self._connection.execute_query_dict(query))[0]["rows"])

    def _table(self, model: type[Model]) -> str:
        return self._qualify_table_name(model._meta.db_table, model._meta.schema)

    @property
    def _connection(self) -> Connection:
        return cast(Connection, self.client)


def is_between(model: type[Model], field_name: str) -> bool:
    """Whether a field has a table of its own between two others, and no column."""
    return isinstance(model._meta.fields_map[field_name], ManyToManyFieldInstance)


def column_of(model: type[Model], field_name: str) -> Field[Any]:
    """The field that describes the column: of a foreign key, the one that holds the key."""
    field = model._meta.fields_map[field_name]
    if isinstance(field, ForeignKeyFieldInstance):
        return model._meta.fields_map[field.source_field or f"{field_name}_id"]
    return field


def _fits_in_a_table(constraint: UniqueConstraint | CheckConstraint) -> bool:
    """A unique constraint with a condition is an index; the others are a part of the table."""
    return isinstance(constraint, CheckConstraint) or not constraint.condition
