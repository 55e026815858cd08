"""The product as a process of its own, and the clients that talk to it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.clients.packages import Node, installed
from tests.serving import Served, serving


@pytest.fixture(scope="session")
def node(pytestconfig: pytest.Config) -> Node:
    """Node with the packages of this folder, installed once."""
    reporter = pytestconfig.pluginmanager.get_plugin("terminalreporter")
    return installed(reporter.write_line if reporter else print)


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A developer's server with the sample story."""
    with serving(tmp_path_factory.mktemp("served"), IPT_DEV="1", IPT_STRICT="1") as served:
        yield served


@pytest.fixture(scope="session")
def printed(served: Served) -> str:
    """The schema as `ipt schema` prints it."""
    return served.ipt("schema")
