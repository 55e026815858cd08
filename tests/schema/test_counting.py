"""A figure may count rows that its viewer may not see where its function says so, and why; nothing else may."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from tortoise.functions import Count

from core.storage.connection import Database
from schema import (
    Contribution,
    DeclarationError,
    GraphSchema,
    Node,
    batched,
    build,
    column,
    counting,
    everyone,
    extend,
    in_full,
    many,
    node,
    query,
    scoped,
)
from schema.declare import declaration_of
from schema.operation import Answer, Operations, Request
from schema.relay import Connection
from tests.schema.world import models
from tests.schema.world.nodes import published_or_own
from tests.schema.world.opened import asked_by
from tests.schema.world.rows import random_rows
from tests.schema.world.values import Money, Viewer

pytestmark = pytest.mark.usefixtures("world")

BECAUSE = "How busy a port is counts every ship, the unpublished ones among them."

OF_ALL = "A share of all companies needs to know how many there are."


@node(models.Ship, scope=published_or_own)
class Vessel(Node):
    """A ship that not everybody sees."""

    name: str
    """Its name."""


@node(models.Owner, scope=everyone)
class Company(Node):
    """Whom ships belong to."""

    name: str
    """Its name."""


@counting(Vessel, because=BECAUSE)
async def ships_of(ports: Sequence[int], viewer: Viewer) -> Mapping[int, int]:
    rows = in_full(Vessel, models.Ship).filter(home_port_id__in=ports)
    counted = await rows.annotate(count=Count("id")).group_by("home_port_id").values_list("home_port_id", "count")
    return {int(str(port)): int(str(count)) for port, count in counted}


async def ships_seen_of(ports: Sequence[int], viewer: Viewer) -> Mapping[int, int]:
    found: dict[int, int] = dict.fromkeys(ports, 0)
    for ship in await scoped(Vessel, viewer, models.Ship).filter(home_port_id__in=ports):
        found[int(ship.home_port_id or 0)] += 1
    return found


async def ships_without_saying_so(ports: Sequence[int]) -> Mapping[int, int]:
    rows = await in_full(Vessel, models.Ship)
    return {port: len(rows) for port in ports}


@node(models.Port, scope=everyone)
class Basin(Node):
    """A port by its ships."""

    key: int = column("pk")
    """Its number."""
    ships: int | None = batched(ships_of)
    """How many there are."""
    ships_seen: int = batched(ships_seen_of)
    """How many you may see."""
    ships_unsaid: int | None = batched(ships_without_saying_so)
    """An error: nobody says that it counts in full."""


@extend("Query")
class Basins:
    """The list."""

    basins: Connection[Basin] = many()
    """All of them."""


@query
@counting(Vessel, because=BECAUSE)
@counting(Company, because=OF_ALL)
async def ships_for_each_company() -> str:
    """How many there are for each."""
    ships, companies = await asyncio.gather(
        in_full(Vessel, models.Ship).count(), in_full(Company, models.Owner).count()
    )
    return f"{ships}/{companies}"


@query
async def ships_by_another_function() -> int | None:
    """Calls a function that may, and may not itself."""
    return (await ships_of([1], Viewer())).get(1)


def schema() -> GraphSchema:
    things = (Vessel, Company, Basin, Basins, ships_for_each_company, ships_by_another_function)
    declared = [declaration_of(each) for each in things]
    return build([Contribution("harbours", each) for each in declared if each], viewer=Viewer)


async def ask(world: Database, text: str, viewer: Viewer | None = None) -> Answer:
    return await Operations(schema()).answer(Request(text), asked_by(viewer or Viewer(), world))


def homes() -> list[int | None]:
    """Where each ship of the world is at home."""
    return [row["home_port_id"] for row in random_rows(seed=3)["Ship"]]


async def test_a_figure_counts_all_rows_whoever_asks(world: Database) -> None:
    for viewer in (Viewer(), Viewer("inspector")):
        answer = await ask(world, "{ basins(first: 100) { nodes { key ships shipsSeen } } }", viewer)
        assert answer.data
        basins = answer.data["basins"]["nodes"]
        assert {each["key"]: each["ships"] or 0 for each in basins} == {
            each["key"]: homes().count(each["key"]) for each in basins
        }
        seen, there = sum(each["shipsSeen"] for each in basins), sum(each["ships"] or 0 for each in basins)
        assert seen == there if viewer.inspects else seen < there


async def test_a_root_field_counts_several_nodes(world: Database) -> None:
    answer = await ask(world, "{ shipsForEachCompany }")
    assert answer.data == {"shipsForEachCompany": "140/30"}


@pytest.mark.parametrize("text", ["{ basins { nodes { shipsUnsaid } } }", "{ shipsByAnotherFunction }"])
async def test_a_function_that_does_not_say_so_gets_no_row(
    world: Database, text: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR, "ipt.graph"):
        answer = await ask(world, text)
    assert {(each.extensions or {})["code"] for each in answer.errors} == {"INTERNAL"}
    assert "Vessel is read in full for a field that does not say so" in caplog.text
    assert "@counting(Vessel, because='...')" in caplog.text


async def test_what_one_field_may_count_the_next_may_not(world: Database) -> None:
    answer = await ask(world, "{ basins(first: 1) { nodes { ships shipsUnsaid more: ships } } }")
    assert answer.data
    (basin,) = answer.data["basins"]["nodes"]
    assert basin["ships"] == basin["more"] == homes().count(1)
    assert basin["shipsUnsaid"] is None


async def test_every_field_that_counts_in_full_is_listed_with_its_node_and_reason() -> None:
    found = [(name, field.owner, counted.node, counted.because) for name, field, counted in schema().graph.counted()]
    assert found == [
        ("Basin.ships", "harbours", Vessel, BECAUSE),
        ("Query.shipsForEachCompany", "harbours", Vessel, BECAUSE),
        (
            "Query.shipsForEachCompany",
            "harbours",
            Company,
            OF_ALL,
        ),
    ]


@pytest.mark.parametrize("because", ["", "Needed.", "because it must count them all"])
def test_a_reason_is_a_sentence(because: str) -> None:
    with pytest.raises(DeclarationError, match=r"counting\(Vessel\) gives ") as caught:
        counting(Vessel, because=because)
    assert "Write a sentence" in caught.value.remedy
    assert caught.value.place
    assert caught.value.place.file == __file__


def test_counting_wants_a_node() -> None:
    with pytest.raises(DeclarationError, match="Money is no node"):
        counting(Money, because=BECAUSE)


@pytest.mark.parametrize(
    ("cls", "model", "what"),
    [(Money, models.Ship, "Money is no node"), (Vessel, models.Port, "Vessel reads Ship, not Port")],
)
def test_in_full_wants_a_node_and_its_own_table(cls: type, model: Any, what: str) -> None:
    with pytest.raises(DeclarationError, match=what) as caught:
        in_full(cls, model)
    assert "in_full(" in caught.value.remedy
