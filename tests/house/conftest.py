"""The product's host, loaded once: no database is opened."""

from __future__ import annotations

import pytest

from core.host import Host
from core.settings import Settings


@pytest.fixture(scope="session")
def host() -> Host:
    return Host.load(Settings(departments=("procurement", "knowledge_transfer", "eu_support")))
