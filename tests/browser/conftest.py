"""One browser and one served product for all visits."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Iterator

import pytest
from playwright.async_api import Browser, expect

from tests.browser.visiting import PATIENCE, browsing
from tests.serving import Served, serving


@pytest.fixture(scope="session")
async def browser(anyio_backend: str) -> AsyncGenerator[Browser]:
    """The machine's Chromium; what is expected of it may take its time on a busy machine."""
    expect.set_options(timeout=PATIENCE)
    try:
        async with browsing() as browser:
            yield browser
    except LookupError as error:
        pytest.skip(str(error))


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The product with its sample story, for everybody."""
    with serving(tmp_path_factory.mktemp("browser")) as served:
        yield served


@pytest.fixture
def address(served: Served) -> str:
    """Where it is served."""
    return served.address
