"""Page arguments of a connection, and what a page knows of its place in the list."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any, Final
from uuid import UUID

from graphql import GraphQLError

from schema.dialect import Dialect
from schema.errors import Code, fault
from schema.graph import NodeType
from schema.lists import Direction
from schema.relay import Cursor, decode_cursor, encode_cursor
from schema.statement import Order, Window
from schema.table import Column
from schema.where import parse_key

DEFAULT_PAGE = 20


@dataclass(frozen=True)
class Asked:
    """What a client asked of a connection, checked."""

    window: Window
    where: Mapping[str, Any]
    from_start: bool


def order_of(node: NodeType, name: str | None) -> Order:
    """The order that a declaration names: a column, `-column` for descending, or none for the key."""
    pk = node.table.pk
    column = node.table.known(name.removeprefix("-")) if name else pk
    return Order(column, pk, bool(name and name.startswith("-")))


def read_arguments(node: NodeType, declared: str | None, given: Mapping[str, Any], cap: int, dialect: Dialect) -> Asked:
    """A connection's arguments as a window; a fault for what contradicts itself, is too large, or is no cursor."""
    first, last = given.get("first"), given.get("last")
    if first is not None and last is not None:
        raise fault(Code.BAD_PAGE, "`first` and `last` are both given. Ask for a page from the start or from the end.")
    limit = limit_of("first" if last is None else "last", first if last is None else last, cap)
    order = _asked_order(node, declared, given.get("orderBy"))
    return Asked(
        Window(
            order,
            limit,
            after=_place(given.get("after"), order, dialect),
            before=_place(given.get("before"), order, dialect),
            backward=last is not None,
        ),
        given.get("where") or {},
        from_start=last is None,
    )


def limit_of(name: str, given: int | None, cap: int) -> int:
    """How many items a page has: what was asked, within the cap, or the default."""
    if given is None:
        return min(DEFAULT_PAGE, cap)
    if given < 0:
        raise fault(Code.BAD_PAGE, f"`{name}` is {given}. Ask for 0 to {cap} items.")
    if given > cap:
        raise fault(
            Code.PAGE_TOO_LARGE,
            f"`{name}` is {given}; a page has at most {cap} items. Ask for {cap}, then go on by cursor.",
        )
    return given


def _asked_order(node: NodeType, declared: str | None, given: Mapping[str, Any] | None) -> Order:
    if given is None:
        return order_of(node, declared)
    chosen: Any = given["field"]
    column = chosen.value if isinstance(chosen, Enum) else chosen
    descending = given.get("direction") in (Direction.DESC, Direction.DESC.value)
    return order_of(node, f"-{column}" if descending else column)


def _place(text: str | None, order: Order, dialect: Dialect) -> tuple[Any, ...] | None:
    if text is None:
        return None
    cursor = decode_cursor(text, order.name)
    key = _key_in(cursor, order.pk, text)
    if order.column is order.pk:
        return (dialect.bind(key),)
    return dialect.bind(_from_cursor(cursor.value, order.column, text)), dialect.bind(key)


def _key_in(cursor: Cursor, pk: Column, text: str) -> Any:
    if type(cursor.key) is (int if pk.type is int else str):
        try:
            return parse_key(pk.type, str(cursor.key))
        except GraphQLError:
            pass
    raise _foreign(text)


def _from_cursor(value: Any, column: Column, text: str) -> Any:
    try:
        if column.type is datetime:
            return _with_zone(datetime.fromisoformat(value))
        if column.type is date:
            return date.fromisoformat(value)
        if column.type is UUID:
            return UUID(value)
        if column.type is bool and value in (0, 1):
            return bool(value)
        if column.type is int and not column.holds(value):
            raise OverflowError(value)
        wanted = str if column.enum else column.type
        if type(value) is wanted:
            return value
    except (TypeError, ValueError, OverflowError):
        pass
    raise _foreign(text)


def _with_zone(value: datetime) -> datetime:
    if value.tzinfo is None:
        raise ValueError(value)
    return value.astimezone(UTC)


def _foreign(text: str) -> GraphQLError:
    return fault(Code.BAD_CURSOR, f"{text!r} is not a cursor of this list. Use one that `pageInfo` or an edge gave.")


def cursor_maker(order: Order, value_at: int, key_at: int) -> Callable[[Sequence[Any]], str]:
    """From a row to its cursor; the places are those of the order's column and of the key in the row."""
    name = order.name

    def make(row: Sequence[Any]) -> str:
        return encode_cursor(Cursor(name, _to_cursor(row[value_at]), _to_cursor(row[key_at])))

    return make


def _to_cursor(value: Any) -> Any:
    """As SQLite keeps it, whatever the database: a place in a list has one cursor."""
    match value:
        case datetime():
            return value.isoformat(" ")
        case date():
            return value.isoformat()
        case bool():
            return int(value)
        case UUID():
            return str(value)
        case _:
            return value


@dataclass(slots=True)
class Page:
    """The rows of one page, in the list's order, and whether there are more in the direction of reading."""

    rows: Sequence[Sequence[Any]]
    more: bool

    def has_next(self, asked: Asked) -> bool:
        return self.more if asked.from_start else asked.window.before is not None

    def has_previous(self, asked: Asked) -> bool:
        return asked.window.after is not None if asked.from_start else self.more


EMPTY: Final = Page((), more=False)


def page_of(rows: Sequence[Sequence[Any]], asked: Asked) -> Page:
    """The page in rows that were read one more than its limit, in the direction of reading."""
    limit = asked.window.limit
    more = len(rows) > limit
    kept = rows[:limit] if more else rows
    return Page(kept[::-1] if asked.window.backward else kept, more)
