"""What an operation should answer: a small interpreter over plain rows.

It shares only the declarations with the engine. graphql-core parses, validates and coerces; everything else (selection,
scopes, lists, figures, nulls) is done here.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLIncludeDirective,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLSkipDirective,
    OperationDefinitionNode,
    get_named_type,
    is_abstract_type,
    is_leaf_type,
    is_list_type,
    is_non_null_type,
)
from graphql.execution.values import get_argument_values, get_directive_values, get_variable_values

from schema import Ref
from schema.graph import FieldDef, Graph, NodeType
from schema.shape import Kind
from schema.sources import AggregateSource, BatchedSource, ColumnSource, ComputedSource, ManySource, OneSource
from tests.schema.plain import NARROWED, FieldError, Sight, encoded_id
from tests.schema.plain_functions import ASKED, BATCHED, FUNCTIONS
from tests.schema.plain_lists import Limits, Where, limits_of, order_of, page_of, snake
from tests.schema.plain_pages import Item, Listed, Plain
from tests.schema.world.rows import Row
from tests.schema.world.values import Viewer

Path = tuple[str | int, ...]
Groups = dict[str, list[FieldNode]]


@dataclass
class Oracle:
    """Answers operations for one viewer."""

    graph: Graph
    schema: GraphQLSchema
    sight: Sight
    cap: int
    tell: Callable[[str, str], None]
    """Is told each cursor, so that later operations can use it."""
    errors: list[tuple[Path, str]] = field(default_factory=list[tuple[Path, str]])

    def told(self, name: str, cursor: str) -> str:
        self.tell(name, cursor)
        return cursor

    def answer(self, document: DocumentNode, variables: Mapping[str, Any]) -> tuple[Any, set[tuple[Path, str]]]:
        """The data, and the errors as (path, code)."""
        self.errors = []
        operation = next(each for each in document.definitions if isinstance(each, OperationDefinitionNode))
        self.fragments = {
            each.name.value: each for each in document.definitions if isinstance(each, FragmentDefinitionNode)
        }
        coerced = get_variable_values(self.schema, operation.variable_definitions or (), dict(variables))
        assert not isinstance(coerced, list), coerced
        self.variables = coerced
        root = self.schema.get_root_type(operation.operation)
        assert root
        try:
            data: Any = self._object(root, [operation], None, ())
        except LocatedError as error:
            data = None
            self.errors = [(error.path, error.code)]
        return data, set(self.errors)

    # ------------------------------------------------------------ selection

    def _collect(self, of: GraphQLObjectType, parents: Sequence[Any]) -> Groups:
        found: Groups = {}
        for parent in parents:
            self._gather(of, parent.selection_set.selections, found, set())
        return found

    def _gather(self, of: GraphQLObjectType, selections: Sequence[Any], found: Groups, seen: set[str]) -> None:
        for each in selections:
            if not self._included(each):
                continue
            if isinstance(each, FieldNode):
                found.setdefault((each.alias or each.name).value, []).append(each)
                continue
            if each.kind == "fragment_spread":
                if each.name.value in seen:
                    continue
                seen.add(each.name.value)
                each = self.fragments[each.name.value]  # noqa: PLW2901
            if each.type_condition is None or self._is(of, each.type_condition.name.value):
                self._gather(of, each.selection_set.selections, found, seen)

    def _included(self, node: Any) -> bool:
        skip = get_directive_values(GraphQLSkipDirective, node, self.variables)
        include = get_directive_values(GraphQLIncludeDirective, node, self.variables)
        return not (skip and skip["if"]) and not (include and not include["if"])

    def _is(self, of: GraphQLObjectType, name: str) -> bool:
        wanted: Any = self.schema.type_map[name]
        return of is wanted or (is_abstract_type(wanted) and self.schema.is_sub_type(wanted, of))

    # ------------------------------------------------------------ values

    def _object(self, of: GraphQLObjectType, nodes: Sequence[Any], thing: Any, path: Path) -> dict[str, Any]:
        made: dict[str, Any] = {}
        for key, group in self._collect(of, nodes).items():
            made[key] = self._field(of, group, thing, (*path, key))
        return made

    def _field(self, of: GraphQLObjectType, group: list[FieldNode], thing: Any, path: Path) -> Any:
        name = group[0].name.value
        if name == "__typename":
            return of.name
        definition = of.fields[name]

        def value() -> Any:
            try:
                given = get_argument_values(definition, group[0], self.variables)
            except GraphQLError:
                raise FieldError("BAD_ARGUMENT") from None
            return self._ask(of.name, name, thing, given)

        return self._complete(definition.type, group, value, path)

    def _complete(self, of: Any, group: list[FieldNode], value: Callable[[], Any], path: Path) -> Any:
        if is_non_null_type(of):
            return self._present(of.of_type, group, value, path, required=True)
        before = len(self.errors)
        try:
            return self._present(of, group, value, path, required=False)
        except LocatedError as error:
            del self.errors[before:]
            self.errors.append((error.path, error.code))
            return None

    def _present(self, of: Any, group: list[FieldNode], get: Callable[[], Any], path: Path, *, required: bool) -> Any:
        try:
            value = self._seen(get())
            if value is None and required:
                raise FieldError("NULL_VALUE")
            if value is None:
                return None
            if is_leaf_type(of):
                return _leaf(of, value)
        except FieldError as error:
            raise LocatedError(path, error.code) from None
        if is_list_type(of):
            items = self._items(of.of_type, value)
            return [
                self._complete(of.of_type, group, partial(_itself, each), (*path, at)) for at, each in enumerate(items)
            ]
        return self._object(self._type(of, value), group, value, path)

    def _items(self, of: Any, items: Sequence[Any]) -> list[Any]:
        """Nodes that the viewer may not see are left out, unless items may be null."""
        hides = is_non_null_type(of)
        return [each for each in items if not (hides and isinstance(each, Ref) and self._seen(each) is None)]

    def _seen(self, value: Any) -> Any:
        if not isinstance(value, Ref):
            return value
        row = self.sight.find(value)
        return None if row is None else Item(self.graph.nodes[value.type_name], row)

    def _type(self, of: Any, value: Any) -> GraphQLObjectType:
        if not is_abstract_type(of):
            return of  # type: ignore[no-any-return]
        name = value.type_name if isinstance(value, Item) else type(value).__name__
        return self.schema.type_map[name]  # type: ignore[return-value]

    # ------------------------------------------------------------ where values come from

    def _ask(self, type_name: str, name: str, thing: Any, given: Mapping[str, Any]) -> Any:
        if isinstance(thing, Item):
            return self._of_node(thing, thing.node.fields[name], given)
        if isinstance(thing, Plain):
            return thing.ask(name, given, self)
        if thing is not None:
            return getattr(thing, snake(name))
        source = self.graph.roots[type_name].fields[name]
        if isinstance(source.source, ManySource):
            return self._listed(f"{type_name}.{name}", source, None, given)
        return self._function(f"{type_name}.{name}", source, given)

    def _function(self, label: str, of: FieldDef, given: Mapping[str, Any]) -> Any:
        answered = FUNCTIONS[label](self.sight, given)
        asked = max((len(each) for name, each in given.items() if name == "ids"), default=self.cap)
        if asked > self.cap or (of.shape.kind is Kind.LIST and len(answered) > asked):
            raise FieldError("LIST_TOO_LONG")
        return answered

    def _of_node(self, item: Item, of: FieldDef, given: Mapping[str, Any]) -> Any:
        node, row, source = item.node, item.row, of.source
        label = f"{node.name}.{of.graphql_name}"
        match source:
            case ColumnSource():
                return self._value(item, source.name)
            case ComputedSource():
                return self._computed(item, source)
            case OneSource():
                target = self.graph.nodes[of.shape.name]
                found = self.sight.where(target.name, _pk(source.by), self._value(item, _pk(source.key)))
                return Item(target, found[0]) if found else None
            case ManySource():
                connection = of.shape.kind is Kind.CONNECTION
                return self._listed(label, of, item, given) if connection else self._short(label, of, item, source)
            case BatchedSource():
                return self._batched(label, of, self._value(item, _pk(source.key)), given)
            case AggregateSource():
                return self._aggregate(label, source, self._value(item, _pk(source.key)))
            case _:
                return encoded_id(node.name, row["id"])

    def _short(self, label: str, of: FieldDef, item: Item, source: ManySource) -> list[Item]:
        target, rows = self._related(label, of, item)
        if len(rows) > (source.max or 0):
            raise FieldError("LIST_TOO_LONG")
        order = order_of(target, source.order, None)
        return [Item(target, each) for each in sorted(rows, key=order.place, reverse=order.descending)]

    def _value(self, item: Item, column: str) -> Any:
        return self.sight.value(item.node.name, item.row, column)

    def _computed(self, item: Item, source: ComputedSource) -> Any:
        names = list(inspect.signature(source.function).parameters)
        values = {name: self._value(item, name) for name in names if name in item.row}
        supplied: dict[str, Viewer] = {"viewer": self.sight.viewer} if "viewer" in names else {}
        try:
            if source.columns:
                return source.function(*(self._value(item, name) for name in source.columns), **supplied)
            return source.function(**values, **supplied)
        except GraphQLError as error:
            raise FieldError(str((error.extensions or {}).get("code"))) from None
        except Exception:  # noqa: BLE001  # whatever a function raises is an error of its field
            raise FieldError("INTERNAL") from None

    def _batched(self, label: str, of: FieldDef, key: Any, given: Mapping[str, Any]) -> Any:
        assert isinstance(of.source, BatchedSource)
        if any(len(each) > self.cap for each in given.values() if isinstance(each, list)):
            raise FieldError("LIST_TOO_LONG")
        value = None if key is None else self._answered(label, key, given)
        if of.shape.kind is Kind.LIST:
            value = value or []
            if len(value) > of.source.max:
                raise FieldError("LIST_TOO_LONG")
        return value

    def _answered(self, label: str, key: Any, given: Mapping[str, Any]) -> Any:
        asked = ASKED.get(label)
        return asked(self.sight, key, given) if asked else BATCHED[label](self.sight, key)

    def _aggregate(self, label: str, source: AggregateSource, key: Any) -> int:
        name = source.of if isinstance(source.of, str) else source.of.__name__
        rows = [row for row in self.sight.where(name, source.by, key) if NARROWED.get(label, _all)(row)]
        if source.total is None:
            return len(rows)
        values = (self.sight.value(name, row, source.total) for row in rows)
        return sum(value for value in values if value is not None)

    def _related(self, label: str, of: FieldDef, item: Item | None) -> tuple[NodeType, list[Row]]:
        assert isinstance(of.source, ManySource)
        target = self.graph.nodes[of.shape.innermost.name]
        if item is None:
            rows = self.sight.rows(target.name)
        else:
            rows = self.sight.where(target.name, str(of.source.by), self._value(item, _pk(of.source.key)))
        return target, [row for row in rows if NARROWED.get(label, _all)(row)]

    def _listed(self, label: str, of: FieldDef, item: Item | None, given: Mapping[str, Any]) -> Listed:
        assert isinstance(of.source, ManySource)
        target, rows = self._related(label, of, item)
        order = order_of(target, of.source.order, given.get("orderBy"))
        limits: Limits = limits_of(given, order, self.sight.world.rows[target.name], self.cap)
        test = Where(self.sight, target).test(given.get("where") or {})
        rows = sorted(filter(test, rows), key=order.place, reverse=order.descending)
        return Listed(target, rows, order, page_of(rows, order, given, limits))


class LocatedError(Exception):
    """A failure on its way up to a place that may be null."""

    def __init__(self, path: Path, code: str) -> None:
        super().__init__(path, code)
        self.path = path
        self.code = code


def _leaf(of: Any, value: Any) -> Any:
    try:
        return get_named_type(of).coerce_output_value(value)
    except Exception:  # noqa: BLE001  # the same: a value that cannot be said is an error of its field
        raise FieldError("INTERNAL") from None


def _itself(value: Any) -> Any:
    return value


def _pk(name: str) -> str:
    return "id" if name == "pk" else name


def _all(row: Row) -> bool:
    return True
