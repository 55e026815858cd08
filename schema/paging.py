"""Plans what was asked of a connection, part by part."""

from __future__ import annotations

from typing import Any, cast

from graphql import GraphQLField, GraphQLObjectType, get_named_type, is_list_type
from graphql.execution.collect_fields import FieldDetailsList

from schema.arguments import Arguments
from schema.completion import Completion
from schema.display import Display, beside, display
from schema.figures import Adding
from schema.graph import NodeType
from schema.lists import sums
from schema.parts import Edges, Figures, Nodes, PageInfo, Part, TotalCount, Typename
from schema.planning import Planning
from schema.selection import Selection
from schema.statement import Columns
from schema.summary import FiguresPlan


class Paging:
    """The parts of one connection, and how they are put together."""

    def __init__(self, planner: Planning, node: NodeType, columns: Columns) -> None:
        self.planner = planner
        self.node = node
        self.columns = columns

    def plan(self, definition: GraphQLField, details: FieldDetailsList) -> tuple[list[Part], Display]:
        each = self._each(definition, details)
        return [self._part(inner, part) for _, inner, part in each], _side_by_side([key for key, _, _ in each])

    def _part(self, details: FieldDetailsList, part: Any) -> Part:
        match details[0].node.name.value:
            case "edges":
                each = self._each(part, details)
                return Edges([self._edge(inner) for _, inner, _ in each], _side_by_side([key for key, _, _ in each]))
            case "nodes":
                return Nodes(self._items(details))
            case "pageInfo":
                each = self._each(part, details)
                return PageInfo([_named(inner) for _, inner, _ in each], _side_by_side([key for key, _, _ in each]))
            case "totalCount":
                return TotalCount()
            case "summary":
                return Figures(self._figures(part, details))
            case _:
                return Typename(f"{self.node.name}Connection")

    def _each(
        self, definition: GraphQLField | None, details: FieldDetailsList
    ) -> list[tuple[str, FieldDetailsList, Any]]:
        object_type = cast(GraphQLObjectType, get_named_type(cast(GraphQLField, definition).type))
        grouped = self.planner.grouped(object_type, details)
        return [(key, each, object_type.fields.get(each[0].node.name.value)) for key, each in grouped.items()]

    def _items(self, details: FieldDetailsList) -> Selection:
        return self.planner.node(self.node, details, self.columns)

    def _edge(self, details: FieldDetailsList) -> Selection | str:
        name = details[0].node.name.value
        if name == "node":
            return self._items(details)
        return name if name == "cursor" else f"{self.node.name}Edge"

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


def _named(details: FieldDetailsList) -> str:
    name = details[0].node.name.value
    return "PageInfo" if name == "__typename" else name


def _side_by_side(keys: list[str]) -> Display:
    return display([(key, beside(number)) for number, key in enumerate(keys)], {}, len(keys))
