"""The words a department declares its part of the graph with: what a type is, and where each field comes from.

A class is a type, an annotation is a field's GraphQL type, the right-hand side is where its value comes from; no
right-hand side means the column of that name. The string below a field is its description.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from operator import attrgetter
from pkgutil import iter_modules
from types import ModuleType
from typing import Any, Final, TypeVar, cast

from tortoise.expressions import Q
from tortoise.models import Model
from tortoise.queryset import QuerySet

from schema.counting import Counted, add_counted, may_count
from schema.errors import DeclarationError
from schema.place import Place, calling_place, docstring, place_of
from schema.sources import AggregateSource, BatchedSource, ColumnSource, ComputedSource, ManySource, OneSource

T = TypeVar("T")
C = TypeVar("C", bound=type)
F = TypeVar("F", bound=Callable[..., Any])
M = TypeVar("M", bound=Model)

Scope = Callable[[Any], Q]
"""From a viewer to the rows they may see.

An empty `Q()` means all rows where it stands alone; inside an `|` it is dropped, by tortoise and by us. So test the
role first, and return `Q()` or the narrower filter.
"""

DECLARATION = "__graph_declaration__"
LEAST_WORDS: Final = 6
"""So many words a reason has at least."""


def everyone(viewer: object) -> Q:
    """The scope of what is published to all."""
    return Q()


NOBODY: Final = Q(pk__in=[])
"""The filter of a scope for a viewer who may see no row."""


# ---------------------------------------------------------------- where a field's value comes from


def column(name: str) -> Any:
    """The value of the column `name` of this node's table; needed only where the field is called otherwise."""
    return ColumnSource(place=calling_place(), name=name)


def one(key: str | None = None, *, by: str | None = None) -> Any:
    """The related node: `one("buyer_id")` follows this row's column to the other's key, `one(by="organisation_id")`
    finds the row whose unique column equals this row's key. With both, this row's `key` equals the other's `by`.
    """
    return OneSource(place=calling_place(), key=key or "pk", by=by or "pk")


def many(
    by: str | None = None,
    *,
    key: str | None = None,
    order: str | None = None,
    max: int | None = None,  # noqa: A002  # the field's own word
    where: Q | None = None,
) -> Any:
    """The related nodes, whose column `by` equals this row's key; a root field has no `by`.

    Annotate `Connection[T]` for a list in pages, or `list[T]` with `max`, the most there can be: more is an error of
    the field, never a shortened list. `order` names a column, `-column` for descending. `where` narrows the relation.
    """
    return ManySource(place=calling_place(), key=key or "pk", by=by, order=order, max=max, where=where or Q())


def computed(function: Callable[..., T], *columns: str) -> T:
    """What a plain function makes of columns: of those named, or of those that its parameters are named after.

    A parameter annotated with the viewer's class gets the viewer. A function that raises is an error of the field.
    """
    return cast(T, ComputedSource(place=calling_place(), function=function, columns=columns))


def batched(
    function: Callable[..., Awaitable[Mapping[Any, T]]],
    *,
    key: str = "pk",
    max: int = 1,  # noqa: A002  # the field's own word
) -> T:
    """What an async function answers for all keys of a level at once: `{key: value}`; no entry means null or no items.

    `key` names the column whose values are the keys. `max` is the most items that a list may have. The function's first
    parameter takes the keys; any other is an argument of the field, unless it is of a class that is supplied, such as
    the viewer's. It gets rows only through `scoped`.
    """
    return cast(T, BatchedSource(place=calling_place(), function=function, key=key, max=max))


def aggregate(
    of: type | str,
    *,
    by: str,
    key: str | None = None,
    total: str | None = None,
    where: Q | None = None,
) -> Any:
    """How many rows of `of` have this row's key in their column `by`; with `total`, the sum of that column over them.

    `where` narrows what is counted. Counts only what the viewer may see.
    """
    return AggregateSource(place=calling_place(), of=of, by=by, key=key or "pk", total=total, where=where or Q())


