"""Visits of the served product in Chromium: one that meets an error, or asks another host for anything, fails."""

from __future__ import annotations

import shutil
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Final, Literal

from playwright.async_api import Browser, BrowserContext, Page, async_playwright

NAMES: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
OFFLINE: Final = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
ARGUMENTS: Final = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    OFFLINE,
]
PATIENCE: Final = 30_000
"""Milliseconds that something may take to be seen."""

Scheme = Literal["light", "dark"]


@asynccontextmanager
async def browsing() -> AsyncGenerator[Browser]:
    """The machine's own Chromium with a profile that is new and empty; raises LookupError where there is none."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=_program(), args=ARGUMENTS)
        yield browser
        await browser.close()


def _program() -> str:
    for name in NAMES:
        if found := shutil.which(name):
            return found
    raise LookupError("There is no Chromium on this machine. Install it: apt install chromium")


@asynccontextmanager
async def visiting(
    browser: Browser, address: str, *, width: int = 1280, height: int = 900, scheme: Scheme = "light"
) -> AsyncGenerator[Page]:
    """A page of somebody who was never here before; fails at its end if anything went wrong meanwhile."""
    context = await browser.new_context(
        base_url=address, viewport={"width": width, "height": height}, color_scheme=scheme, reduced_motion="reduce"
    )
    context.set_default_timeout(PATIENCE)
    faults = _listen(context, address)
    try:
        yield await context.new_page()
    finally:
        await context.close()
    assert not faults, "\n".join(faults)


def _listen(context: BrowserContext, address: str) -> list[str]:
    """What goes wrong on the pages of a context; a breach of the content policy is an error on the console too."""
    faults: list[str] = []
    context.on("console", lambda told: faults.append(told.text) if told.type in ("error", "warning") else None)
    context.on("weberror", lambda told: faults.append(str(told.error)))
    context.on("request", lambda asked: None if _is_ours(asked.url, address) else faults.append(f"asked {asked.url}"))
    return faults


def _is_ours(url: str, address: str) -> bool:
    return url.startswith((f"{address}/", "data:", "blob:"))
