"""A contender without HTTP: asked by lines of JSON, it answers what it says and how long that takes."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, closing
from time import perf_counter
from typing import Any, Final

import orjson

from bench.floor import server as floor
from core.access.claim import SETTING, parse_claim
from core.host import Host
from core.settings import Settings
from core.storage.connection import database
from core.web.app import now
from schema import Context
from schema.listening import listening
from schema.operation import Operations, Request

Ask = Callable[[str, Mapping[str, Any]], Awaitable[bytes]]


@asynccontextmanager
async def ours(settings: Settings) -> AsyncGenerator[Ask]:
    """The product's engine, for the viewer of the settings."""
    host = Host.load(settings)
    operations = Operations(host.schema)
    claim = parse_claim(settings.dev_viewer, source=SETTING)

    async def ask(text: str, variables: Mapping[str, Any]) -> bytes:
        async with opened.reading() as reader:
            context = Context(claim.viewer(now()), reader, settings.page_cap)
            answer = await operations.answer(Request(text, variables), context)
        return orjson.dumps(answer.body())

    async with database(settings.database_url, host.model_modules()) as opened:
        yield ask


@asynccontextmanager
async def usual(settings: Settings) -> AsyncGenerator[Ask]:
    """Strawberry, ORM rows and dataloaders."""
    # Imported here alone: it makes types of enums that the product's own schema describes.
    from bench.usual.server import answer, opened_usual

    async with opened_usual(settings):
        yield answer


@asynccontextmanager
async def the_floor(settings: Settings) -> AsyncGenerator[Ask]:
    """Hand-written SQL."""
    with closing(floor.connect(settings)) as connection:

        async def ask(text: str, variables: Mapping[str, Any]) -> bytes:
            return floor.answer(connection, text, variables)

        yield ask


CONTENDERS: Final = {"ours": ours, "usual": usual, "floor": the_floor}


async def _times(ask: Ask, text: str, variables: Mapping[str, Any], seconds: float) -> list[float]:
    times: list[float] = []
    began = perf_counter()
    while not times or perf_counter() - began < seconds:
        started = perf_counter()
        await ask(text, variables)
        times.append((perf_counter() - started) * 1000)
    return times


async def _statements(ask: Ask, text: str, variables: Mapping[str, Any]) -> int:
    heard: list[str] = []
    with listening(lambda sql, rows, milliseconds: heard.append(sql)):
        await ask(text, variables)
    return len(heard)


async def _serve(name: str) -> None:
    async with CONTENDERS[name](Settings.from_environment()) as ask:
        for line in sys.stdin:
            asked = orjson.loads(line)
            text, variables = asked["query"], asked["variables"]
            if asked["seconds"]:
                told: dict[str, Any] = {"times": await _times(ask, text, variables, asked["seconds"])}
            else:
                told = {
                    "answer": orjson.loads(await ask(text, variables)),
                    "statements": await _statements(ask, text, variables),
                }
            sys.stdout.write(orjson.dumps(told).decode() + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(_serve(sys.argv[1]))
