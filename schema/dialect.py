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

    def number(self, text: str) -> str:
        """A statement with `?` placeholders as this database's driver takes it."""
        ...

    def among(self, text: str, column: Column, values: Sequence[Any]) -> tuple[str, Any]:
        """`text IN values` as a condition whose wording does not depend on how many values there are."""
        ...

    def reader(self, column: Column) -> Read | None:
        """From what the driver returns to the Python value; None where they are the same."""
        ...

    def writer(self, column: Column) -> Read | None:
        """From what the driver returns to JSON, for all but enums; None where they are the same."""
        ...

    def bind(self, value: Any) -> Any:
        """A Python value as the driver takes it."""
        ...


class Sqlite:
    """SQLite, where instants, dates, decimals and UUIDs are text and booleans are numbers."""

    name = "sqlite"

    def number(self, text: str) -> str:
        return text

    def among(self, text: str, column: Column, values: Sequence[Any]) -> tuple[str, Any]:
        return f"{text} IN (SELECT value FROM json_each(?))", orjson.dumps(
            [self.bind(value) for value in values]
        ).decode()

    def reader(self, column: Column) -> Read | None:
        return column.enum or _FROM_TEXT.get(column.type)

    def writer(self, column: Column) -> Read | None:
        return _TEXT_TO_JSON.get(column.type)

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


class Postgres:
    """PostgreSQL through asyncpg, which returns Python values as they are."""

    name = "postgres"

    def number(self, text: str) -> str:
        head, *rest = text.split("?")
        return head + "".join(f"${index}{part}" for index, part in enumerate(rest, start=1))

    def among(self, text: str, column: Column, values: Sequence[Any]) -> tuple[str, Any]:
        return f"{text} = ANY(?)", list(values)

    def reader(self, column: Column) -> Read | None:
        return column.enum

    def writer(self, column: Column) -> Read | None:
        return _PYTHON_TO_JSON.get(column.type)

    def bind(self, value: Any) -> Any:
        return value


_FROM_TEXT: dict[type, Read] = {
    datetime: datetime.fromisoformat,
    date: date.fromisoformat,
    Decimal: Decimal,
    bool: bool,
    UUID: UUID,
}


_TEXT_TO_JSON: dict[type, Read] = {datetime: lambda text: text.replace(" ", "T", 1), bool: bool}
_PYTHON_TO_JSON: dict[type, Read] = {
    datetime: datetime.isoformat,
    date: date.isoformat,
    Decimal: str,
    UUID: str,
}


def dialect_of(name: str) -> Dialect:
    """The dialect of a tortoise connection, by its capabilities' name."""
    return Postgres() if name == "postgres" else Sqlite()
