"""The fields that functions of departments answer: one call for a whole level, however many rows it has."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graphql import GraphQLError

from schema.arguments import Arguments, Prepare, coded
from schema.counting import counting_for
from schema.errors import Code, fault
from schema.failure import Failure, failure_of
from schema.links import keys_of
from schema.run import Fields, Run
from schema.selection import Link, References, Row
from schema.values import LONGEST, SHORT, Convert, Pending, put


@dataclass(frozen=True)
class Bound:
    """What a function is given by name in one run."""

    arguments: Mapping[str, Any]
    most: int
    """How many items a list may have that it answers: as many as the ids it is asked with, else the page cap."""


@dataclass(kw_only=True)
class Call:
    """A department's function as one field calls it; its arguments are prepared once for each run."""

    label: str
    owner: str
    function: Callable[..., Any]
    arguments: Arguments
    prepare: Prepare
    ids: Sequence[str]
    """The arguments that take lists of ids."""
    asked: Mapping[str, Fields]
    """What its parameters get that want to know what was asked of its answer."""

    def bind(self, run: Run, variables: Any) -> Bound | None:
        """Prepare the arguments for this run; None if they are bad, as asking for them then tells."""
        try:
            given = self.arguments.read(variables)
            bound = Bound({**self.prepare(run, given), **self.asked}, _most(given, self.ids, run.context.page_cap))
        except GraphQLError as error:
            run.bound[id(self)] = coded(error)
            return None
        run.bound[id(self)] = bound
        return bound

    def bound(self, run: Run) -> Bound:
        """The arguments of this run; raises the GraphQLError that they deserve."""
        bound = run.bound[id(self)]
        if isinstance(bound, GraphQLError):
            raise bound
        return bound  # type: ignore[no-any-return]

    async def answer(self, run: Run, *keys: Sequence[Any]) -> Any:
        """What the function answers; whatever it raises, or a GraphQLError for its arguments."""
        arguments = self.bound(run).arguments
        with run.hearing(self.label, self.owner), counting_for(self.function):
            return await self.function(*keys, **arguments)


def _most(given: Mapping[str, Any], ids: Sequence[str], cap: int) -> int:
    return max((len(given[name]) for name in ids if given.get(name) is not None), default=cap)


@dataclass(kw_only=True)
class BatchedLink(Link):
    """What a function answers for all keys of the level at once."""

    key_at: int
    reader: Callable[[Run], Callable[[Any], Any] | None]
    call: Call
    convert: Convert
    references: list[References]
    width: int
    is_list: bool
    max: int

    def bind(self, run: Run, variables: Any) -> int:
        if self.call.bind(run, variables) is None:
            return 1
        inner = self.max if self.is_list else SHORT
        return self.max * self.width + sum(each.bind(run, variables, inner) for each in self.references)

    async def follow(self, run: Run, rows: Sequence[Row]) -> list[Any]:
        read = self.reader(run) or _as_it_is
        keys = {raw: read(raw) for raw in keys_of(rows, self.key_at)}
        try:
            answers = await self.call.answer(run, list(keys.values()))
        except Exception as error:  # noqa: BLE001  # a function of a department may raise anything
            return [failure_of(error, self.label)] * len(rows)
        pending = Pending(max(self.max, SHORT))
        values: dict[int, Any] = {}
        for at, row in enumerate(rows):
            value = answers.get(keys[row[self.key_at]]) if row[self.key_at] is not None else None
            put(values, at, self._converted(value, pending), pending)
        await pending.fill(run)
        return list(values.values())

    def _converted(self, value: Any, pending: Pending) -> Any:
        if not self.is_list:
            return self.convert(value, pending)
        items = [] if value is None else value
        if len(items) > self.max:
            message = f"{self.label} has more than {self.max} items, the most that this list may hold."
            return Failure(fault(Code.LIST_TOO_LONG, message))
        return self.convert(items, pending)


def _as_it_is(value: Any) -> Any:
    return value


@dataclass(kw_only=True)
class FunctionLink(Link):
    """A root field that a function answers."""

    call: Call
    convert: Convert
    references: list[References]
    width: int
    is_list: bool

    def bind(self, run: Run, variables: Any) -> int:
        bound = self.call.bind(run, variables)
        if bound is None:
            return 1
        most = bound.most if self.is_list else LONGEST
        return (most if self.is_list else 1) * self.width + sum(
            references.bind(run, variables, most) for references in self.references
        )

    async def follow(self, run: Run, rows: Sequence[Row]) -> list[Any]:
        try:
            value = await self.call.answer(run)
        except Exception as error:  # noqa: BLE001  # a function of a department may raise anything
            return [failure_of(error, self.label)]
        completed, _ = await self.completed(run, value)
        return [completed]

    async def completed(self, run: Run, value: Any) -> tuple[Any, Pending]:
        """What the function answered as the answer holds it, and the Refs that were read for it."""
        most = self.call.bound(run).most
        pending = Pending(max(most, LONGEST) if self.is_list else LONGEST)
        values: dict[int, Any] = {}
        put(values, 0, self._converted(value, most, pending), pending)
        await pending.fill(run)
        return values[0], pending

    def _converted(self, value: Any, most: int, pending: Pending) -> Any:
        if self.is_list and isinstance(value, list | tuple) and len(value) > most:
            message = f"{self.label} has more than {most} items, the most that one list may hold. Ask for fewer."
            return Failure(fault(Code.LIST_TOO_LONG, message))
        return self.convert(value, pending)
