"""When a field has failed: errors get their paths, and nulls rise to the nearest place that may be null."""

from __future__ import annotations

from typing import Any, cast

from graphql import GraphQLError, GraphQLObjectType, is_leaf_type, is_list_type, is_non_null_type, is_object_type
from graphql.execution import Executor
from graphql.execution.collect_fields import FieldDetailsList, GroupedFieldSet

from schema.failure import Failure
from schema.values import Typed


class Settlement:
    """Walks an answer beside its selection; the answer itself is left as it is, since parents share parts of it."""

    def __init__(self, executor: Executor[Any]) -> None:
        self.executor = executor
        self.errors: list[GraphQLError] = []

    def root(self, root_type: GraphQLObjectType, grouped: GroupedFieldSet, data: dict[str, Any]) -> dict[str, Any]:
        """The settled answer; raises the error that reaches the top."""
        return self._fields(root_type, grouped, data, [])

    def _fields(
        self, of: GraphQLObjectType, grouped: GroupedFieldSet, data: dict[str, Any], path: list[str | int]
    ) -> dict[str, Any]:
        settled: dict[str, Any] = {}
        for key, details in grouped.items():
            if key in data:
                settled[key] = self._field(of, details, data[key], [*path, key])
        return settled

    def _field(self, of: GraphQLObjectType, details: FieldDetailsList, value: Any, path: list[str | int]) -> Any:
        definition = self.executor.schema.get_field(of, details[0].node.name.value)
        return self._protected(definition.type, details, value, path) if definition else value

    def _protected(self, of: Any, details: FieldDetailsList, value: Any, path: list[str | int]) -> Any:
        """A place that may be null catches what fails below it, with the errors that were gathered there."""
        if is_non_null_type(of):
            return self._value(of.of_type, details, value, path)
        before = len(self.errors)
        try:
            return self._value(of, details, value, path)
        except GraphQLError as error:
            del self.errors[before:]
            self.errors.append(error)
            return None

    def _value(self, of: Any, details: FieldDetailsList, value: Any, path: list[str | int]) -> Any:
        if isinstance(value, Failure):
            raise _located(value.error, details, path)
        if value is None or is_leaf_type(of):
            return value
        if is_list_type(of):
            return [self._protected(of.of_type, details, item, [*path, at]) for at, item in enumerate(value)]
        actual = of if is_object_type(of) else self._actual(cast(Typed, value))
        return self._fields(actual, self.executor.collect_subfields(actual, details)[0], value, path)

    def _actual(self, value: Typed) -> GraphQLObjectType:
        return cast(GraphQLObjectType, self.executor.schema.type_map[value.typename])


def _located(error: GraphQLError, details: FieldDetailsList, path: list[str | int]) -> GraphQLError:
    nodes = [each.node for each in details]
    return GraphQLError(error.message, nodes, path=path, extensions=error.extensions)
