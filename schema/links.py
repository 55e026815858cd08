"""The ways that lead from the rows of one level to the next: each takes one statement, however many rows there are."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter
from typing import Any, Final

from graphql import (
    FieldNode,
    GraphQLError,
    GraphQLField,
    ListValueNode,
    ObjectValueNode,
    ValueNode,
    VariableNode,
)
from graphql.execution.values import VariableValues, get_argument_values
from tortoise.expressions import Q

from schema.errors import Code, fault
from schema.failure import Failure, failure_of, missing
from schema.figures import COUNT
from schema.graph import NodeType
from schema.run import Fields, Run
from schema.selection import Link, References, Row, Selection
from schema.statement import Columns, Order, Statement, Window
from schema.table import Column
from schema.values import LONGEST, SHORT, Convert, Pending, put, whole


@dataclass(kw_only=True)
class Arguments:
    """How a field's arguments are read."""

    definition: GraphQLField
    node: FieldNode
    fragment: Any

    @cached_property
    def are_fixed(self) -> bool:
        """Whether they are the same in each run of the operation: none of them holds a variable."""
        return not any(holds_variable(argument.value) for argument in self.node.arguments or ())

    def read(self, variables: Any) -> Mapping[str, Any]:
        """The arguments as this run has them; a GraphQLError for one that cannot be read."""
        return self._fixed if self.are_fixed else self._read(variables)

    @cached_property
    def _fixed(self) -> Mapping[str, Any]:
        return self._read(NO_VARIABLES)

    def _read(self, variables: Any) -> Mapping[str, Any]:
        return get_argument_values(self.definition, self.node, variables, self.fragment)


NO_VARIABLES: Final = VariableValues({}, {})


def holds_variable(value: ValueNode) -> bool:
    """Whether a value of a document depends on a variable."""
    match value:
        case VariableNode():
            return True
        case ListValueNode():
            return any(map(holds_variable, value.values))
        case ObjectValueNode():
            return any(holds_variable(field.value) for field in value.fields)
        case _:
            return False


def keys_of(rows: Sequence[Row], at: int) -> list[Any]:
    """The different values in one place of the rows, in their order."""
    found = dict.fromkeys([row[at] for row in rows])
    found.pop(None, None)
    return list(found)


@dataclass(kw_only=True)
class OneLink(Link):
    """The related node."""

    key_at: int
    node: NodeType
    by: Column
    by_at: int
    nullable: bool
    selection: Selection

    def bind(self, run: Run, variables: Any) -> int:
        return self.selection.bind(run, variables)

    async def follow(self, run: Run, rows: Sequence[Row]) -> list[Any]:
        found, at = await self._read(run, keys_of(rows, self.key_at)), self.key_at
        if self.nullable:
            get = found.get
            return [get(row[at]) for row in rows]
        return [found[row[at]] if row[at] in found else missing(self.label) for row in rows]

    async def _read(self, run: Run, keys: list[Any]) -> dict[Any, Any]:
        if not keys:
            return {}
        assert self.selection.columns is not None
        statement = run.statement(self.node)
        statement.among(self.by, keys)
        rows = await run.fetch(statement.rows(self.selection.columns), self.node, self.label)
        made, at = await self.selection.complete(run, rows), self.by_at
        return {row[at]: each for row, each in zip(rows, made, strict=True)}


@dataclass(kw_only=True)
class ListLink(Link):
    """The related nodes, a short list with a declared maximum."""

    key_at: int
    node: NodeType
    by: Column
    where: Q
    order: Order
    max: int
    selection: Selection

    def bind(self, run: Run, variables: Any) -> int:
        return self.max * self.selection.bind(run, variables)

    async def follow(self, run: Run, rows: Sequence[Row]) -> list[Any]:
        assert self.selection.columns is not None
        keys, at = keys_of(rows, self.key_at), self.key_at
        related = Related(self.node, self.by, keys, self.where)
        groups = await related.windows(run, Window(self.order, self.max), self.selection.columns, self.label)
        kept = [found for found in groups if len(found) <= self.max]
        dicts = iter(await self.selection.complete(run, [row for found in kept for row in found]))
        lists: dict[Any, Any] = {
            key: [next(dicts) for _ in found] if len(found) <= self.max else self._too_long()
            for key, found in zip(keys, groups, strict=True)
        }
        return [lists.get(row[at], []) for row in rows]

    def _too_long(self) -> Failure:
        message = f"{self.label} has more than {self.max} items, the most that this list may hold."
        return Failure(fault(Code.LIST_TOO_LONG, message))