# ---------------------------------------------------------------- what is declared


@dataclass(frozen=True, kw_only=True)
class Declaration:
    """One thing that a department puts into the graph."""

    name: str
    place: Place | None
    description: str


@dataclass(frozen=True, kw_only=True)
class NodeDeclaration(Declaration):
    """A type with a table and a scope."""

    cls: type
    model: type[Model]
    scope: Scope
    filters: tuple[str, ...] = ()
    orders: tuple[str, ...] = ()
    sums: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    search: tuple[str, ...] = ()
    visible: Mapping[str, Scope] = field(default_factory=dict[str, Scope])


@dataclass(frozen=True, kw_only=True)
class InterfaceDeclaration(Declaration):
    """Fields that several nodes have."""

    cls: type


@dataclass(frozen=True, kw_only=True)
class ExtensionDeclaration(Declaration):
    """Fields for a type that somebody else owns; `name` is that type."""

    cls: type
    optional: bool


@dataclass(frozen=True, kw_only=True)
class FunctionDeclaration(Declaration):
    """A root field that a function answers; `kind` is query, mutation or subscription."""

    kind: str
    function: Callable[..., Any]


def declaration_of(thing: object) -> Declaration | None:
    """What a decorated class or function declares, or None for anything else."""
    own = vars(thing).get(DECLARATION) if hasattr(thing, "__dict__") else None
    return own if isinstance(own, Declaration) else None


def declared_in(*modules: ModuleType) -> list[Declaration]:
    """Everything declared in these modules themselves, in the order of their text; a package stands for its modules."""
    found: list[Declaration] = []
    for module in (inner for each in modules for inner in _modules_of(each)):
        for thing in vars(module).values():
            declaration = declaration_of(thing)
            if declaration and getattr(thing, "__module__", None) == module.__name__:
                found.append(declaration)
    return found


def _modules_of(module: ModuleType) -> Iterator[ModuleType]:
    """The module and, if it is a package, every module in it, by name."""
    yield module
    for each in sorted(iter_modules(getattr(module, "__path__", ())), key=attrgetter("name")):
        yield from _modules_of(import_module(f"{module.__name__}.{each.name}"))


def node(
    model: type[Model],
    *,
    scope: Scope,
    filters: Sequence[str] = (),
    orders: Sequence[str] = (),
    sums: Sequence[str] = (),
    groups: Sequence[str] = (),
    keys: Sequence[str] = (),
    search: Sequence[str] = (),
    visible: Mapping[str, Scope] | None = None,
) -> Callable[[C], C]:
    """Declare a type bound to a table and to the scope that every read of the table goes through.

    `filters` and `orders` name indexed columns for `where` and `orderBy`; `sums` names fields, `groups` columns, for
    the `summary` of connections; `keys` the columns that links of other departments may join on; `search` the folded
    text columns that `search(text:)` looks into. `visible` narrows a column further: whoever reads it, filters on it
    or sums it finds it empty outside that scope.
    """
    place = calling_place()

    def declare(cls: C) -> C:
        declaration = NodeDeclaration(
            name=cls.__name__,
            place=place_of(cls) or place,
            description=docstring(cls),
            cls=cls,
            model=model,
            scope=scope,
            filters=tuple(filters),
            orders=tuple(orders),
            sums=tuple(sums),
            groups=tuple(groups),
            keys=tuple(keys),
            search=tuple(search),
            visible=dict(visible or {}),
        )
        setattr(cls, DECLARATION, declaration)
        return cls

    return declare


def interface(cls: C) -> C:
    """Declare fields that several nodes have: a node that inherits the class implements the interface."""
    declaration = InterfaceDeclaration(name=cls.__name__, place=place_of(cls), description=docstring(cls), cls=cls)
    setattr(cls, DECLARATION, declaration)
    return cls


