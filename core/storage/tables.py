"""A table as importers write it: by its natural key, so that a row which is there and equal is not touched."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import Any, Final

from tortoise.fields.base import Field
from tortoise.models import Model

Row = tuple[Any, ...]
Key = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a model: what its field is called, what the database calls it, and what fits in it."""

    name: str
    quoted: str
    default: Any
    limit: int | None

    def ready(self, value: Any) -> Any:
        """The value as the driver takes it; text that does not fit is an error, never cut in silence."""
        if isinstance(value, Enum):
            return value.value
        if self.limit is not None and value is not None and len(value) > self.limit:
            raise ValueError(f"{self.name} has {len(value)} characters, and {self.limit} fit: '{value[:40]}…'")
        return value


@dataclass(frozen=True)
class Table:
    """A model as an importer writes it: found by `key`, and of a row that is there, only `update` is changed.

    Table and column names come from the model. A model with a `version` counts it up with each change.
    """

    model: type[Model]
    key: tuple[str, ...]
    update: tuple[str, ...] | None = None
    told_as: str = ""
    """The type of the graph whose followers hear of each row that changes; by default nobody does."""
    told_by: str = "id"
    """The field that holds the key they follow: the row's own, or of a row of that type which it hangs on."""

    @cached_property
    def name(self) -> str:
        """The table's name in the database."""
        return self.model._meta.db_table  # pyright: ignore[reportPrivateUsage]

    @cached_property
    def columns(self) -> dict[str, Column]:
        """The columns that are written, by the name of their field; a generated key only if it is asked for."""
        meta = self.model._meta  # pyright: ignore[reportPrivateUsage]
        fields = {name: meta.fields_map[name] for name in meta.fields_db_projection}
        return {
            name: _column(name, meta.fields_db_projection[name], found)
            for name, found in fields.items()
            if not found.generated or name in self.key
        }

    @cached_property
    def updated(self) -> tuple[str, ...]:
        """The fields that an update may change."""
        fixed = {*self.key, "version"}
        chosen = self.columns if self.update is None else self.update
        return tuple(name for name in chosen if name not in fixed)

    def row(self, **values: Any) -> Row:
        """A row in the order of the columns; what is not named takes the model's default."""
        row = {name: default() if callable(default) else default for name, default in self._defaults} | values
        if len(row) > len(self.columns):
            unknown = sorted(values.keys() - self.columns.keys())
            raise TypeError(f"{self.model.__name__} has no {unknown}: its fields are {[*self.columns]}")
        for column in self._texts:
            row[column.name] = column.ready(row[column.name])
        return tuple(row.values())

    @cached_property
    def _defaults(self) -> tuple[tuple[str, Any], ...]:
        return tuple((name, column.default) for name, column in self.columns.items())

    @cached_property
    def _texts(self) -> tuple[Column, ...]:
        """The columns whose values are looked at: text has a length, and choices are text."""
        return tuple(column for column in self.columns.values() if column.limit is not None)

    def check(self, values: Mapping[str, Any]) -> None:
        """Raise ValueError for the first value that the database could not hold."""
        for name, value in values.items():
            self.columns[name].ready(value)

    def key_of(self, row: Row) -> Key:
        """The natural key of a row."""
        return tuple(row[place] for place in self._key_places)

    def quoted(self, name: str) -> str:
        """What the database calls a field."""
        return '"id"' if name == "id" else self.columns[name].quoted

    @cached_property
    def _key_places(self) -> tuple[int, ...]:
        order = [*self.columns]
        return tuple(order.index(name) for name in self.key)

    def upsert(self, dialect: "Dialect", rows: int) -> str:
        """The statement that writes so many rows and returns, of each that it changed, whose followers hear of it."""
        names = ", ".join(column.quoted for column in self.columns.values())
        key = ", ".join(self.quoted(name) for name in self.key)
        values = dialect.values(rows, len(self.columns))
        return (
            f'INSERT INTO "{self.name}" ({names}) VALUES {values} '
            f"ON CONFLICT ({key}) DO {self._change(dialect)} RETURNING {self.quoted(self.told_by)} AS told"
        )

    def _change(self, dialect: "Dialect") -> str:
        if not self.updated:
            return "NOTHING"
        quoted = [self.quoted(name) for name in self.updated]
        changes = [f"{name} = excluded.{name}" for name in quoted]
        if "version" in self.columns:
            changes.append(f'"version" = "{self.name}"."version" + 1')
        differs = " OR ".join(f'"{self.name}".{name} {dialect.differs} excluded.{name}' for name in quoted)
        return f"UPDATE SET {', '.join(changes)} WHERE {differs}"


def _column(name: str, column: str, found: Field[Any]) -> Column:
    limit = getattr(found, "max_length", None)
    return Column(name, f'"{column}"', found.default, limit)


@dataclass(frozen=True, slots=True)
class Dialect:
    """The few words in which the two databases differ."""

    differs: str
    numbered: bool

    def values(self, rows: int, columns: int) -> str:
        """The placeholders of so many rows."""
        if not self.numbered:
            return ", ".join([f"({', '.join('?' * columns)})"] * rows)
        return ", ".join(f"({self.list(columns, row * columns)})" for row in range(rows))

    def list(self, count: int, before: int = 0) -> str:
        """So many placeholders, after those that were used before."""
        return ", ".join(f"${before + n + 1}" if self.numbered else "?" for n in range(count))


SQLITE: Final = Dialect(differs="IS NOT", numbered=False)
POSTGRES: Final = Dialect(differs="IS DISTINCT FROM", numbered=True)
