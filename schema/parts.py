"""Plans what was asked of a connection, part by part: edges, nodes, page, count and figures."""

from __future__ import annotations

from typing import Any, cast

from graphql import GraphQLField, GraphQLObjectType, get_named_type, is_list_type
from graphql.execution.collect_fields import FieldDetailsList

from schema.completion import Completion
from schema.connection import FiguresPlan, Parts
from schema.figures import Adding
from schema.graph import NodeType
from schema.links import Arguments
from schema.lists import sums
from schema.planning import Planning
from schema.selection import Selection
from schema.statement import Columns


class ConnectionParts:
    """What was asked of a connection, planned part by part."""

    def __init__(self, planner: Planning, node: NodeType, columns: Columns) -> None:
        self.planner = planner
        self.node = node
        self.columns = columns
        self.parts = Parts()

    def plan(self, definition: GraphQLField, details: FieldDetailsList) -> Parts:
        for key, inner, part in self._each(definition, details):
            self.parts.order.append(key)
            match inner[0].node.name.value:
                case "edges":
                    self.parts.edges.append((key, [self._edge(*each) for each in self._each(part, inner)]))
                case "nodes":
                    self.parts.nodes.append((key, self._items(inner)))
                case "pageInfo":
                    self.parts.page_infos.append((key, [_named(*each) for each in self._each(part, inner)]))
                case "totalCount":
                    self.parts.totals.append(key)
                case "summary":
                    self.parts.summaries.append((key, self._figures(part, inner)))
                case _:
                    self.parts.typenames.append((key, f"{self.node.name}Connection"))
        return self.parts

    def _each(
        self, definition: GraphQLField | None, details: FieldDetailsList
    ) -> list[tuple[str, FieldDetailsList, Any]]:
        object_type = cast(GraphQLObjectType, get_named_type(cast(GraphQLField, definition).type))
        grouped = self.planner.grouped(object_type, details)
        return [(key, each, object_type.fields.get(each[0].node.name.value)) for key, each in grouped.items()]

    def _items(self, details: FieldDetailsList) -> Selection:
        return self.planner.node(self.node, details, self.columns)

    def _edge(self, key: str, details: FieldDetailsList, part: Any) -> tuple[str, Selection | str]:
        name = details[0].node.name.value
        if name == "node":
            return key, self._items(details)
        return key, name if name == "cursor" else f"{self.node.name}Edge"

    def _figures(self, definition: GraphQLField, details: FieldDetailsList) -> FiguresPlan:
        plan = FiguresPlan()
        for key, inner, part in self._each(definition, details):
            plan.order.append(key)
            match inner[0].node.name.value:
                case "count":
                    plan.counts.append(key)
                case "key":
                    plan.keys.append(key)
                case "sums":
                    plan.sums.append((key, [self._sum(*each) for each in self._each(part, inner)]))
                case "groups":
                    by = Arguments(definition=part, node=inner[0].node, fragment=inner[0].fragment_variable_values)
                    plan.groups.append((key, by, self._figures(part, inner)))
                case _:
                    plan.typenames.append((key, str(get_named_type(definition.type))))
        return plan

    def _sum(self, key: str, details: FieldDetailsList, part: Any) -> tuple[str, Adding | str]:
        name = details[0].node.name.value
        if part is None:
            return key, f"{self.node.name}Sums"
        of = part.type.of_type
        inner = of.of_type if is_list_type(of) else of
        completion = Completion(self.planner)
        convert = completion.convert(inner, details, f"{self.node.name}Sums.{name}")
        return key, Adding(sums(self.node)[name], convert, completion.item_width(of, details))


def _named(key: str, details: FieldDetailsList, part: Any) -> tuple[str, str]:
    name = details[0].node.name.value
    return key, "PageInfo" if name == "__typename" else name
