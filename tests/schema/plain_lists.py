"""Lists in plain Python: filtered, ordered, paged, counted and summarised, without a database."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any
from uuid import UUID

from schema.graph import NodeType
from tests.schema.plain import FieldError, Sight, ref_of
from tests.schema.plain_functions import status_of
from tests.schema.world.models import Status
from tests.schema.world.rows import Row

KEYS = {
    "owner_id": "Owner",
    "home_port_id": "Port",
    "agency_id": "Agency",
    "ship_id": "Ship",
    "from_port_id": "Port",
    "to_port_id": "Port",
    "voyage_id": "Voyage",
    "parent_id": "Owner",
    "port_id": "Port",
}
"""Which node a foreign key points to."""


def rank(value: Any) -> Any:
    """What a value is compared by."""
    if isinstance(value, Enum):
        return value.value
    return str(value) if isinstance(value, UUID) else value


def snake(name: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name)


# ---------------------------------------------------------------- where

OPERATORS: Mapping[str, Callable[[Any, Any], bool]] = {
    "eq": lambda value, given: value is not None and value == given,
    "ne": lambda value, given: value is None or value != given,
    "in": lambda value, given: value is not None and value in given,
    "lt": lambda value, given: value is not None and value < given,
    "lte": lambda value, given: value is not None and value <= given,
    "gt": lambda value, given: value is not None and value > given,
    "gte": lambda value, given: value is not None and value >= given,
    "isNull": lambda value, given: (value is None) == given,
    "startsWith": lambda value, given: value is not None and value.startswith(given),
}

Test = Callable[[Row], bool]


@dataclass(frozen=True)
class Where:
    """Reads a `where` argument into a test of rows; what is wrong with it shows before any row is tested."""

    sight: Sight
    node: NodeType

    def test(self, given: Mapping[str, Any]) -> Test:
        tests = [self._part(name, value) for name, value in given.items()]
        return lambda row: all(test(row) for test in tests)

    def _part(self, name: str, value: Any) -> Test:
        if value is None:
            raise FieldError("BAD_ARGUMENT")
        if name == "not":
            inner = self.test(value)
            return lambda row: not inner(row)
        if name in ("and", "or"):
            several = [self.test(each) for each in value]
            combine = all if name == "and" else any
            return lambda row: combine(test(row) for test in several)
        column = self._column(name)
        tests = [self._comparison(column, operator, each) for operator, each in value.items()]
        return lambda row: all(test(row) for test in tests)

    def _column(self, name: str) -> str:
        own = snake(name)
        return own if own == "id" or own in self.node.declaration.filters else f"{own}_id"

    def _comparison(self, column: str, operator: str, given: Any) -> Test:
        if given is None:
            raise FieldError("BAD_ARGUMENT")
        if operator != "isNull":
            given = [self._value(column, each) for each in given] if operator == "in" else self._value(column, given)
        compare = OPERATORS[operator]
        return lambda row: compare(self._shown(row, column), given)

    def _shown(self, row: Row, column: str) -> Any:
        """What a filter compares: a foreign key whose row is hidden has no value, as its field has none."""
        value = self.sight.value(self.node.name, row, column)
        return value if column not in KEYS or self.sight.where(KEYS[column], "id", value) else None

    def _value(self, column: str, given: Any) -> Any:
        if column == "id":
            return ref_of(given, (self.node.name,)).key
        if column in KEYS:
            return ref_of(given, (KEYS[column],)).key
        if column == "log_key":
            return _uuid(given)
        if isinstance(given, datetime) and given.tzinfo is None:
            raise FieldError("BAD_ARGUMENT")
        return status_of(given) if column == "status" else given


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise FieldError("BAD_ID") from None


# ---------------------------------------------------------------- order and page


@dataclass(frozen=True)
class Order:
    """A column and a direction; the key breaks ties."""

    column: str
    descending: bool

    @property
    def name(self) -> str:
        return f"{'-' if self.descending else ''}{self.column}"

    def place(self, row: Row) -> tuple[Any, ...]:
        own = rank(row[self.column])
        return (own,) if self.column == "id" else (own, rank(row["id"]))

    def cursor(self, row: Row) -> str:
        value = row[self.column]
        if isinstance(value, datetime):
            value = value.isoformat(" ")
        elif isinstance(value, date):
            value = value.isoformat()
        elif isinstance(value, bool):
            value = int(value)
        packed = json.dumps([self.name, rank(value), rank(row["id"])], ensure_ascii=False, separators=(",", ":"))
        return base64.urlsafe_b64encode(packed.encode()).rstrip(b"=").decode()


def decoded_place(text: str, order: Order, rows: list[Row]) -> tuple[Any, ...]:
    """The place that a cursor tells, in the types of the rows' columns."""
    try:
        packed = base64.b64decode((text + "=" * (-len(text) % 4)).encode("ascii"), b"-_", validate=True)
        name, value, key = json.loads(packed.decode())
        if name != order.name:
            raise FieldError("BAD_CURSOR")
        sample = rows[0]
        kind = type(sample[order.column])
        key = str(UUID(key)) if isinstance(sample["id"], UUID) else _key(key)
        if order.column == "id":
            return (key,)
        if issubclass(kind, (datetime, date)):
            value = kind.fromisoformat(value)
        elif kind is bool and value in (0, 1):
            value = bool(value)
        elif type(value) is not (str if issubclass(kind, Enum) else kind):
            raise FieldError("BAD_CURSOR")
    except (ValueError, TypeError, AttributeError):
        raise FieldError("BAD_CURSOR") from None
    return value, key


