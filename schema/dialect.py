"""What differs between the databases: placeholders, lists of keys, and how values come back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Protocol
from uuid import UUID

import orjson

from schema.table import Column

Read = Callable[[Any], Any]


class Dialect(Protocol):
    """One database's way of saying things."""

    name: str
    has_lateral: bool
    """Whether a subquery in FROM can speak of what stands before it."""

    def number(self, text: str) -> str:
        """A statement with `?` placeholders as this database's driver takes it."""
        ...

    def among(self, text: str, values: Sequence[Any]) -> tuple[str, Any]:
        """`text IN values` as a condition whose wording does not depend on how many values there are.

        The values are as the driver takes them.
        """
        ...

    def each(self, column: Column, keys: Sequence[Any]) -> tuple[str, Any]:
        """A source of rows `k` with one `value`, for each of a column's values as the driver has them."""
        ...

    def reader(self, column: Column) -> Read | None:
        """From what the driver returns to the Python value; None where they are the same."""
        ...

    def json(self, column: Column, value: str) -> str:
        """From an expression for what the driver returns to one for JSON; for all but enums and nulls."""
        ...

    def bind(self, value: Any) -> Any:
        """A Python value as the driver takes it."""
        ...

    def by_code_point(self, text: str) -> str:
        """A text that is no column, which compares as columns do: by its code points."""
        ...


class Sqlite:
    """SQLite, where instants, dates, decimals and UUIDs are text and booleans are numbers."""

    name = "sqlite"
    has_lateral = False

    def number(self, text: str) -> str:
        return text

    def among(self, text: str, values: Sequence[Any]) -> tuple[str, Any]:
        return f"{text} IN (SELECT value FROM json_each(?))", orjson.dumps(values).decode()

    def each(self, column: Column, keys: Sequence[Any]) -> tuple[str, Any]:
        return "json_each(?) k", orjson.dumps(keys).decode()

    def reader(self, column: Column) -> Read | None:
        return column.enum or _FROM_TEXT.get(column.type)

    def json(self, column: Column, value: str) -> str:
        return _FROM_SQLITE.get(column.type, "{}").format(value)

    def bind(self, value: Any) -> Any:
        match value:
            case datetime():
                # Instants are compared as text, so all of them are written in UTC, as tortoise writes them.
                return (value.astimezone(UTC) if value.tzinfo else value).isoformat(" ")
            case date():
                return value.isoformat()
            case bool():
                return int(value)
            case UUID() | Decimal():
                return str(value)
            case _:
                return value

    def by_code_point(self, text: str) -> str:
        return text


class Postgres:
    """PostgreSQL through asyncpg, which returns Python values as they are."""

    name = "postgres"
    has_lateral = True

    def number(self, text: str) -> str:
        head, *rest = text.split("?")
        return head + "".join(f"${index}{part}" for index, part in enumerate(rest, start=1))

    def among(self, text: str, values: Sequence[Any]) -> tuple[str, Any]:
        return f"{text} = ANY(?)", values

    def each(self, column: Column, keys: Sequence[Any]) -> tuple[str, Any]:
        return f"unnest(?::{_POSTGRES_TYPES[column.type]}[]) k(value)", keys

    def reader(self, column: Column) -> Read | None:
        return column.enum

    def json(self, column: Column, value: str) -> str:
        return _FROM_PYTHON.get(column.type, "{}").format(value)

    def bind(self, value: Any) -> Any:
        # The driver does the same, and fails for an instant that is too far away to be told in UTC.
        return value.astimezone(UTC) if isinstance(value, datetime) and value.tzinfo else value

    def by_code_point(self, text: str) -> str:
        return f'{text} COLLATE "C"'


_FROM_TEXT: dict[type, Read] = {
    datetime: datetime.fromisoformat,
    date: date.fromisoformat,
    Decimal: Decimal,
    bool: bool,
    UUID: UUID,
}


# Expressions, since they stand in the generated code of a level, where a call for each value would be felt.
_FROM_SQLITE: dict[type, str] = {datetime: "{}.replace(' ', 'T', 1)", bool: "({} != 0)"}
_FROM_PYTHON: dict[type, str] = {
    datetime: "{}.isoformat()",
    date: "{}.isoformat()",
    Decimal: "str({})",
    UUID: "str({})",
}
_POSTGRES_TYPES: dict[type, str] = {
    int: "bigint",
    str: "text",
    bool: "boolean",
    date: "date",
    datetime: "timestamptz",
    Decimal: "numeric",
    UUID: "uuid",
}


def dialect_of(name: str) -> Dialect:
    """The dialect of a tortoise connection, by its capabilities' name."""
    return Postgres() if name == "postgres" else Sqlite()
