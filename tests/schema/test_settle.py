"""A failed field is null with an error at its path; where it may not be null, what holds it is."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import pytest

from core.storage.connection import Database
from schema import GraphSchema
from schema.operation import Answer, Operations, Request
from tests.schema.contest import quiet
from tests.schema.plain import encoded_id
from tests.schema.world.opened import asked_by, world_schema
from tests.schema.world.rows import Row, random_rows
from tests.schema.world.values import Viewer

ROWS = random_rows(seed=3)


@pytest.fixture(scope="module")
async def schema(world: Database) -> GraphSchema:
    return world_schema()


async def answered(schema: GraphSchema, world: Database, text: str, **given: Any) -> Answer:
    with quiet():
        return await Operations(schema).answer(Request(text, given), asked_by(Viewer("inspector"), world))


def located(answer: Answer) -> set[tuple[str, str]]:
    return {(".".join(map(str, each.path or ())), (each.extensions or {})["code"]) for each in answer.errors}


def ship_where(test: Callable[[Row], bool]) -> str:
    row: Row = next(row for row in ROWS["Ship"] if test(row))
    return encoded_id("Ship", row["id"])


async def test_a_failed_field_that_may_be_null_is_null_and_the_rest_is_there(
    schema: GraphSchema, world: Database
) -> None:
    answer = await answered(schema, world, "{ ports(first: 2) { nodes { __typename gossip: rumour } } }")
    assert answer.data == {"ports": {"nodes": [{"__typename": "Port", "gossip": None}] * 2}}
    assert located(answer) == {("ports.nodes.0.gossip", "INTERNAL"), ("ports.nodes.1.gossip", "INTERNAL")}


async def test_a_null_rises_to_the_nearest_place_that_may_be_null(schema: GraphSchema, world: Database) -> None:
    light = ship_where(lambda row: row["tonnage"] is None)
    answer = await answered(
        schema, world, "query($id: ID!) { node(id: $id) { id ... on Ship { sizeClass } } broken(how: 2) }", id=light
    )
    assert answer.data == {"node": None, "broken": 100}
    assert located(answer) == {("node.sizeClass", "INTERNAL")}


async def test_errors_below_what_has_become_null_are_left_out(schema: GraphSchema, world: Database) -> None:
    light = ship_where(lambda row: row["tonnage"] is None and row["home_port_id"] is not None)
    text = "query($id: ID!) { node(id: $id) { ... on Ship { homePort { rumour } sizeClass } } }"
    assert located(await answered(schema, world, text, id=light)) == {("node.sizeClass", "INTERNAL")}


async def test_two_aliases_of_a_failing_field_are_two_errors(schema: GraphSchema, world: Database) -> None:
    answer = await answered(schema, world, "{ a: broken(how: 0) b: broken(how: 1) }")
    assert answer.data == {"a": None, "b": None}
    assert located(answer) == {("a", "BAD_ARGUMENT"), ("b", "INTERNAL")}


async def test_an_error_that_reaches_the_top_leaves_no_data(schema: GraphSchema, world: Database) -> None:
    answer = await answered(
        schema, world, "{ price(amount: 1) { amount } ports(first: -1) { totalCount } broken(how: 0) }"
    )
    assert answer.data is None
    assert located(answer) == {("ports", "BAD_PAGE")}


async def test_a_failure_in_a_list_of_values_takes_what_may_be_null(schema: GraphSchema, world: Database) -> None:
    saint = ship_where(lambda row: row["name"] == "San Juan" and bool(row["tonnage"]))
    text = (
        "query($id: ID!) { node(id: $id) { ... on Ship { profile { ...P } } } } "
        "fragment P on Profile { title marks { name } strict { name } best { name } }"
    )
    answer = await answered(schema, world, text, id=saint)
    assert answer.data == {
        "node": {
            "profile": {
                "title": "SAN JUAN",
                "marks": [None, {"name": "Juan"}],
                "strict": None,
                "best": {"name": "Juan"},
            }
        }
    }
    assert located(answer) == {
        ("node.profile.marks.0.name", "NULL_VALUE"),
        ("node.profile.strict.0.name", "NULL_VALUE"),
    }


async def test_one_row_under_two_parents_may_be_whole_for_both(schema: GraphSchema, world: Database) -> None:
    text = "{ ships(first: 100) { nodes { owner { id parent { id oath } } } } }"
    answer = await answered(schema, world, text)
    parents = {row["id"]: row["parent_id"] for row in ROWS["Owner"]}
    assert answer.data
    for ship in answer.data["ships"]["nodes"]:
        owner = next(key for key in parents if encoded_id("Owner", key) == ship["owner"]["id"])
        has = bool(parents[owner]) and parents[owner] % 3 != 0
        assert (ship["owner"]["parent"] is not None) == has


async def test_what_goes_wrong_is_logged_under_the_id_that_the_client_gets(
    schema: GraphSchema, world: Database, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR, "ipt.graph"):
        context = asked_by(Viewer(), world)
        answer = await Operations(schema).answer(Request("{ broken(how: 1) }", {}), context)
    [error] = answer.errors
    [record] = caplog.records
    assert "division" not in error.message
    assert str(record.args[1] if isinstance(record.args, tuple) else "") in error.message
    assert record.exc_info
    assert "ZeroDivisionError" in str(record.exc_info[0])


async def test_a_plan_is_made_once_for_a_text_and_its_booleans(schema: GraphSchema, world: Database) -> None:
    operations = Operations(schema)
    text = "query($on: Boolean!) { ports(first: 1) { nodes { id @include(if: $on) } totalCount } }"
    hits: list[int] = []
    for on in (True, True, False, True, False):
        before = schema.plans.hits
        await operations.answer(Request(text, {"on": on}), asked_by(Viewer(), world))
        hits.append(schema.plans.hits - before)
    assert hits == [0, 1, 0, 1, 1]
