"""The floor, answering in process and over HTTP."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from typing import Any

import orjson
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bench.floor.statements import STATEMENTS
from core.settings import Settings
from core.storage.connection import SQLITE
from core.storage.reading import MAPPED


def connect(settings: Settings) -> sqlite3.Connection:
    """The file of the settings."""
    connection = sqlite3.connect(settings.database_url.removeprefix(SQLITE), check_same_thread=False)
    connection.execute(f"PRAGMA mmap_size = {MAPPED}")
    return connection


def answer(connection: sqlite3.Connection, text: str, variables: Mapping[str, Any]) -> bytes:
    """What the database makes of an operation."""
    statement, values = STATEMENTS[text]
    with closing(connection.execute(statement, values(variables))) as cursor:
        return str(cursor.fetchone()[0]).encode()


def app() -> Starlette:
    """The application."""
    connection = connect(Settings.from_environment())

    async def respond(request: Request) -> Response:
        asked = orjson.loads(await request.body())
        return Response(answer(connection, asked["query"], asked.get("variables") or {}), media_type="application/json")

    return Starlette(routes=[Route("/graphql", respond, methods=["POST"])])
