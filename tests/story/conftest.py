"""The whole product over HTTP, filled with the sample story."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from core.host import Host
from core.testing import Clock, served, settings_for
from tests.story.telling import Told

DEPARTMENTS = ("procurement", "knowledge_transfer", "eu_support")


@pytest.fixture(scope="session")
def host() -> Host:
    """The product with its own departments."""
    return Host.load(settings_for(DEPARTMENTS))


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    """A client of a developer's server, which believes the header that says who is looking."""
    with served(*DEPARTMENTS, dev=True, strict=True) as client:
        yield client


@pytest.fixture
def story() -> Iterator[Told]:
    """A developer's server of one's own, and its clock."""
    clock = Clock()
    with served(*DEPARTMENTS, clock=clock, dev=True) as client:
        yield Told(client, clock)
