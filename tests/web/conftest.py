"""The served product, as strangers and as developers meet it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from core.testing import served

DEPARTMENTS = ("procurement", "knowledge_transfer", "eu_support")


@pytest.fixture(scope="session")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A client of a server for everybody."""
    with served(*DEPARTMENTS, file=tmp_path_factory.mktemp("web") / "ipt.db") as client:
        yield client


@pytest.fixture(scope="session")
def developer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A client, on the same machine, of a developer's server."""
    with served(*DEPARTMENTS, file=tmp_path_factory.mktemp("dev") / "ipt.db", dev=True) as client:
        yield client
