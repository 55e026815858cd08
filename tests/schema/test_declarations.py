"""A mistake in a declaration is an error that names the place and says what to write instead."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, cast

import pytest
import strawberry
from tortoise.expressions import Q
from tortoise.models import Model

from core.storage.connection import Database
from schema import (
    Connection,
    Contribution,
    DeclarationError,
    GraphSchema,
    Node,
    Ref,
    aggregate,
    batched,
    build,
    column,
    computed,
    everyone,
    extend,
    interface,
    many,
    mutation,
    node,
    one,
    query,
    scoped,
    subscription,
)
from schema.declare import declaration_of
from tests.schema.world import models
from tests.schema.world.opened import asked_by
from tests.schema.world.values import Money, Viewer

pytestmark = pytest.mark.usefixtures("world")


def some(viewer: Viewer) -> Q:
    return Q(id=viewer.owner)


@node(models.Port, scope=everyone)
class Harbour(Node):
    """A port."""

    code: str
    """Its code."""


@node(models.Owner, scope=some, keys=["name"])
class Firm(Node):
    """An owner that not everybody sees."""

    name: str
    """Its name."""


@interface
class Coloured(Node):
    """What has a colour."""

    colour: str
    """Which."""


@strawberry.input
class WithRef:
    """An input that holds a Ref."""

    firm: Ref[Firm]
    """Which."""


@strawberry.type
class Pair:
    """A value that holds a Ref."""

    firm: Ref[Firm] | None
    """Which."""


def made(model: type[Model], hints: Mapping[str, Any], base: type = Node, /, **given: Any) -> type:
    """A node `Thing`: `given` holds the sources of fields under their names, and options of @node under `node_...`."""
    sources = {name: value for name, value in given.items() if not name.startswith("node_")}
    options = {name.removeprefix("node_"): value for name, value in given.items() if name not in sources}
    body = {"__doc__": "A thing.", "__annotations__": dict(hints), "__module__": __name__, **sources}
    return node(model, **{"scope": cast(Any, everyone), **options})(type("Thing", (base,), body))


def assembled(*things: object, owner: str = "ours") -> GraphSchema:
    declared = [declaration_of(each) for each in (Harbour, Firm, *things)]
    return build([Contribution(owner, each) for each in declared if each], viewer=Viewer)


@dataclass(frozen=True)
class Mistake:
    """What is declared, and what the error must say of it."""

    things: Callable[[], object]
    what: str
    remedy: str


SHIP, PORT, OWNER, VOYAGE, AGENCY = models.Ship, models.Port, models.Owner, models.Voyage, models.Agency


def tax(minor: int | None) -> int:
    return minor or 0


def link(name: str) -> Ref[Firm]:
    return Ref(Firm, 1)


async def answers(keys: list[int], viewer: Viewer) -> dict[int, str]:
    return {}


def answers_at_once(keys: list[int]) -> dict[int, str]:
    return {}


MISTAKES: dict[str, Mistake] = {
    # ---- columns
    "an unknown column": Mistake(
        lambda: made(SHIP, {"colour": str}), "Thing.colour: Ship has no column 'colour'", "Its columns are: agency_id, "
    ),
    "an unknown column under another name": Mistake(
        lambda: made(SHIP, {"paint": str}, paint=column("colour")), "Thing.paint: Ship has no column 'colour'", "imo"
    ),
    "a column of another type": Mistake(
        lambda: made(SHIP, {"name": int}), "Thing.name is annotated int, the column 'name' holds str", "Annotate str"
    ),
    "an enum as text": Mistake(
        lambda: made(SHIP, {"status": str}), "the column 'status' holds Status", "Annotate Status, or give it"
    ),
    "a nullable column that is never null": Mistake(
        lambda: made(SHIP, {"tonnage": int}),
        "Thing.tonnage can be missing: the column 'tonnage' is nullable",
        "| None`",
    ),
    "a guarded column that is never null": Mistake(
        lambda: made(SHIP, {"name": str}, node_visible={"name": some}), "the column 'name' is guarded", "| None`"
    ),
    "a source without a type": Mistake(
        lambda: made(SHIP, {}, paint=column("name")), "Thing.paint has a source but no type", "Write its type: `paint:"
    ),
    "a type that is none": Mistake(
        lambda: made(SHIP, {"name": bytes}), "Thing.name: <class 'bytes'> is no type of the graph", "Use str, int, bool"
    ),
    "a name that is nowhere": Mistake(
        lambda: made(SHIP, {"owner": "Nobody"}), "the annotation names 'Nobody', which is nowhere", "in quotes"
    ),
    "a union without a name": Mistake(
        lambda: made(SHIP, {"owner": Ref[Firm] | Ref[Harbour]}, owner=batched(answers)),
        "Thing.owner: a union needs a name",
        'strawberry.union("Name")',
    ),
    "a Ref of a value": Mistake(
        lambda: made(SHIP, {"value": Ref[Money]}, value=batched(answers)),
        "Ref[...] needs a node, an interface or a union of nodes",
        "without Ref",
    ),
    # ---- one
    "one of a leaf": Mistake(
        lambda: made(SHIP, {"owner": str}, owner=one("owner_id")), "Thing.owner is a one() of str", "Annotate the node"
    ),
    "one by an unknown column": Mistake(
        lambda: made(SHIP, {"owner": Firm | None}, owner=one("firm_id")), "Ship has no column 'firm_id'", "owner_id"
    ),
    "one by an unknown column of the other": Mistake(
        lambda: made(SHIP, {"owner": Firm | None}, owner=one(by="ship_id")),
        "Owner has no column 'ship_id'",
        "parent_id",
    ),
    "one of several": Mistake(
        lambda: made(SHIP, {"owner": Firm | None}, owner=one(by="name")),
        "Thing.owner: several Firm can have the same 'name'",
        "Use many('name'), or make the column unique.",
    ),
    "one that may be hidden": Mistake(
        lambda: made(SHIP, {"owner": Firm}, owner=one("owner_id")),
        "Thing.owner can be missing or hidden",
        "Firm | None",
    ),
    "one by a nullable key": Mistake(
        lambda: made(SHIP, {"home": Harbour}, home=one("home_port_id")), "Thing.home can be missing", "Harbour | None"
    ),
    # ---- many
    "many without the column that points here": Mistake(
        lambda: made(PORT, {"firms": Connection[Firm]}, firms=many()),
        "Thing.firms: many() needs the column of Firm that points here",
        "Write many('thing_id').",
    ),
    "many of a leaf": Mistake(
        lambda: made(PORT, {"firms": list[str]}, firms=many("port_id", max=3)),
        "Thing.firms is no list of nodes",
        "Annotate Connection[T], or list[T] with max=.",
    ),
    "many that may be null": Mistake(
        lambda: made(PORT, {"firms": Connection[Firm] | None}, firms=many("parent_id")),
        "Thing.firms is no list of nodes",
        "Annotate Connection[T]",
    ),
    "a list without a maximum": Mistake(
        lambda: made(OWNER, {"firms": list[Firm]}, firms=many("parent_id")),
        "Thing.firms: a list has a maximum and a page has none",
        "`list[T] = many(..., max=20)`",
    ),
    "a page with a maximum": Mistake(
        lambda: made(OWNER, {"firms": Connection[Firm]}, firms=many("parent_id", max=3)),
        "Thing.firms: a list has a maximum and a page has none",
        "`Connection[T] = many(...)`",
    ),
    "many by a column without index": Mistake(
        lambda: made(SHIP, {"same": "Connection[Thing]"}, same=many("value_currency", key="value_currency")),
        "Thing.same: Thing.value_currency has no index",
        "Give the column an index.",
    ),
    "many by an unknown column": Mistake(
        lambda: made(PORT, {"firms": Connection[Firm]}, firms=many("port_id")),
        "Owner has no column 'port_id'",
        "parent_id",
    ),
    "an order by an unknown column": Mistake(
        lambda: made(OWNER, {"firms": Connection[Firm]}, firms=many("parent_id", order="-colour")),
        "Firm, order of Thing.firms: Owner has no column 'colour'",
        "Its columns are: ",
    ),
    "an order by a nullable column": Mistake(
        lambda: made(OWNER, {"firms": Connection[Firm]}, firms=many("parent_id", order="country")),
        "the column 'country' can be missing, so its order would not be one",
        "never null",
    ),
    # ---- roots
    "a root list by a column": Mistake(
        lambda: root({"firms": Connection[Firm]}, firms=many("parent_id")),
        "Query.firms: a root field lists all Firm in pages",
        "Write `firms: Connection[Firm] = many()`.",
    ),
    "a root list without pages": Mistake(
        lambda: root({"firms": list[Firm]}, firms=many(max=3)), "Query.firms: a root field lists all Firm", "Connection"
    ),
    "a root column": Mistake(
        lambda: root({"name": str}), "Query.name cannot be a column", "A root field is `many()`, or a function"
    ),
    "a root that is computed": Mistake(
        lambda: root({"name": int}, name=computed(tax)), "Query.name cannot be a computed", "declared with @query"
    ),
    "a subscription that answers once": Mistake(
        lambda: subscription(answers), "The subscription answers is no async generator", "`yield` each event"
    ),
    "a subscription that does not say what its events are": Mistake(
        lambda: subscription(goes_on), "The subscription goes_on does not say what it answers", "AsyncGenerator[Ref"
    ),
    # ---- what lists offer
    "a filter without index": Mistake(
        lambda: made(SHIP, {}, node_filters=["value_currency"]),
        "Thing, filters: the column 'value_currency' has no index",
        "Give it one in Ship (db_index=True, or first in Meta.indexes), or leave it out.",
    ),
    "an unknown filter": Mistake(
        lambda: made(SHIP, {}, node_filters=["colour"]), "Thing, filters: Ship has no column 'colour'", "columns are"
    ),
    "a filter by a decimal": Mistake(
        lambda: made(models.Oddity, {}, node_filters=["price"]),
        "Thing, filters: the column 'price' does not compare alike in every database",
        "Store it as an integer",
    ),
    "an order by a float": Mistake(
        lambda: made(models.Oddity, {}, node_orders=["ratio"]), "the column 'ratio' does not compare alike", "integer"
    ),
    "a filter by what no node shows": Mistake(
        lambda: made(models.Footnote, {}, node_filters=["oddity_id"]),
        "Thing, filters: 'oddity_id' points to Oddity, which no node shows",
        "Declare a node for that model, or leave the column out of filters.",
    ),
    "an order that can be missing": Mistake(
        lambda: made(SHIP, {}, node_orders=["tonnage"]),
        "Thing, orders: the column 'tonnage' can be missing",
        "never null",
    ),
    "an order by a guarded column": Mistake(
        lambda: made(SHIP, {}, node_orders=["name"], node_visible={"name": some}),
        "Thing, orders: the column 'name' can be missing",
        "has no guard",
    ),
    "an unknown group": Mistake(
        lambda: made(SHIP, {}, node_groups=["colour"]), "Thing, @node(...): Ship has no column 'colour'", "columns are"
    ),
    "an unknown guard": Mistake(
        lambda: made(SHIP, {}, node_visible={"colour": some}), "Ship has no column 'colour'", "columns are"
    ),
    "an unknown searched column": Mistake(
        lambda: made(SHIP, {}, node_search=["colour"]), "Ship has no column 'colour'", "columns are"
    ),
    "a guarded searched column": Mistake(
        lambda: made(SHIP, {}, node_search=["name"], node_visible={"name": some}),
        "Thing: 'name' is searchable and guarded",
        "Leave it out of `search`.",
    ),
    "a sum of text": Mistake(
        lambda: made(SHIP, {"name": str}, node_sums=["name"]),
        "Thing, sums: 'name' is no field of whole numbers",
        "Name a field that is an integer column",
    ),
    "an unknown sum": Mistake(
        lambda: made(SHIP, {}, node_sums=["colour"]),
        "Thing, sums: 'colour' is no field of whole numbers",
        "Name a field",
    ),
    # ---- functions of fields
    "a computed field of an unknown column": Mistake(
        lambda: made(SHIP, {"tax": int}, tax=computed(tax, "colour")),
        "Thing.tax: Ship has no column 'colour'",
        "columns",
    ),
    "a computed field whose parameters are no columns": Mistake(
        lambda: made(SHIP, {"tax": int}, tax=computed(tax)), "Thing.tax: Ship has no column 'minor'", "columns are"
    ),
    "a computed field with too few columns": Mistake(
        lambda: made(SHIP, {"value": Money | None}, value=computed(money, "value_minor")),
        "Thing.value: money cannot be called with value_minor",
        "Name one column for each parameter",
    ),
    "a computed field that answers a node": Mistake(
        lambda: made(SHIP, {"owner": Ref[Firm]}, owner=computed(link, "name")),
        "Thing.owner is computed and cannot hold nodes",
        "Use one(), many() or batched().",
    ),
    "a computed field that answers a value with a node": Mistake(
        lambda: made(SHIP, {"owner": list[Pair]}, owner=computed(link, "name")),
        "Thing.owner is computed and cannot hold nodes",
        "Use one(), many() or batched().",
    ),
    "a batched function that is not async": Mistake(
        lambda: made(SHIP, {"note": str}, note=batched(cast(Any, answers_at_once))),
        "Thing.note: answers_at_once is not async",
        "Write `async def f(keys: Sequence[int], viewer: Viewer) -> Mapping[int, T]`",
    ),
    "a batched field by an unknown key": Mistake(
        lambda: made(SHIP, {"note": str}, note=batched(answers, key="colour")), "Ship has no column 'colour'", "columns"
    ),
    "an aggregate of no node": Mistake(
        lambda: made(OWNER, {"count": int}, count=aggregate("Nobody", by="owner_id")),
        "Thing.count counts Nobody, which is no node",
        "Name a class declared with @node.",
    ),
    "an aggregate by an unknown column": Mistake(
        lambda: made(OWNER, {"count": int}, count=aggregate(Firm, by="colour")),
        "Owner has no column 'colour'",
        "columns",
    ),
    "an aggregate of an unknown column": Mistake(
        lambda: made(OWNER, {"sum": int}, sum=aggregate(Firm, by="parent_id", total="colour")),
        "'colour'",
        "columns are",
    ),
    "an aggregate of text": Mistake(
        lambda: made(OWNER, {"sum": int}, sum=aggregate(Firm, by="parent_id", total="name")),
        "Thing.sum adds up 'name', which holds str",
        "Name a column of whole numbers.",
    ),
    "an aggregate that is no number": Mistake(
        lambda: made(OWNER, {"count": str}, count=aggregate(Firm, by="parent_id")),
        "Thing.count counts or sums whole numbers",
        "Annotate it `int`.",
    ),
    # ---- types of others
    "an extension of nobody's type": Mistake(
        lambda: extend("Lighthouse")(type("Links", (), {"__annotations__": {}, "__module__": __name__})),
        "ours extends the type Lighthouse, which nobody declares",
        "optional=True",
    ),
    "an interface whose field differs": Mistake(
        lambda: made(OWNER, {"colour": str | None}, Coloured, colour=column("country")),
        "Thing implements Coloured, and its field 'colour' differs from there",
        "Annotate colour as Coloured does, and give it a source.",
    ),
}


async def goes_on() -> Any:
    yield 1


def money(minor: int, currency: str) -> Money | None:
    return None


def root(hints: Mapping[str, Any], **sources: Any) -> type:
    body = {"__annotations__": dict(hints), "__module__": __name__, **sources}
    return extend("Query")(type("Queries", (), body))


@pytest.mark.parametrize("mistake", MISTAKES.values(), ids=MISTAKES)
async def test_a_declaration_is_refused_for(mistake: Mistake) -> None:
    with pytest.raises(DeclarationError) as caught:
        assembled(mistake.things(), Coloured)
    error = caught.value
    assert mistake.what in error.what
    assert mistake.remedy in error.remedy
    assert error.place is not None
    assert error.place.file == __file__
    assert str(error).splitlines()[1] == f"  at {__file__}:{error.place.line}"


# ---------------------------------------------------------------- functions


async def says_nothing(name: str):  # type: ignore[no-untyped-def]  # noqa: ANN201  # that is the mistake
    """Says not what it answers."""


async def takes_anything(name) -> str:  # type: ignore[no-untyped-def]  # noqa: ANN001  # that is the mistake
    """Says not what it takes."""
    return str(name)


async def takes_an_input_with_a_ref(given: WithRef) -> str:
    """Takes an input that cannot be read."""
    return str(given)


def answers_now(name: str) -> str:
    """Is not async."""
    return name


@pytest.mark.parametrize(
    ("function", "what", "remedy"),
    [
        (says_nothing, "The query says_nothing does not say what it answers", "Annotate its return type"),
        (takes_anything, "query takes_anything(name:): ", "Use str, int"),
        (takes_an_input_with_a_ref, "WithRef.firm: an input cannot hold a Ref", "Let the mutation take the Ref"),
        (answers_now, "The query answers_now is not async", "Write `async def answers_now(...)`"),
    ],
)
async def test_a_function_is_refused_that(function: Callable[..., Any], what: str, remedy: str) -> None:
    with pytest.raises(DeclarationError) as caught:
        assembled(query(function))
    assert what in caught.value.what
    assert remedy in caught.value.remedy
    assert caught.value.place is not None
    assert caught.value.place.file == __file__


# ---------------------------------------------------------------- two owners


def contributed(*pairs: tuple[str, object]) -> str:
    found = [Contribution(owner, each) for owner, thing in pairs if (each := declaration_of(thing))]
    with pytest.raises(DeclarationError) as caught:
        build(found, viewer=Viewer)
    return str(caught.value)


async def test_two_owners_of_one_field_are_both_named() -> None:
    more = extend("Firm")(type("More", (), {"__annotations__": {"name": str}, "__module__": __name__}))
    said = contributed(("registry", Firm), ("sales", more))
    assert "Firm.name is declared by registry" in said
    assert "and by sales" in said
    assert "Rename the field in sales, or leave it to registry." in said


async def test_two_owners_of_one_type_are_both_named() -> None:
    again = node(models.Owner, scope=everyone)(type("Firm", (Node,), {"__annotations__": {}, "__module__": __name__}))
    said = contributed(("registry", Firm), ("sales", again))
    assert "The type Firm is declared by registry" in said
    assert "and by sales" in said
    assert "extend the type with @extend('Firm')" in said


async def test_two_owners_of_one_mutation_are_both_named() -> None:
    async def close(name: str) -> str:
        """Close."""
        return name

    said = contributed(("registry", Firm), ("sales", mutation(close)), ("stock", mutation(close)))
    assert "Mutation.close is declared by sales" in said
    assert "Rename the field in stock, or leave it to sales." in said


async def test_a_link_joins_on_anothers_column_only_where_its_owner_offers_it() -> None:
    hints = {"namesakes": Connection[Firm]}
    offered = extend("Firm")(type("More", (), link_body(hints, namesakes=many("name", key="name"))))
    kept = extend("Firm")(type("More", (), link_body(hints, namesakes=many("name", key="country"))))
    build(
        [
            Contribution("registry", cast(Any, declaration_of(Firm))),
            Contribution("sales", cast(Any, declaration_of(offered))),
        ],
        viewer=Viewer,
    )
    said = contributed(("registry", Firm), ("sales", kept))
    assert "sales joins on 'country' of Firm, which registry does not offer" in said
    assert "let registry declare keys=['country']" in said


def link_body(hints: Mapping[str, Any], **sources: Any) -> dict[str, Any]:
    return {"__annotations__": dict(hints), "__module__": __name__, **sources}


# ---------------------------------------------------------------- what is no mistake


def numbered() -> type:
    return made(
        AGENCY,
        {"number": int, "same": "Connection[Thing]"},
        number=column("pk"),
        same=many("pk", key="pk", order="-pk"),
        node_filters=["pk"],
        node_orders=["pk"],
        node_groups=["pk"],
    )


async def test_the_key_may_be_called_pk_wherever_a_column_is_named() -> None:
    assert "number: Int!" in assembled(numbered()).as_str()


async def test_what_is_named_pk_is_read(world: Database) -> None:
    thing = numbered()
    schema = assembled(thing, root({"things": "Connection[Thing]"}, things=many(order="-pk")))
    text = (
        "{ things(first: 1) { edges { cursor node { number same { nodes { number } } } } "
        "summary { groups(by: PK) { key } } } }"
    )
    result = await schema.execute(text, context_value=asked_by(Viewer(), world))
    assert not result.errors
    assert result.data
    assert result.data["things"]["edges"][0]["node"] == {"number": 10, "same": {"nodes": [{"number": 10}]}}


# ---------------------------------------------------------------- words used in functions


async def test_scoped_wants_a_node() -> None:
    with pytest.raises(DeclarationError, match="Money is no node"):
        scoped(Money, Viewer(), models.Ship)


async def test_scoped_wants_the_nodes_own_table() -> None:
    with pytest.raises(DeclarationError, match="Firm reads Owner, not Ship") as caught:
        scoped(Firm, Viewer(), models.Ship)
    assert caught.value.remedy == "Write scoped(Firm, viewer, Owner)."


async def test_a_ref_wants_a_node() -> None:
    with pytest.raises(DeclarationError, match="Money is no node"):
        Ref(Money, 1)
