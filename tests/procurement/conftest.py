"""A graph of procurement with its sample story, on a migrated SQLite file."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from core.testing import GraphUnderTest, graph_of
from tests.procurement.story import Story, tell


@pytest.fixture
async def graph(tmp_path: Path) -> AsyncGenerator[GraphUnderTest]:
    async with graph_of("procurement", samples=True, database_url=f"sqlite://{tmp_path}/ipt.db") as opened:
        yield opened


@pytest.fixture
async def story(graph: GraphUnderTest) -> Story:
    return await tell(graph)
