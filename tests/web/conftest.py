"""The served product, as strangers and as developers meet it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from core.testing import served

DEPARTMENTS = ("procurement", "knowledge_transfer", "eu_support")


@pytest.fixture(scope="session")
def client() -> Iterator[TestClient]:
    """A client of a server for everybody."""
    with served(*DEPARTMENTS) as client:
        yield client


@pytest.fixture(scope="session")
def developer() -> Iterator[TestClient]:
    """A client, on the same machine, of a developer's server."""
    with served(*DEPARTMENTS, dev=True) as client:
        yield client
