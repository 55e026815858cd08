"""A graph of procurement with its sample story, in a database of each test's own."""

from __future__ import annotations

from collections.abc import AsyncGenerator

import pytest

from core.testing import GraphUnderTest, graph_of
from tests.procurement.story import Story, tell


@pytest.fixture
async def graph() -> AsyncGenerator[GraphUnderTest]:
    async with graph_of("procurement", samples=True) as opened:
        yield opened


@pytest.fixture
async def story(graph: GraphUnderTest) -> Story:
    return await tell(graph)
