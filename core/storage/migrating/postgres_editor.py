"""How tables are changed on PostgreSQL."""

from __future__ import annotations

from copy import copy
from typing import Any

from tortoise.fields.base import Field
from tortoise.fields.relational import ForeignKeyFieldInstance
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint
from tortoise.migrations.schema_editor import AsyncpgSchemaEditor
from tortoise.models import Model

from core.storage.migrating.editor import CarefulEditor, column_of
from core.storage.migrating.structure import Columns, columns_of

Reference = ForeignKeyFieldInstance[Any]

INDEXES = """
    SELECT c."relname" AS "name" FROM pg_index i JOIN pg_class c ON c."oid" = i."indexrelid"
    WHERE i."indrelid" = to_regclass($1) AND NOT i."indisunique" AND ARRAY(
        SELECT a."attname"::text FROM generate_series(1, i."indnkeyatts") part
        JOIN pg_attribute a ON a."attrelid" = i."indrelid" AND a."attnum" = i."indkey"[part - 1] ORDER BY part
    ) = $2::text[]
"""
REFERENCES = """
    SELECT f."conname" AS "name" FROM pg_constraint f
    JOIN pg_attribute a ON a."attrelid" = f."conrelid" AND a."attnum" = f."conkey"[1]
    WHERE f."conrelid" = to_regclass($1) AND f."contype" = 'f' AND a."attname" = $2
"""


class PostgresEditor(CarefulEditor, AsyncpgSchemaEditor):
    """PostgreSQL changes columns in place; with CASCADE, Tortoise's editor takes other tables' references along."""

    DELETE_TABLE_TEMPLATE = "DROP TABLE {table}"
    DELETE_FIELD_TEMPLATE = 'ALTER TABLE {table} DROP COLUMN "{column}"'

    async def _change_column(self, old_model: type[Model], new_model: type[Model], field_name: str) -> None:
        old, new = column_of(old_model, field_name), column_of(new_model, field_name)
        (name,) = columns_of(new_model, [field_name])
        await self._alter_field(new_model, _under(name, old), _under(name, new))
        if _points(old) != _points(new):
            await self._point_anew(new_model, name, _reference(new))

    async def rename_constraint(
        self,
        model: type[Model],
        old_constraint: UniqueConstraint | CheckConstraint,
        new_constraint: UniqueConstraint | CheckConstraint,
    ) -> None:
        """With a condition a unique constraint is an index alone; without, the constraint follows its index."""
        if isinstance(old_constraint, CheckConstraint):
            await super().rename_constraint(model, old_constraint, new_constraint)
        else:
            await self._run_sql(f'ALTER INDEX "{old_constraint.name}" RENAME TO "{new_constraint.name}"')

    async def _point_anew(self, model: type[Model], column: str, reference: Reference | None) -> None:
        """Tortoise leaves a reference as it was when its target changes, or what happens on a delete."""
        table = self._table(model)
        for row in await self._connection.execute_query_dict(REFERENCES, [table, column]):
            await self._run_sql(self.DELETE_FK_TEMPLATE.format(table=table, name=row["name"]))
        if reference:
            end = reference.to_field_instance
            points = self._get_fk_reference_string(
                "", column, self._table(reference.related_model), end.source_field or end.model_field_name,
                reference.on_delete, "",
            )  # fmt: skip
            await self._run_sql(f"ALTER TABLE {table} ADD FOREIGN KEY ({self.quote(column)}){points}")

    async def _index_names(self, model: type[Model], columns: Columns) -> list[str]:
        found = await self._connection.execute_query_dict(INDEXES, [self._table(model), list(columns)])
        return [row["name"] for row in found]


def _under(column: str, field: Field[Any]) -> Field[Any]:
    """The field as it would be under the name that its column has by now."""
    renamed = copy(field)
    renamed.source_field = column
    return renamed


def _reference(field: Field[Any]) -> Reference | None:
    return field.reference if isinstance(field.reference, ForeignKeyFieldInstance) else None


def _points(field: Field[Any]) -> tuple[str, str] | None:
    """Where the column points at, and what becomes of the row when that goes."""
    reference = _reference(field)
    return (reference.related_model._meta.db_table, str(reference.on_delete)) if reference else None
