"""What every command stands on: the console, the host of this process, and its open database."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from rich.console import Console

from core.host import Host
from core.settings import Settings
from core.storage.connection import Database, database

T = TypeVar("T")

out = Console()
err = Console(stderr=True)


class _Loaded:
    """The host of this process, loaded once."""

    host: Host | None = None


def host() -> Host:
    """The host that the settings describe."""
    if _Loaded.host is None:
        _Loaded.host = Host.load(Settings.from_environment())
    return _Loaded.host


def with_database(work: Callable[[Database], Awaitable[T]], url: str | None = None) -> T:
    """Run work on the open database: that of the settings, unless a URL names another one."""

    async def run() -> T:
        loaded = host()
        async with database(url or loaded.settings.database_url, loaded.model_modules()) as opened:
            return await work(opened)

    return asyncio.run(run())
