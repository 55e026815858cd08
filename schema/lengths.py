"""How long the lists may be that a field is given, inside its inputs too: as long as a page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple, cast

from graphql import (
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLList,
    get_named_type,
    get_nullable_type,
)

from schema.errors import Code, fault

Place = tuple[str | int, ...]


class _Found(NamedTuple):
    """A list that is given."""

    place: Place
    length: int


def with_lists(definition: GraphQLField) -> Sequence[str]:
    """The arguments of a field in which there can be a list, at any depth: no other one needs to be looked at."""
    return [name for name, each in definition.args.items() if _can_hold_list(each.type)]


def _can_hold_list(of: Any) -> bool:
    waiting, seen = [of], set[str]()
    while waiting:
        each = waiting.pop()
        if isinstance(get_nullable_type(each), GraphQLList):
            return True
        inner = get_named_type(each)
        if isinstance(inner, GraphQLInputObjectType) and inner.name not in seen:
            seen.add(inner.name)
            waiting += [field.type for field in inner.fields.values()]
    return False


def refuse_long(given: Mapping[str, Any], names: Sequence[str], most: int) -> None:
    """A fault LIST_TOO_LONG, which names the place, for a list of more than `most` in one of these arguments."""
    for name in names:
        for place, length in _lists(given.get(name), (name,)):
            if length > most:
                message = f"{_shown(place)} holds {length} items, and {most} at the most can be given at once."
                raise fault(Code.LIST_TOO_LONG, f"{message} Give fewer.")


def _lists(value: Any, place: Place) -> Iterator[_Found]:
    """The lists in a value, the outer before what is in it."""
    if isinstance(value, list):
        items = cast(list[object], value)
        yield _Found(place, len(items))
        for at, each in enumerate(items):
            if isinstance(each, list | Mapping):
                yield from _lists(each, (*place, at))
    elif isinstance(value, Mapping):
        for name, each in cast(Mapping[str, Any], value).items():
            yield from _lists(each, (*place, name))


def _shown(place: Place) -> str:
    """A place as people write it: `bids[3].origins`."""
    return "".join(f"[{each}]" if isinstance(each, int) else f".{each}" for each in place).removeprefix(".")
