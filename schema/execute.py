"""Where graphql-core hands over: the root fields of an operation are planned, bound, read and settled here."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import AsyncGenerator, Awaitable, Mapping, Sequence
from typing import Any, cast

import strawberry
from graphql import DirectiveNode, FragmentDefinitionNode, GraphQLObjectType, OperationDefinitionNode, VariableNode
from graphql.execution.collect_fields import GroupedFieldSet, collect_fields
from graphql.pyutils import Path
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext
from strawberry.types.base import StrawberryObjectDefinition
from strawberry.types.field import StrawberryField

from schema.errors import Code, refused
from schema.events import opened
from schema.failure import failures
from schema.graph import Graph
from schema.plan import Planner
from schema.run import Context, Run
from schema.selection import Selection
from schema.settle import Settlement

MAX_PLANS = 256
MAX_SHAPES = 8
MAX_LINKS = 500
MAX_KEPT = 8_000
"""Characters of a document whose plans are kept: a plan takes about a hundred times as much memory as its text."""


class Plans:
    """The plans of the operations seen last, by the operation itself and the booleans that shape it."""

    def __init__(self) -> None:
        self.hits = 0
        self._entries: OrderedDict[int, tuple[OperationDefinitionNode, list[str], dict[Any, Selection]]] = OrderedDict()

    def of(
        self, operation: OperationDefinitionNode, fragments: Sequence[FragmentDefinitionNode]
    ) -> tuple[list[str], dict[Any, Selection]]:
        """The variables that shape an operation, and its plans; it is kept, so its identity stays its own."""
        entry = self._entries.get(id(operation))
        if entry is None or entry[0] is not operation:
            entry = operation, _shaping([operation, *fragments]), {}
            if operation.loc and len(operation.loc.source.body) <= MAX_KEPT:
                self._keep(entry)
        else:
            self._entries.move_to_end(id(operation))
        if len(entry[2]) > MAX_SHAPES:
            entry[2].clear()
        return entry[1], entry[2]

    def _keep(self, entry: tuple[OperationDefinitionNode, list[str], dict[Any, Selection]]) -> None:
        self._entries[id(entry[0])] = entry
        if len(self._entries) > MAX_PLANS:
            self._entries.popitem(last=False)


def _shaping(nodes: Sequence[Any]) -> list[str]:
    """The variables used in @skip and @include."""
    found: set[str] = set()
    waiting: list[Any] = list(nodes)
    while waiting:
        node = waiting.pop()
        if isinstance(node, DirectiveNode) and node.name.value in ("skip", "include"):
            values = [argument.value for argument in node.arguments or ()]
            found.update(value.name.value for value in values if isinstance(value, VariableNode))
        for key in node.keys:
            inner = getattr(node, key, None)
            waiting.extend(inner if isinstance(inner, list | tuple) else [inner] if hasattr(inner, "keys") else [])
    return sorted(found)


class Execution(StrawberryGraphQLCoreExecutionContext):
    """Executes operations by plans; only introspection is left to graphql-core."""

    is_unseen = False
    """Of a subscription's event: whether the viewer may not see what it is about."""

    def execute_collected_root_fields(
        self,
        root_type: GraphQLObjectType,
        root_value: Any,
        grouped_field_set: GroupedFieldSet,
        serially: bool,
        new_defer_usages: Any,
    ) -> Awaitable[dict[str, Any]]:
        return self._answer(root_type, root_value, grouped_field_set)

    async def _answer(self, root_type: GraphQLObjectType, root_value: Any, grouped: GroupedFieldSet) -> dict[str, Any]:
        planned = {key: each for key, each in grouped.items() if not _is_introspection(each)}
        before = failures()
        read = await self._read(root_type, root_value, planned)
        data: dict[str, Any] = {}
        for key, each in grouped.items():
            if key in read:
                data[key] = read[key]
            else:
                path = Path(None, key, root_type.name)
                data[key] = self.execute_field(root_type, root_value, each, path, None)
        return data if failures() == before else self._settle(root_type, grouped, data)

    async def _read(self, root_type: GraphQLObjectType, event: Any, grouped: GroupedFieldSet) -> dict[str, Any]:
        run, plan = self._bound(root_type, grouped)
        run.event = event
        read = (await plan.complete(run, [()]))[0]
        self.is_unseen = run.is_unseen
        return read

    def events(self) -> AsyncGenerator[Any]:
        """Of a subscription: what happens, for each of which a copy of this answers; a GraphQLError is its refusal."""
        root_type = self.schema.subscription_type
        assert root_type is not None
        fields = collect_fields(self.schema, self.fragments, self.variable_values, root_type, self.operation, False)
        run, plan = self._bound(root_type, fields.grouped_field_set)
        return opened(plan, run)

    def _bound(self, root_type: GraphQLObjectType, grouped: GroupedFieldSet) -> tuple[Run, Selection]:
        """The plan with its arguments bound; refuses what would be too much."""
        schema = cast("GraphSchema", cast(Any, self.schema)._strawberry_schema)  # noqa: SLF001
        run = Run(schema.graph, schema, cast(Context, self.context_value))
        plan = self._plan(schema, run, root_type, grouped)
        self._refuse_too_many(run, plan.bind(run, self.variable_values))
        self._refuse_too_busy(run)
        return run, plan

    def _plan(self, schema: GraphSchema, run: Run, root_type: GraphQLObjectType, grouped: GroupedFieldSet) -> Selection:
        names, plans = schema.plans.of(self.operation, list(self.fragment_definitions.values()))
        key = (run.dialect.name, *(self.variable_values.coerced.get(name) for name in names))
        plan = plans.get(key)
        if plan is None:
            plan = plans[key] = Planner(schema.graph, self, run.dialect).root(root_type, grouped)
        else:
            schema.plans.hits += 1
        return plan

    def _refuse_too_many(self, run: Run, values: int) -> None:
        most = run.context.max_values
        if values > most:
            raise refused(
                Code.TOO_MANY_VALUES,
                f"This operation could answer with {values:,} values; {most:,} is the most. "
                "Ask for smaller pages (`first:`) or for fewer fields in the inner lists.",
            )

    def _refuse_too_busy(self, run: Run) -> None:
        if run.links > MAX_LINKS:
            raise refused(
                Code.TOO_MANY_VALUES,
                f"This operation follows {run.links:,} relations, and each takes a statement; {MAX_LINKS} is the most. "
                "Ask in several operations.",
            )

    def _settle(self, root_type: GraphQLObjectType, grouped: GroupedFieldSet, data: dict[str, Any]) -> dict[str, Any]:
        settlement = Settlement(self)
        settled = settlement.root(root_type, grouped, data)
        for error in settlement.errors:
            self.collected_errors.add(error, _path(error.path or []))
        return settled


def _path(keys: Sequence[str | int]) -> Path | None:
    path: Path | None = None
    for key in keys:
        path = Path(path, key, None)
    return path


def _is_introspection(details: Any) -> bool:
    return details[0].node.name.value in ("__schema", "__type")


class GraphSchema(strawberry.Schema):
    """A Strawberry schema whose fields are given by the graph, and whose operations are run by their plans."""

    def __init__(self, graph: Graph, fields: Mapping[type, list[StrawberryField]], **options: Any) -> None:
        self.graph = graph
        self.fields = fields
        self.plans = Plans()
        super().__init__(execution_context_class=Execution, **options)

    def get_fields(self, type_definition: StrawberryObjectDefinition) -> list[StrawberryField]:
        """Strawberry asks for the fields of a type here; those that the graph does not give are the type's own."""
        return self.fields.get(type_definition.origin) or type_definition.fields
