"""From a scope's `Q` to a condition in SQL: relations become subqueries, so a row is never counted twice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

from tortoise.expressions import Q
from tortoise.models import Model

from schema.dialect import Dialect
from schema.errors import DeclarationError
from schema.table import Column, Table


@dataclass(slots=True)
class Sql:
    """A piece of SQL with its parameters, in the order of their placeholders; nobody changes one once it is made.

    Not frozen, since a statement is put together of a dozen of them and freezing takes longer than the rest.
    """

    text: str
    values: tuple[Any, ...] = ()

    def __add__(self, other: Sql | str) -> Sql:
        return sql(self, other)


def sql(*parts: Sql | str) -> Sql:
    """One piece of SQL after the other."""
    texts: list[str] = []
    values: tuple[Any, ...] = ()
    for part in parts:
        if isinstance(part, str):
            texts.append(part)
        else:
            texts.append(part.text)
            values += part.values
    return Sql("".join(texts), values)


TRUE = Sql("1 = 1")
FALSE = Sql("1 = 0")


def join(parts: Sequence[Sql], word: str) -> Sql:
    """The parts with a word between them, in brackets when there are several."""
    if len(parts) == 1:
        return parts[0]
    text = f" {word} ".join(part.text for part in parts)
    return Sql(f"({text})", tuple(value for part in parts for value in part.values))


def all_of(parts: Sequence[Sql]) -> Sql:
    """Every part holds; without parts: true."""
    kept = [part for part in parts if part is not TRUE]
    return join(kept, "AND") if kept else TRUE


class Aliases:
    """Names for the tables of one statement."""

    def __init__(self) -> None:
        self._numbers = count(1)

    def next(self) -> str:
        return f"r{next(self._numbers)}"


@dataclass(frozen=True)
class Row:
    """A table under its name in a statement."""

    table: Table
    alias: str

    def sql(self, column: Column) -> str:
        return f'{self.alias}."{column.db_name}"'


LOOKUPS = ("", "not", "in", "not_in", "lt", "lte", "gt", "gte", "isnull", "not_isnull")
_COMPARE = {"": "=", "lt": "<", "lte": "<=", "gt": ">", "gte": ">="}


@dataclass(frozen=True)
class Conditions:
    """Compiles the `Q`s of one statement."""

    dialect: Dialect
    aliases: Aliases

    def of(self, q: Q, row: Row) -> Sql:
        """The condition that a row fulfils when it is in `q`; the same rows as `Model.filter(q)` finds."""
        parts = [self.of(child, row) for child in q.children if child or child._is_negated]  # noqa: SLF001
        parts += self._filters(q.filters, row)
        if not parts:
            return TRUE
        whole = all_of(parts) if q.join_type == Q.AND else join(parts, "OR")
        return Sql(f"NOT ({whole.text})", whole.values) if q._is_negated else whole  # noqa: SLF001

    def _filters(self, filters: Mapping[str, Any], row: Row) -> list[Sql]:
        """Filters over one to-many relation speak of the same related row, so they share one EXISTS."""
        own: list[Sql] = []
        across: dict[str, dict[str, Any]] = {}
        for path, value in filters.items():
            first, _, rest = path.partition("__")
            if row.table.backward(first):
                across.setdefault(first, {})[rest or "pk"] = value
            else:
                own.append(self._filter(path, value, row))
        return own + [self._exists(name, Q(**inner), row) for name, inner in across.items()]

    def _exists(self, name: str, inner: Q, row: Row) -> Sql:
        relation = row.table.backward(name)
        assert relation is not None
        other, there, here = relation
        related = Row(other, self.aliases.next())
        head = f'EXISTS (SELECT 1 FROM "{other.name}" {related.alias} WHERE {related.sql(there)} = {row.sql(here)} AND '
        return Sql(head) + self.of(inner, related) + ")"

    def _filter(self, path: str, value: Any, row: Row) -> Sql:
        names, lookup = _split(path)
        text, column = self._expression(names, row, path)
        return self.compare(text, column, lookup, _key_of(value))

    def _expression(self, names: Sequence[str], row: Row, path: str) -> tuple[str, Column]:
        """A column of this row, or of the one row that a chain of foreign keys leads to."""
        first, *rest = names
        relation = row.table.relation(first)
        if relation is None:
            return self._own(first, rest, row, path)
        other, here, there = relation
        if not rest:
            return row.sql(here), here
        related = Row(other, self.aliases.next())
        text, column = self._expression(rest, related, path)
        if column is there:
            return row.sql(here), here
        return (
            f'(SELECT {text} FROM "{other.name}" {related.alias} WHERE {related.sql(there)} = {row.sql(here)})',
            column,
        )

    def _own(self, name: str, rest: Sequence[str], row: Row, path: str) -> tuple[str, Column]:
        found = row.table.find(name)
        if found and not rest:
            return row.sql(found), found
        raise DeclarationError(
            f"A scope of {row.table.model.__name__} filters by {path!r}, which is no column, relation or lookup",
            place=None,
            remedy=f"Columns: {', '.join(sorted(row.table.columns))}. Lookups: {', '.join(LOOKUPS[1:])}.",
        )

    def compare(self, text: str, column: Column, lookup: str, value: Any) -> Sql:
        """One comparison, as tortoise means it: `not` and `not_in` hold for missing values too."""
        if lookup in ("isnull", "not_isnull"):
            return Sql(f"{text} IS {'' if bool(value) == (lookup == 'isnull') else 'NOT '}NULL")
        if lookup in ("in", "not_in"):
            return self._among(text, column, lookup, value)
        if value is None:
            return Sql(f"{text} IS {'NOT ' if lookup == 'not' else ''}NULL")
        bound = self.dialect.bind(column.to_db(value))
        if lookup == "not":
            return Sql(f"({text} <> ? OR {text} IS NULL)", (bound,))
        return Sql(f"{text} {_COMPARE[lookup]} ?", (bound,))

    def _among(self, text: str, column: Column, lookup: str, value: Any) -> Sql:
        values = [self.dialect.bind(column.to_db(_key_of(item))) for item in value]
        if not values:
            return FALSE if lookup == "in" else TRUE
        condition, bound = self.dialect.among(text, values)
        if lookup == "in":
            return Sql(condition, (bound,))
        return Sql(f"(NOT {condition} OR {text} IS NULL)", (bound,))


def _split(path: str) -> tuple[list[str], str]:
    names = path.split("__")
    return (names[:-1], names[-1]) if len(names) > 1 and names[-1] in LOOKUPS else (names, "")


def _key_of(value: Any) -> Any:
    return value.pk if isinstance(value, Model) else value
