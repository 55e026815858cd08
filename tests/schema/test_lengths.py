"""A list that a field is given, in an input or by itself, is as long as a page at the most."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, cast

import pytest
import strawberry
from graphql import GraphQLObjectType

from core.storage.connection import Database
from schema import Contribution, GraphSchema, Node, batched, build, everyone, extend, many, node
from schema.declare import declaration_of
from schema.lengths import with_lists
from schema.operation import Operations, Request
from schema.relay import Connection, encode_id
from tests.schema.world import models
from tests.schema.world.opened import asked_by
from tests.schema.world.values import Viewer

pytestmark = pytest.mark.usefixtures("world")

INSPECTOR: Final = Viewer("inspector")


@strawberry.input
class Load:
    """What lies on a quay."""

    marks: list[int] = strawberry.field(default_factory=list)
    """What is written on it."""
    parts: list[Load] = strawberry.field(default_factory=list["Load"])
    """What it is made of."""


@strawberry.input
class Label:
    """An input without lists."""

    text: str
    """What it says."""


async def weight(ports: Sequence[int], label: Label, loads: list[Load], limit: int = 0) -> Mapping[int, int]:
    return {each: len(loads) + limit for each in ports}


@node(models.Port, scope=everyone)
class Quay(Node):
    """A port by what lies there."""

    code: str
    """Its code."""
    weight: int = batched(weight)
    """How much it is."""


@extend("Query")
class Quays:
    """The list."""

    quays: Connection[Quay] = many(order="code")
    """All of them."""


def harbour() -> GraphSchema:
    declared = [declaration_of(each) for each in (Quay, Quays)]
    return build([Contribution("harbours", each) for each in declared if each], viewer=Viewer)


WEIGHED: Final = """query ($quay: ID!, $loads: [Load!]!) {
    node(id: $quay) { ... on Quay { weight(label: {text: "a"}, loads: $loads) } }
}"""


@pytest.mark.parametrize(
    ("loads", "place"),
    [
        ([{}] * 6, "loads"),
        ([{}, {"marks": [1] * 6}], "loads[1].marks"),
        ([{}, {"parts": [{}, {}, {"marks": [1] * 6}]}], "loads[1].parts[2].marks"),
    ],
)
async def test_a_list_in_an_input_is_as_long_as_a_page_at_most(world: Database, loads: list[Any], place: str) -> None:
    schema = harbour()
    request = Request(WEIGHED, {"quay": encode_id("Quay", 1), "loads": loads})

    refused = await Operations(schema).answer(request, asked_by(INSPECTOR, world, page_cap=5))
    taken = await Operations(schema).answer(request, asked_by(INSPECTOR, world, page_cap=6))

    (error,) = refused.errors
    assert error.message == f"{place} holds 6 items, and 5 at the most can be given at once. Give fewer."
    assert error.path == ["node", "weight"]
    assert (error.extensions or {})["code"] == "LIST_TOO_LONG"
    assert taken.data == {"node": {"weight": len(loads)}}


async def test_only_arguments_that_can_hold_lists_are_looked_into() -> None:
    quay = cast(GraphQLObjectType, harbour().core.type_map["Quay"])
    assert with_lists(quay.fields["weight"]) == ["loads"]