@dataclass(frozen=True)
class Related:
    """The rows that belong to some keys; without `by`, all rows, which belong to the one key there is."""

    node: NodeType
    by: Column | None
    keys: Sequence[Any]
    where: Q
    narrow: Callable[[Statement], object] = lambda statement: None

    def together(self, run: Run) -> Statement:
        """A statement about all of them, whichever key they belong to."""
        statement = self._any(run)
        if self.by:
            statement.among(self.by, self.keys)
        return statement

    def _any(self, run: Run) -> Statement:
        statement = run.statement(self.node)
        statement.require(self.where)
        self.narrow(statement)
        return statement

    async def windows(self, run: Run, window: Window, columns: Columns, label: str) -> list[Sequence[Row]]:
        """One window of rows for each key, in one statement, in the direction in which the window is counted."""
        if self.by is None or len(self.keys) == 1:
            asked = self.together(run).window(columns, window)
            return [await run.fetch(asked, self.node, label)]
        if not self.keys:
            return []
        places = [columns.need(column.name) for column in window.order.columns]
        asked = self._any(run).windows(columns, self.by, self.keys, window)
        groups: dict[Any, list[Row]] = {key: [] for key in self.keys}
        for row in await run.fetch(asked, self.node, label):
            groups[row[-1]].append(row)
        is_descending = window.order.descending != window.backward
        for rows in groups.values():
            rows.sort(key=itemgetter(*places), reverse=is_descending)
        return list(groups.values())


@dataclass(kw_only=True)
class AggregateLink(Link):
    """A count or a sum over the related rows."""

    key_at: int
    node: NodeType
    by: Column
    where: Q
    total: Column | None

    def bind(self, run: Run, variables: Any) -> int:
        return 1

    async def follow(self, run: Run, rows: Sequence[Row]) -> list[Any]:
        statement = Related(self.node, self.by, keys_of(rows, self.key_at), self.where).together(run)
        measure = COUNT
        if self.total:
            measure = statement.value(self.total)
            measure = type(measure)("SUM(") + measure + ")"
        group = [statement.value(self.by)]
        found = {row[0]: row[1] for row in await run.fetch(statement.figures(group, [measure]), self.node, self.label)}
        return [whole(int(found.get(row[self.key_at]) or 0), self.label) for row in rows]


@dataclass(kw_only=True)
class BatchedLink(Link):
    """What a function answers for all keys of the level at once."""

    key_at: int
    reader: Callable[[Run], Callable[[Any], Any] | None]
    function: Callable[..., Awaitable[Mapping[Any, Any]]]
    owner: str
    viewer_name: str | None
    convert: Convert
    references: list[References]
    width: int
    is_list: bool
    max: int

    def bind(self, run: Run, variables: Any) -> int:
        inner = self.max if self.is_list else SHORT
        return self.max * self.width + sum(each.bind(run, variables, inner) for each in self.references)

    async def follow(self, run: Run, rows: Sequence[Row]) -> list[Any]:
        read = self.reader(run) or _as_it_is
        keys = {raw: read(raw) for raw in keys_of(rows, self.key_at)}
        try:
            supplied = {self.viewer_name: run.viewer} if self.viewer_name else {}
            with run.hearing(self.label, self.owner):
                answers = await self.function(list(keys.values()), **supplied)
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

    function: Callable[..., Any]
    owner: str
    arguments: Arguments
    prepare: Callable[[Run, Mapping[str, Any]], dict[str, Any]]
    convert: Convert
    references: list[References]
    width: int
    is_list: bool
    ids: Sequence[str]
    """The arguments that take lists of ids."""
    asked: Mapping[str, Fields]
    """What its parameters get that want to know what was asked of its answer."""

    def bind(self, run: Run, variables: Any) -> int:
        try:
            given = self.arguments.read(variables)
            bound: Any = self.prepare(run, given), _most(given, self.ids, run.context.page_cap)
        except GraphQLError as error:
            bound = coded(error)
        run.bound[id(self)] = bound
        if isinstance(bound, GraphQLError):
            return 1
        most = bound[1] if self.is_list else LONGEST
        return (most if self.is_list else 1) * self.width + sum(
            references.bind(run, variables, most) for references in self.references
        )

    async def follow(self, run: Run, rows: Sequence[Row]) -> list[Any]:
        bound = run.bound[id(self)]
        if isinstance(bound, GraphQLError):
            return [Failure(bound)]
        arguments, most = bound
        try:
            with run.hearing(self.label, self.owner):
                value = await self.function(**arguments, **self.asked)
        except Exception as error:  # noqa: BLE001  # a function of a department may raise anything
            return [failure_of(error, self.label)]
        completed, _ = await self.completed(run, value, most)
        return [completed]

    async def completed(self, run: Run, value: Any, most: int) -> tuple[Any, Pending]:
        """What the function answered as the answer holds it, and the Refs that were read for it."""
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


def _most(given: Mapping[str, Any], ids: Sequence[str], cap: int) -> int:
    """How many items a function's list can have: as many as the ids it is asked with, else the page cap."""
    lengths = {name: len(value) for name, value in given.items() if isinstance(value, list)}
    longest = max(lengths.values(), default=0)
    if longest > cap:
        raise fault(Code.LIST_TOO_LONG, f"A list of {longest} is given; at most {cap} can be asked for at once.")
    return max((length for name, length in lengths.items() if name in ids), default=cap)


def coded(error: GraphQLError) -> GraphQLError:
    """What graphql-core says of an argument, under our code."""
    return error if "code" in (error.extensions or {}) else fault(Code.BAD_ARGUMENT, error.message)
