"""From a root field's arguments to what its function takes: inputs as their classes, ids as Refs, the viewer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from graphql import GraphQLField
from strawberry.types.arguments import convert_arguments

from schema.errors import Code, fault
from schema.graph import FunctionSource, Graph, Parameter
from schema.relay import Ref, decode_id
from schema.run import Fields, Run
from schema.shape import Kind, Shape
from schema.texts import refuse_unstorable
from schema.where import parse_key

Prepare = Callable[[Run, Mapping[str, Any]], dict[str, Any]]


def preparation(source: FunctionSource, definition: GraphQLField) -> Prepare:
    """How the arguments of one root field are prepared; a fault BAD_ID for an id that its type cannot have."""
    field = definition.extensions["strawberry-definition"]

    def prepare(run: Run, given: Mapping[str, Any]) -> dict[str, Any]:
        for name, value in given.items():
            refuse_unstorable(value, name)
        converter = run.schema.schema_converter
        taken = convert_arguments(dict(given), field.arguments, converter.scalar_registry, run.schema.config)
        for parameter in source.parameters:
            if parameter.shape and parameter.shape.innermost.ref and parameter.name in taken:
                taken[parameter.name] = _Ids(run.graph, parameter).refs(taken[parameter.name], parameter.shape)
        for name, kind in source.supplied.items():
            if kind is not Fields:
                taken[name] = run.supply(kind)
        return taken

    return prepare


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
