"""From declarations to the graph: every type and field resolved against its table, and checked."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from schema import checks
from schema.declare import (
    Declaration,
    ExtensionDeclaration,
    FunctionDeclaration,
    InterfaceDeclaration,
    NodeDeclaration,
    declaration_of,
)
from schema.errors import DeclarationError, UnknownNameError
from schema.graph import (
    OWN,
    ROOTS,
    Contribution,
    FieldDef,
    FunctionSource,
    Graph,
    IdSource,
    NodeType,
    ObjectType,
    Signature,
)
from schema.place import Place, field_docs, place_of
from schema.relay import Node
from schema.shape import answer_of, graph_names, hints_of, shape_of
from schema.signatures import signature_of
from schema.sources import BatchedSource, ColumnSource, Source
from schema.table import table_of


def resolve(contributions: Sequence[Contribution], *, viewer: type, supplied: Sequence[type] = ()) -> Graph:
    """The graph of these contributions; `viewer` and `supplied` are the classes that functions may ask for.

    Raises DeclarationError for the first declaration that cannot be built.
    """
    return _Resolver(contributions, viewer, (viewer, *supplied)).graph()


class _Resolver:
    def __init__(self, contributions: Sequence[Contribution], viewer: type, supplied: Sequence[type]) -> None:
        own = Contribution(OWN, _declared(Node))
        self.contributions = [own, *contributions]
        self.supplied = supplied
        names = graph_names([each.declaration for each in self.contributions])
        roots = {root: ObjectType(root, OWN, _ROOT_DOCS[root], None) for root in ROOTS.values()}
        self.result = Graph(viewer, {}, {}, roots, names)

    def graph(self) -> Graph:
        self._each(InterfaceDeclaration, self._interface)
        self._each(NodeDeclaration, self._node)
        self._each(NodeDeclaration, self._node_fields)
        self._each(ExtensionDeclaration, self._extension)
        self._each(FunctionDeclaration, self._function)
        for node in self.result.nodes.values():
            checks.check_node(self.result, node)
        for root in self.result.roots.values():
            checks.check_root(self.result, root)
        return self.result

    def _each(self, kind: type[Any], act: Callable[[str, Any], None]) -> None:
        for contribution in self.contributions:
            if isinstance(contribution.declaration, kind):
                act(contribution.owner, contribution.declaration)

    def _interface(self, owner: str, declared: InterfaceDeclaration) -> None:
        made = ObjectType(declared.name, owner, declared.description, declared.place, self._interfaces(declared.cls))
        for found in self._class_fields(owner, declared, declared.cls):
            made.add(found)
        self.result.interfaces[declared.name] = made

    def _node(self, owner: str, declared: NodeDeclaration) -> None:
        old = self.result.nodes.get(declared.name)
        if old:
            raise DeclarationError(
                f"The type {declared.name} is declared by {old.owner} ({old.place}) and by {owner}",
                place=declared.place,
                remedy=f"Rename the class in {owner}, or extend the type with @extend({declared.name!r}).",
            )
        self.result.nodes[declared.name] = NodeType(
            declared.name,
            owner,
            declared.description,
            declared.place,
            tuple(dict.fromkeys((*self._interfaces(declared.cls), "Node"))),
            declaration=declared,
            table=table_of(declared.model),
        )

    def _node_fields(self, owner: str, declared: NodeDeclaration) -> None:
        node = self.result.nodes[declared.name]
        identity = self.result.interfaces["Node"].fields["id"]
        node.add(FieldDef("id", identity.shape, IdSource(place=_anywhere(declared)), OWN, None, identity.description))
        for found in self._class_fields(owner, declared, declared.cls):
            if found.graphql_name != "id":
                node.add(found)

    def _extension(self, owner: str, declared: ExtensionDeclaration) -> None:
        target = self.result.nodes.get(declared.name) or self.result.roots.get(declared.name)
        if target is None:
            if declared.optional:
                return
            raise DeclarationError(
                f"{owner} extends the type {declared.name}, which nobody declares",
                place=declared.place,
                remedy=f"Load the department that owns it, or write @extend({declared.name!r}, optional=True).",
            )
        for found in self._extension_fields(owner, declared):
            target.add(found)

    def _extension_fields(self, owner: str, declared: ExtensionDeclaration) -> list[FieldDef]:
        try:
            return self._class_fields(owner, declared, declared.cls)
        except UnknownNameError:
            if declared.optional:
                return []
            raise

    def _interfaces(self, cls: type) -> tuple[str, ...]:
        declared = [declaration_of(base) for base in cls.__mro__[1:]]
        return tuple(each.name for each in declared if isinstance(each, InterfaceDeclaration))

    def _class_fields(self, owner: str, declared: Declaration, cls: type) -> list[FieldDef]:
        docs = {name: doc for base in reversed(cls.__mro__) for name, doc in field_docs(base).items()}
        hints = hints_of(cls, self.result.names, declared.place)
        self._refuse_unannotated(cls, hints, declared)
        return [
            self._field(owner, declared, cls, name, annotation, docs)
            for name, annotation in hints.items()
            if not name.startswith("_")
        ]

    def _refuse_unannotated(self, cls: type, hints: Mapping[str, Any], declared: Declaration) -> None:
        for name, value in vars(cls).items():
            if isinstance(value, Source) and name not in hints:
                raise DeclarationError(
                    f"{declared.name}.{name} has a source but no type",
                    place=value.place,
                    remedy=f"Write its type: `{name}: str | None = ...`.",
                )

    def _field(
        self, owner: str, declared: Declaration, cls: type, name: str, annotation: Any, docs: Mapping[str, str]
    ) -> FieldDef:
        given = getattr(cls, name, None)
        source = given if isinstance(given, Source) else ColumnSource(place=_anywhere(declared), name=name)
        shape = shape_of(annotation, place=source.place, use=f"{declared.name}.{name}")
        signature = self._signature(f"{declared.name}.{name}", source)
        return FieldDef(name, shape, source, owner, source.place, docs.get(name, ""), signature)

    def _signature(self, use: str, source: Source) -> Signature:
        if not isinstance(source, BatchedSource):
            return Signature()
        place = place_of(source.function) or source.place
        hints = hints_of(source.function, self.result.names, place)
        return signature_of(source.function, hints, self.supplied, keys=1, place=place, use=use)

    def _function(self, owner: str, declared: FunctionDeclaration) -> None:
        _refuse_wrong_kind(declared)
        hints = hints_of(declared.function, self.result.names, declared.place)
        union_name = f"{declared.name.title().replace('_', '')}Result"
        use = f"{declared.kind} {declared.name}"
        shape = shape_of(_answer(declared, hints), place=declared.place, use=use, union_name=union_name)
        source = FunctionSource(place=_anywhere(declared), kind=declared.kind, function=declared.function)
        signature = signature_of(declared.function, hints, self.supplied, keys=0, place=declared.place, use=use)
        made = FieldDef(declared.name, shape, source, owner, declared.place, declared.description, signature)
        self.result.roots[ROOTS[declared.kind]].add(made)


def _answer(declared: FunctionDeclaration, hints: Mapping[str, Any]) -> Any:
    """What a function answers, a subscription each time; it must say so."""
    found = answer_of(declared, hints)
    if found is None:
        example = "AsyncGenerator[Ref[Tender]]" if declared.kind == "subscription" else "Ref[Tender] | Refusal"
        raise DeclarationError(
            f"The {declared.kind} {declared.name} does not say what it answers",
            place=declared.place,
            remedy=f"Annotate its return type, e.g. `-> {example}`.",
        )
    return found


def _refuse_wrong_kind(declared: FunctionDeclaration) -> None:
    if declared.kind == "subscription":
        if not inspect.isasyncgenfunction(declared.function):
            raise DeclarationError(
                f"The subscription {declared.name} is no async generator",
                place=declared.place,
                remedy=f"Write `async def {declared.name}(...)` and `yield` each event.",
            )
    elif not inspect.iscoroutinefunction(declared.function):
        raise DeclarationError(
            f"The {declared.kind} {declared.name} is not async",
            place=declared.place,
            remedy=f"Write `async def {declared.name}(...)`: whatever it waits for, others need not.",
        )


def _declared(cls: type) -> Declaration:
    declaration = declaration_of(cls)
    assert declaration is not None
    return declaration


def _anywhere(declared: Declaration) -> Place:
    return declared.place or Place("unknown", 0)


_ROOT_DOCS = {
    "Query": "Everything that can be asked.",
    "Mutation": "Everything that can be changed; each answers the changed thing, or a Refusal with its reasons.",
    "Subscription": "Everything that can be followed: asked once, over a WebSocket or as server-sent events, and "
    "answered each time something happens that you may see.",
}
