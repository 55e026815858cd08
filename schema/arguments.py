"""From a field's arguments to what its function takes: inputs as their classes, ids as Refs, the viewer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, cast

import strawberry
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
from strawberry.types.arguments import convert_arguments

from schema.errors import Code, fault
from schema.graph import Graph, Parameter, Signature
from schema.lengths import refuse_long, with_lists
from schema.relay import Ref, decode_id
from schema.run import Fields, Run
from schema.shape import Kind, Shape
from schema.texts import refuse_unstorable
from schema.where import parse_key

PLAIN: Final = (str, int, bool, float, strawberry.ID)
Prepare = Callable[[Run, Mapping[str, Any]], dict[str, Any]]


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


def coded(error: GraphQLError) -> GraphQLError:
    """What graphql-core says of an argument, under our code."""
    return error if "code" in (error.extensions or {}) else fault(Code.BAD_ARGUMENT, error.message)


def preparation(signature: Signature, definition: GraphQLField) -> Prepare:
    """How the arguments of one field are prepared.

    Faults: BAD_ID for an id that its type cannot have, LIST_TOO_LONG for a list, at any depth, longer than a page.
    """
    plain = {each.graphql_name: each.name for each in signature.parameters if _is_plain(each)}
    declared = definition.extensions["strawberry-definition"].arguments
    return _Preparation(signature, declared, plain, with_lists(definition)).prepare


@dataclass(frozen=True)
class _Preparation:
    """The arguments of one field."""

    signature: Signature
    declared: Any
    plain: Mapping[str, str]
    """What the function calls the arguments that graphql-core gives as it takes them."""
    listing: Sequence[str]
    """The arguments in which there can be a list."""

    def prepare(self, run: Run, given: Mapping[str, Any]) -> dict[str, Any]:
        refuse_long(given, self.listing, run.context.page_cap)
        for name, value in given.items():
            refuse_unstorable(value, name)
        taken = self._taken(run, given)
        for parameter in self.signature.parameters:
            if parameter.shape.innermost.ref and parameter.name in taken:
                taken[parameter.name] = _Ids(run.graph, parameter).refs(taken[parameter.name], parameter.shape)
        for name, kind in self.signature.supplied.items():
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
    shape = parameter.shape.innermost
    return shape.ref or (shape.kind is Kind.LEAF and shape.python in PLAIN)


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
