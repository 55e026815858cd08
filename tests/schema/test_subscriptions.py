"""A subscription answers each event by the plan of a query, as its viewer sees it then, and the rest is not told."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from core.storage.connection import Database
from schema import Context
from schema.operation import Answer, Contexts, Operations, Request
from schema.relay import encode_id
from tests.schema.world.models import Port, Ship
from tests.schema.world.opened import asked_by, world_schema
from tests.schema.world.values import Viewer

PASSING = "subscription ($ids: [ID!]!) { shipsPassing(ships: $ids) { name ageDays } }"
PUBLIC = Viewer()


def looking(world: Database, *viewers: Viewer, **limits: int) -> Contexts:
    """Contexts of these viewers, one for each time that somebody is asked for; the last goes on."""
    waiting = list(viewers)

    @asynccontextmanager
    async def context() -> AsyncGenerator[Context]:
        yield asked_by(waiting.pop(0) if len(waiting) > 1 else waiting[0], world, **limits)

    return context


async def told(contexts: Contexts, text: str, seconds: float | None = None, **variables: Any) -> list[Answer]:
    request = Request(text, variables)
    return [each async for each in Operations(world_schema(), seconds).answers(request, contexts)]


async def ids(*, published: bool) -> list[str]:
    found = await Ship.filter(published=published, home_port__country__not="XX").order_by("imo").limit(3)
    return [encode_id("Ship", each.id) for each in found]


def bodies(answers: Sequence[Answer]) -> list[Any]:
    return [each.body() for each in answers]


def codes(answer: Answer) -> list[str]:
    return [str((each.extensions or {}).get("code")) for each in answer.errors]


async def test_each_event_is_answered_like_a_query(world: Database) -> None:
    seen = await ids(published=True)

    answers = bodies(await told(looking(world, PUBLIC), PASSING, ids=seen))

    query = Request("query ($ids: [ID!]!) { fleet(ids: $ids) { name ageDays } }", {"ids": seen})
    asked = await Operations(world_schema()).answer(query, asked_by(PUBLIC, world))
    assert [each["data"]["shipsPassing"] for each in answers] == (asked.data or {})["fleet"]
    assert len(answers) > 1


async def test_an_event_about_what_is_hidden_is_not_sent(world: Database) -> None:
    seen, hidden = await ids(published=True), await ids(published=False)
    gone = encode_id("Ship", "00000000-0000-0000-0000-000000000000")

    answers = await told(looking(world, PUBLIC), PASSING, ids=[hidden[0], *seen, gone, hidden[1]])

    assert bodies(answers) == bodies(await told(looking(world, PUBLIC), PASSING, ids=seen))
    assert await told(looking(world, PUBLIC), PASSING, ids=hidden) == []
    assert len(await told(looking(world, Viewer("inspector")), PASSING, ids=hidden)) == len(hidden)


async def test_each_event_is_seen_by_its_viewer_at_its_own_time(world: Database) -> None:
    ship = (await ids(published=True))[0]
    later = replace(PUBLIC, today=date(2026, 6, 11))

    first, second = await told(looking(world, PUBLIC, PUBLIC, later), PASSING, ids=[ship, ship])

    ages = [(each.data or {})["shipsPassing"]["ageDays"] for each in (first, second)]
    assert ages[1] - ages[0] == 10


async def test_a_hidden_node_in_a_value_is_null(world: Database) -> None:
    hidden, port = (await ids(published=False))[0], await Port.all().order_by("id").first()
    assert port
    asked = "year ship { name } port { code }"
    text = f"subscription ($ship: ID!, $port: ID!) {{ arrivals(ship: $ship, port: $port) {{ {asked} }} }}"

    (answer,) = await told(looking(world, PUBLIC), text, ship=hidden, port=encode_id("Port", port.id))

    assert answer.data == {"arrivals": {"year": 2026, "ship": None, "port": {"code": port.code}}}


async def test_a_fault_ends_it_and_is_told(world: Database) -> None:
    answers = await told(looking(world, PUBLIC), "subscription { counting(to: 9) }")

    assert bodies(answers[:-1]) == [{"data": {"counting": number}} for number in range(1, 8)]
    assert not answers[-1].ran
    assert codes(answers[-1]) == ["BAD_ARGUMENT"]


async def test_what_is_unexpected_is_masked(world: Database) -> None:
    *_, last = await told(looking(world, PUBLIC), "subscription { counting(to: 10) }")

    assert codes(last) == ["INTERNAL"]
    assert "secret" not in last.errors[0].message


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("subscription { counting }", "VALIDATION_FAILED"),
        ("subscription { counting(to: 1) again: counting(to: 1) }", "VALIDATION_FAILED"),
        ("subscription { __typename }", "VALIDATION_FAILED"),
        ("subscription ($n: Int!) { counting(to: $n) }", "BAD_REQUEST"),
        ('subscription { shipsPassing(ships: ["nonsense"]) { name } }', "BAD_ID"),
        ("subscription A { counting(to: 1) } subscription B { counting(to: 1) }", "BAD_REQUEST"),
        ("subscription {", "PARSE_FAILED"),
    ],
)
async def test_one_that_cannot_run_is_refused_before_it_begins(world: Database, text: str, code: str) -> None:
    (answer,) = await told(looking(world, PUBLIC), text)

    assert not answer.ran
    assert codes(answer) == [code]


async def test_one_that_could_answer_with_too_much_is_refused(world: Database) -> None:
    seen = await ids(published=True)
    text = "subscription ($ids: [ID!]!) { shipsPassing(ships: $ids) { voyages(first: 100) { nodes { id } } } }"

    (answer,) = await told(looking(world, PUBLIC, max_values=50), text, ids=seen)

    assert codes(answer) == ["TOO_MANY_VALUES"]
    assert answer.body().keys() == {"errors"}


async def test_who_asks_for_one_answer_is_told_how_to_ask_for_more(world: Database) -> None:
    request = Request("subscription { counting(to: 1) }")

    answer = await Operations(world_schema()).answer(request, asked_by(PUBLIC, world))

    assert not answer.ran
    assert "text/event-stream" in answer.errors[0].message


async def test_a_query_has_its_one_answer(world: Database) -> None:
    assert bodies(await told(looking(world, PUBLIC), "{ __typename }")) == [{"data": {"__typename": "Query"}}]


async def test_the_plan_of_a_subscription_is_made_once(world: Database) -> None:
    schema, seen = world_schema(), await ids(published=True)
    request = Request(PASSING, {"ids": seen})

    assert [each async for each in Operations(schema).answers(request, looking(world, PUBLIC))]

    assert schema.plans.hits == len(seen)
