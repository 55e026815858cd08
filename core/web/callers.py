"""Who is looking, and what their operation reads through: made anew for each operation and each event."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from starlette.requests import HTTPConnection

from core.access.claim import HEADER, Claim, claim_of
from core.access.identity import viewer_of
from core.access.viewer import ViewerError
from core.settings import Settings
from core.storage.connection import Database
from schema import Context
from schema.errors import Code, fault
from schema.operation import Contexts


@dataclass(frozen=True)
class Callers:
    """Makes the contexts of operations, whatever way they come."""

    database: Callable[[], Database]
    settings: Settings
    clock: Callable[[], datetime]
    supplied: Mapping[type, Any]

    def claim(self, connection: HTTPConnection, said: str | None = None) -> Claim:
        """Who a client says they are, as far as it is believed.

        `said` stands for the header, which a browser cannot send with a socket. Raises ViewerError.
        """
        return claim_of(
            setting=self.settings.dev_viewer,
            header=said or connection.headers.get(HEADER),
            client=connection.client.host if connection.client else None,
            dev=self.settings.dev,
        )

    def contexts(self, claim: Claim) -> Contexts:
        """Whoever claims this, at the time of each operation or event."""
        return partial(self._context, claim)

    @asynccontextmanager
    async def _context(self, claim: Claim) -> AsyncGenerator[Context]:
        with self.database().current():
            try:
                viewer = await viewer_of(claim, self.clock())
            except ViewerError as error:
                raise fault(Code.BAD_REQUEST, str(error)) from None
            async with self.database().reading() as reader:
                cap = self.settings.page_cap
                yield Context(viewer=viewer, reader=reader, page_cap=cap, supplied=dict(self.supplied))
