"""Where the value of a field can come from."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tortoise.expressions import Q

from schema.place import Place


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where a field's value comes from."""

    place: Place


@dataclass(frozen=True, kw_only=True)
class ColumnSource(Source):
    """A column of the node's own table."""

    name: str


@dataclass(frozen=True, kw_only=True)
class OneSource(Source):
    """The related row whose column `by` equals this row's column `key`."""

    key: str
    by: str


@dataclass(frozen=True, kw_only=True)
class ManySource(Source):
    """The related rows whose column `by` equals this row's column `key`; for a root field, all rows."""

    key: str
    by: str | None
    order: str | None
    max: int | None
    where: Q


@dataclass(frozen=True, kw_only=True)
class ComputedSource(Source):
    """A plain function of this row's columns."""

    function: Callable[..., Any]
    columns: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class BatchedSource(Source):
    """An async function from all keys of a level, and the field's arguments, to all values."""

    function: Callable[..., Awaitable[Mapping[Any, Any]]]
    key: str
    max: int


@dataclass(frozen=True, kw_only=True)
class AggregateSource(Source):
    """A count, or a sum of one column, over the related rows that the viewer may see."""

    of: type | str
    by: str
    key: str
    total: str | None
    where: Q
