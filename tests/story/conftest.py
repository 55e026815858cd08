"""The whole product over HTTP, filled with the sample story."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from core.host import Host
from core.testing import served, settings_for

DEPARTMENTS = ("procurement", "knowledge_transfer", "eu_support")


@pytest.fixture(scope="session")
def host() -> Host:
    """The product with its own departments."""
    return Host.load(settings_for(DEPARTMENTS))


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A client of a developer's server, which believes the header that says who is looking."""
    file = tmp_path_factory.mktemp("story") / "ipt.db"
    with served(*DEPARTMENTS, file=file, dev=True, strict=True) as client:
        yield client
