"""What a tortoise model says about its table: columns, keys and indexes, checked by name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any, cast
from uuid import UUID

from tortoise import fields
from tortoise.fields.base import Field
from tortoise.fields.relational import BackwardFKRelation, ForeignKeyFieldInstance
from tortoise.models import Model

from schema.errors import DeclarationError
from schema.place import Place

Reader = Callable[[Any], Any]


@dataclass(frozen=True)
class Column:
    """A column: its name in Python, its name in the database, what it holds and whether it can be null."""

    name: str
    db_name: str
    field: Any
    model: type[Model]
    nullable: bool
    indexed: bool
    unique: bool
    enum: type[Enum] | None
    type: type

    def to_db(self, value: Any) -> Any:
        """A Python value as the driver takes it."""
        return self.field.to_db_value(value, self.model)

    def holds(self, number: int) -> bool:
        """Whether a column of whole numbers is wide enough; PostgreSQL takes no parameter that is wider."""
        limits: dict[str, int] = self.field.constraints
        return limits["ge"] <= number <= limits["le"]


@dataclass(frozen=True)
class Table:
    """A model's table."""

    model: type[Model]
    name: str
    pk: Column
    columns: dict[str, Column]

    def find(self, name: str) -> Column | None:
        """The column of that Python name; `pk` is the primary key."""
        return self.pk if name == "pk" else self.columns.get(name)

    def known(self, name: str) -> Column:
        """The same, for a name that was found at start."""
        return self.pk if name == "pk" else self.columns[name]

    def column(self, name: str, *, place: Place | None, use: str) -> Column:
        """The same, or a declaration error that lists the columns there are."""
        found = self.find(name)
        if found:
            return found
        raise DeclarationError(
            f"{use}: {self.model.__name__} has no column {name!r}",
            place=place,
            remedy=f"Its columns are: {', '.join(sorted(self.columns))}.",
        )

    def relation(self, name: str) -> tuple[Table, Column, Column] | None:
        """For a foreign key's name: the other table, this table's column, and the column there that it points to."""
        field = self.model._meta.fields_map.get(name)  # tortoise has no public way to a field's facts
        if not isinstance(field, ForeignKeyFieldInstance):
            return None
        other = table_of(cast(type[Model], field.related_model))
        target = other.columns[field.to_field_instance.model_field_name]
        return other, self.columns[str(field.source_field)], target

    def backward(self, name: str) -> tuple[Table, Column, Column] | None:
        """For the name of rows that point here: their table, their column, and this table's column."""
        field = self.model._meta.fields_map.get(name)
        if not isinstance(field, BackwardFKRelation):
            return None
        other = table_of(cast(type[Model], field.related_model))
        here = self.columns[field.to_field_instance.model_field_name]
        return other, other.columns[str(field.relation_source_field)], here


@cache
def table_of(model: type[Model]) -> Table:
    """The table of a model that tortoise has initialised."""
    meta = model._meta
    columns = {name: _column(model, name, db) for name, db in meta.fields_db_projection.items()}
    return Table(model, meta.db_table, columns[meta.pk_attr], columns)


def _column(model: type[Model], name: str, db_name: str) -> Column:
    field = model._meta.fields_map[name]
    enum = getattr(field, "enum_type", None)
    return Column(
        name=name,
        db_name=db_name,
        field=field,
        model=model,
        nullable=field.null,
        indexed=_indexed(model, name, field),
        unique=field.pk or field.unique,
        enum=enum,
        type=enum or _python_type(field),
    )


def _indexed(model: type[Model], name: str, field: Field[Any]) -> bool:
    meta = model._meta
    leading = {_leading(index) for index in meta.indexes}
    leading |= {group[0] for group in meta.unique_together}
    names = {name, name.removesuffix("_id")}
    return bool(field.pk or field.index or field.unique or names & leading)


def _leading(index: Any) -> str:
    """The first column of an index, which tortoise takes as an object or as a tuple of names."""
    return str(next(iter(getattr(index, "fields", index))))


def _python_type(field: Field[Any]) -> type:
    for kind, python in _TYPES.items():
        if isinstance(field, kind):
            return python
    return object


_TYPES: dict[type[Any], type] = {
    fields.BooleanField: bool,
    fields.BigIntField: int,
    fields.SmallIntField: int,
    fields.IntField: int,
    fields.DatetimeField: datetime,
    fields.DateField: date,
    fields.DecimalField: Decimal,
    fields.FloatField: float,
    fields.UUIDField: UUID,
    fields.CharField: str,
    fields.TextField: str,
}
