"""From a root field's arguments to what its function takes: inputs as their classes, ids as Refs, the viewer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, cast

import strawberry
from graphql import GraphQLField
from strawberry.types.arguments import convert_arguments

from schema.errors import Code, fault
from schema.graph import FunctionSource, Graph, Parameter
from schema.relay import Ref, decode_id
from schema.run import Fields, Run
from schema.shape import Kind, Shape
from schema.texts import refuse_unstorable
from schema.where import parse_key

PLAIN: Final = (str, int, bool, float, strawberry.ID)
Prepare = Callable[[Run, Mapping[str, Any]], dict[str, Any]]


def preparation(source: FunctionSource, definition: GraphQLField) -> Prepare:
    """How the arguments of one root field are prepared; a fault BAD_ID for an id that its type cannot have."""
    plain = {each.graphql_name: each.name for each in source.parameters if _is_plain(each)}
    return _Preparation(source, definition.extensions["strawberry-definition"].arguments, plain).prepare


@dataclass(frozen=True)
class _Preparation:
    """The arguments of one root field."""

    source: FunctionSource
    declared: Any
    plain: Mapping[str, str]
    """What the function calls the arguments that graphql-core gives as it takes them."""

    def prepare(self, run: Run, given: Mapping[str, Any]) -> dict[str, Any]:
        for name, value in given.items():
            refuse_unstorable(value, name)
        taken = self._taken(run, given)
        for parameter in self.source.parameters:
            if parameter.shape and parameter.shape.innermost.ref and parameter.name in taken:
                taken[parameter.name] = _Ids(run.graph, parameter).refs(taken[parameter.name], parameter.shape)
        for name, kind in self.source.supplied.items():
            if kind is not Fields:
                taken[name] = run.supply(kind)
        return taken

    def _taken(self, run: Run, given: Mapping[str, Any]) -> dict[str, Any]:
        if self.plain.keys() >= given.keys():
            return {self.plain[name]: value for name, value in given.items()}
        registry = run.schema.schema_converter.scalar_registry
        return convert_arguments(dict(given), self.declared, registry, run.schema.config)


def _is_plain(parameter: Parameter) -> bool:
    """Whether graphql-core gives what the function takes: Strawberry turns inputs and enums into classes."""
    shape = parameter.shape and parameter.shape.innermost
    return bool(shape and (shape.ref or (shape.kind is Kind.LEAF and shape.python in PLAIN)))


@dataclass(frozen=True)
class _Ids:
    """The ids given for one parameter."""

    graph: Graph
    parameter: Parameter

    def refs(self, value: Any, shape: Shape) -> Any:
        if value is None:
            return None
        if shape.kind is Kind.LIST:
            return [self.refs(each, cast(Shape, shape.item)) for each in value]
        return self._ref(str(value), shape)

    def _ref(self, text: str, shape: Shape) -> Ref[Any]:
        type_name, key = decode_id(text)
        wanted = [each.name for each in self._allowed(shape)]
        if type_name not in wanted:
            raise fault(
                Code.BAD_ID,
                f"{self.parameter.graphql_name} takes the id of {' or '.join(wanted)}; {text!r} is one of {type_name}.",
            )
        return Ref(type_name, parse_key(self.graph.nodes[type_name].table.pk.type, key))

    def _allowed(self, shape: Shape) -> list[Any]:
        if shape.kind is Kind.INTERFACE:
            return self.graph.implementing(shape.name)
        members = shape.members or (shape,)
        return [self.graph.nodes[each.name] for each in members]
