"""From what functions return to what the answer holds: values are completed by attribute, Refs are read in batches."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Protocol

from graphql import GraphQLLeafType

from schema.errors import Code, fault
from schema.failure import Failure, failure_of, missing
from schema.relay import Ref
from schema.run import Run


class Reads(Protocol):
    """Reads nodes by their Refs."""

    async def read(self, run: Run, refs: Sequence[Ref[Any]]) -> dict[Ref[Any], Any]:
        """What the viewer may see of them."""
        ...


Convert = Callable[[Any, "Pending"], Any]
"""From a function's value to the answer's; a Ref becomes a Slot that is filled when its level is read."""


class Typed(dict[str, Any]):
    """An object in a place of several types, which knows its own."""

    __slots__ = ("typename",)

    def __init__(self, typename: str, values: Mapping[str, Any]) -> None:
        super().__init__(values)
        self.typename = typename


SHORT = 20
"""So many items a list inside a field's value may have."""
LONGEST = 100
"""So many items a list in the answer of a root function may have."""

HIDDEN = object()
"""In a list: a node that the viewer may not see, or that is gone."""


class Slot:
    """The place of a node in an answer, before it is read."""

    __slots__ = ("nullable", "ref", "where")

    def __init__(self, ref: Ref[Any], *, nullable: bool, where: str) -> None:
        self.ref = ref
        self.nullable = nullable
        self.where = where


class Pending:
    """The Refs that a level's values hold, with the places they go to."""

    def __init__(self, most: int = SHORT) -> None:
        self.most = most
        self.wanted: dict[int, tuple[Reads, list[tuple[Slot, Any, Any]]]] = {}
        self.lists: list[list[Any]] = []
        self.unseen = 0
        """How many of them the viewer may not see, or are gone."""

    def want(self, references: Reads, slot: Slot, container: Any, key: Any) -> None:
        self.wanted.setdefault(id(references), (references, []))[1].append((slot, container, key))

    async def fill(self, run: Run) -> None:
        """Read all of them, one statement per type, and put them in their places."""
        for references, places in self.wanted.values():
            found = await references.read(run, [slot.ref for slot, _, _ in places])
            self.unseen += sum(slot.ref not in found for slot, _, _ in places)
            for slot, container, key in places:
                container[key] = _placed(slot, found.get(slot.ref), isinstance(container, list))
        for each in self.lists:
            each[:] = [item for item in each if item is not HIDDEN]


def _placed(slot: Slot, found: Any, in_list: bool) -> Any:
    if found is not None:
        return found
    if in_list:
        return None if slot.nullable else HIDDEN
    return None if slot.nullable else missing(slot.where)


class Marked:
    """A Slot on its way to its place, with what reads it."""

    __slots__ = ("references", "slot")

    def __init__(self, references: Reads, slot: Slot) -> None:
        self.references = references
        self.slot = slot


def put(container: Any, key: Any, value: Any, pending: Pending) -> None:
    """Set a converted value; a marked Slot is remembered and filled later."""
    if type(value) is Marked:
        pending.want(value.references, value.slot, container, key)
        container[key] = None
    else:
        container[key] = value


def leaf(of: GraphQLLeafType, where: str) -> Convert:
    """A scalar or enum as JSON."""
    serialize = of.coerce_output_value

    def convert(value: Any, pending: Pending) -> Any:
        try:
            return serialize(value)
        except Exception as error:  # noqa: BLE001  # scalars raise what they like
            return failure_of(error, where)

    return convert


LARGEST = 2**31 - 1


def whole(value: int, where: str) -> Any:
    """A count or a sum; GraphQL's Int has 32 bits."""
    if -LARGEST - 1 <= value <= LARGEST:
        return value
    return Failure(
        fault(Code.NUMBER_TOO_LARGE, f"{where} is {value:,}, more than an Int holds. Narrow what is added up.")
    )


def non_null(inner: Convert, where: str) -> Convert:
    """A value that must be there."""

    def convert(value: Any, pending: Pending) -> Any:
        return missing(where) if value is None else inner(value, pending)

    return convert


def nullable(inner: Convert) -> Convert:
    """A value that can be missing; a function's returned or raised error is the field's."""

    def convert(value: Any, pending: Pending) -> Any:
        return None if value is None else inner(value, pending)

    return convert


def listed(inner: Convert, where: str) -> Convert:
    """Each item of a list."""

    def convert(value: Any, pending: Pending) -> Any:
        if not isinstance(value, Iterable) or isinstance(value, str | bytes | Mapping):
            return failure_of(TypeError(f"{type(value).__name__} is no list"), where)
        items = list(value)
        if len(items) > pending.most:
            message = f"{where} has {len(items)} items; a list here holds {pending.most} at the most."
            return Failure(fault(Code.LIST_TOO_LONG, message))
        made: list[Any] = []
        for item in items:
            made.append(None)
            put(made, len(made) - 1, inner(item, pending), pending)
        pending.lists.append(made)
        return made

    return convert


def reference(references: Reads, where: str, *, may_be_null: bool) -> Convert:
    """A node, read by its Ref."""

    def convert(value: Any, pending: Pending) -> Any:
        if not isinstance(value, Ref):
            return failure_of(TypeError(f"{type(value).__name__} is no Ref"), where)
        slot = Slot(value, nullable=may_be_null, where=where)
        return Marked(references, slot)

    return convert


def value_object(typename: str, fields: Sequence[tuple[str, str, Convert]], *, abstract: bool) -> Convert:
    """A value by its attributes: (response key, attribute, conversion) for each field asked."""

    def convert(value: Any, pending: Pending) -> Any:
        made: dict[str, Any] = Typed(typename, {}) if abstract else {}
        for key, attribute, inner in fields:
            put(made, key, _attribute(value, typename, attribute, inner, pending), pending)
        return made

    return convert


def _attribute(value: Any, typename: str, attribute: str, inner: Convert, pending: Pending) -> Any:
    if attribute == "__typename":
        return typename
    try:
        return inner(getattr(value, attribute), pending)
    except Exception as error:  # noqa: BLE001  # an attribute may be a property
        return failure_of(error, f"{typename}.{attribute}")


def any_of(by_class: Mapping[type, Convert], otherwise: Convert | None, where: str) -> Convert:
    """A member of a union: a value object by its class, else a Ref."""

    def convert(value: Any, pending: Pending) -> Any:
        chosen = by_class.get(type(value), otherwise)
        if chosen is None:
            return failure_of(TypeError(f"{type(value).__name__} is none of {where}'s types"), where)
        return chosen(value, pending)

    return convert
