"""What every test shares: the event loop, the kind of database, and the promise that CI leaves nothing out."""

from __future__ import annotations

import os
from collections.abc import Generator
from contextlib import ExitStack

import pytest
from hypothesis import settings

# A deadline for each example times the machine and whatever else it does, not the code.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")

IN_CI = os.environ.get("CI", "").lower() not in {"", "0", "false"}
SQLITE, POSTGRESQL = DATABASES = ("sqlite", "postgresql")
TOGETHER = ("clients", "browser")
"""Folders whose tests share what takes long to make: packages of Node, a browser."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """`pytest --database postgresql` runs the same tests on a server that it brings."""
    told = "the kind of database to run on: sqlite, or postgresql on a server that is started for it"
    parser.addoption("--database", choices=DATABASES, default=SQLITE, help=told)


def pytest_configure(config: pytest.Config) -> None:
    """Start the server before there are workers, which find it in their environment."""
    config.addinivalue_line("markers", "alone(database, reason): this test is about one kind of database alone")
    if config.getoption("database") == POSTGRESQL and not hasattr(config, "workerinput"):
        from tests.server import served_to_tests

        stack = ExitStack()
        config.add_cleanup(stack.close)
        try:
            stack.enter_context(served_to_tests())
        except OSError as error:
            pytest.exit(f"No test was run on PostgreSQL: {error}", returncode=1 if IN_CI else 0)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """A test about the other kind of database alone is no test of this one: it is not skipped, it is not chosen."""
    chosen = config.getoption("database")
    other = [item for item in items if any(mark.args[0] != chosen for mark in item.iter_markers("alone"))]
    config.hook.pytest_deselected(items=other)
    items[:] = [item for item in items if item not in other]
    for item in items:
        item.add_marker(pytest.mark.xdist_group(_room(item)))


def _room(item: pytest.Item) -> str:
    """What one worker runs when there are several: a file, since its tests share what they are made on."""
    folder = item.path.parent.name
    return folder if folder in TOGETHER else item.path.stem


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """Tortoise runs on asyncio alone."""
    return "asyncio"


@pytest.fixture
def url() -> Generator[str]:
    """The URL of an empty database of the kind that was chosen."""
    from tests.databases import empty

    with empty() as made:
        yield made


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """On a developer's machine a test may be left out, with its reason named; in CI that is a failure."""
    report = yield
    if IN_CI and report.skipped and not hasattr(report, "wasxfail"):
        _fail(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """The same for a whole file that is left out."""
    report = yield
    if IN_CI and report.skipped:
        _fail(report)
    return report


def _fail(report: pytest.TestReport | pytest.CollectReport) -> None:
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
    report.outcome = "failed"
    report.longrepr = f"Left out, which CI does not allow: {reason}\nLet .ci/run install what is missing."
