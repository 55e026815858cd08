"""What the parts of a plan need of the planner that plans the whole."""

from __future__ import annotations

from typing import Any, Protocol

from graphql import GraphQLObjectType, GraphQLSchema
from graphql.execution import Executor
from graphql.execution.collect_fields import FieldDetailsList, GroupedFieldSet

from schema.graph import Graph, NodeType
from schema.selection import Selection
from schema.statement import Columns

BACKREF = "strawberry-definition"
"""Where Strawberry keeps what a type or field of graphql-core was made from."""


class Planning(Protocol):
    """The planner of one operation."""

    graph: Graph
    executor: Executor[Any]
    schema: GraphQLSchema

    def node(self, node: NodeType, details: FieldDetailsList, columns: Columns) -> Selection:
        """What was asked of a node, reading into these columns."""
        ...

    def grouped(self, object_type: GraphQLObjectType, details: FieldDetailsList) -> GroupedFieldSet:
        """The fields asked of a type, with fragments and directives resolved."""
        ...
