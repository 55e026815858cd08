"""Those who change a few rows do it one at a time, in whichever process they are."""

from __future__ import annotations

import asyncio

import pytest

from core.registry.models import OrgUnit, UnitLevel
from core.storage.connection import Database, database
from core.storage.migrations import migrate
from core.storage.transactions import writing

MODULES = {"registry": "core.registry.models"}


async def count_and_add(opened: Database) -> int:
    """Read, dawdle, and write what follows from what was read: a rule's way."""
    with opened.current():
        async with writing():
            counted = await OrgUnit.all().count()
            await asyncio.sleep(0.05)
            await OrgUnit.create(code=f"U-{counted}", name="Unit", level=UnitLevel.GROUP)
    return counted


async def test_what_was_read_still_holds_when_it_is_written(url: str) -> None:
    # given two processes with one database
    async with database(url, MODULES) as one, database(url, MODULES) as other:
        await migrate(one)

        # when both change it at once
        counted = await asyncio.gather(*(count_and_add(opened) for opened in (one, other) for _ in range(3)))

        # then each has seen what the ones before it wrote
        assert sorted(counted) == [*range(6)]


async def add_and_fail() -> None:
    async with writing():
        await OrgUnit.create(code="U-0", name="Unit", level=UnitLevel.GROUP)
        raise RuntimeError("in the middle")


async def test_what_fails_is_undone_and_holds_up_nobody(url: str) -> None:
    async with database(url, MODULES) as one, database(url, MODULES) as other:
        await migrate(one)

        with one.current(), pytest.raises(RuntimeError, match="in the middle"):
            await add_and_fail()

        assert await count_and_add(other) == 0
