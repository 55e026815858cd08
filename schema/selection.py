"""One selection set on one type: how a row becomes a dict, and which links lead on from there."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from schema.failure import Failure, failure_of
from schema.graph import NodeType
from schema.relay import Ref
from schema.run import Run
from schema.statement import Columns
from schema.values import Typed
from schema.where import parse_key

Row = Sequence[Any]
Made = list[dict[str, Any]]
Make = Callable[[Row, Any], dict[str, Any]]


@dataclass(kw_only=True)
class Link(ABC):
    """A field whose value lies beyond its row."""

    key: str
    label: str

    @abstractmethod
    def bind(self, run: Run, variables: Any) -> int:
        """Bind what depends on variables; the most values that the field can have in one object."""

    @abstractmethod
    async def follow(self, run: Run, rows: Sequence[Row], made: Made) -> None:
        """Set the field in each dict, for the row beside it."""

    def fail(self, made: Made, failure: Failure) -> None:
        for each in made:
            each[self.key] = failure


class Selection:
    """What was asked of one type."""

    def __init__(self, typename: str, columns: Columns | None) -> None:
        self.typename = typename
        self.columns = columns
        self.leaves: list[tuple[str, str]] = []
        self.width = 0
        self.functions: dict[str, Any] = {}
        self.links: list[Link] = []
        self.make: Make = lambda row, viewer: {}

    def add(self, key: str, expression: str, functions: Mapping[str, Any] | None = None, *, width: int = 1) -> None:
        """A field whose value is an expression over a row `r` and the viewer `v`; it can be so many values."""
        self.leaves.append((key, expression))
        self.width += width
        self.functions.update(functions or {})

    def compile(self) -> Selection:
        """Make one dict display of all fields: measured twice as fast as a loop over them."""
        text = ", ".join(f"{key!r}: {expression}" for key, expression in self.leaves)
        self.make = eval(f"lambda r, v: {{{text}}}", self.functions)  # noqa: S307  # our own text, keys quoted
        return self

    def bind(self, run: Run, variables: Any) -> int:
        """Bind the arguments of all links; how many values one object can have."""
        run.links += len(self.links)
        return self.width + sum(link.bind(run, variables) for link in self.links)

    async def _follow(self, link: Link, run: Run, rows: Sequence[Row], made: Made) -> None:
        """A statement that fails is an error of its field; what else was asked is answered."""
        try:
            await link.follow(run, rows, made)
        except Exception as error:  # noqa: BLE001  # drivers raise what they like
            link.fail(made, failure_of(error, link.label))

    async def complete(self, run: Run, rows: Sequence[Row]) -> list[dict[str, Any]]:
        """The dicts of these rows, with everything below them."""
        made = [self.make(row, run.viewer) for row in rows]
        if made:
            for link in self.links:
                await self._follow(link, run, rows, made)
        return made


class References:
    """How nodes of one or several types are read by their Refs."""

    def __init__(self, types: Mapping[str, tuple[NodeType, Selection]], where: str, *, abstract: bool) -> None:
        self.types = types
        self.where = where
        self.abstract = abstract
        self.in_list = False

    def bind(self, run: Run, variables: Any, most: int = 1) -> int:
        """Bind what lies below; how many values the Refs can have, when a list holds at most so many of them."""
        each = max((selection.bind(run, variables) for _, selection in self.types.values()), default=0)
        return each * most if self.in_list else each

    async def read(self, run: Run, refs: Sequence[Ref[Any]]) -> dict[Ref[Any], Any]:
        """One statement for each type among the Refs; what the viewer may not see is left out."""
        found: dict[Ref[Any], Any] = {}
        for name in dict.fromkeys(ref.type_name for ref in refs):
            if name in self.types:
                await self._read(run, name, [ref for ref in refs if ref.type_name == name], found)
        return found

    async def _read(self, run: Run, name: str, refs: list[Ref[Any]], found: dict[Ref[Any], Any]) -> None:
        node, selection = self.types[name]
        assert selection.columns is not None
        pk = node.table.pk
        wanted = {str(ref.key): ref for ref in refs}
        statement = run.statement(node)
        keys = [run.dialect.bind(parse_key(pk.type, key)) for key in wanted]
        statement.among(pk, keys)
        rows = await run.fetch(statement.rows(selection.columns.names), node, self.where)
        at = selection.columns.need("pk")
        for row, made in zip(rows, await selection.complete(run, rows), strict=True):
            found[wanted[str(row[at])]] = Typed(name, made) if self.abstract else made
