"""Rows in which nothing is missing: every table has as many, and the row of a number belongs to that of the number."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from string import ascii_uppercase, digits
from typing import Any
from uuid import UUID

from tortoise import fields
from tortoise.fields.base import Field
from tortoise.fields.relational import ForeignKeyFieldInstance
from tortoise.models import Model

LETTERS = digits + ascii_uppercase


async def fill(models: Iterable[type[Model]], rows: int, **given: Any) -> None:
    """Write `rows` rows into each table; `given` are values for every column of that name."""
    for model in in_order(models):
        await model.bulk_create([model(**row_of(model, number, given)) for number in range(1, rows + 1)])


def in_order(models: Iterable[type[Model]]) -> list[type[Model]]:
    """The tables, each after those that it points to."""
    waiting, ordered = list(models), list[type[Model]]()
    while waiting:
        ready = [model for model in waiting if not (_targets(model) - {model}) & set(waiting)]
        assert ready, f"these tables point to one another: {waiting}"
        ordered += ready
        waiting = [model for model in waiting if model not in ready]
    return ordered


def row_of(model: type[Model], number: int, given: dict[str, Any]) -> dict[str, Any]:
    """One row."""
    keys = _keys(model)
    return {
        name: given[name] if name in given else _value(model, name, field, number, keys)
        for name, field in model._meta.fields_map.items()
        if name in model._meta.fields_db_projection
    }


def _targets(model: type[Model]) -> set[type[Model]]:
    return set(_keys(model).values())


def _keys(model: type[Model]) -> dict[str, type[Model]]:
    relations = (field for field in model._meta.fields_map.values() if isinstance(field, ForeignKeyFieldInstance))
    return {str(field.source_field): field.related_model for field in relations}


def _value(model: type[Model], name: str, field: Field[Any], number: int, keys: dict[str, type[Model]]) -> Any:
    if name in keys:
        if keys[name] is model:
            # The first one has nobody before it.
            return _key(model, number - 1) if number > 1 else None
        return _key(keys[name], number)
    if field.pk:
        return _key(model, number)
    enum = getattr(field, "enum_type", None)
    if enum:
        return list(enum)[number % len(enum)] if _is_unique(model, name, field) else next(iter(enum))
    return _plain(field, name, number, unique=_is_unique(model, name, field))


def _plain(field: Field[Any], name: str, number: int, *, unique: bool) -> Any:
    match field:
        case fields.BooleanField():
            return True
        case fields.IntField() | fields.BigIntField() | fields.SmallIntField():
            return number if unique else 7
        case fields.UUIDField():
            return UUID(int=number)
        case fields.DatetimeField():
            return datetime(2026, 1, 1, tzinfo=UTC)
        case fields.DateField():
            return date(2026, 1, 1) + timedelta(days=number if unique else 0)
        case _:
            most = getattr(field, "max_length", None) or 60
            return (_code(number) if unique else name)[:most]


def _code(number: int) -> str:
    """A short text of its own for each number: two letters and digits are enough for more than a thousand."""
    high, low = divmod(number, 36)
    return f"{_code(high) if high >= 36 else LETTERS[high]}{LETTERS[low]}"


def _is_unique(model: type[Model], name: str, field: Field[Any]) -> bool:
    """Whether a column needs a value of its own in each row; columns beside a link to another row have it by that."""
    keys = _keys(model)
    groups = [
        group for group in model._meta.unique_together if not any({each, f"{each}_id"} & {*keys} for each in group)
    ]
    return field.unique or any(name in group for group in groups)


def _key(model: type[Model], number: int) -> Any:
    return UUID(int=number) if isinstance(model._meta.pk, fields.UUIDField) else number
