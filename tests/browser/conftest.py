"""One browser and one served product for all visits."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Iterator

import pytest
from playwright.async_api import Browser, expect

from tests.browser.visiting import PATIENCE, browsing
from tests.serving import serving


@pytest.fixture(scope="session")
async def browser(anyio_backend: str) -> AsyncGenerator[Browser]:
    """The machine's Chromium; what is expected of it may take its time on a busy machine."""
    expect.set_options(timeout=PATIENCE)
    async with browsing() as browser:
        yield browser


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the product with its sample story is served to everybody."""
    with serving(tmp_path_factory.mktemp("browser")) as served:
        yield served.address