def extend(name: str, *, optional: bool = False) -> Callable[[C], C]:
    """Declare fields for the type `name`, which another department owns; `Query` takes root fields.

    An `optional` extension is dropped when nobody owns the type; otherwise that is an error at start.
    """
    place = calling_place()

    def declare(cls: C) -> C:
        declaration = ExtensionDeclaration(
            name=name, place=place_of(cls) or place, description=docstring(cls), cls=cls, optional=optional
        )
        setattr(cls, DECLARATION, declaration)
        return cls

    return declare


def _function(kind: str, function: F) -> F:
    declaration = FunctionDeclaration(
        name=function.__name__,
        place=place_of(function),
        description=docstring(function),
        kind=kind,
        function=function,
    )
    setattr(function, DECLARATION, declaration)
    return function


def query(function: F) -> F:
    """Declare a root field that asks a rule or finds Refs; its parameters are the arguments, one may be the viewer."""
    return _function("query", function)


def mutation(function: F) -> F:
    """Declare a root field that writes; it answers `Ref[T] | Refusal` and is read after its commit."""
    return _function("mutation", function)


def subscription(function: F) -> F:
    """Declare a root field that goes on answering: an async generator, each of whose values is an event.

    Annotate it `AsyncGenerator[Ref[T]]`; its parameters are the arguments, and one may be of the class `Changes`, which
    tells what has changed. Each Ref is read anew through its scope, as its viewer sees it at the time of the event; of
    one that the viewer may not see nothing is sent, not even that there was an event.
    """
    return _function("subscription", function)


def scoped(node_class: type, viewer: object, model: type[M]) -> QuerySet[M]:
    """The rows of a node that the viewer may see: the only way for a function of a department to read rows.

    `model` repeats the node's table for the type checker and must be the same.
    """
    declaration = _table_of(node_class, model, calling_place(), "scoped({node}, viewer, {model})")
    return model.filter(declaration.scope(viewer))


def counting(node_class: type, *, because: str) -> Callable[[F], F]:
    """Say that a field counts rows of a node that its viewer may not see, and why it must.

    The function, of a batched field or a root field, gets them by `in_full`. It is for figures from which no single row
    can be told: a share, a sum over many. `because` is a sentence for those who ask why; `ipt departments` lists it.
    """
    place = calling_place()
    _node_of(node_class, place, "counting({node}, because='...')")
    if len(because.split()) < LEAST_WORDS or not because.endswith("."):
        raise DeclarationError(
            f"counting({node_class.__name__}) gives {because!r} as its reason",
            place=place,
            remedy="Write a sentence that tells a stranger why this figure must count what they may not see.",
        )

    def declare(function: F) -> F:
        add_counted(function, Counted(node_class, because))
        return function

    return declare


def in_full(node_class: type, model: type[M]) -> QuerySet[M]:
    """All rows of a node, whoever asks; only while a function runs that is declared to be `counting` them.

    `model` repeats the node's table for the type checker and must be the same.
    """
    place = calling_place()
    declaration = _table_of(node_class, model, place, "in_full({node}, {model})")
    if not may_count(node_class):
        raise DeclarationError(
            f"{declaration.name} is read in full for a field that does not say so",
            place=place,
            remedy=f"Decorate the function of the field: @counting({declaration.name}, because='...').",
        )
    return model.all()


def _node_of(node_class: type, place: Place, right: str) -> NodeDeclaration:
    declaration = declaration_of(node_class)
    if isinstance(declaration, NodeDeclaration):
        return declaration
    right = right.format(node="nodes.Tender", model="models.Tender")
    raise DeclarationError(
        f"{node_class.__name__} is no node", place=place, remedy=f"Give it a class declared with @node: {right}."
    )


def _table_of(node_class: type, model: type[Model], place: Place, right: str) -> NodeDeclaration:
    declaration = _node_of(node_class, place, right)
    if declaration.model is model:
        return declaration
    right = right.format(node=declaration.name, model=declaration.model.__name__)
    raise DeclarationError(
        f"{declaration.name} reads {declaration.model.__name__}, not {model.__name__}",
        place=place,
        remedy=f"Write {right}.",
    )
