"""Relay's vocabulary: nodes, references to them, their ids, and the cursors of connections."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from types import GenericAlias
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast
from uuid import UUID

import orjson
import strawberry

from schema.declare import NodeDeclaration, declaration_of, interface
from schema.errors import Code, DeclarationError, fault
from schema.place import calling_place

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

Key = int | str | UUID


@interface
class Node:
    """Anything that has an id of its own, by which it can be asked for again."""

    id: strawberry.ID
    """Identifies this object among all types; opaque, and the same in every answer."""


@strawberry.type
class PageInfo:
    """Where a page stands in its list."""

    has_next_page: bool
    """Whether there are more items after this page."""
    has_previous_page: bool
    """Whether there are more items before this page."""
    start_cursor: str | None
    """The cursor of the page's first item."""
    end_cursor: str | None
    """The cursor of the page's last item: `after` for the next page."""


class Connection(Generic[T]):
    """The annotation of a list in pages."""


if TYPE_CHECKING:

    class _Bracketed(Generic[T_co]):
        """A generic class, for type checkers."""

else:

    class _Bracketed:
        """Takes a type in brackets; Strawberry would want to specialise a class that is generic."""

        __slots__ = ()
        __class_getitem__ = classmethod(GenericAlias)


class Ref(_Bracketed[T_co]):
    """This node, read through its scope: an `ID` as an argument, the node itself as an answer."""

    __slots__ = ("key", "type_name")

    def __init__(self, node: type[T_co] | str, key: Key) -> None:
        self.type_name = node if isinstance(node, str) else _name_of(node)
        self.key = key

    def __repr__(self) -> str:
        return f"Ref({self.type_name}, {self.key})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Ref) and (self.type_name, self.key) == (other.type_name, other.key)

    def __hash__(self) -> int:
        return hash((self.type_name, self.key))


def _name_of(cls: type) -> str:
    declaration = declaration_of(cls)
    if isinstance(declaration, NodeDeclaration):
        return declaration.name
    raise DeclarationError(
        f"{cls.__name__} is no node",
        place=calling_place(2),
        remedy="Give Ref() a class declared with @node, or the name of a type.",
    )


def encode_id(type_name: str, key: object) -> str:
    """The global id of a row."""
    return base64.urlsafe_b64encode(f"{type_name}:{key}".encode()).decode().rstrip("=")


def decode_id(text: str) -> tuple[str, str]:
    """The type name and the key in a global id; a fault BAD_ID when it is none."""
    try:
        type_name, colon, key = _unpack(text).partition(":")
    except (binascii.Error, UnicodeDecodeError, ValueError):
        colon = type_name = key = ""
    if not (colon and type_name and key):
        raise fault(Code.BAD_ID, f"{text!r} is not an id of this graph. Use an `id` that an earlier answer gave.")
    return type_name, key


def _unpack(text: str) -> str:
    if not text.isascii():
        raise ValueError(text)
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True).decode()


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place in an ordered list: the order's name, the row's value in it, and its key as the tie-breaker."""

    order: str
    value: str | int | bool | None
    key: str | int


def encode_cursor(cursor: Cursor) -> str:
    """A cursor as clients carry it."""
    packed = orjson.dumps([cursor.order, cursor.value, cursor.key])
    return base64.urlsafe_b64encode(packed).decode().rstrip("=")


def decode_cursor(text: str, order: str) -> Cursor:
    """A client's cursor for a list in `order`; a fault BAD_CURSOR when it is none, or one of another order."""
    parts = _cursor_parts(text)
    if parts is None:
        raise fault(
            Code.BAD_CURSOR, f"{text!r} is not a cursor of this graph. Use one that `pageInfo` or an edge gave."
        )
    if parts[0] != order:
        raise fault(
            Code.BAD_CURSOR,
            f"This cursor belongs to the order {parts[0]!r}, the list is in the order {order!r}. "
            "Start again at the first page of the new order.",
        )
    return Cursor(order, parts[1], parts[2])


def _cursor_parts(text: str) -> tuple[str, Any, Any] | None:
    try:
        parts: object = orjson.loads(_unpack(text))
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return None
    if not isinstance(parts, list):
        return None
    match cast(list[object], parts):
        case [str(order), value, key] if _is_key(value) and _is_key(key):
            return order, value, key
        case _:
            return None


def _is_key(value: object) -> bool:
    """What a database could hold; no cursor of ours has anything else."""
    match value:
        case int():
            return abs(value) < 2**63
        case str():
            return "\x00" not in value
        case _:
            return False
