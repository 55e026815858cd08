"""Databases that last as long as a test: empty, or copied from one that was made ready once in this process."""

from __future__ import annotations

import asyncio
import atexit
import os
import shutil
from collections.abc import AsyncGenerator, Awaitable, Callable, Hashable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from secrets import token_hex
from tempfile import TemporaryDirectory
from typing import Final, Protocol
from urllib.parse import urlsplit

import asyncpg  # type: ignore[import-untyped]  # pyright: ignore[reportMissingTypeStubs]

from core.storage.connection import SQLITE

SERVER: Final = "IPT_TEST_SERVER"
"""The variable that names a PostgreSQL server for tests, by the URL of any of its databases; without it: SQLite."""


class Place(Protocol):
    """Where databases are made."""

    async def make(self, like: str | None = None) -> str:
        """Make an empty database, or a copy of one that nobody has open; its URL."""
        ...

    async def drop(self, url: str) -> None:
        """Remove a database that was made here, open or not."""
        ...


@dataclass(frozen=True)
class Folder:
    """SQLite files in a folder."""

    path: Path

    async def make(self, like: str | None = None) -> str:
        file = self.path / token_hex(8) / "ipt.db"
        file.parent.mkdir()
        if like:
            shutil.copyfile(like.removeprefix(SQLITE), file)
        return f"{SQLITE}{file}"

    async def drop(self, url: str) -> None:
        shutil.rmtree(Path(url.removeprefix(SQLITE)).parent)


@dataclass(frozen=True)
class Server:
    """Databases of a PostgreSQL server, whose user may make them."""

    url: str

    async def make(self, like: str | None = None) -> str:
        made = f"ipt_test_{token_hex(8)}"
        template = urlsplit(like).path.lstrip("/") if like else "template1"
        # The other strategy writes the copy through the log, which takes three times as long for a small one.
        await self._run(f'CREATE DATABASE {made} TEMPLATE "{template}" STRATEGY file_copy')
        return urlsplit(self.url)._replace(path=f"/{made}").geturl()

    async def drop(self, url: str) -> None:
        await self._run(f'DROP DATABASE "{urlsplit(url).path.lstrip("/")}" WITH (FORCE)')

    async def _run(self, statement: str) -> None:
        connection = await asyncpg.connect(self.url)
        try:
            await connection.execute(statement)
        finally:
            await connection.close()


@dataclass(frozen=True)
class Databases:
    """Makes databases, each for one test, and remembers those that others are copied from."""

    place: Place
    ready: dict[Hashable, str] = field(default_factory=dict[Hashable, str])

    @asynccontextmanager
    async def empty(self) -> AsyncGenerator[str]:
        """The URL of a database without tables."""
        url = await self.place.make()
        try:
            yield url
        finally:
            await self.place.drop(url)

    @asynccontextmanager
    async def copy(self, key: Hashable, make_ready: Callable[[str], Awaitable[None]]) -> AsyncGenerator[str]:
        """The URL of a database as `make_ready` leaves it; it runs once for each key, and closes what it opens."""
        if key not in self.ready:
            url = await self.place.make()
            await make_ready(url)
            self.ready[key] = url
        async with self.copy_of(self.ready[key]) as url:
            yield url

    @asynccontextmanager
    async def copy_of(self, url: str) -> AsyncGenerator[str]:
        """The URL of a copy of a database that nobody has open."""
        made = await self.place.make(like=url)
        try:
            yield made
        finally:
            await self.place.drop(made)

    async def forget(self) -> None:
        """Remove those that others were copied from; a server that is gone took them along."""
        with suppress(OSError):
            while self.ready:
                await self.place.drop(self.ready.popitem()[1])


@cache
def databases() -> Databases:
    """The databases of this process: on the server that IPT_TEST_SERVER names, otherwise SQLite files."""
    address = os.environ.get(SERVER)
    if address:
        made = Databases(Server(address))
        atexit.register(lambda: asyncio.run(made.forget()))
        return made
    folder = TemporaryDirectory(prefix="ipt-")
    atexit.register(folder.cleanup)
    return Databases(Folder(Path(folder.name)))