def _key(key: Any) -> int:
    if type(key) is not int or not 0 <= key < 2**63:
        raise ValueError(key)
    return key


@dataclass
class Page:
    """What a connection's page arguments leave of its list."""

    rows: list[Row]
    has_next: bool
    has_previous: bool


def page_of(rows: list[Row], order: Order, given: Mapping[str, Any], limits: Limits) -> Page:
    """The page of an ordered list."""
    after, before = limits.after, limits.before
    kept = [row for row in rows if _between(order, row, after, before)]
    if limits.last:
        more = len(kept) > limits.size
        return Page(kept[-limits.size :] if limits.size else [], before is not None, more)
    return Page(kept[: limits.size], len(kept) > limits.size, after is not None)


def _between(order: Order, row: Row, after: Any, before: Any) -> bool:
    place = order.place(row)
    if order.descending:
        after, before = before, after
    return (after is None or place > after) and (before is None or place < before)


@dataclass(frozen=True)
class Limits:
    """Page arguments, checked."""

    size: int
    last: bool
    after: tuple[Any, ...] | None
    before: tuple[Any, ...] | None


def limits_of(given: Mapping[str, Any], order: Order, every: list[Row], cap: int) -> Limits:
    """The page arguments, or the fault in them."""
    first, last = given.get("first"), given.get("last")
    if first is not None and last is not None:
        raise FieldError("BAD_PAGE")
    size = first if first is not None else last if last is not None else min(20, cap)
    if size < 0:
        raise FieldError("BAD_PAGE")
    if size > cap:
        raise FieldError("PAGE_TOO_LARGE")
    after, before = (
        decoded_place(given[name], order, every) if given.get(name) is not None else None
        for name in ("after", "before")
    )
    return Limits(size, last is not None, after, before)


def order_of(node: NodeType, declared: str | None, given: Mapping[str, Any] | None) -> Order:
    """The order asked for, or the declared one, or that of the key."""
    if given:
        column = getattr(given["field"], "value", given["field"])
        return Order(str(column).lower(), "DESC" in str(given["direction"]))
    return Order((declared or "id").removeprefix("-"), (declared or "").startswith("-"))


# ---------------------------------------------------------------- figures


def group_text(value: Any) -> str | None:
    """The key of a group."""
    if value is None:
        return None
    if isinstance(value, Status):
        return value.name
    return str(value).lower() if isinstance(value, bool) else str(value)
