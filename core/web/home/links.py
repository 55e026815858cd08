"""What the picture shows: the departments, their types, and which types lead to one another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from schema.graph import FieldDef, Graph


@dataclass(frozen=True)
class Section:
    """A department and the types that it owns, in the order of their declaration."""

    name: str
    title: str
    types: tuple[str, ...]


@dataclass(frozen=True)
class Link:
    """Two types, or one with itself, and the fields that lead from either to the other, as `Type.field`."""

    ends: tuple[str, str]
    fields: tuple[str, ...]
    owner: str
    """The department that contributes the first of the fields."""


@dataclass(frozen=True)
class Landscape:
    """Everything that is drawn."""

    sections: tuple[Section, ...]
    links: tuple[Link, ...]

    @cached_property
    def owners(self) -> Mapping[str, str]:
        """The department of each type."""
        return {each: section.name for section in self.sections for each in section.types}

    @property
    def crossing(self) -> list[Link]:
        """The links between departments."""
        return [each for each in self.links if not self._is_inner(each)]

    @property
    def inner(self) -> list[Link]:
        """The links within a department."""
        return [each for each in self.links if self._is_inner(each)]

    @property
    def hub(self) -> Section:
        """The department that most others meet at: that of most links between departments, of equals the first."""
        ends = [self.owners[end] for link in self.crossing for end in link.ends]
        return max(self.sections, key=lambda section: ends.count(section.name))

    def _is_inner(self, link: Link) -> bool:
        one, other = link.ends
        return self.owners[one] == self.owners[other]


def landscape(graph: Graph, titles: Mapping[str, str]) -> Landscape:
    """The departments of a graph that own types; `titles` has each department's title, in the order to be shown."""
    owned: Mapping[str, list[str]] = {name: [] for name in titles}
    for node in graph.nodes.values():
        owned[node.owner].append(node.name)
    sections = [Section(name, titles[name], tuple(types)) for name, types in owned.items() if types]
    return Landscape(tuple(sections), tuple(_links(graph)))


def _links(graph: Graph) -> Iterator[Link]:
    pairs: defaultdict[frozenset[str], list[tuple[str, FieldDef]]] = defaultdict(list)
    for node in graph.nodes.values():
        for field in node.fields.values():
            for target in _targets(graph, field):
                pairs[frozenset((node.name, target))].append((node.name, field))
    for pair, fields in pairs.items():
        yield Link(_ends(pair, fields), tuple(f"{of}.{field.graphql_name}" for of, field in fields), fields[0][1].owner)


def _targets(graph: Graph, field: FieldDef) -> list[str]:
    shape = field.shape.innermost
    names = [member.innermost.name for member in shape.members] or [shape.name]
    return [name for name in names if name in graph.nodes]


def _ends(pair: frozenset[str], fields: Sequence[tuple[str, FieldDef]]) -> tuple[str, str]:
    """The type of the first field, then the other, which may be the same."""
    start = fields[0][0]
    return start, next(iter(pair - {start}), start)
