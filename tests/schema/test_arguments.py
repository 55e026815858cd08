"""A batched field takes arguments as a root field does, and what the engine supplies."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

import pytest
import strawberry
from graphql import GraphQLField, GraphQLObjectType

from core.storage.connection import Database
from schema import (
    Contribution,
    DeclarationError,
    GraphSchema,
    Node,
    Ref,
    batched,
    build,
    everyone,
    extend,
    interface,
    many,
    node,
)
from schema.declare import declaration_of
from schema.operation import Answer, Operations, Request
from schema.relay import Connection, encode_id
from schema.run import Fields
from tests.schema.plain import encoded_id
from tests.schema.world import models
from tests.schema.world.opened import asked_by, world_schema
from tests.schema.world.values import Mark, Viewer

pytestmark = pytest.mark.usefixtures("world")

INSPECTOR = Viewer("inspector")


async def ask(world: Database, text: str, **variables: Any) -> Answer:
    return await Operations(world_schema()).answer(Request(text, variables), asked_by(INSPECTOR, world))


def codes(answer: Answer) -> set[tuple[str, str]]:
    """Where errors are, and their codes."""
    return {(".".join(map(str, each.path or ())), str((each.extensions or {}).get("code"))) for each in answer.errors}


# ---------------------------------------------------------------- what the schema says


def of_port(name: str) -> GraphQLField:
    found: GraphQLField = cast(GraphQLObjectType, world_schema().core.type_map["Port"]).fields[name]
    return found


async def test_the_schema_shows_arguments_with_types_defaults_and_descriptions() -> None:
    field = of_port("sailings")
    shown = {name: str(each.type) for name, each in field.args.items()}
    assert shown == {"ships": "[ID!]", "status": "Status", "options": "Options", "most": "Int!"}
    assert field.args["most"].default_value == 2
    assert field.args["most"].description == "So many of them at the most."
    assert 'toll(perTon: Int!, currency: String! = "CHF"): Money' in world_schema().as_str()


# ---------------------------------------------------------------- what is asked


async def test_a_field_is_asked_twice_with_other_arguments(world: Database) -> None:
    text = (
        "query ($most: Int!) { ports { nodes { few: sailings(most: 1) { id } more: sailings(most: $most) { id } } } }"
    )
    answer = await ask(world, text, most=3)
    assert not answer.errors
    assert answer.data
    nodes = answer.data["ports"]["nodes"]
    assert {len(each["few"]) for each in nodes} == {1}
    assert {len(each["more"]) for each in nodes} == {3}
    assert all(each["more"][:1] == each["few"] for each in nodes)


async def test_a_plan_that_is_kept_takes_the_variables_of_each_run(world: Database) -> None:
    schema = world_schema()
    operations = Operations(schema)
    text = "query ($most: Int!, $ships: [ID!]) { ports { nodes { sailings(most: $most, ships: $ships) { id } } } }"
    found: list[int] = []
    for given in ({"most": 1}, {"most": 4}, {"most": 4, "ships": []}, {"most": 2, "ships": None}):
        answer = await operations.answer(Request(text, given), asked_by(INSPECTOR, world))
        assert answer.data
        assert not answer.errors
        found.append(sum(len(each["sailings"]) for each in answer.data["ports"]["nodes"]))
    assert found == [20, 80, 0, 40]
    assert schema.plans.hits == 3


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"ships": [encode_id("Port", 1)]}, "BAD_ID"),
        ({"ships": ["nonsense"]}, "BAD_ID"),
        ({"ships": [encoded_id("Ship", "00000000-0000-0000-0000-000000000000")] * 101}, "LIST_TOO_LONG"),
        ({"options": {"statuses": ["ACTIVE"] * 101}}, "LIST_TOO_LONG"),
        ({"most": -1}, "BAD_ARGUMENT"),
        ({"options": {"title": "a\x00b"}}, "BAD_ARGUMENT"),
    ],
)
async def test_a_bad_argument_is_an_error_of_its_field(world: Database, given: dict[str, Any], code: str) -> None:
    text = """query ($id: ID!, $ships: [ID!], $most: Int! = 2, $options: Options) {
        port: node(id: $id) { id ... on Port { sailings(ships: $ships, most: $most, options: $options) { id } } }
    }"""
    answer = await ask(world, text, id=encode_id("Port", 1), **given)
    assert codes(answer) == {("port.sailings", code)}
    assert answer.data == {"port": None}


async def test_a_variable_that_is_not_given_takes_its_own_default(world: Database) -> None:
    fields = "toll(perTon: 1, currency: $in) { currency }"
    answer = await ask(world, f'query ($in: String! = "EUR") {{ ships {{ nodes {{ {fields} }} }} }}')
    assert answer.data
    assert {each["toll"]["currency"] for each in answer.data["ships"]["nodes"] if each["toll"]} == {"EUR"}


# ---------------------------------------------------------------- what is supplied


@dataclass(frozen=True)
class Tide:
    """What a request brings besides its viewer."""

    metres: int


async def depth(ports: Sequence[int], tide: Tide, viewer: Viewer, at_least: int = 0) -> Mapping[int, str]:
    return {each: f"{max(tide.metres, at_least)} for {viewer.role}" for each in ports}


@node(models.Port, scope=everyone)
class Basin(Node):
    """A port by its water."""

    code: str
    """Its code."""
    depth: str = batched(depth)
    """How deep it is today."""


@extend("Query")
class Basins:
    """The list."""

    basins: Connection[Basin] = many(order="code")
    """All of them."""


def assembled(*things: object) -> GraphSchema:
    declared = [declaration_of(each) for each in things]
    return build([Contribution("harbours", each) for each in declared if each], viewer=Viewer, supplied=[Tide])


async def asked_of(ports: Sequence[int], fields: Fields, besides: list[Ref[Basin]] | None = None) -> Mapping[int, Mark]:
    note = f"{len(besides or [])} of {len(ports)}"
    return {each: Mark(name=", ".join(sorted(fields)), score=each, note=note) for each in ports}


@interface
class Marked(Node):
    """What bears a mark."""

    mark: Mark | None = batched(asked_of)
    """Its mark."""


@node(models.Port, scope=everyone)
class Pier(Marked):
    """A port by its mark."""


async def test_an_interface_hands_its_fields_arguments_on(world: Database) -> None:
    schema = assembled(Basin, Basins, Marked, Pier)
    assert schema.as_str().count("mark(besides: [ID!]): Mark") == 2
    asked = "... on Marked { mark(besides: $ports) { note name } short: mark { score } }"
    ids = [encode_id("Pier", each) for each in (1, 2)]
    request = Request(f"query ($ids: [ID!]!, $ports: [ID!]) {{ nodes(ids: $ids) {{ {asked} }} }}", {"ids": ids})
    answer = await Operations(schema).answer(request, asked_by(INSPECTOR, world))
    assert answer.data == {
        "nodes": [{"mark": {"note": "0 of 2", "name": "name, note"}, "short": {"score": each}} for each in (1, 2)]
    }


async def test_a_supplied_class_is_no_argument_and_gets_what_the_context_brings(world: Database) -> None:
    schema = assembled(Basin, Basins)
    assert "depth(atLeast: Int! = 0): String!" in schema.as_str()
    context = asked_by(INSPECTOR, world)
    context.supplied[Tide] = Tide(7)
    text = "{ basins(first: 1) { nodes { depth deep: depth(atLeast: 9) } } }"
    answer = await Operations(schema).answer(Request(text), context)
    assert answer.data == {"basins": {"nodes": [{"depth": "7 for inspector", "deep": "9 for inspector"}]}}


# ---------------------------------------------------------------- what cannot be declared


async def without_a_type(keys: Sequence[int], year) -> Mapping[int, str]:  # type: ignore[no-untyped-def]  # noqa: ANN001  # that is the mistake
    return {}


async def of_no_type_of_the_graph(keys: Sequence[int], year: bytes) -> Mapping[int, str]:
    return {}


async def of_a_name_that_is_nowhere(keys: Sequence[int], year: Nowhere) -> Mapping[int, str]:  # type: ignore[name-defined]  # noqa: F821
    return {}


async def without_keys() -> Mapping[int, str]:
    return {}


async def of_a_viewer_before_keys(viewer: Viewer, keys: Sequence[int]) -> Mapping[int, str]:
    return {}


async def of_keys_by_name(*, keys: Sequence[int]) -> Mapping[int, str]:
    return {}


async def of_a_place(keys: Sequence[int], year: int, /) -> Mapping[int, str]:
    return {}


async def of_whatever(keys: Sequence[int], **more: int) -> Mapping[int, str]:
    return {}


@strawberry.input
class Berth:
    """An input that holds a Ref."""

    basin: Ref[Basin]
    """Which."""


async def of_an_input_with_a_ref(keys: Sequence[int], berth: Berth) -> Mapping[int, str]:
    return {}


BATCHED = "`async def f(keys: Sequence[int], viewer: Viewer) -> Mapping[int, T]`"


@pytest.mark.parametrize(
    ("function", "what", "remedy"),
    [
        (without_a_type, "Thing.note(year:): typing.Any is no type of the graph", "Use str, int"),
        (of_no_type_of_the_graph, "Thing.note(year:): <class 'bytes'> is no type of the graph", "Use str, int"),
        (of_a_name_that_is_nowhere, "the annotation names 'Nowhere', which is nowhere to be found", "Import it"),
        (without_keys, "Thing.note: without_keys cannot be called with keys first", BATCHED),
        (of_a_viewer_before_keys, "Thing.note: of_a_viewer_before_keys cannot be called with keys first", BATCHED),
        (of_keys_by_name, "Thing.note: of_keys_by_name cannot be called with keys first", BATCHED),
        (of_a_place, "Thing.note: of_a_place cannot be called with keys first and all else by name", BATCHED),
        (of_an_input_with_a_ref, "Berth.basin: an input cannot hold a Ref", "Let the mutation take the Ref"),
    ],
)
async def test_a_batched_field_is_refused_of_a_function(function: Callable[..., Any], what: str, remedy: str) -> None:
    body = {"__doc__": "A thing.", "__annotations__": {"note": str}, "__module__": __name__}
    thing = node(models.Ship, scope=everyone)(type("Thing", (Node,), {**body, "note": batched(cast(Any, function))}))
    with pytest.raises(DeclarationError) as caught:
        assembled(Basin, Basins, thing)
    assert what in caught.value.what
    assert remedy in caught.value.remedy
    assert caught.value.place is not None
    assert caught.value.place.file == __file__
