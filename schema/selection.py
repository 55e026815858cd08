"""One selection set on one type: how a row becomes a dict, and which links lead on from there."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from schema.display import Display, beside, display
from schema.failure import failure_of
from schema.graph import NodeType
from schema.relay import Ref
from schema.run import Run
from schema.statement import Columns
from schema.values import Typed
from schema.where import parse_key

Row = Sequence[Any]


@dataclass(kw_only=True)
class Link(ABC):
    """A field whose value lies beyond its row."""

    key: str
    label: str

    @abstractmethod
    def bind(self, run: Run, variables: Any) -> int:
        """Bind what depends on variables; the most values that the field can have in one object."""

    @abstractmethod
    async def follow(self, run: Run, rows: Sequence[Row]) -> list[Any]:
        """The field's value for each of the rows."""


class Selection:
    """What was asked of one type."""

    def __init__(self, typename: str, columns: Columns | None) -> None:
        self.typename = typename
        self.columns = columns
        self.fields: list[tuple[str, str]] = []
        self.width = 0
        self.functions: dict[str, Any] = {}
        self.links: list[Link] = []
        self.make: Display = display((), {}, 0)

    def add(self, key: str, expression: str, functions: Mapping[str, Any] | None = None, *, width: int = 1) -> None:
        """A field whose value is an expression over a row `r` and the viewer `v`; it can be so many values."""
        self.fields.append((key, expression))
        self.width += width
        self.functions.update(functions or {})

    def lead(self, link: Link) -> None:
        """A field whose value a link brings."""
        self.add(link.key, beside(len(self.links)))
        self.links.append(link)

    def compile(self) -> Selection:
        """Settle how objects are made; nothing is added any more."""
        self.make = display(self.fields, self.functions, len(self.links))
        return self

    def bind(self, run: Run, variables: Any) -> int:
        """Bind the arguments of all links; how many values one object can have."""
        if not self.links:
            return self.width
        run.links += len(self.links)
        return self.width + sum(link.bind(run, variables) for link in self.links)

    async def _follow(self, link: Link, run: Run, rows: Sequence[Row]) -> list[Any]:
        """A statement that fails is an error of its field; what else was asked is answered."""
        try:
            return await link.follow(run, rows)
        except Exception as error:  # noqa: BLE001  # drivers raise what they like
            return [failure_of(error, link.label)] * len(rows)

    async def complete(self, run: Run, rows: Sequence[Row]) -> list[dict[str, Any]]:
        """The objects of these rows, with everything below them."""
        if not rows:
            return []
        return self.make(rows, run.viewer, *[await self._follow(link, run, rows) for link in self.links])


class References:
    """How nodes of one or several types are read by their Refs."""

    def __init__(self, types: Mapping[str, tuple[NodeType, Selection]], where: str, *, abstract: bool) -> None:
        self.types = types
        self.where = where
        self.abstract = abstract
        self.in_list = False
        selections = [selection for _, selection in types.values()]
        self._leading = [each for each in selections if each.links]
        self._widest = max((each.width for each in selections if not each.links), default=0)

    def bind(self, run: Run, variables: Any, most: int = 1) -> int:
        """Bind what lies below; how many values the Refs can have, when a list holds at most so many of them."""
        each = max((selection.bind(run, variables) for selection in self._leading), default=0)
        return max(each, self._widest) * (most if self.in_list else 1)

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
        rows = await run.fetch(statement.rows(selection.columns), node, self.where)
        at = selection.columns.need("pk")
        for row, made in zip(rows, await selection.complete(run, rows), strict=True):
            found[wanted[str(row[at])]] = Typed(name, made) if self.abstract else made
