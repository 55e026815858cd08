"""Opens the world of ships once for all tests of a file that only read it."""

from __future__ import annotations

from collections.abc import AsyncGenerator

import pytest

from core.storage.connection import Database
from tests.schema.world.opened import opened
from tests.schema.world.rows import random_rows


@pytest.fixture(scope="module")
async def world() -> AsyncGenerator[Database]:
    """An open database with random rows, the same each time."""
    async with opened(random_rows(seed=3)) as database:
        yield database
