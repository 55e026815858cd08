"""What a client can make up and a database cannot take is refused by its code, on either database."""

from __future__ import annotations

import base64
from collections.abc import AsyncGenerator
from typing import Any

import orjson
import pytest

from core.storage.connection import Database
from schema.operation import Operations, Request
from tests.schema.plain import encoded_id
from tests.schema.world.opened import asked_by, opened, world_schema
from tests.schema.world.rows import random_rows
from tests.schema.world.values import Viewer


@pytest.fixture(scope="module")
async def world() -> AsyncGenerator[Database]:
    async with opened(random_rows(seed=5)) as database:
        yield database


async def codes(world: Database, text: str, **variables: Any) -> set[str]:
    """The codes of what an operation answers; an unexpected failure would be INTERNAL."""
    context = asked_by(Viewer("inspector"), world)
    answer = await Operations(world_schema()).answer(Request(text, variables), context)
    return {str((each.extensions or {}).get("code")) for each in answer.errors}


def cursor(order: str, value: Any, key: Any) -> str:
    return base64.urlsafe_b64encode(orjson.dumps([order, value, key])).decode().rstrip("=")


@pytest.mark.parametrize(
    ("order", "field", "value"),
    [
        *(("tier", "TIER", number) for number in (2**31, -(2**31) - 1, 2**63)),
        *(("name", "NAME", text) for text in ("a\x00b", "\x00")),
    ],
)
async def test_a_cursor_that_no_row_can_have_is_refused(world: Database, order: str, field: str, value: Any) -> None:
    text = f"query($after: String!) {{ ports(orderBy: {{field: {field}}}, after: $after) {{ nodes {{ id }} }} }}"
    assert await codes(world, text, after=cursor(order, value, 1)) == {"BAD_CURSOR"}


@pytest.mark.parametrize("key", [2**63, -1, 1.5, "a\x00b", None])
async def test_a_cursor_with_a_key_that_no_row_can_have_is_refused(world: Database, key: Any) -> None:
    text = "query($after: String!) { ports(orderBy: {field: NAME}, after: $after) { nodes { id } } }"
    assert await codes(world, text, after=cursor("name", "Łeba", key)) == {"BAD_CURSOR"}


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
async def test_any_day_of_the_calendar_can_be_asked_for(world: Database, day: str) -> None:
    text = "query($day: Date!) { ports(where: {openedOn: {gte: $day}}) { totalCount } }"
    assert await codes(world, text, day=day) == set()


@pytest.mark.parametrize("instant", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"])
@pytest.mark.parametrize("test", ["lt", "eq", "ne"])
async def test_an_instant_that_utc_cannot_tell_is_refused(world: Database, instant: str, test: str) -> None:
    text = f"query($at: DateTime!) {{ voyages(where: {{departsAt: {{{test}: $at}}}}) {{ totalCount }} }}"
    assert await codes(world, text, at=instant) == {"BAD_ARGUMENT"}


@pytest.mark.parametrize("number", [2**31 - 1, -(2**31)])
async def test_any_number_of_the_schema_can_be_compared(world: Database, number: int) -> None:
    text = "query($n: Int!) { ports(where: {tier: {lt: $n}}) { totalCount summary { count } } }"
    assert await codes(world, text, n=number) == set()


@pytest.mark.parametrize("key", ["9223372036854775807", "9223372036854775808", "0", "-1", "x", "1\x00"])
async def test_a_node_that_is_not_there_is_null_or_a_bad_id(world: Database, key: str) -> None:
    given = encoded_id("Port", key)
    assert await codes(world, "query($id: ID!) { node(id: $id) { id } }", id=given) <= {"BAD_ID"}
