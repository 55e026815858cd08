"""Where graphql-core hands over: the root fields of an operation are planned, bound, read and settled here."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Mapping, Sequence
from typing import Any, Final, cast

import strawberry
from graphql import ExecutionResult, GraphQLError, GraphQLObjectType, GraphQLSchema, OperationDefinitionNode
from graphql.execution.collect_fields import GroupedFieldSet, collect_fields
from graphql.execution.values import VariableValues, get_variable_values
from graphql.pyutils import Path
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext
from strawberry.types.base import StrawberryObjectDefinition
from strawberry.types.field import StrawberryField

from schema.arguments import NO_VARIABLES
from schema.document import Document
from schema.errors import Code, refused
from schema.events import opened
from schema.failure import failures
from schema.graph import Graph
from schema.plan import Planner
from schema.plans import Plan, Plans
from schema.run import Context, Run
from schema.selection import Selection
from schema.settle import Settlement

MAX_LINKS: Final = 500
MOST_FAULTS: Final = 50
"""So many faults of variables are told, as graphql-core does."""


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
        run, plan = self._bound(root_type, self._root_fields(root_type))
        return opened(plan, run)

    def _bound(self, root_type: GraphQLObjectType, grouped: GroupedFieldSet) -> tuple[Run, Selection]:
        """The plan with its arguments bound."""
        schema = cast("GraphSchema", cast(Any, self.schema)._strawberry_schema)  # noqa: SLF001
        run = Run(schema.graph, schema, cast(Context, self.context_value))
        plan = self._plan(schema, run, root_type, grouped)
        bind(plan, run, self.variable_values)
        return run, plan

    def _plan(self, schema: GraphSchema, run: Run, root_type: GraphQLObjectType, grouped: GroupedFieldSet) -> Selection:
        planned = schema.plans.of(self.operation, list(self.fragment_definitions.values()))
        shape = planned.shape(run.dialect.name, self.variable_values)
        plan = planned.plans.get(shape)
        if plan is None:
            is_whole = all(not _is_introspection(details) for details in self._root_fields(root_type).values())
            selection = Planner(schema.graph, self, run.dialect).root(root_type, grouped)
            plan = planned.plans[shape] = Plan(selection, is_whole)
        else:
            schema.plans.hits += 1
        return plan.selection

    def _root_fields(self, root_type: GraphQLObjectType) -> GroupedFieldSet:
        fields = collect_fields(self.schema, self.fragments, self.variable_values, root_type, self.operation, False)
        return fields.grouped_field_set

    def settled(self, data: dict[str, Any]) -> ExecutionResult:
        """What was read, with its failures as errors."""
        root_type = self.schema.get_root_type(self.operation.operation)
        assert root_type is not None
        try:
            return self._told(self._settle(root_type, self._root_fields(root_type), data))
        except GraphQLError as error:
            self.collected_errors.add(error, None)
            return self._told(None)

    def _told(self, data: dict[str, Any] | None) -> ExecutionResult:
        return cast(ExecutionResult, self.build_response(data))

    def _settle(self, root_type: GraphQLObjectType, grouped: GroupedFieldSet, data: dict[str, Any]) -> dict[str, Any]:
        settlement = Settlement(self)
        settled = settlement.root(root_type, grouped, data)
        for error in settlement.errors:
            self.collected_errors.add(error, _path(error.path or []))
        return settled


async def executed(
    schema: GraphSchema,
    document: Document,
    operation: OperationDefinitionNode,
    inputs: Mapping[str, Any],
    context: Context,
) -> ExecutionResult:
    """The answer to an operation of a valid document.

    Where there is a plan, graphql-core's executor is made only if something has failed: making one for each run took a
    fifth of the time of a small query.
    """
    variables = _coerced(schema, operation, inputs)
    if isinstance(variables, list):
        return ExecutionResult(None, variables)
    run = Run(schema.graph, schema, context)
    planned = schema.plans.of(operation, document.fragments)
    plan = planned.plans.get(planned.shape(run.dialect.name, variables))
    if plan is None or not plan.is_whole:
        execution = execution_of(schema, document, operation, inputs, context)
        assert isinstance(execution, Execution)
        return await cast(Awaitable[ExecutionResult], execution.execute_operation())
    schema.plans.hits += 1
    try:
        bind(plan.selection, run, variables)
    except GraphQLError as error:
        return ExecutionResult(None, [error])
    before = failures()
    data = (await plan.selection.complete(run, [()]))[0]
    if failures() == before:
        return ExecutionResult(data, None)
    execution = execution_of(schema, document, operation, inputs, context)
    assert isinstance(execution, Execution)
    return execution.settled(data)


def _coerced(
    schema: GraphSchema, operation: OperationDefinitionNode, inputs: Mapping[str, Any]
) -> VariableValues | list[GraphQLError]:
    if not operation.variable_definitions:
        return NO_VARIABLES
    return get_variable_values(schema.core, operation.variable_definitions, dict(inputs), max_errors=MOST_FAULTS)


def execution_of(
    schema: GraphSchema,
    document: Document,
    operation: OperationDefinitionNode,
    inputs: Mapping[str, Any],
    context: Context,
) -> Execution | list[GraphQLError]:
    """An executor, or what is wrong with the variables."""
    name = operation.name.value if operation.name else None
    built = Execution.build(
        schema.core, document.node, context_value=context, raw_variable_values=dict(inputs), operation_name=name
    )
    return built if isinstance(built, list) else cast(Execution, built)


def bind(plan: Selection, run: Run, variables: VariableValues) -> None:
    """Bind an operation's arguments; refuses what would be too much."""
    _refuse_too_many(run, plan.bind(run, variables))
    _refuse_too_busy(run)


def _refuse_too_many(run: Run, values: int) -> None:
    most = run.context.max_values
    if values > most:
        raise refused(
            Code.TOO_MANY_VALUES,
            f"This operation could answer with {values:,} values; {most:,} is the most. "
            "Ask for smaller pages (`first:`) or for fewer fields in the inner lists.",
        )


def _refuse_too_busy(run: Run) -> None:
    if run.links > MAX_LINKS:
        raise refused(
            Code.TOO_MANY_VALUES,
            f"This operation follows {run.links:,} relations, and each takes a statement; {MAX_LINKS} is the most. "
            "Ask in several operations.",
        )


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

    @property
    def core(self) -> GraphQLSchema:
        """The same for graphql-core, which parses, validates and introspects by it."""
        return self._schema

    def get_fields(self, type_definition: StrawberryObjectDefinition) -> list[StrawberryField]:
        """Strawberry asks for the fields of a type here; those that the graph does not give are the type's own."""
        return self.fields.get(type_definition.origin) or type_definition.fields
