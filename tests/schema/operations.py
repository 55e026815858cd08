"""Random operations on the world of ships: valid GraphQL that uses every feature, with right and wrong arguments."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from random import Random
from typing import Any

from graphql import (
    GraphQLField,
    GraphQLObjectType,
    GraphQLSchema,
    get_named_type,
    is_abstract_type,
    is_leaf_type,
    is_list_type,
)

from tests.schema.arguments import ArgumentMaker, Literal, Pool

DEPTH = 4
COMPOSITE = (2, 2, 2, 1, 0)
"""How many fields that lead on are asked for, by depth."""
FAILING = ("rumour", "sizeClass", "grade", "grade")
"""Fields whose functions raise, some of which may be null."""


@dataclass
class Operation:
    """A text with its variables, and the features that it uses."""

    text: str
    variables: dict[str, Any]
    features: set[str]

    def turned(self) -> Operation:
        """The same text with other variables: what is true is false, numbers and directions change."""
        variables = {key: _turned(value) for key, value in self.variables.items()}
        return Operation(self.text, variables, self.features)


def _turned(value: Any) -> Any:
    match value:
        case bool():
            return not value
        case int():
            return (value + 1) % 6
        case {"direction": "ASC"}:
            return {**value, "direction": "DESC"}
        case _:
            return value


@dataclass
class Author:
    """Writes operations; the same for the same random numbers and answers so far."""

    random: Random
    schema: GraphQLSchema
    pool: Pool
    features: set[str] = field(default_factory=set[str])

    def operation(self) -> Operation:
        """The next one."""
        self.features = set()
        self.variables: dict[str, tuple[str, Any]] = {}
        self.fragments: dict[str, tuple[str, str]] = {}
        self.aliases = 0
        self.make = ArgumentMaker(self.random, self.pool, self.features)
        mutates = self._chance(0.08)
        root = self.schema.mutation_type if mutates else self.schema.query_type
        assert root
        body = self._root(root)
        if mutates:
            self.features.add("mutation")
        head = "".join(f"${name}: {declared}, " for name, (declared, _) in self.variables.items())
        text = f"{'mutation' if mutates else 'query'} Q{f'({head[:-2]})' if head else ''} {{ {body} }}"
        text += "".join(f" fragment {name} on {of} {{ {inner} }}" for name, (of, inner) in self.fragments.items())
        given = {name: value for name, (_, value) in self.variables.items() if value is not ABSENT}
        return Operation(text, given, self.features)

    def _chance(self, share: float) -> bool:
        return self.random.random() < share

    # ------------------------------------------------------------ selections

    def _root(self, root: GraphQLObjectType) -> str:
        names = list(root.fields)
        lists = [name for name in names if str(root.fields[name].type).endswith("Connection!")]
        parts: list[str] = []
        for _ in range(self.random.choice([1, 1, 2, 3])):
            from_lists = lists and self._chance(0.5)
            node = not from_lists and "node" in names and self._chance(0.35)
            name = self.random.choice(lists if from_lists else ["node", "nodes"] if node else names)
            parts += self._field(root, name, 0, alone=False)
        return " ".join(parts)

    def _selection(self, of: Any, depth: int) -> str:
        if is_abstract_type(of):
            return self._abstract(of, depth)
        parts: list[str] = []
        leaves = [name for name, each in of.fields.items() if is_leaf_type(get_named_type(each.type))]
        others = [name for name in of.fields if name not in leaves]
        for name in self.random.sample(leaves, min(len(leaves), self.random.randint(1, 3))):
            parts += self._field(of, name, depth)
        failing = [name for name in FAILING if name in of.fields]
        if failing and self._chance(0.3):
            parts += self._field(of, self.random.choice(failing), depth)
        wanted = 0 if depth >= DEPTH else self.random.randint(0 if parts else 1, COMPOSITE[depth])
        if not parts:
            wanted = max(wanted, 1)
        for name in self.random.sample(others, min(len(others), wanted)):
            parts += self._field(of, name, depth)
        if self._chance(0.12):
            self.features.add("__typename")
            parts.append(f"{self._alias()}__typename" if self._chance(0.3) else "__typename")
        self.random.shuffle(parts)
        return self._wrapped(of, parts)

    def _wrapped(self, of: Any, parts: list[str]) -> str:
        """Some of the fields in fragments."""
        if self._chance(0.12):
            self.features.add("inline fragment")
            condition = self.random.choice([f" on {of.name}", "", *[f" on {each.name}" for each in of.interfaces]])
            inside = parts if condition in ("", f" on {of.name}") else ["__typename"]
            rest = [] if inside is parts else parts
            return " ".join([*rest, f"...{condition}{self._directive()} {{ {' '.join(inside)} }}"])
        if self._chance(0.12):
            return self._named_fragment(of, parts)
        return " ".join(parts)

    def _named_fragment(self, of: Any, parts: list[str]) -> str:
        self.features.add("fragment")
        known = [name for name, (on, _) in self.fragments.items() if on == of.name]
        if known and self._chance(0.6):
            return f"...{self.random.choice(known)} {' '.join(parts)}"
        name = f"F{len(self.fragments)}"
        self.fragments[name] = of.name, " ".join(parts)
        again = f" ...{name}" if self._chance(0.3) else ""
        return f"...{name}{self._directive()}{again}"

    def _abstract(self, of: Any, depth: int) -> str:
        self.features.add("union" if not hasattr(of, "fields") else "interface")
        parts = ["__typename"] if self._chance(0.5) else []
        parts += [name for name in ("id", "label") if name in getattr(of, "fields", {}) and self._chance(0.6)]
        possible = list(self.schema.get_possible_types(of))
        for each in self.random.sample(possible, min(len(possible), self.random.randint(1, 2))):
            inner = self._named_fields(each, depth)
            parts.append(f"... on {each.name}{self._directive()} {{ {inner} }}")
        if self._chance(0.3) and of.name in ("Node", "Named"):
            parts.append("... on Placed { country label }")
        return " ".join(parts or ["__typename"])

    def _named_fields(self, of: Any, depth: int) -> str:
        """Fields under names of their own: types side by side may not give one name two meanings."""
        deep = depth >= DEPTH
        known = [name for name, each in of.fields.items() if not deep or is_leaf_type(get_named_type(each.type))]
        names = self.random.sample(known, min(len(known), 2))
        parts = [part for name in names for part in self._field(of, name, max(depth, 2), alone=True)]
        return " ".join(parts) or "__typename"

    # ------------------------------------------------------------ fields

    def _field(self, of: Any, name: str, depth: int, *, alone: bool = False) -> list[str]:
        definition: GraphQLField = of.fields[name]
        arguments = self._arguments(of, name, definition, depth)
        named = alone or bool(arguments) or self._chance(0.1)
        alias = self._alias() if named else ""
        inner = self._inner(of, definition, depth)
        self._note(of, name, definition, depth)
        written = f"{alias}{name}{arguments}{self._directive()}{inner}"
        if inner and self._chance(0.08):
            self.features.add("merged field")
            return [written, f"{alias}{name}{arguments} {{ __typename }}"]
        return [written]

    def _inner(self, of: Any, definition: GraphQLField, depth: int) -> str:
        named: Any = get_named_type(definition.type)
        if is_leaf_type(named):
            return ""
        steps = named.name.endswith(("Edge", "Connection", "PageInfo", "Summary", "Sums"))
        return f" {{ {self._selection(named, depth if steps else depth + 1)} }}"

    def _note(self, of: Any, name: str, definition: GraphQLField, depth: int) -> None:
        named = get_named_type(definition.type).name
        if named.endswith("Connection") and depth > 1:
            self.features.add("nested page")
        if name in ("node", "nodes") and of.name == "Query":
            self.features.add("node and nodes")
        noted = {"totalCount", "summary", "groups", "sums", "pageInfo"}
        if name in noted:
            self.features.add(name)
        if is_list_type(getattr(definition.type, "of_type", None)) and not named.endswith("Edge"):
            self.features.add("short list")

    def _alias(self) -> str:
        self.features.add("alias")
        self.aliases += 1
        return f"a{self.aliases}: "

    def _directive(self) -> str:
        if not self._chance(0.06):
            return ""
        self.features.add("@skip and @include")
        word, value = self.random.choice(["skip", "include"]), self._chance(0.5)
        shown = self._variable("Boolean!", value) if self._chance(0.6) else str(value).lower()
        return f" @{word}(if: {shown})"

    # ------------------------------------------------------------ arguments

    def _arguments(self, of: Any, name: str, definition: GraphQLField, depth: int) -> str:
        given = self.make.arguments(of.name, name, definition, depth)
        shown = [f"{key}: {self._shown(definition.args[key].type, value)}" for key, value in given.items()]
        self.random.shuffle(shown)
        return f"({', '.join(shown)})" if shown else ""

    def _shown(self, of: Any, value: Any) -> str:
        if self._chance(0.35):
            return self._variable(str(of), value)
        return literal(value)

    def _variable(self, of: str, value: Any) -> str:
        self.features.add("variable")
        name = f"v{len(self.variables)}"
        if not of.endswith("!") and value is not None and self._chance(0.15):
            self.variables[name] = f"{of} = {literal(value)}", ABSENT
        else:
            self.variables[name] = of, plain(value)
        return f"${name}"


ABSENT = object()
"""A variable that is left to its default."""


def literal(value: Any) -> str:
    """A value in the language of GraphQL."""
    match value:
        case Literal():
            return value.name
        case dict():
            return "{" + ", ".join(f"{key}: {literal(each)}" for key, each in value.items()) + "}"
        case list():
            return "[" + ", ".join(map(literal, value)) + "]"
        case _:
            return json.dumps(value, ensure_ascii=False)


def plain(value: Any) -> Any:
    """A value as JSON."""
    match value:
        case Literal():
            return value.name
        case dict():
            return {key: plain(each) for key, each in value.items()}
        case list():
            return [plain(each) for each in value]
        case _:
            return value
