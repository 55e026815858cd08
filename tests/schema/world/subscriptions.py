"""Root fields of the world of ships that go on answering."""

from __future__ import annotations

from collections.abc import AsyncGenerator

import strawberry

from schema import Code, Ref, fault, subscription
from tests.schema.world.nodes import Port, Ship
from tests.schema.world.values import Viewer


@strawberry.type
class Arrival:
    """A ship in a port."""

    year: int
    """When."""
    ship: Ref[Ship] | None
    """Which, if you may know."""
    port: Ref[Port]
    """Where."""


@subscription
async def ships_passing(ships: list[Ref[Ship]]) -> AsyncGenerator[Ref[Ship]]:
    """These ships, one after the other."""
    for ship in ships:
        yield ship


@subscription
async def counting(to: int) -> AsyncGenerator[int]:
    """Numbers; there is no eight, and beyond nine it breaks."""
    for number in range(1, to + 1):
        if number == 8:
            raise fault(Code.BAD_ARGUMENT, "There is no eight.")
        yield number
        if to > 9:
            raise RuntimeError("secret of the counter")


@subscription
async def arrivals(viewer: Viewer, ship: Ref[Ship], port: Ref[Port]) -> AsyncGenerator[Arrival]:
    """A ship arrives somewhere."""
    yield Arrival(year=viewer.today.year, ship=ship, port=port)
