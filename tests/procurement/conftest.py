"""A graph of procurement with its sample story, on a migrated SQLite file of each test's own."""

from __future__ import annotations

import shutil
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from core.host import Host
from core.storage.connection import database
from core.testing import Clock, GraphUnderTest, graph_of
from tests.procurement.story import Story, tell


@pytest.fixture(scope="session")
async def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[Host, Path]:
    """The host, and the file in which the story was told once: a copy of it is there sooner than a new one."""
    file = tmp_path_factory.mktemp("procurement") / "story.db"
    async with graph_of("procurement", samples=True, database_url=f"sqlite://{file}") as graph:
        return graph.host, file


@pytest.fixture
async def graph(told: tuple[Host, Path], tmp_path: Path) -> AsyncGenerator[GraphUnderTest]:
    host, file = told
    own = shutil.copy(file, tmp_path / "ipt.db")
    async with database(f"sqlite://{own}", host.model_modules()) as opened:
        yield GraphUnderTest(host, opened, Clock())


@pytest.fixture
async def story(graph: GraphUnderTest) -> Story:
    return await tell(graph)
